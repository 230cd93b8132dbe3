"""Errors in published editions: noted, changed, taken back, corrected by a later edition."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from atasehir_portal.accounts.models import User
from atasehir_portal.documents.models import Block
from atasehir_portal.documents.services import save_block
from atasehir_portal.transitions import NotInThisState
from handbooks import queries, services
from handbooks.models import Edition, Erratum, Handbook, HandbookAct, Task
from tests.handbooks.conftest import REASON, SLUG

PAGE = f"/kitaplik/{SLUG}/0.1/hatalar/"
PUBLISH = f"/kitaplik/{SLUG}/yayimla/"
WORDS = {"anchor": "bir-duymak", "place": "3. sayfa", "wrong": "Söz duyulur", "right": "Söz işitilir"}
Publish = Callable[..., Edition]
Clients = Callable[[Any], Client]


@pytest.fixture
def erratum(published: Edition, administrator: User) -> Erratum:
    return services.note_erratum(edition=published, by=administrator, **WORDS)


@pytest.fixture
def mended(erratum: Erratum, administrator: User) -> Handbook:
    """The book with the error mended, approved again."""
    book = erratum.edition.handbook
    services.reopen(handbook=book, by=administrator)
    block = Block.objects.get(document=book.document, section__anchor="bir-duymak", position=0)
    body = block.body.replace(WORDS["wrong"], WORDS["right"])
    save_block(block_uid=block.uid, base_revision=block.revision, body=body, by=administrator)
    return services.approve(handbook=book, by=administrator, reason=REASON)


def test_note_is_kept_once_and_recorded(erratum: Erratum, administrator: User) -> None:
    assert services.note_erratum(edition=erratum.edition, by=administrator, **WORDS) == erratum
    assert list(queries.errata_of(erratum.edition)) == [erratum]
    event = erratum.edition.handbook.events.first()
    assert event is not None
    assert (event.act, event.edition, event.note) == (HandbookAct.ERRATUM, "0.1", "3. sayfa")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("place", " "),
        ("wrong", ""),
        ("right", ""),
        ("right", "Söz duyulur"),
        ("place", "x" * 201),
        ("wrong", "x" * 1001),
    ],
)
def test_note_that_says_nothing_is_refused_at_its_field(
    published: Edition, administrator: User, field: str, value: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        services.note_erratum(edition=published, by=administrator, **{**WORDS, field: value})
    assert field in refused.value.message_dict


@pytest.mark.parametrize("role", ["officer", "coordinator", "representative"])
def test_only_administrators_note_errors(published: Edition, role: str, request: pytest.FixtureRequest) -> None:
    user = request.getfixturevalue(role)
    with pytest.raises(PermissionDenied):
        services.note_erratum(edition=published, by=user, **WORDS)


def test_note_can_be_changed_and_taken_back_until_it_is_corrected(erratum: Erratum, administrator: User) -> None:
    services.change_erratum(erratum=erratum, by=administrator, **{**WORDS, "place": "4. sayfa"})
    assert Erratum.objects.get().place == "4. sayfa"
    services.remove_erratum(erratum=erratum, by=administrator)
    assert not Erratum.objects.exists()
    with pytest.raises(NotInThisState):
        services.remove_erratum(erratum=erratum, by=administrator)
    acts = list(erratum.edition.handbook.events.values_list("act", flat=True))[:3]
    assert acts == [HandbookAct.ERRATUM_REMOVED, HandbookAct.ERRATUM_CHANGED, HandbookAct.ERRATUM]


def test_edition_corrects_what_it_says_it_corrects(mended: Handbook, erratum: Erratum, administrator: User) -> None:
    edition = services.publish_edition(
        handbook=mended, by=administrator, number="0.2", change_note="Hata düzeltildi.", corrects=[erratum]
    )
    erratum.refresh_from_db()
    assert erratum.corrected_in == edition
    assert queries.errata_and_corrections(edition) == ([], [erratum])
    assert queries.errata_and_corrections(erratum.edition) == ([erratum], [])
    assert not queries.open_errata(mended)
    for act in (services.remove_erratum, services.change_erratum):
        with pytest.raises(NotInThisState):
            act(erratum=erratum, by=administrator, **(WORDS if act is services.change_erratum else {}))  # type: ignore[operator]


def test_correction_needs_an_open_error_of_an_earlier_edition(
    mended: Handbook, erratum: Erratum, administrator: User
) -> None:
    order = {"handbook": mended, "by": administrator, "change_note": "Hata düzeltildi.", "corrects": [erratum]}
    Erratum.objects.filter(pk=erratum.pk).delete()
    with pytest.raises(ValidationError) as refused:
        services.publish_edition(number="0.2", **order)  # type: ignore[arg-type]
    assert "corrects" in refused.value.message_dict
    assert Edition.objects.count() == 1


def test_correction_that_stands_in_the_text_is_recognised(mended: Handbook, erratum: Erratum) -> None:
    assert queries.corrected_by(queries.open_errata(mended), mended) == [erratum]
    Erratum.objects.filter(pk=erratum.pk).update(right="Söz anlaşılır")
    assert queries.corrected_by(queries.open_errata(mended), mended) == []


# --- pages ------------------------------------------------------------------------------------------------------------


def test_page_notes_changes_and_takes_back(published: Edition, client_of: Clients, administrator: User) -> None:
    admin = client_of(administrator)
    assert "1.1" in admin.get(PAGE).content.decode()  # the sections to choose from
    assert admin.post(PAGE, WORDS).headers["Location"] == PAGE
    erratum = Erratum.objects.get()
    assert "Söz işitilir" in admin.get(PAGE).content.decode()
    assert admin.post(f"{PAGE}{erratum.pk}/", {**WORDS, "right": "Söz dinlenir"}).headers["Location"] == PAGE
    assert "Söz dinlenir" in admin.get(f"{PAGE}{erratum.pk}/").content.decode()
    assert admin.post(f"{PAGE}{erratum.pk}/geri-al/").headers["Location"] == PAGE
    assert admin.post(f"{PAGE}{erratum.pk}/geri-al/").status_code == 404
    assert not Erratum.objects.exists()


@pytest.mark.parametrize("wrong", [{"place": ""}, {"wrong": "x" * 5000}, {"anchor": "yok"}, {"right": "\x00"}])
def test_what_was_typed_stays_where_something_is_wrong(
    published: Edition, client_of: Clients, administrator: User, wrong: dict[str, str]
) -> None:
    answer = client_of(administrator).post(PAGE, {**WORDS, **wrong})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "field--error" in page
    assert "Söz duyulur" in page or "xxxxx" in page
    assert not Erratum.objects.exists()


def test_writer_reads_the_errors_and_notes_none(
    published: Edition, client_of: Clients, administrator: User, officer: User
) -> None:
    services.give_task(handbook=published.handbook, user=officer, task=Task.WRITER, by=administrator)
    client = client_of(officer)
    assert client.get(PAGE).status_code == 200
    assert client.post(PAGE, WORDS).status_code == 403
    assert not Erratum.objects.exists()


def test_publishing_offers_the_open_errors_and_marks_those_that_were_mended(
    mended: Handbook, erratum: Erratum, client_of: Clients, administrator: User
) -> None:
    admin = client_of(administrator)
    page = admin.get(PUBLISH).content.decode()
    assert "Söz işitilir" in page
    assert "checked" in page
    answer = admin.post(PUBLISH, {"number": "0.2", "change_note": "Düzeltildi.", "corrects": [erratum.pk]})
    assert answer.status_code == 302
    erratum.refresh_from_db()
    assert erratum.corrected_in is not None
    assert erratum.corrected_in.number == "0.2"


def test_errors_of_other_books_are_not_corrected(mended: Handbook, client_of: Clients, administrator: User) -> None:
    answer = client_of(administrator).post(
        PUBLISH, {"number": "0.2", "change_note": "Düzeltildi.", "corrects": [999_999]}
    )
    assert answer.status_code == 422
    assert Edition.objects.count() == 1
