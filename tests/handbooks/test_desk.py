"""The publishing desk and the workspace of a book."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from atasehir_portal.accounts.models import User
from atasehir_portal.documents.models import Block
from atasehir_portal.rendering import services as rendering
from atasehir_portal.rendering.errors import RenderingFailed
from atasehir_portal.rendering.models import Reason, State
from handbooks import services
from handbooks.models import Edition, Handbook, HandbookState
from handbooks.services.common import record
from tests.handbooks.conftest import REASON, SLUG
from tests.handbooks.test_public import more_editions

BOARD = "/kitaplik/yayin-masasi/"
DESK, LOG = f"{BOARD}K3/", f"{BOARD}gunluk/"
BOOK = f"/kitaplik/{SLUG}/"
EDIT, CHECK, APPROVE, REOPEN = f"{BOOK}taslak/", f"{BOOK}denetim/", f"{BOOK}onayla/", f"{BOOK}yazmaya-ac/"
PUBLISH, WITHDRAW = f"{BOOK}yayimla/", f"{BOOK}0.1/geri-cek/"
Clients = Callable[[Any], Client]


@pytest.fixture
def admin(client_of: Clients, administrator: User) -> Client:
    return client_of(administrator)


# --- who -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["coordinator", "officer", "representative", "stranger", "applicant"])
@pytest.mark.parametrize(
    ("url", "method"),
    [
        (BOARD, "get"),
        (CHECK, "get"),
        (PUBLISH, "get"),
        (PUBLISH, "post"),
        (WITHDRAW, "get"),
        (WITHDRAW, "post"),
        (APPROVE, "post"),
        (REOPEN, "post"),
    ],
)
def test_desk_does_not_exist_for_others(
    published: Edition, client_of: Clients, url: str, method: str, role: str, request: pytest.FixtureRequest
) -> None:
    client = client_of(request.getfixturevalue(role))
    assert getattr(client, method)(url).status_code == 404


@pytest.mark.parametrize("url", [BOARD, CHECK, PUBLISH, WITHDRAW, EDIT])
def test_visitors_are_asked_to_sign_in(published: Edition, client: Client, url: str) -> None:
    answer = client.get(url)
    assert answer.status_code == 302
    assert "hesap" in answer.headers["Location"]


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("administrator", 200),
        ("coordinator", 200),
        ("officer", 200),
        ("representative", 404),
        ("stranger", 404),
        ("applicant", 404),
    ],
)
def test_staff_read_the_draft_and_others_do_not(
    handbook: Handbook, client_of: Clients, role: str, status: int, request: pytest.FixtureRequest
) -> None:
    answer = client_of(request.getfixturevalue(role)).get(f"{EDIT}?bolum=bir")
    assert answer.status_code == status
    if status == 200:
        assert ("/yaz/" in answer.content.decode()) == (role == "administrator")


def test_acts_are_not_links(handbook: Handbook, admin: Client) -> None:
    assert admin.get(REOPEN).status_code == 405
    assert admin.get(APPROVE)["Location"] == CHECK
    handbook.refresh_from_db()
    assert handbook.state == HandbookState.WRITING


# --- writing, approving -----------------------------------------------------------------------------------------------------------


def test_workspace_shows_one_chapter_at_a_time(handbook: Handbook, admin: Client) -> None:
    assert "Bu kitap kısadır." in admin.get(EDIT).content.decode()
    page = admin.get(f"{EDIT}?bolum=bir-duymak").content.decode()
    assert "Söz duyulur" in page
    assert "Bu kitap kısadır." not in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize("typed", ["yok", "%00", "bir' or 1=1", "ş" * 500])
def test_odd_chapters_show_the_first_one(handbook: Handbook, admin: Client, typed: str) -> None:
    assert admin.get(EDIT, {"bolum": typed}).status_code == 200


def test_approved_book_is_not_written_in(approved: Handbook, admin: Client) -> None:
    assert "/yaz/" not in admin.get(f"{EDIT}?bolum=bir").content.decode()
    block = Block.objects.get(document=approved.document, section__anchor="bir-duymak", position=0)
    answer = admin.post(f"/metin/blok/{block.uid}/yaz/", {"body": "Sızan söz.", "base_revision": 1})
    assert answer.status_code == 403
    assert not Block.objects.filter(body="Sızan söz.").exists()


def test_check_lists_problems_with_the_way_to_each(handbook: Handbook, admin: Client) -> None:
    block = Block.objects.get(document=handbook.document, section__anchor="bir-duymak", position=0)
    Block.objects.filter(pk=block.pk).update(body="Söz [@yok].")
    page = admin.get(CHECK).content.decode()
    assert f"/metin/blok/{block.uid}/yaz/" in page
    assert APPROVE not in page
    part = admin.get(CHECK, headers={"HX-Request": "true"})
    assert "HX-Request" in part.headers["Vary"]
    assert "<html" not in part.content.decode()
    assert f"/metin/blok/{block.uid}/yaz/" in part.content.decode()


def test_approving_and_opening_again(handbook: Handbook, admin: Client) -> None:
    assert APPROVE in admin.get(CHECK).content.decode()
    assert admin.post(APPROVE, {"reason": REASON}).headers["Location"] == DESK
    handbook.refresh_from_db()
    assert handbook.state == HandbookState.APPROVED
    assert admin.post(APPROVE, {"reason": REASON}).headers["Location"] == DESK  # pressed twice
    assert admin.post(REOPEN).headers["Location"] == EDIT
    assert admin.post(REOPEN).headers["Location"] == DESK
    handbook.refresh_from_db()
    assert handbook.state == HandbookState.WRITING


def test_approval_with_problems_leads_to_them(handbook: Handbook, admin: Client) -> None:
    Block.objects.filter(document=handbook.document, body__startswith="Söz duyulur").update(body="Söz [@yok].")
    assert admin.post(APPROVE).headers["Location"] == CHECK


# --- publishing -------------------------------------------------------------------------------------------------------------------


def test_number_is_proposed_and_the_edition_published(approved: Handbook, admin: Client) -> None:
    assert 'value="0.1"' in admin.get(PUBLISH).content.decode()
    answer = admin.post(PUBLISH, {"number": "0.1", "change_note": "İlk basım."})
    assert answer.headers["Location"] == DESK
    edition = Edition.objects.get()
    assert (edition.number, edition.pdf.state) == ("0.1", State.QUEUED)
    page = admin.get(BOARD).content.decode()
    assert f"/dizgi/{edition.pdf.key}/" in page
    assert "hx-get" in page


def test_desk_offers_to_publish_only_what_is_new(
    approved: Handbook, admin: Client, administrator: User, publish: Callable[..., Edition]
) -> None:
    assert PUBLISH in admin.get(BOARD).content.decode()
    edition = publish(approved)
    assert PUBLISH not in admin.get(BOARD).content.decode()
    services.withdraw_edition(edition=edition, by=administrator, reason="Kapak yanlıştı.")
    assert PUBLISH in admin.get(BOARD).content.decode()


def test_desk_says_that_the_text_was_withdrawn_and_offers_to_write_first(
    approved: Handbook, admin: Client, administrator: User, publish: Callable[..., Edition]
) -> None:
    services.withdraw_edition(edition=publish(approved), by=administrator, reason="Bir kaynak yanlıştı.")
    desk = admin.get(DESK).content.decode()
    assert "Bu metin 0.1 olarak yayımlanmış ve geri çekilmişti: Bir kaynak yanlıştı." in desk
    assert f'class="btn btn--line" href="{PUBLISH}"' in desk
    assert re.search(r'<button class="btn" type="submit">(?:(?!</button>).)*Yazmaya aç', desk, re.DOTALL)
    assert "geri çekilmişti: Bir kaynak yanlıştı." in admin.get(PUBLISH).content.decode()


def test_text_that_is_in_the_library_is_not_offered_for_publishing(
    approved: Handbook, admin: Client, administrator: User, publish: Callable[..., Edition]
) -> None:
    publish(approved)
    handbook = services.reopen(handbook=approved, by=administrator)
    same = "Metin, 0.1 basımıyla aynı; yayımlanacak yeni bir şey yok."
    assert same in admin.get(CHECK).content.decode()
    services.approve(handbook=handbook, by=administrator, reason="Aynı metin.")
    desk = admin.get(DESK).content.decode()
    assert same in desk
    assert f'href="{PUBLISH}"' not in desk
    page = admin.get(PUBLISH).content.decode()
    assert same in page
    assert 'name="change_note"' not in page


def test_pressing_twice_publishes_once(approved: Handbook, admin: Client) -> None:
    for _press in range(2):
        assert admin.post(PUBLISH, {"number": "0.1", "change_note": "İlk basım."}).status_code == 302
    assert Edition.objects.count() == 1


@pytest.mark.parametrize(
    ("number", "note"),
    [
        ("", ""),
        ("bir", "Söz."),
        ("0.1", ""),
        ("0.1", "x" * 5000),
        ("0.1" * 50, "Söz."),
        ("\x00", "\x00"),
        ("<script>", "<script>"),
    ],
)
def test_wrong_input_is_said_next_to_its_field_and_kept(
    approved: Handbook, admin: Client, number: str, note: str
) -> None:
    answer = admin.post(PUBLISH, {"number": number, "change_note": note})
    assert answer.status_code == 422
    assert not Edition.objects.exists()
    page = answer.content.decode()
    assert "field--error" in page
    assert "<script>" not in page.replace("<script src", "")
    if note.startswith("x"):
        assert note in page


def test_unchanged_text_is_refused_on_the_page(published: Edition, admin: Client) -> None:
    answer = admin.post(PUBLISH, {"number": "0.2", "change_note": "Aynı söz."})
    assert answer.status_code == 422
    assert "0.1" in answer.content.decode()
    assert Edition.objects.count() == 1


def test_book_that_is_not_approved_is_not_offered_for_publishing(handbook: Handbook, admin: Client) -> None:
    assert "change_note" not in admin.get(PUBLISH).content.decode()
    assert admin.post(PUBLISH, {"number": "0.1", "change_note": "Söz."}).headers["Location"] == DESK
    assert not Edition.objects.exists()


def test_failed_pdf_shows_its_reason_and_can_be_ordered_again(
    approved: Handbook, admin: Client, publish: Callable[..., Edition]
) -> None:
    edition = publish(approved)
    claimed = rendering.claim(rendering_id=edition.pdf_id, worker="test")
    assert claimed is not None
    rendering.fail(rendering=claimed, failure=RenderingFailed(Reason.MISSING_PICTURE, "pictures/iz.svg"))
    page = admin.get(BOARD).content.decode()
    assert "pictures/iz.svg" in page
    retry = f"/dizgi/{edition.pdf.key}/yeniden/"
    assert retry in page
    assert admin.post(retry, {"next": BOARD}).headers["Location"] == BOARD
    edition.pdf.refresh_from_db()
    assert edition.pdf.state == State.QUEUED


# --- withdrawing ------------------------------------------------------------------------------------------------------------------


def test_withdrawing_asks_for_a_reason(published: Edition, admin: Client) -> None:
    assert admin.get(WITHDRAW).status_code == 200
    assert admin.post(WITHDRAW, {"reason": " "}).status_code == 422
    assert admin.post(WITHDRAW, {"reason": "Kaynak yanlıştı."}).headers["Location"] == DESK
    assert "Kaynak yanlıştı." in admin.get(BOARD).content.decode()
    assert admin.post(WITHDRAW, {"reason": "Bir daha."}).headers["Location"] == DESK
    published.refresh_from_db()
    assert published.withdrawn_reason == "Kaynak yanlıştı."
    assert admin.get(WITHDRAW).status_code == 200
    assert admin.get(f"{BOOK}9.9/geri-cek/").status_code == 404


# --- costs ------------------------------------------------------------------------------------------------------------------------


# publishing compares the text and what cover and imprint say with the newest edition
@pytest.mark.parametrize(("url", "most"), [(BOARD, 10), (DESK, 10), (LOG, 10), (PUBLISH, 12), (WITHDRAW, 10)])
@pytest.mark.parametrize("count", [1, 10])
def test_desk_costs_the_same_for_any_number_of_editions(
    published: Edition, admin: Client, url: str, most: int, count: int, django_assert_max_num_queries: Any
) -> None:
    more_editions(published, count - 1)
    for act in range(5 * (count - 1)):
        record(published.handbook, "reopened", None, note=str(act))  # type: ignore[arg-type]
    admin.get(url)
    with django_assert_max_num_queries(most):
        assert admin.get(url).status_code == 200


@pytest.mark.parametrize("blocks", [1, 300])
@pytest.mark.parametrize("url", [f"{EDIT}?bolum=bir", CHECK])
def test_writing_costs_the_same_for_any_number_of_blocks(
    handbook: Handbook, admin: Client, url: str, blocks: int, django_assert_max_num_queries: Any
) -> None:
    section = handbook.document.sections.get(anchor="bir-duymak")
    Block.objects.bulk_create(
        Block(document=handbook.document, section=section, position=100 + number, body=f"Söz {number} [@k1].")
        for number in range(blocks)
    )
    admin.get(url)
    with django_assert_max_num_queries(10):
        assert admin.get(url).status_code == 200


# --- navigation ----------------------------------------------------------------------------------------------------------------


def test_pages_of_the_book_and_of_its_writing_stand_under_the_desk_in_the_navigation(
    client_of: Clients, administrator: User, officer: User, handbook: Handbook
) -> None:
    def marked(who: User, address: str) -> list[str]:
        html = client_of(who).get(address).content.decode()
        return re.findall(r'<a class="nav__link" href="([^"]+)" aria-current="true">', html)

    outline, past = (
        reverse(f"documents:{name}", args=[handbook.document.uid]) for name in ("outline", "document_history")
    )
    for address in (EDIT, CHECK, outline, past):
        assert marked(administrator, address) == [BOARD], address
    assert marked(officer, past) == ["/kitaplik/"]
