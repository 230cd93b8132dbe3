"""The lists of the catalogue in the workspace: who sees them, finding, editing, retiring, downloading."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from atasehir_portal.accounts.models import User
from atasehir_portal.catalogue.models import CatalogueChange, Checklist, Neighbourhood, Right, RightsHolderGroup
from atasehir_portal.catalogue.sections import SECTIONS

pytestmark = pytest.mark.usefixtures("catalogue")
ClientOf = Callable[[User | None], Client]


def url(act: str, *args: str) -> str:
    return reverse(f"catalogue:{act}", args=args)


@pytest.fixture
def editor(client_of: ClientOf, administrator: User) -> Client:
    return client_of(administrator)


def payload(form: Any, rows: Any = None, **changes: Any) -> dict[str, Any]:
    """Return what a browser would send for this form as it stands."""
    data = {bound.html_name: bound.value() for bound in form}
    if rows is not None:
        data |= {bound.html_name: bound.value() for bound in rows.management_form}
        data |= {bound.html_name: bound.value() for row in rows for bound in row}
    return {name: "" if value is None else value for name, value in (data | changes).items() if value is not False}


# --- who may ---------------------------------------------------------------------------------------------------------

PAGES = [
    ("index",),
    ("entries", "mahalleler"),
    ("entries_csv", "gruplar"),
    ("closed_days",),
    ("notices",),
]
EDITOR_PAGES = [
    ("entry_new", "haklar"),
    ("entry", "mahalleler", "fetih"),
    ("municipality",),
    ("notice_new",),
]


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_lists_are_for_staff(
    client_of: ClientOf, officer: User, administrator: User, representative: User, page: Any
) -> None:
    assert client_of(officer).get(url(*page)).status_code == 200
    assert client_of(administrator).get(url(*page)).status_code == 200
    assert client_of(representative).get(url(*page)).status_code == 404
    assert client_of(None).get(url(*page)).status_code == 302


@pytest.mark.parametrize("page", EDITOR_PAGES, ids=str)
def test_editing_is_for_administrators(
    client_of: ClientOf, coordinator: User, administrator: User, representative: User, page: Any
) -> None:
    assert client_of(administrator).get(url(*page)).status_code == 200
    assert client_of(coordinator).get(url(*page)).status_code == 403
    assert client_of(coordinator).post(url(*page)).status_code == 403
    assert client_of(representative).get(url(*page)).status_code == 404


def test_officer_cannot_retire_or_add(client_of: ClientOf, officer: User) -> None:
    client = client_of(officer)
    assert client.post(url("entry_retire", "mahalleler", "fetih")).status_code == 403
    assert client.post(url("closed_days"), {"date": "2027-01-04"}).status_code == 403
    assert Neighbourhood.objects.get(slug="fetih").is_active


def test_unknown_list_and_entry_are_not_found(editor: Client) -> None:
    assert editor.get(url("entries", "yok")).status_code == 404
    assert editor.get(url("entry", "mahalleler", "yok")).status_code == 404


def test_acts_do_not_happen_on_get(editor: Client) -> None:
    assert editor.get(url("entry_retire", "mahalleler", "fetih")).status_code == 405


# --- finding ---------------------------------------------------------------------------------------------------------


def names(response: Any) -> list[str]:
    return [row["entry"].name_tr for row in response.context["rows"]]


def test_list_sorts_neighbourhoods_as_turkish_does(editor: Client) -> None:
    assert names(editor.get(url("entries", "mahalleler")))[:4] == ["Aşıkveysel", "Atatürk", "Barbaros", "Esatpaşa"]


def test_list_keeps_the_order_of_groups_unless_sorted_by_name(editor: Client) -> None:
    page = url("entries", "gruplar")
    assert names(editor.get(page))[0] == "Kadınlar"
    assert names(editor.get(page, {"sort": "name"}))[0] == "Ana dili Türkçe olmayan topluluklar"


def test_list_has_pages_of_twenty(editor: Client) -> None:
    page = url("entries", "gruplar")
    assert len(names(editor.get(page))) == 20
    assert len(names(editor.get(page, {"page": "2"}))) == 20
    assert editor.get(page, {"page": "99999999999999999999"}).status_code == 200
    assert editor.get(page, {"page": "x"}).status_code == 200


def test_list_finds_by_alias_and_without_accents(editor: Client) -> None:
    assert names(editor.get(url("entries", "mahalleler"), {"q": "K.BAKKALKÖY"})) == ["Küçükbakkalköy"]
    assert names(editor.get(url("entries", "gruplar"), {"q": "deaf"})) == ["İşitme engelliler ve sağırlar"]


def test_list_filters_retired(editor: Client) -> None:
    RightsHolderGroup.objects.filter(slug="lgbti").update(is_active=False)
    page = url("entries", "gruplar")
    assert names(editor.get(page, {"state": "retired"})) == ["LGBTİ+"]
    assert "LGBTİ+" not in names(editor.get(page, {"state": "active", "page": "2"}))


@pytest.mark.parametrize(
    "query", [{"q": "\x00"}, {"q": "a" * 5000}, {"state": "x"}, {"sort": "'"}, {"q": "🙂 ' \" <b>"}]
)
def test_list_survives_hostile_filters(editor: Client, query: dict[str, str]) -> None:
    assert editor.get(url("entries", "gruplar"), query).status_code == 200


@pytest.mark.parametrize("section", SECTIONS)
def test_lists_have_constant_query_counts(editor: Client, django_assert_max_num_queries: Any, section: str) -> None:
    editor.get(url("entries", section))
    with django_assert_max_num_queries(10):
        editor.get(url("entries", section))


def test_csv_is_safe_against_formulas(editor: Client) -> None:
    Neighbourhood.objects.filter(slug="fetih").update(name_tr='=HYPERLINK("http://x")')
    text = b"".join(editor.get(url("entries_csv", "mahalleler"))).decode()
    assert "\"'=HYPERLINK(" in text
    assert "\n=" not in text
    assert ";=" not in text
    assert "Aşıkveysel" in text


def test_csv_follows_the_filters(editor: Client) -> None:
    response = editor.get(url("entries_csv", "mahalleler"), {"q": "inonu"})
    lines = b"".join(response).decode().strip().splitlines()
    assert len(lines) == 2
    assert "İnönü" in lines[1]


# --- changing --------------------------------------------------------------------------------------------------------


def test_entry_is_created_with_a_short_name(editor: Client, administrator: User) -> None:
    page = url("entry_new", "mahalleler")
    data = {"name_tr": "Çiğdem Işık", "name_en": "Çiğdem Işık", "aliases": "Cigdem , ,Çiğdemışık", "position": "5"}
    assert editor.post(page, data).status_code == 302
    entry = Neighbourhood.objects.get(slug="cigdem-isik")
    assert entry.aliases == ["Cigdem", "Çiğdemışık"]
    change = CatalogueChange.objects.get(key="cigdem-isik")
    assert (change.act, change.actor) == ("created", administrator)


def test_entry_sent_twice_is_one(editor: Client) -> None:
    page = url("entry_new", "mahalleler")
    data = {"name_tr": "Yeni Yer", "name_en": "New place", "position": "5"}
    editor.post(page, data)
    response = editor.post(page, {**data, "name_tr": "YENİ YER"})
    assert response.status_code == 200
    assert "name_tr" in response.context["form"].errors
    assert Neighbourhood.objects.filter(name_en="New place").count() == 1


def test_entry_is_changed(editor: Client) -> None:
    page = url("entry", "mahalleler", "fetih")
    form = editor.get(page).context["form"]
    assert editor.post(page, payload(form, aliases="Fatih, Fetih Mah.")).status_code == 302
    assert Neighbourhood.objects.get(slug="fetih").aliases == ["Fatih", "Fetih Mah."]


def test_change_made_meanwhile_is_not_overwritten(editor: Client) -> None:
    page = url("entry", "mahalleler", "fetih")
    form = editor.get(page).context["form"]
    Neighbourhood.objects.filter(slug="fetih").update(position=7)
    response = editor.post(page, payload(form, name_en="Mine"))
    assert response.status_code == 200
    assert response.context["form"].non_field_errors()
    assert response.context["form"]["name_en"].value() == "Mine"
    assert Neighbourhood.objects.get(slug="fetih").position == 7


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name_tr", ""),
        ("name_tr", "a" * 100_000),
        ("name_tr", "Fe\x00tih"),
        ("name_en", " \u202e "),
        ("position", "-1"),
        ("position", "9" * 50),
        ("aliases", "x" * 90),
    ],
)
def test_bad_input_is_said_at_its_field_and_nothing_is_lost(editor: Client, field: str, value: str) -> None:
    page = url("entry", "mahalleler", "fetih")
    form = editor.get(page).context["form"]
    response = editor.post(page, payload(form, description_tr="Uzun uzun yazdım", **{field: value}))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert "Uzun uzun yazdım" in response.content.decode()
    assert Neighbourhood.objects.get(slug="fetih").name_tr == "Fetih"


def test_invisible_characters_are_cleaned_away(editor: Client) -> None:
    page = url("entry", "mahalleler", "fetih")
    form = editor.get(page).context["form"]
    editor.post(page, payload(form, name_en="\u202eFe\x07tih \u200b Quarter\t", description_en="a\r\n\r\n\r\n\r\nb"))
    entry = Neighbourhood.objects.get(slug="fetih")
    assert entry.name_en == "Fetih Quarter"
    assert entry.description_en == "a\n\nb"


def test_questions_are_reordered_changed_added_and_taken_out(editor: Client) -> None:
    page = url("entry", "kontrol-listeleri", "su")
    response = editor.get(page)
    before = list(Checklist.objects.get(slug="su").questions.values_list("pk", flat=True))
    data = payload(response.context["form"], response.context["rows"])
    data |= {
        "rows-0-ORDER": "2",
        "rows-1-ORDER": "1",
        "rows-2-DELETE": "on",
        "rows-3-text_tr": "Su içilebiliyor mu?",
        "rows-9-element_tr": "Yeni",
        "rows-9-element_en": "New",
        "rows-9-text_tr": "Soru?",
        "rows-9-text_en": "Question?",
    }
    assert editor.post(page, data).status_code == 302
    questions = list(Checklist.objects.get(slug="su").questions.all())
    assert [question.number for question in questions] == list(range(1, 10))
    assert [question.pk for question in questions[:3]] == [before[1], before[0], before[3]]
    assert questions[2].text_tr == "Su içilebiliyor mu?"
    assert questions[-1].text_en == "Question?"


def test_incomplete_question_is_said_at_its_row(editor: Client) -> None:
    page = url("entry", "kontrol-listeleri", "su")
    response = editor.get(page)
    data = payload(response.context["form"], response.context["rows"], **{"rows-9-text_tr": "Yarım soru?"})
    response = editor.post(page, data)
    assert response.status_code == 200
    assert set(response.context["rows"][9].errors) == {"element_tr", "element_en", "text_en"}
    assert "Yarım soru?" in response.content.decode()


def test_row_of_another_entry_is_not_taken_over(editor: Client) -> None:
    page = url("entry", "kontrol-listeleri", "su")
    response = editor.get(page)
    foreign = Checklist.objects.get(slug="panel").questions.first()
    data = payload(response.context["form"], response.context["rows"], **{"rows-0-pk": foreign.pk})
    editor.post(page, data)
    assert Checklist.objects.get(slug="panel").questions.count() == 24
    assert foreign.text_tr == Checklist.objects.get(slug="panel").questions.first().text_tr
    assert (
        Checklist.objects.get(slug="su").questions.count() == 10
    )  # a row of its own, since it names no row of this list


@pytest.mark.parametrize("total", ["x", "", "-1", "0", "999999999"])
def test_tampered_or_cut_form_removes_no_question(editor: Client, total: str) -> None:
    page = url("entry", "kontrol-listeleri", "su")
    response = editor.get(page)
    data = payload(response.context["form"], response.context["rows"], **{"rows-TOTAL_FORMS": total})
    assert editor.post(page, data).status_code in {200, 302}
    numbers = Checklist.objects.get(slug="su").questions.values_list("number", flat=True)
    assert list(numbers) == list(range(1, 10))


def test_provision_that_was_seen_needs_a_date(editor: Client) -> None:
    page = url("entry", "haklar", "saglik")
    response = editor.get(page)
    data = payload(response.context["form"], response.context["rows"], **{"rows-0-certainty": "source"})
    response = editor.post(page, data)
    assert "seen_on" in response.context["rows"][0].errors
    assert editor.post(page, data | {"rows-0-seen_on": "2026-11-22"}).status_code == 302
    assert str(Right.objects.get(slug="saglik").provisions.first().seen_on) == "2026-11-22"


def test_entry_is_retired_and_restored(editor: Client) -> None:
    for _twice in range(2):
        assert editor.post(url("entry_retire", "gruplar", "lgbti")).status_code == 302
    assert not RightsHolderGroup.objects.get(slug="lgbti").is_active
    assert CatalogueChange.objects.filter(key="lgbti", act="retired").count() == 1
    editor.post(url("entry_restore", "gruplar", "lgbti"))
    assert RightsHolderGroup.objects.get(slug="lgbti").is_active


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("language", ["tr", "en"])
def test_every_section_can_be_opened_and_saved_as_it_is(editor: Client, section: str, language: str) -> None:
    editor.cookies["django_language"] = language
    entry = SECTIONS[section].model.objects.order_by("pk").first()
    before = SECTIONS[section].vocabulary.stored(entry)
    response = editor.get(url("entry", section, entry.slug))
    data = payload(response.context["form"], response.context["rows"])
    response = editor.post(url("entry", section, entry.slug), data)
    assert response.status_code == 302, response.context["form"].errors
    entry = SECTIONS[section].model.objects.get(pk=entry.pk)
    after = SECTIONS[section].vocabulary.stored(entry)
    children = SECTIONS[section].vocabulary.children
    if children:
        for row in before[children.name] + after[children.name]:
            row.pop("position", None)
    assert after == before


@pytest.mark.parametrize("section", SECTIONS)
def test_entry_page_has_a_bounded_query_count(editor: Client, django_assert_max_num_queries: Any, section: str) -> None:
    entry = SECTIONS[section].model.objects.order_by("pk").first()
    with django_assert_max_num_queries(10):
        assert editor.get(url("entry", section, entry.slug)).status_code == 200


@pytest.mark.parametrize("name", ["index", "municipality", "closed_days", "notices", "notice_new", "privacy_notice"])
def test_other_pages_have_a_bounded_query_count(editor: Client, django_assert_max_num_queries: Any, name: str) -> None:
    with django_assert_max_num_queries(10):
        assert editor.get(url(name)).status_code == 200
