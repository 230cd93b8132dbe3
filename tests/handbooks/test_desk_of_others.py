"""The desk as writers and reviewers have it: what they see, what they may do, what does not exist for them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from atasehir_portal.accounts.models import User
from atasehir_portal.documents.models import Block
from atasehir_portal.documents.services import add_block, save_block
from handbooks import queries, services
from handbooks.models import Handbook, HandbookAct, HandbookState, HandbookTask, Review, Task
from handbooks.services.common import record
from tests.handbooks.conftest import REASON, SLUG

BOARD = "/kitaplik/yayin-masasi/"
DESK, LOG = f"{BOARD}K3/", f"{BOARD}gunluk/"
BOOK = f"/kitaplik/{SLUG}/"
EDIT, CHECK, REVIEW, SEND, BACK = (
    f"{BOOK}{name}/" for name in ("taslak", "denetim", "inceleme", "incelemeye-gonder", "geri-gonder")
)
APPROVE, REOPEN, PUBLISH, GIVE = (f"{BOOK}{name}/" for name in ("onayla", "yazmaya-ac", "yayimla", "gorev-ver"))
Clients = Callable[[Any], Client]


@pytest.fixture
def writer(handbook: Handbook, administrator: User, officer: User) -> User:
    services.give_task(handbook=handbook, user=officer, task=Task.WRITER, by=administrator)
    return officer


@pytest.fixture
def reviewer(handbook: Handbook, administrator: User, coordinator: User) -> User:
    services.give_task(handbook=handbook, user=coordinator, task=Task.REVIEWER, by=administrator)
    return coordinator


@pytest.fixture
def in_review(handbook: Handbook, writer: User, reviewer: User) -> Handbook:
    return services.send_to_review(handbook=handbook, by=writer, note="Dile bakın.")


@pytest.mark.parametrize("role", ["other_officer", "representative", "stranger"])
@pytest.mark.parametrize("url", [DESK, LOG, CHECK, REVIEW, SEND, BACK, GIVE, f"{BOARD}K9/", f"{BOARD}yok/"])
def test_who_has_no_book_has_no_desk(
    in_review: Handbook, client_of: Clients, url: str, role: str, request: pytest.FixtureRequest
) -> None:
    assert client_of(request.getfixturevalue(role)).get(url).status_code == 404


@pytest.mark.parametrize(
    ("who", "allowed", "refused"),
    [
        ("writer", [DESK, LOG, CHECK, REVIEW, EDIT, SEND], [BACK, GIVE, PUBLISH]),
        ("reviewer", [DESK, LOG, CHECK, REVIEW, EDIT], [SEND, BACK, GIVE, PUBLISH]),
    ],
)
def test_writers_and_reviewers_see_their_book_and_do_their_part(
    in_review: Handbook,
    client_of: Clients,
    who: str,
    allowed: list[str],
    refused: list[str],
    request: pytest.FixtureRequest,
) -> None:
    client = client_of(request.getfixturevalue(who))
    assert {url: client.get(url).status_code for url in allowed} == dict.fromkeys(allowed, 200)
    assert {url: client.get(url).status_code for url in refused} == dict.fromkeys(refused, 403)
    assert {client.post(url).status_code for url in (APPROVE, REOPEN, BACK, GIVE)} == {403}
    assert client.get(BOARD).status_code == 404
    page = client.get(DESK).content.decode()
    assert GIVE not in page
    assert "geri-al" not in page
    assert (f'href="{SEND}"' in page, f'href="{REVIEW}"' in page) == (False, True)


def test_writer_writes_and_reviewer_reads(
    in_review: Handbook, client_of: Clients, writer: User, reviewer: User
) -> None:
    block = Block.objects.get(document=in_review.document, section__anchor="bir-duymak", position=0)
    change = {"body": "Söz işitilir [@k1].", "base_revision": 1}
    assert client_of(reviewer).post(f"/metin/blok/{block.uid}/yaz/", change).status_code == 403
    assert client_of(writer).post(f"/metin/blok/{block.uid}/yaz/", change).status_code == 302
    block.refresh_from_db()
    assert block.body == "Söz işitilir [@k1]."


def test_sending_to_review_asks_what_to_look_at_and_keeps_what_was_typed(
    handbook: Handbook, writer: User, reviewer: User, client_of: Clients
) -> None:
    client = client_of(writer)
    assert client.post(SEND, {"note": ""}).status_code == 422
    answer = client.post(SEND, {"note": "x" * 600})
    assert answer.status_code == 422
    assert "x" * 600 in answer.content.decode()
    assert client.post(SEND, {"note": "Dile bakın."}).headers["Location"] == DESK
    assert client.post(SEND, {"note": "Dile bakın."}).headers["Location"] == DESK  # pressed twice
    assert handbook.events.filter(act=HandbookAct.SENT_TO_REVIEW).count() == 1


def test_reviewer_gives_a_verdict_on_what_was_read(
    in_review: Handbook, writer: User, reviewer: User, client_of: Clients
) -> None:
    client = client_of(reviewer)
    assert "Dile bakın." in client.get(REVIEW).content.decode()
    read = queries.review_of(reviewer, in_review).digest
    assert client.post(REVIEW, {"digest": read, "verdict": "changes", "remarks": " "}).status_code == 422
    block = Block.objects.get(document=in_review.document, section__anchor="bir-duymak", position=0)
    client_of(writer).post(f"/metin/blok/{block.uid}/yaz/", {"body": "Söz işitilir [@k1].", "base_revision": 1})
    answer = client.post(REVIEW, {"digest": read, "verdict": "ready", "remarks": "Güzel olmuş."})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Güzel olmuş." in page
    assert "işitilir" in page  # what changed is shown
    present = queries.review_of(reviewer, in_review).digest
    assert present in page
    for _press in range(2):
        answer = client.post(REVIEW, {"digest": present, "verdict": "ready", "remarks": "Güzel olmuş."})
        assert answer.headers["Location"] == DESK
    assert Review.objects.count() == 1


@pytest.mark.parametrize(
    "typed", [{}, {"verdict": "belki"}, {"digest": "x" * 500}, {"remarks": "\x00"}, {"verdict": "\x00"}]
)
def test_odd_verdicts_are_refused(
    in_review: Handbook, reviewer: User, client_of: Clients, typed: dict[str, str]
) -> None:
    digest = queries.review_of(reviewer, in_review).digest
    data = {"digest": digest, "verdict": "ready", "remarks": ""} | typed if typed else {}
    assert client_of(reviewer).post(REVIEW, data).status_code == 422
    assert not Review.objects.exists()


def test_approval_asks_for_a_reason_where_nobody_found_the_text_ready(
    in_review: Handbook, reviewer: User, administrator: User, client_of: Clients
) -> None:
    admin = client_of(administrator)
    assert 'name="reason"' in admin.get(CHECK).content.decode()
    assert admin.post(APPROVE).status_code == 422
    services.give_verdict(
        handbook=in_review,
        by=reviewer,
        digest=queries.review_of(reviewer, in_review).digest,
        verdict="ready",
        remarks="",
    )
    assert 'name="reason"' not in admin.get(CHECK).content.decode()
    assert admin.post(APPROVE).headers["Location"] == DESK
    in_review.refresh_from_db()
    assert in_review.state == HandbookState.APPROVED


def test_administrator_gives_and_takes_tasks(
    handbook: Handbook, administrator: User, officer: User, representative: User, client_of: Clients
) -> None:
    admin = client_of(administrator)
    assert admin.post(GIVE, {"user": representative.pk, "task": "writer"}).status_code == 422
    assert admin.post(GIVE, {"user": officer.pk}).status_code == 422
    for _press in range(2):
        assert admin.post(GIVE, {"user": officer.pk, "task": "writer"}).headers["Location"] == DESK
    task = HandbookTask.objects.get()
    assert admin.post(GIVE, {"user": officer.pk, "task": "reviewer"}).status_code == 422
    assert officer.full_name in admin.get(DESK).content.decode()
    assert admin.post(f"{GIVE}{task.pk}/geri-al/").headers["Location"] == DESK
    assert admin.post(f"{GIVE}{task.pk}/geri-al/").status_code == 404


def test_book_comes_back_with_a_note(in_review: Handbook, administrator: User, client_of: Clients) -> None:
    admin = client_of(administrator)
    assert admin.post(BACK, {"note": ""}).status_code == 422
    assert admin.post(BACK, {"note": "Kaynağı tamamlayın."}).headers["Location"] == DESK
    assert "Kaynağı tamamlayın." in admin.get(DESK).content.decode()
    assert admin.get(BACK).status_code == 200


def test_desk_of_staff_leads_to_their_books(
    in_review: Handbook, writer: User, reviewer: User, other_officer: User, client_of: Clients
) -> None:
    for user, address in ((writer, DESK), (reviewer, REVIEW)):
        assert f'href="{address}"' in client_of(user).get("/yanit/masam/").content.decode()
    assert DESK not in client_of(other_officer).get("/yanit/masam/").content.decode()


def test_desk_of_staff_shows_first_what_is_to_be_answered_and_then_books_that_wait(
    handbook: Handbook, writer: User, reviewer: User, client_of: Clients
) -> None:
    desk = client_of(writer).get("/yanit/masam/").content.decode()
    assert (
        desk.index("Sizi bekleyen bir iş yok") < desk.index("Sizi bekleyen el kitapları") < desk.index(f'href="{EDIT}"')
    )
    desk = client_of(reviewer).get("/yanit/masam/").content.decode()
    assert "Sizi bekleyen el kitapları" not in desk
    assert REVIEW not in desk
    assert desk.index("Diğer el kitaplarınız") < desk.index(f'href="{DESK}"')


def test_advice_is_filtered_by_kind_and_leads_to_its_block(
    handbook: Handbook, administrator: User, client_of: Clients
) -> None:
    block = Block.objects.get(document=handbook.document, section__anchor="bir-duymak", position=0)
    Block.objects.filter(pk=block.pk).update(body="Muhtaçlara EBYS ile ulaşılır.")
    admin = client_of(administrator)
    page = admin.get(CHECK).content.decode()
    assert f"{EDIT}?bolum=bir#b-{block.uid.hex[:12]}" in page
    assert "EBYS" in page
    terms = admin.get(CHECK, {"tur": "term"}).content.decode()
    assert "Muhtaçlara" in terms
    assert ">EBYS<" not in terms
    assert admin.get(CHECK, {"tur": "' or 1=1"}).status_code == 200
    workspace = admin.get(EDIT, {"bolum": "bir"}).content.decode()
    assert f'href="#b-{block.uid.hex[:12]}"' in workspace


def test_log_is_paged_filtered_and_holds_what_the_reader_may_see(
    in_review: Handbook, administrator: User, writer: User, client_of: Clients
) -> None:
    for number in range(25):
        record(in_review, HandbookAct.REOPENED, administrator, note=f"İşaret {number}")
    client = client_of(writer)
    assert client.get(LOG).content.decode().count('class="log__when') == 20
    assert client.get(LOG, {"page": 2}).content.decode().count('class="log__when') == 9
    assert client.get(LOG, {"act": "task_given"}).content.decode().count('class="log__when') == 2
    assert client.get(LOG, {"q": "isaret 7"}).content.decode().count('class="log__when') == 1
    assert client.get(LOG, {"q": "ferda"}).content.decode().count('class="log__when') == 2
    assert client.get(LOG, {"book": "9", "act": "yok", "page": "x"}).status_code == 200


@pytest.mark.parametrize("url", [DESK, LOG, REVIEW])
@pytest.mark.parametrize("count", [1, 10])
def test_desk_of_a_reviewer_costs_the_same_for_any_number_of_changes(
    in_review: Handbook,
    writer: User,
    reviewer: User,
    client_of: Clients,
    url: str,
    count: int,
    django_assert_max_num_queries: Any,
) -> None:
    section = in_review.document.sections.get(anchor="bir-duymak")
    for number in range(count):
        add_block(section=section, kind="paragraph", body=f"Söz {number}.", by=writer)
        record(in_review, HandbookAct.REVIEWED, reviewer, detail="ready")
    client = client_of(reviewer)
    client.get(url)
    with django_assert_max_num_queries(14 if url == REVIEW else 10):
        assert client.get(url).status_code == 200


def test_reason_of_an_approval_stands_in_the_history(
    handbook: Handbook, administrator: User, client_of: Clients
) -> None:
    services.approve(handbook=handbook, by=administrator, reason=REASON)
    assert REASON in client_of(administrator).get(LOG).content.decode()


def test_who_wrote_what_is_read_by_name_on_the_desk_in_every_state(
    in_review: Handbook, writer: User, administrator: User, other_officer: User, client_of: Clients
) -> None:
    """Also in an approved book, where nobody writes: whoever approved and published it has to answer for it."""
    block = in_review.document.blocks.filter(kind="paragraph").order_by("pk").first()
    assert block is not None
    save_block(block_uid=block.uid, base_revision=block.revision, body="Daha açık bir söz.", by=writer)
    pages = [
        reverse("documents:document_history", args=[in_review.document.uid]),
        reverse("documents:history", args=[block.uid]),
    ]

    def named(user: User) -> list[bool]:
        return [f"<b>{writer}</b>" in client_of(user).get(page).content.decode() for page in pages]

    on_desk = [writer, administrator, *(task.user for task in in_review.tasks.filter(task=Task.REVIEWER))]
    assert len(on_desk) == 3
    for _state in (HandbookState.REVIEW, HandbookState.APPROVED):
        assert [named(user) for user in on_desk] == [[True, True]] * 3
        assert named(other_officer) == [False, False]
        if _state == HandbookState.REVIEW:
            services.approve(handbook=in_review, by=administrator, reason=REASON)
