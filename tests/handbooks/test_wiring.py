"""Who is told, what the home page shows, what is held about a person."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import translation

from atasehir_portal.accounts.models import User
from atasehir_portal.accounts.personal_data import personal_data
from atasehir_portal.notifications.kinds import kinds
from atasehir_portal.notifications.models import Notification, OutboxMail
from atasehir_portal.rendering import services as rendering
from atasehir_portal.rendering.errors import RenderingFailed
from atasehir_portal.rendering.models import Reason
from handbooks import services
from handbooks.models import Edition, Handbook

Publish = Callable[..., Edition]


def told(kind: str) -> set[str]:
    return set(Notification.objects.filter(kind=kind).values_list("recipient__full_name", flat=True))


def break_it(edition: Edition) -> None:
    claimed = rendering.claim(rendering_id=edition.pdf_id, worker="test")
    assert claimed is not None
    rendering.fail(rendering=claimed, failure=RenderingFailed(Reason.BROKEN_CONTENT))


def test_staff_and_members_are_told_once_the_pdf_is_ready(
    approved: Handbook,
    publish: Publish,
    finish: Callable[..., Edition],
    officer: User,
    representative: User,
    contributor: User,
    applicant: User,
) -> None:
    edition = publish(approved)
    assert not told("edition_published")
    finish(edition)
    assert told("edition_published") == {"Ada Yönetici", "Ferda Görevli", "Rüya Temsilci", "Can Katkı"}
    assert set(Notification.objects.values_list("pace", flat=True)) == {"weekly"}  # in the next digest
    assert not OutboxMail.objects.exists()
    assert set(Notification.objects.values_list("reference", flat=True)) == {"K3-0.1"}


def test_edition_of_the_set_up_is_told_to_nobody(
    approved: Handbook, finish: Callable[..., Edition], officer: User
) -> None:
    finish(services.publish_edition(handbook=approved, by=None, number="0.1", change_note="İlk basım."))
    assert not Notification.objects.exists()


def test_administrators_are_told_each_time_a_pdf_fails(
    approved: Handbook, publish: Publish, administrator: User, officer: User
) -> None:
    edition = publish(approved)
    break_it(edition)
    assert told("rendering_failed") == {"Ada Yönetici"}
    edition.pdf.refresh_from_db()
    rendering.retry_rendering(rendering=edition.pdf, user=administrator)
    break_it(edition)
    assert Notification.objects.filter(kind="rendering_failed").count() == 2


def test_notice_of_an_edition_goes_away_with_it(published: Edition, officer: User, administrator: User) -> None:
    kind = kinds.get("edition_published")
    assert kind is not None
    assert kind.visible(officer, ["K3-0.1", "K3-9.9", "yok"]) == {"K3-0.1"}
    services.withdraw_edition(edition=published, by=administrator, reason="Kaynak yanlıştı.")
    assert kind.visible(officer, ["K3-0.1"]) == set()


def test_failure_is_shown_to_administrators_alone(published: Edition, officer: User, administrator: User) -> None:
    kind = kinds.get("rendering_failed")
    assert kind is not None
    assert kind.visible(administrator, ["K3-0.1"]) == {"K3-0.1"}
    assert kind.visible(officer, ["K3-0.1"]) == set()


def test_home_page_shows_books_with_what_is_published(client: Client, published: Edition) -> None:
    page = client.get("/").content.decode()
    assert "Kısa Kitap: Söz ve İz" in page
    assert "/kitaplik/kisa-kitap/" in page


def test_own_data_holds_editions_and_the_words_of_errata(
    published: Edition, administrator: User, officer: User
) -> None:
    noted = {"anchor": "bir", "place": "3. sayfa", "wrong": "Söz duyulur", "right": "Söz işitilir"}
    services.note_erratum(edition=published, by=administrator, **noted)
    held = personal_data.export(administrator)["handbooks"]
    assert [(row["place"], row["wrong"], row["right"]) for row in held["errata"]] == [
        ("3. sayfa", "Söz duyulur", "Söz işitilir")
    ]
    assert [(row["handbook"], row["edition"], row["change_note"]) for row in held["published"]] == [
        ("Söz ve İz", "0.1", "İlk basım.")
    ]
    other = personal_data.export(officer)["handbooks"]
    assert (other["errata"], other["published"]) == ([], [])


def test_own_data_holds_acts_and_erasing_takes_the_name(published: Edition, administrator: User) -> None:
    acts = [entry["act"] for entry in personal_data.export(administrator)["handbooks"]["acts"]]
    assert acts == ["approved", "published"]
    personal_data.erase(administrator)
    assert not published.handbook.events.filter(actor=administrator).exists()
    assert published.handbook.events.count() == 3


@pytest.mark.parametrize(("reference", "words"), [("K2-0.1", "2. kitap, basım 0.1"), ("K1", "1. kitap")])
def test_people_are_told_of_a_book_as_they_call_it(reference: str, words: str) -> None:
    with translation.override("tr"):
        for name in ("edition_published", "handbook_task"):
            kind = kinds.get(name)
            assert kind is not None
            assert kind.fill(kind.subject, reference).endswith(f": {words}")
