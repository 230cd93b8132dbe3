"""What a page of a round asks of the database does not depend on how much was said; what it asks is found by an index."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from atasehir_portal.accounts.models import User
from atasehir_portal.documents import commenting, round_queries, suggesting
from atasehir_portal.documents.models import Block, Comment, Round, Suggestion
from atasehir_portal.documents.suggesting import queries as suggestions
from tests.documents.suggest_world import BODIES

pytestmark = pytest.mark.django_db
THREAD, DOCUMENT = 10, 12


@pytest.fixture
def say(
    open_round: Round, blocks: list[Block], representative: User, organisation: Any, propose: Any
) -> Callable[[int], Comment]:
    """So many opinions, and as many suggestions and replies to the last opinion."""

    def make(many: int) -> Comment:
        about = {"by": representative, "organisation": organisation}
        for number in range(many):
            said = commenting.comment(round=open_round, block=blocks[number % 2], body=f"Söz {number}.", **about)
            propose(f"{BODIES[0]} Öneri {number}.")
        for number in range(many):
            commenting.reply(comment=said, body=f"Karşılık {number}.", **about)
        return said

    return make


@pytest.mark.parametrize("many", [1, 10, 100])
def test_pages_ask_the_same_however_much_was_said(
    say: Callable[[int], Comment], many: int, open_round: Round, officer: User, representative: User, client_of: Any
) -> None:
    said = say(many)
    made = Suggestion.objects.latest("pk")
    reference, document = open_round.reference, open_round.document
    pages = {
        said.get_absolute_url(): THREAD,
        made.get_absolute_url(): THREAD,
        reverse("rounds:comments", args=[reference]): THREAD,
        reverse("suggestions:list", args=[reference]): THREAD,
        reverse("rounds:round", args=[reference]): THREAD,
        reverse("rounds:chapter", args=[reference, round_queries.read_round(open_round).chapters[0].anchor]): DOCUMENT,
        f"/deneme/{document.uid}/": DOCUMENT,
        reverse("documents:inputs", args=[document.uid]): DOCUMENT,
    }
    for user in (officer, representative):
        client = client_of(user)
        for address, most in pages.items():
            if user == representative and address == f"/deneme/{document.uid}/":
                continue  # the desk of those who write
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            assert len(asked) <= most, (address, [query["sql"][:150] for query in asked.captured_queries])


def test_newest_of_a_round_are_found_by_their_index(open_round: Round, representative: User) -> None:
    _many(open_round, representative)
    newest = round_queries.comments_of(representative, open_round)[:20]
    assert "documents_comment_newest" in newest.explain()
    proposed = suggestions.of_round(representative, open_round)[:20]
    assert "documents_suggestion_newest" in proposed.explain()


def test_what_stands_beside_a_block_is_found_by_its_index(
    open_round: Round, blocks: list[Block], representative: User
) -> None:
    _many(open_round, representative)
    beside = Comment.objects.filter(round=open_round, parent=None, block=blocks[0]).order_by("-created_at", "-pk")
    assert "documents_comment_by_block" in beside[:5].explain()


def _many(open_round: Round, by: User) -> None:
    """Enough rows that the database weighs its ways, written straight into the tables."""
    block = open_round.document.blocks.order_by("position").first()
    assert block is not None
    spoken = commenting.comment(round=open_round, by=by, body="Söz.", block=block)
    made = suggesting.suggest_removal(round=open_round, by=by, block_uid=block.uid, reason="Gerekmez.")
    others = list(open_round.document.blocks.order_by("position"))
    for model, first, kind in ((Comment, spoken, "C"), (Suggestion, made, "S")):
        duties = []
        for number in range(1500):
            duty = (
                type(first.duty).objects.get(pk=first.duty.pk)
                if not duties
                else duties[0].__class__(**_plain(duties[0]))
            )
            duty.pk, duty.reference = None, f"{kind}-{number}"
            duties.append(duty)
        made_duties = type(first.duty).objects.bulk_create(duties)
        rows = []
        for number, duty in enumerate(made_duties):
            row = model(**_plain(first))
            row.pk, row.reference, row.duty, row.form_key = None, duty.reference, duty, None
            row.block = others[number % len(others)]
            rows.append(row)
        model.objects.bulk_create(rows)
    connection.cursor().execute("ANALYZE")


def _plain(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
