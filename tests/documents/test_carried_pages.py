"""Where what was said stands today and in later rounds, as pages show it."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from atasehir_portal.accounts.models import Organisation, User
from atasehir_portal.answering import services as answering
from atasehir_portal.answering.clock import today
from atasehir_portal.documents import commenting, rounds, services, suggesting
from atasehir_portal.documents.models import Block, Comment, Round, RoundState, Suggestion

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(open_round: Round, blocks: list[Block], representative: User, organisation: Organisation) -> Comment:
    return commenting.comment(
        round=open_round, by=representative, organisation=organisation, block=blocks[0], body="Hangi basamak bu?"
    )


@pytest.fixture
def later(said: Comment, open_round: Round, blocks: list[Block], officer: User) -> Callable[[], Round]:
    """Close the round, with its answer, and open the next on the text as it stands."""

    def begin() -> Round:
        answering.answer(duty=said.duty, by=officer, outcome="accepted", reason="Basamağın yeri yazıldı.")
        now = timezone.now()
        Round.objects.filter(pk=open_round.pk).update(state=RoundState.CLOSED, ended_at=now, closed_at=now)
        planned = rounds.plan_round(
            document=blocks[0].document,
            by=officer,
            title="İkinci okuma",
            summary="Yeniden okuyoruz.",
            unit=open_round.unit,
            opens_on=today(),
            ends_on=today() + timedelta(days=14),
        )
        rounds.open_round(round=planned, by=officer)
        return Round.objects.select_related("version", "document").get(pk=planned.pk)

    return begin


def _page(client: Any, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def _change(block: Block, by: User) -> None:
    services.save_block(
        block_uid=block.uid, base_revision=1, body=block.body.replace("basamak", "on iki basamak"), by=by
    )


def test_later_round_shows_it_at_its_home_with_its_answer_and_what_changed(
    said: Comment, later: Callable[[], Round], blocks: list[Block], officer: User, client_of: Any
) -> None:
    _change(blocks[0], officer)
    second = later()
    chapter = reverse("rounds:chapter", args=[second.reference, blocks[0].section.anchor])
    page = _page(client_of(None), chapter)
    assert said.reference in page
    assert "Basamağın yeri yazıldı." in page
    assert "Metin o günden beri değişti." in page
    since = reverse("rounds:since", args=[second.reference, said.reference])
    assert since in page
    page = _page(client_of(None), since)
    assert re.search(r"<ins>.* on iki</ins> basamak", page)
    own = _page(client_of(None), said.get_absolute_url())
    assert since in own
    assert "Çalışma metninde" not in own, "drafts are not public"
    assert "Çalışma metninde" in _page(client_of(officer), said.get_absolute_url())
    assert said.reference in _page(client_of(None), reverse("rounds:earlier", args=[second.reference]))
    assert reverse("rounds:earlier", args=[second.reference]) in _page(client_of(None), second.get_absolute_url())


def test_divided_text_is_compared_as_one(
    said: Comment, later: Callable[[], Round], blocks: list[Block], officer: User, client_of: Any
) -> None:
    parts = ["Pazara giden yolda basamak var.", "Yol dardır. Direk yolun ortasındadır."]
    services.split_block(block_uid=blocks[0].uid, base_revision=1, parts=parts, by=officer)
    second = later()
    page = _page(client_of(None), reverse("rounds:since", args=[second.reference, said.reference]))
    assert "Blok bölündü" in page
    main = (
        page[page.index("<main") : page.index("</main>")].replace("<ins>sonra</ins>", "").replace("<del>önce</del>", "")
    )
    assert "dardır" in main
    assert "<ins>Yol" not in main, "words that only moved into the next block are not new"


def test_what_was_taken_out_is_read_at_its_section_and_at_the_whole(
    said: Comment, later: Callable[[], Round], blocks: list[Block], officer: User, client_of: Any, write: Any
) -> None:
    services.remove_block(block_uid=blocks[0].uid, by=officer)
    second = later()
    page = _page(client_of(None), reverse("rounds:chapter", args=[second.reference, blocks[0].section.anchor]))
    assert said.reference in page
    assert "Blok çıkarıldı" in page
    at_section = f"{reverse('rounds:earlier', args=[second.reference])}?yer={blocks[0].section.uid}"
    assert said.reference in _page(client_of(None), at_section)
    at_whole = f"{reverse('rounds:earlier', args=[second.reference])}?yer=butun"
    assert said.reference not in _page(client_of(None), at_whole)
    for wrong in ("yok", blocks[0].uid):
        address = f"{reverse('rounds:earlier', args=[second.reference])}?yer={wrong}"
        assert client_of(None).get(address).status_code == 404
    old = reverse("rounds:since", args=[said.round.reference, said.reference])
    assert client_of(None).get(old).status_code == 404, "a text is not compared with itself"


def test_writers_see_what_was_said_beside_the_block_that_they_edit(
    said: Comment,
    propose: Callable[..., Suggestion],
    blocks: list[Block],
    officer: User,
    representative: User,
    client_of: Any,
) -> None:
    made = propose("Pazara giden yolda on basamak var.")
    document = blocks[0].document
    desk = f"/deneme/{document.uid}/"
    page = _page(client_of(officer), desk)
    assert "Görüş turlarından 2 katkı" in page
    assert "2 tanesi yanıt bekliyor" in page
    listed = f"{reverse('documents:inputs', args=[document.uid])}?yer={blocks[0].uid}"
    assert listed in page
    page = _page(client_of(officer), listed)
    assert said.reference in page
    assert made.reference in page
    suggesting.withdraw_suggestion(suggestion=made, by=representative)
    answering.answer(duty=said.duty, by=officer, outcome="noted", reason="Not edildi.")
    page = _page(client_of(officer), f"{listed}&durum=bekleyen")
    assert said.reference not in page
    assert "Görüş turlarından" not in _page(client_of(representative), desk).replace(
        "</svg> Görüş turlarından</a>", ""
    ), "who only reads is not told what stands beside"
    exchanged = client_of(officer).get(reverse("documents:block", args=[blocks[0].uid]), headers={"HX-Request": "true"})
    assert "Görüş turlarından 1 katkı" in exchanged.content.decode()


def test_who_answers_reads_where_it_stands_now(
    said: Comment, blocks: list[Block], officer: User, client_of: Any
) -> None:
    _change(blocks[0], officer)
    page = _page(client_of(officer), reverse("answering:answer", args=[said.reference]))
    assert "Şimdi nerede duruyor" in page
    assert "Metin o günden beri değişti." in page
