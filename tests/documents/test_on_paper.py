"""What came on paper: comments on a place and suggested changes, typed in by staff; replies of staff; the lists as CSV."""

import csv
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from atasehir_portal.accounts.models import User
from atasehir_portal.answering.clock import today
from atasehir_portal.documents import commenting, kinds, rounds, suggesting
from atasehir_portal.documents.models import Block, Comment, Round, Suggestion, TakesPart
from atasehir_portal.documents.suggesting.wiring import export_for

pytestmark = pytest.mark.django_db


def rows_in(answer: Any) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(StringIO(text), delimiter=";"))


def test_suggestion_on_paper_has_no_submitter_and_its_own_day(
    open_round: Round, blocks: list[Block], officer: User
) -> None:
    day = timezone.now() - timedelta(hours=1)
    made = suggesting.suggest_change(
        round=open_round,
        by=officer,
        block_uid=blocks[0].uid,
        body="Yolda rampa var.",
        data={},
        reason="Kâğıtta böyle yazıyor.",
        came_on_paper=day,
    )
    assert (made.channel, made.organisation, made.unit, made.duty.submitter) == ("paper", None, None, None)
    assert made.duty.received_at == made.created_at == day
    assert "kâğıt" in made.who.lower()
    assert export_for(officer, {}) == []


def test_paper_is_taken_while_the_round_is_answered_by_those_who_may(
    open_round: Round, blocks: list[Block], officer: User, representative: User, client: Client
) -> None:
    rounds.end_round(round=open_round, by=officer)
    with pytest.raises(PermissionDenied):
        suggesting.suggest_removal(
            round=open_round,
            by=representative,
            block_uid=blocks[0].uid,
            reason="x",
            came_on_paper=timezone.now(),
        )
    client.force_login(officer)
    form = reverse("suggestions:remove", args=[open_round.reference, blocks[0].uid])
    assert client.get(form).status_code == 409
    page = client.get(f"{form}?kagit=1")
    assert page.status_code == 200
    assert list(page.context["form"].fields) == ["form_key", "reason", "came_on"]
    sent = {
        "reason": "Kâğıtta böyle.",
        "came_on": f"{today():%Y-%m-%d}",
        "form_key": "3f6f4f4e-0d7c-4c8f-8f0a-111111111111",
    }
    assert client.post(f"{form}?kagit=1", sent).status_code == 302
    assert client.post(f"{form}?kagit=1", sent).status_code == 302
    assert Suggestion.objects.get().channel == "paper"


def test_paper_of_tomorrow_is_refused_beside_its_field(
    open_round: Round, blocks: list[Block], officer: User, client: Client
) -> None:
    client.force_login(officer)
    form = reverse("rounds:paper", args=[open_round.reference])
    for day in (today() + timedelta(days=1), today() - timedelta(days=2)):
        answer = client.post(form, {"body": "Kâğıttan.", "came_on": f"{day:%Y-%m-%d}"})
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["came_on"]
    assert (
        client.post(f"{form}?blok={blocks[1].uid}", {"body": "Kâğıttan.", "came_on": f"{today():%Y-%m-%d}"}).status_code
        == 302
    )
    assert Comment.objects.get().block == blocks[1]


def test_others_see_the_ordinary_form(
    open_round: Round, blocks: list[Block], representative: User, client: Client
) -> None:
    client.force_login(representative)
    page = client.get(reverse("suggestions:change", args=[open_round.reference, blocks[0].uid]) + "?kagit=1")
    assert "came_on" not in page.context["form"].fields
    chapter = reverse("rounds:chapter", args=[open_round.reference, "isik-ve-golge"])
    assert "Öneri gir" not in client.get(f"{chapter}?kagit=1").content.decode()


def test_staff_choose_the_place_in_the_text(
    open_round: Round, blocks: list[Block], officer: User, client: Client
) -> None:
    client.force_login(officer)
    paper = client.get(reverse("rounds:paper", args=[open_round.reference])).content.decode()
    chapter = reverse("rounds:chapter", args=[open_round.reference, "isik-ve-golge"])
    assert f"{chapter}?kagit=1" in paper
    page = client.get(f"{chapter}?kagit=1").content.decode()
    assert reverse("suggestions:change", args=[open_round.reference, blocks[0].uid]) + "?kagit=1" in page
    assert f"{reverse('rounds:paper', args=[open_round.reference])}?blok={blocks[0].uid}" in page


@pytest.fixture
def only_organisations(open_round: Round) -> Round:
    Round.objects.filter(pk=open_round.pk).update(takes_part=TakesPart.ORGANISATIONS)
    open_round.refresh_from_db()
    return open_round


def test_staff_reply_in_rounds_for_organisations(
    only_organisations: Round,
    kind: kinds.DocumentKind,
    officer: User,
    representative: User,
    organisation: Any,
    make_user: Callable[..., User],
    client: Client,
) -> None:
    said = commenting.comment(round=only_organisations, by=representative, organisation=organisation, body="Bir söz.")
    with pytest.raises(PermissionDenied):
        commenting.comment(round=only_organisations, by=officer, body="Görevliden.")
    client.force_login(officer)
    form = reverse("rounds:reply", args=[said.reference])
    assert client.post(form, {"body": "Müdürlük adına bir karşılık."}).status_code == 302
    assert Comment.objects.get(parent=said).unit is not None
    alone = make_user("Kendisi", "kendisi@kendisi.test")
    with pytest.raises(PermissionDenied):
        commenting.reply(comment=said, by=alone, body="Ben de.")
    client.force_login(alone)
    assert client.post(form, {"body": "Ben de."}).status_code == 403


def test_lists_are_files_with_the_filters_of_the_page(
    open_round: Round,
    blocks: list[Block],
    propose: Callable[..., Suggestion],
    representative: User,
    organisation: Any,
    client: Client,
) -> None:
    propose("Pazara giden yolda rampa var.")
    suggesting.suggest_removal(
        round=open_round, by=representative, organisation=organisation, block_uid=blocks[1].uid, reason="Fazla."
    )
    said = commenting.comment(round=open_round, by=representative, organisation=organisation, body="Bir söz.")
    commenting.reply(comment=said, by=representative, organisation=organisation, body="Bir karşılık.")
    address = reverse("suggestions:list", args=[open_round.reference]) + "?act=change"
    assert (
        reverse("suggestions:csv", args=[open_round.reference]) + "?act=change" in client.get(address).content.decode()
    )
    found = rows_in(client.get(reverse("suggestions:csv", args=[open_round.reference]) + "?act=change"))
    assert len(found) == 2
    assert "Pazara giden yolda rampa var." in found[1]
    assert blocks[0].body in found[1]
    assert len(rows_in(client.get(reverse("suggestions:csv", args=[open_round.reference])))) == 3
    found = rows_in(client.get(reverse("rounds:comments_csv", args=[open_round.reference])))
    assert len(found) == 2
    assert any("Bir karşılık." in cell for cell in found[1])


@pytest.mark.parametrize("many", [1, 10, 40])
def test_files_cost_the_same_however_much_was_said(
    open_round: Round, propose: Callable[..., Suggestion], many: int, client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(many):
        propose(f"Pazara giden yolda {number} basamak var.")
    with django_assert_max_num_queries(8):
        assert len(rows_in(client.get(reverse("suggestions:csv", args=[open_round.reference])))) == many + 1
