"""The data files load completely, and a second load never overwrites what somebody has edited."""

import shutil
from pathlib import Path

import pytest
from django.core.management import call_command

from atasehir_portal.accounts.management.commands.load_catalogue import UNITS
from atasehir_portal.accounts.models import Unit
from atasehir_portal.catalogue.loading import DATA, VOCABULARIES, load, load_all
from atasehir_portal.catalogue.models import (
    Authority,
    Checklist,
    ClosedDay,
    DiscriminationGround,
    LoadedEntry,
    Municipality,
    Neighbourhood,
    PrivacyNotice,
    Right,
    RightsHolderGroup,
    ServiceArea,
)
from atasehir_portal.turkish import SortKey

pytestmark = pytest.mark.usefixtures("catalogue")
ALL = (*VOCABULARIES, UNITS)


def vocabulary(name: str):
    return next(one for one in ALL if one.name == name)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the data files that a test may change."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / f"{name}.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_catalogue_has_what_the_reference_names() -> None:
    assert Neighbourhood.objects.count() == 17
    assert RightsHolderGroup.objects.count() == 40
    assert RightsHolderGroup.objects.filter(leads_to_special_data=True).count() == 21
    assert Right.objects.count() == 19
    assert ServiceArea.objects.count() == 24
    assert Authority.objects.count() == 11
    assert Unit.objects.count() == 29
    assert DiscriminationGround.objects.filter(in_law=True).count() == 15
    assert DiscriminationGround.objects.filter(in_law=False).count() == 7
    assert not DiscriminationGround.objects.filter(in_law=True, slug__startswith="cinsel-yonelim").exists()
    assert not ClosedDay.objects.exists()


def test_checklists_have_their_questions_and_rights_their_profile() -> None:
    assert {row.slug: row.questions.count() for row in Checklist.objects.all()} == {
        "panel": 24,
        "aaaq": 24,
        "egitim-4a": 12,
        "su": 9,
        "konut-7": 14,
    }
    assert {
        right.slug: right.checklist.slug
        for right in Right.objects.filter(slug__in=["egitim", "konut", "saglik", "beslenme_su"])
    } == {"egitim": "egitim-4a", "konut": "konut-7", "saglik": "aaaq", "beslenme_su": "su"}


def test_every_right_rests_on_a_provision_and_says_how_sure_it_is() -> None:
    for right in Right.objects.prefetch_related("provisions"):
        provisions = list(right.provisions.all())
        assert provisions, right.slug
        assert all(bool(row.seen_on) == (row.certainty != "to_verify") for row in provisions), right.slug


@pytest.mark.parametrize(
    "model", [Neighbourhood, RightsHolderGroup, Right, Checklist, ServiceArea, Authority, DiscriminationGround, Unit]
)
def test_every_entry_speaks_both_languages(model: type) -> None:
    assert not model.objects.filter(name_tr="").exists()
    assert not model.objects.filter(name_en="").exists()
    assert not model.objects.filter(description_en="").exclude(description_tr="").exists()


def test_municipality_is_loaded_without_invented_contact_details() -> None:
    row = Municipality.objects.get()
    assert (row.name, row.province) == ("Ataşehir Belediyesi", "İstanbul")
    assert not any([row.address, row.phone, row.email, row.website, row.logo])


def test_privacy_notice_is_version_one_and_says_that_it_must_be_approved() -> None:
    notice = PrivacyNotice.objects.get()
    assert notice.number == 1
    assert "Başlangıç metni" in notice.text_tr
    assert "Starting text" in notice.text_en
    assert "m. 11" in notice.text_tr


def test_neighbourhoods_sort_as_turkish_does() -> None:
    names = list(Neighbourhood.objects.order_by(SortKey("name_tr")).values_list("name_tr", flat=True))
    assert names[:3] == ["Aşıkveysel", "Atatürk", "Barbaros"]
    assert names.index("İçerenköy") < names.index("İnönü") < names.index("Kayışdağı")
    assert names[-3:] == ["Yeni Çamlıca", "Yenisahra", "Yenişehir"]


def test_load_twice_changes_nothing() -> None:
    before = {model: list(model.objects.order_by("pk").values()) for model in (Neighbourhood, Right, Unit, LoadedEntry)}
    report = load_all(ALL, update=True)
    assert (report.created, report.refreshed, report.kept) == (0, 0, [])
    assert before == {model: list(model.objects.order_by("pk").values()) for model in before}


def test_load_keeps_an_edited_entry(folder: Path) -> None:
    Neighbourhood.objects.filter(slug="fetih").update(name_tr="Fetih Mahallesi")
    change(folder, "neighbourhoods", 'name = "Fetih"', 'name = "Yeni Fetih"')
    report = load(vocabulary("neighbourhoods"), update=True, folder=folder)
    assert report.kept == ["neighbourhoods/fetih"]
    assert Neighbourhood.objects.get(slug="fetih").name_tr == "Fetih Mahallesi"


def test_load_with_update_refreshes_an_entry_that_nobody_edited(folder: Path) -> None:
    change(folder, "neighbourhoods", 'name = "Fetih"', 'name = "Yeni Fetih"')
    assert load(vocabulary("neighbourhoods"), folder=folder).refreshed == 0
    assert Neighbourhood.objects.get(slug="fetih").name_tr == "Fetih"
    assert load(vocabulary("neighbourhoods"), update=True, folder=folder).refreshed == 1
    assert Neighbourhood.objects.get(slug="fetih").name_tr == "Yeni Fetih"
    assert load(vocabulary("neighbourhoods"), update=True, folder=folder).refreshed == 0


def test_load_with_update_keeps_the_identity_of_questions(folder: Path) -> None:
    before = list(Checklist.objects.get(slug="panel").questions.values_list("pk", flat=True))
    change(folder, "checklists", "Katılanlara geri bildirim verildi mi?", "Katılanlara ne zaman geri bildirim verildi?")
    assert load(vocabulary("checklists"), update=True, folder=folder).refreshed == 1
    panel = Checklist.objects.get(slug="panel")
    assert list(panel.questions.values_list("pk", flat=True)) == before
    assert panel.questions.get(number=4).text_tr == "Katılanlara ne zaman geri bildirim verildi?"


def test_load_notices_an_edited_question(folder: Path) -> None:
    Checklist.objects.get(slug="panel").questions.filter(number=1).update(text_tr="Kimler vardı?")
    change(folder, "checklists", "Katılanlara geri bildirim verildi mi?", "Başka")
    assert load(vocabulary("checklists"), update=True, folder=folder).kept == ["checklists/panel"]


def test_load_does_not_bring_back_what_was_removed() -> None:
    Neighbourhood.objects.filter(slug="fetih").delete()
    report = load(vocabulary("neighbourhoods"))
    assert report.kept == ["neighbourhoods/fetih"]
    assert not Neighbourhood.objects.filter(slug="fetih").exists()


def test_load_refuses_an_unknown_field(folder: Path) -> None:
    change(folder, "neighbourhoods", 'name = "Fetih"', 'name = "Fetih"\npopulation = 5')
    Neighbourhood.objects.filter(slug="fetih").delete()
    with pytest.raises(ValueError, match="population"):
        load(vocabulary("neighbourhoods"), folder=folder)


def test_command_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_catalogue")
    assert "created 0, refreshed 0" in capsys.readouterr().out
