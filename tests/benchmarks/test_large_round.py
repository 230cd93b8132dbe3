"""A round in which 5,000 opinions and 1,000 suggestions came in on a text of 300 blocks, against the same text with ten of each, signed
in as a member of an organisation: what its pages cost, as a ratio. More than half as much again is refused.

Two books of the same words are asked in turn, so that other load disturbs both alike.
"""

import itertools
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from atasehir_portal.accounts.models import Organisation, Unit, User
from atasehir_portal.answering.models import Duty, DutyKind
from atasehir_portal.answering.rules import calculate, ensure_default
from atasehir_portal.documents import rounds
from atasehir_portal.documents.models import Block, Comment, Round, Section, Suggestion
from atasehir_portal.documents.services import freeze
from tests.benchmarks.test_need_list import asker
from tests.handbooks.conftest import small_book

CHAPTERS, BLOCKS = 10, 30
MANY, FEW = (5000, 1000), (10, 10)
TURNS = 40
MOST = 1.5
WORDS = "Kaldırımda rampa, durakta gölgelik, parkta bank yoktur; yol dardır ve pazara giden basamak yüksektir. "


def large_round(book: Any, by: User, unit: Unit) -> Round:
    """Open a round on a book to which chapters of many blocks were added."""
    document = book.document
    for number in range(CHAPTERS):
        section = Section.objects.create(
            document=document, position=100 + number, title=f"Bölüm {number}", anchor=f"buyuk-{number}"
        )
        Block.objects.bulk_create(
            Block(document=document, section=section, position=position, body=f"{WORDS * 5}{number}.{position}")
            for position in range(BLOCKS)
        )
    day = timezone.localdate()
    planned = rounds.plan_round(
        document=document,
        by=by,
        title="Büyük tur",
        summary="Çok söz söylenir.",
        unit=unit,
        opens_on=day,
        ends_on=day + timedelta(days=20),
        questions=["Açık mı?"],
        version=freeze(document=document, by=by, note="Görüş turu için."),
    )
    return rounds.open_round(round=planned, by=by)


def said(round: Round, organisation: Organisation, by: User, comments: int, suggestions: int) -> None:
    """Write comments and suggestions on all blocks in turn, straight into the tables, with their duties."""
    rule, _created = ensure_default()
    calculation = calculate(rule, timezone.localdate())
    blocks = list(round.document.blocks.filter(section__anchor__startswith="buyuk-").select_related("section"))
    # beginning with the chapter that is measured, so that also the few stand in it
    blocks.sort(key=lambda block: (block.section.position, block.position))
    now = timezone.now()

    def duties(kind: str, number: int) -> list[Duty]:
        return Duty.objects.bulk_create(
            Duty(
                reference=f"{kind[0].upper()}-2026-{uuid.uuid4().hex[:8].upper()}",
                kind=kind,
                title=WORDS[:100],
                organisation=organisation,
                submitter=by,
                unit=round.unit,
                rule_set=rule,
                received_at=now,
                due_on=calculation.due,
                calculation=calculation.as_json(),
            )
            for _number in range(number)
        )

    about = {"round": round, "author": by, "organisation": organisation}
    Comment.objects.bulk_create(
        Comment(reference=duty.reference, duty=duty, block=block, body=WORDS * 3, **about)
        for duty, block in zip(duties(DutyKind.COMMENT, comments), itertools.cycle(blocks), strict=False)
    )
    Suggestion.objects.bulk_create(
        Suggestion(
            reference=duty.reference,
            duty=duty,
            block=block,
            section=block.section,
            base_revision=1,
            act="change",
            kind="paragraph",
            body=WORDS * 4,
            reason="Daha açık.",
            **about,
        )
        for duty, block in zip(duties(DutyKind.SUGGESTION, suggestions), itertools.cycle(blocks), strict=False)
    )


def best(ask: Callable[[], Any]) -> float:
    start = time.perf_counter()
    assert ask().status_code == 200
    return time.perf_counter() - start


@pytest.mark.django_db
def test_large_round_costs_little_more_than_a_small_one(
    client_of, catalogue, administrator, representative, organisation, unit, tmp_path, capsys
) -> None:
    found = []
    for number, how_many in ((1, MANY), (2, FEW)):
        opened = large_round(small_book(tmp_path, number, f"buyuk-{number}"), administrator, unit)
        said(opened, organisation, representative, *how_many)
        found.append(opened)
    connection.cursor().execute("ANALYZE")  # as the server does by itself where rows are committed
    client: Client = client_of(representative)
    pages = {
        "chapter": lambda round: reverse("rounds:chapter", args=[round.reference, "buyuk-0"]),
        "opinions": lambda round: reverse("rounds:comments", args=[round.reference]),
        "suggestions": lambda round: reverse("suggestions:list", args=[round.reference]),
        "round": lambda round: reverse("rounds:round", args=[round.reference]),
    }
    ratios = {}
    for name, address in pages.items():
        asks = [asker(client, address(round)) for round in found]
        times = [min(pair) for pair in zip(*([best(ask) for ask in asks] for _turn in range(TURNS)), strict=True)]
        ratios[name] = times[0] / times[1]
        with capsys.disabled():
            print(f"\n{name}: {times[0] * 1000:.1f} ms with many, {ratios[name]:.2f} × the time with few", end="")
    with capsys.disabled():
        print()
    assert not {name: ratio for name, ratio in ratios.items() if ratio > MOST}
