"""The words of a hidden text are nowhere, on no page and in no file of a round, but for those who may read them."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from atasehir_portal.accounts.models import Organisation, User
from atasehir_portal.documents import commenting, suggesting
from atasehir_portal.documents.models import Block, Comment, Round, Section, Suggestion
from atasehir_portal.documents.moderating import services
from atasehir_portal.notifications.services import notify
from tests.documents.suggest_world import BODIES

pytestmark = pytest.mark.django_db
# each of the five words stands in one place only
WORDS = {
    "opinion": "saçmaladığı",
    "reply": "zırvaladığı",
    "change": "pejmürde",
    "why": "uğursuzun",
    "insert": "hokkabazın",
}
SENTENCE = "Bir kişi küçük düşürülüyordu."


class World:
    """A round in which an opinion, a reply, a change and a new text were hidden; each word that must not be found, and its text."""

    def __init__(self, **given: Any) -> None:
        self.__dict__.update(given)


@pytest.fixture
def world(
    open_round: Round,
    blocks: list[Block],
    section: Section,
    representative: User,
    organisation: Organisation,
    stranger: User,
    coordinator: User,
    officer: User,
) -> World:
    ours = {"round": open_round, "by": representative, "organisation": organisation}
    opinion = commenting.comment(**ours, block=blocks[0], body=f"Başkanın {WORDS['opinion']} yol bu.")
    reply = commenting.reply(
        comment=opinion, by=representative, organisation=organisation, body=f"Onun {WORDS['reply']} belli."
    )
    commenting.reply(comment=opinion, by=stranger, body="Bu karşılık kalır.")
    change = suggesting.suggest_change(
        **ours,
        block_uid=blocks[0].uid,
        body=f"{BODIES[0]} Yol {WORDS['change']}.",
        data={},
        reason=f"O {WORDS['why']} işi.",
    )
    insert = suggesting.suggest_insert(
        **ours, kind="paragraph", after=blocks[1].uid, body=f"Bir {WORDS['insert']} yolu.", data={}, reason="Gerek."
    )
    suggesting.accept_suggestion(
        suggestion=change, by=officer, outcome="partly", reason="Bir sözü alındı.", base_revision=1,
        body=f"{BODIES[0]} Yol eski.", data={},
    )  # fmt: skip
    for said in (opinion, reply, change, insert):
        services.hide(said=said, by=coordinator, kind="insult", sentence=SENTENCE)
    return World(
        round=open_round, texts=[opinion, reply, change, insert], block=blocks[0], section=section, opinion=opinion
    )


def pages(world: World) -> Iterator[str]:
    """Every address of the round, of what was said in it, and where else an input is listed."""
    ref, opinion, reply, change, insert = world.round.reference, *(each.reference for each in world.texts)
    yield from (reverse("home"), reverse("rounds:list"))
    for name in ("round", "comments", "report", "report_csv", "write", "paper"):
        yield reverse(f"rounds:{name}", args=[ref])
    yield reverse("rounds:chapter", args=[ref, world.section.anchor])
    yield f"{reverse('rounds:comments', args=[ref])}?block={world.block.uid}"
    for name in ("comment", "withdraw"):
        yield reverse(f"rounds:{name}", args=[opinion])
    yield reverse("suggestions:list", args=[ref])
    for one in (change, insert):
        for name in ("suggestion", "accept", "withdraw"):
            yield reverse(f"suggestions:{name}", args=[one])
    yield reverse("suggestions:change", args=[ref, world.block.uid])
    for one in (opinion, reply, change, insert):
        for name in ("case", "report", "leave", "hide", "decide", "own"):
            yield reverse(f"moderating:{name}", args=[one])
    yield reverse("moderating:list")
    for one in (opinion, change, insert):
        for name in ("answer", "ask_back", "assign", "extend"):
            yield reverse(f"answering:{name}", args=[one])
    yield from (reverse("answering:desk"), reverse("answering:desk_csv"), reverse("answering:scoreboard"))
    yield from (reverse("answering:our_inputs"), reverse("answering:our_inputs_csv"), reverse("notifications:list"))
    for word in WORDS.values():
        for name in ("answering:desk", "answering:our_inputs", "rounds:comments"):
            args = [ref] if name == "rounds:comments" else []
            yield f"{reverse(name, args=args)}?q={word}"
    yield reverse("documents:history", args=[world.block.uid])
    yield reverse("documents:document_history", args=[world.round.document.uid])
    yield from (reverse("accounts:own_data"), reverse("accounts:me"))


def found_at(client: Client, world: World) -> dict[str, set[str]]:
    """The hidden words that a person meets, by address. What they searched for is not counted where only the box repeats it."""
    found: dict[str, set[str]] = {}
    for address in pages(world):
        response = client.get(address)
        assert response.status_code in {200, 302, 403, 404, 409}, (address, response.status_code)
        text = b"".join(response.streaming_content) if response.streaming else response.content
        page = re.sub(r'<input[^>]*name="q"[^>]*>|[?&;]q=[^"&]*', "", text.decode())
        if here := {word for word in WORDS.values() if word in page}:
            found[address] = here
    return found


def test_nobody_else_meets_a_hidden_word(
    world: World,
    client_of: Callable[..., Client],
    make_user: Callable[..., User],
    stranger: User,
    other_officer: User,
) -> None:
    applicant = make_user("Ayla", "ayla@deneme.test")
    for each in world.texts:
        told = [applicant, stranger, other_officer]
        notify(recipients=told, kind="moderation_settled", reference=each.reference, event="test")
    for user in (None, applicant, stranger, other_officer):
        assert found_at(client_of(user), world) == {}, user


def test_tombstone_stands_wherever_the_text_stood(
    world: World, client_of: Callable[..., Client], stranger: User
) -> None:
    ref, opinion, reply, change, insert = world.round.reference, *(each.reference for each in world.texts)
    for address in (
        reverse("rounds:chapter", args=[ref, world.section.anchor]),
        reverse("rounds:report", args=[ref]),
        reverse("rounds:report_csv", args=[ref]),
        reverse("rounds:comment", args=[opinion]),
        reverse("suggestions:suggestion", args=[change]),
        reverse("suggestions:suggestion", args=[insert]),
        reverse("moderating:report", args=[reply]),
    ):
        response = client_of(stranger).get(address)
        text = (b"".join(response.streaming_content) if response.streaming else response.content).decode()
        assert SENTENCE in text, address
    for address in (reverse("rounds:comments", args=[ref]), reverse("suggestions:list", args=[ref])):
        assert "tarihinde gizlendi: Hakaret" in client_of(stranger).get(address).content.decode()


def test_whose_it_is_and_who_answers_meet_them_where_it_stands_and_in_no_list(
    world: World,
    client_of: Callable[..., Client],
    representative: User,
    officer: User,
    coordinator: User,
) -> None:
    opinion, reply, change, insert = (each.reference for each in world.texts)
    by_person = {user: found_at(client_of(user), world) for user in (representative, officer, coordinator)}
    for user, found in by_person.items():
        assert found[reverse("rounds:comment", args=[opinion])] == {WORDS["opinion"], WORDS["reply"]}, user
        assert found[reverse("suggestions:suggestion", args=[change])] == {WORDS["change"], WORDS["why"]}, user
        assert found[reverse("suggestions:suggestion", args=[insert])] == {WORDS["insert"]}, user
        lists = re.compile(r"/gorusler/|/rapor/|/oku/|/tur/|/masa|csv|gecmis|^/$|^/gorus/$")
        assert [address for address in found if lists.search(address)] == [], user
    assert by_person[representative][reverse("moderating:own", args=[reply])] == {WORDS["opinion"], WORDS["reply"]}
    assert by_person[officer][reverse("answering:answer", args=[opinion])] == {WORDS["opinion"]}
    assert by_person[officer][reverse("answering:answer", args=[insert])] == {WORDS["insert"]}
    assert by_person[officer][reverse("suggestions:accept", args=[insert])] == {WORDS["insert"]}
    assert WORDS["reply"] in by_person[coordinator][reverse("moderating:case", args=[reply])]


def test_rows_that_pages_read_hold_no_hidden_word(world: World) -> None:
    """Also where a page that is yet to be written forgets to ask: the words are not in the row."""
    for model in (Comment, Suggestion):
        for row in model.objects.filter(hidden_at__isnull=False).select_related("duty").values():
            assert not any(word in str(row) for word in WORDS.values())
    answering_titles = [each.duty.title for each in world.texts if each.duty and each.duty.refresh_from_db() is None]
    assert len(answering_titles) == 3
    assert not any(word in title for title in answering_titles for word in WORDS.values())


def test_no_change_is_shown_that_nobody_proposed(world: World, client_of: Callable[..., Client]) -> None:
    page = client_of(None).get(reverse("suggestions:suggestion", args=[world.texts[2].reference])).content.decode()
    assert "<del>Pazara" not in page
    assert "dardır" not in page
