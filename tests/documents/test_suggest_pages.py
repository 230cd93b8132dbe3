"""The pages of suggestions: with a phone and without scripts, with errors beside the field and nothing typed lost."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from atasehir_portal.accounts.models import User
from atasehir_portal.answering.models import Duty
from atasehir_portal.documents import rounds, services
from atasehir_portal.documents.models import Block, Round, Section, Suggestion
from tests.documents.suggest_world import BODIES

pytestmark = pytest.mark.django_db
WHY = "Böylesi daha doğru."


def address(name: str, *args: Any) -> str:
    return reverse(f"suggestions:{name}", args=args)


def test_from_the_chapter_to_the_suggestion(
    client_of: Callable[..., Any],
    representative: User,
    organisation: Any,
    open_round: Round,
    blocks: list[Block],
    section: Section,
) -> None:
    client = client_of(representative)
    chapter = client.get(reverse("rounds:chapter", args=[open_round.reference, section.anchor])).content.decode()
    form = address("change", open_round.reference, blocks[0].uid)
    assert form in chapter
    assert BODIES[0] in client.get(form).content.decode()
    body = BODIES[0].replace("dardır", "çok dardır")
    sent = {"body": body, "reason": WHY, "organisation": organisation.pk}
    shown = client.post(form, {**sent, "preview": "1"})
    changes = shown.content.decode().partition('id="degisiklik"')[2]
    assert re.search(r"<ins>.{0,60} çok</ins> dardır", changes)
    assert not Suggestion.objects.exists()
    answer = client.post(form, sent)
    made = Suggestion.objects.get()
    assert answer["Location"] == made.get_absolute_url()
    page = client_of(None).get(made.get_absolute_url()).content.decode()
    assert made.reference in page
    assert WHY in page
    assert organisation.name in page
    assert representative.full_name not in page
    chapter = client.get(reverse("rounds:chapter", args=[open_round.reference, section.anchor])).content.decode()
    assert f"?block={blocks[0].uid}" in chapter
    assert (
        made.reference in client.get(address("list", open_round.reference), {"block": blocks[0].uid}).content.decode()
    )


def test_what_was_typed_stays_where_the_round_ended_meanwhile(
    client_of: Callable[..., Any], representative: User, officer: User, open_round: Round, blocks: list[Block]
) -> None:
    client = client_of(representative)
    form = address("change", open_round.reference, blocks[0].uid)
    rounds.end_round(round=open_round, by=officer)
    answer = client.post(form, {"body": "Geç kalan bir söz.", "reason": WHY})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Geç kalan bir söz." in page
    assert WHY in page
    assert not Suggestion.objects.exists()
    assert client.get(form).status_code == 409


@pytest.mark.parametrize("missing", ["body", "reason"])
def test_what_is_missing_is_said_beside_its_field(
    client_of: Callable[..., Any], representative: User, open_round: Round, blocks: list[Block], missing: str
) -> None:
    answer = client_of(representative).post(
        address("change", open_round.reference, blocks[0].uid), {"body": "Başka söz.", "reason": WHY, missing: ""}
    )
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [missing]


def test_new_box_at_the_beginning_of_a_section(
    client_of: Callable[..., Any], representative: User, open_round: Round, section: Section
) -> None:
    form = address("insert_first", open_round.reference, section.uid, "box")
    sent = {"box_kind": "definition", "title": "Gölge", "body": "Yazın serin yer.", "reason": WHY}
    assert client_of(representative).post(form, sent).status_code == 302
    made = Suggestion.objects.get()
    assert (made.act, made.kind, made.data["title"], made.organisation) == ("insert", "box", "Gölge", None)
    page = client_of(None).get(made.get_absolute_url()).content.decode()
    assert f"“{section.title}” bölümünün başına" in page


def test_new_text_is_shown_after_the_one_that_it_follows(
    client_of: Callable[..., Any], representative: User, officer: User, open_round: Round, blocks: list[Block]
) -> None:
    form = address("insert", open_round.reference, blocks[0].uid, "paragraph")
    assert client_of(representative).post(form, {"body": "Yolun iki yanı da.", "reason": WHY}).status_code == 302
    made = Suggestion.objects.get()
    services.save_block(block_uid=blocks[0].uid, base_revision=1, body="Başka söz.", by=officer)
    for url in (
        made.get_absolute_url(),
        address("accept", made.reference),
        reverse("answering:answer", args=[made.reference]),
    ):
        page = client_of(officer).get(url).content.decode()
        assert page.index(BODIES[0]) < page.rindex("Yolun iki yanı da."), f"{url}: as it was read in the round"


def test_pictures_and_unknown_kinds_are_not_offered(
    client_of: Callable[..., Any], representative: User, open_round: Round, blocks: list[Block]
) -> None:
    for kind in ("figure", "yok"):
        url = address("insert", open_round.reference, blocks[0].uid, kind)
        assert client_of(representative).get(url).status_code == 404


def test_answer_page_shows_the_change_and_leads_to_writing_it(
    client_of: Callable[..., Any], officer: User, propose: Callable[..., Suggestion]
) -> None:
    made = propose(BODIES[0].replace("dardır", "çok dardır"))
    page = client_of(officer).get(reverse("answering:answer", args=[made.reference])).content.decode()
    assert address("accept", made.reference) in page
    assert 'value="accepted"' not in page
    assert 'value="not_accepted"' in page
    assert WHY in page


def _accepting(client: Any, made: Suggestion, **given: Any) -> Any:
    sent = {"body": made.body, "base_revision": 1, "yanit-outcome": "accepted", "yanit-reason": "Yazıldı.", **given}
    return client.post(address("accept", made.reference), sent)


def test_accepting_writes_and_answers(
    client_of: Callable[..., Any], officer: User, propose: Callable[..., Suggestion], blocks: list[Block]
) -> None:
    made = propose(BODIES[0].replace("dardır", "çok dardır"))
    client = client_of(officer)
    assert made.body in client.get(address("accept", made.reference)).content.decode()
    assert _accepting(client, made).status_code == 302
    assert Block.objects.get(pk=blocks[0].pk).body == made.body
    assert Duty.objects.get(pk=made.duty_id).outcome == "accepted"
    again = _accepting(client, made)
    assert again.status_code == 409
    assert Block.objects.get(pk=blocks[0].pk).revision == 2


def test_who_is_late_sees_the_present_text_and_keeps_what_they_typed(
    client_of: Callable[..., Any], officer: User, propose: Callable[..., Suggestion], blocks: list[Block]
) -> None:
    made = propose(BODIES[0].replace("dardır", "çok dardır"))
    services.save_block(block_uid=blocks[0].uid, base_revision=1, body=BODIES[0] + " Bank da yok.", by=officer)
    client = client_of(officer)
    late = _accepting(client, made, body="Elle birleştirilmiş metin.")
    assert late.status_code == 422
    page = late.content.decode()
    assert "Elle birleştirilmiş metin." in page
    assert "Bank da yok." in page
    assert 'name="base_revision" value="2"' in page
    assert _accepting(client, made, body="Elle birleştirilmiş metin.", base_revision=2).status_code == 302
    assert Block.objects.get(pk=blocks[0].pk).body == "Elle birleştirilmiş metin."


def test_both_changes_are_in_the_text_that_is_offered(
    client_of: Callable[..., Any], officer: User, propose: Callable[..., Suggestion], blocks: list[Block]
) -> None:
    made = propose(BODIES[0].replace("dardır", "çok dardır"))
    services.save_block(block_uid=blocks[0].uid, base_revision=1, body=BODIES[0] + " Bank da yok.", by=officer)
    page = client_of(officer).get(address("accept", made.reference)).content.decode()
    assert BODIES[0].replace("dardır", "çok dardır") + " Bank da yok." in page


def test_others_of_the_staff_may_look_and_not_accept(
    client_of: Callable[..., Any], other_officer: User, propose: Callable[..., Suggestion]
) -> None:
    made = propose("Başka söz.")
    assert client_of(other_officer).get(address("accept", made.reference)).status_code == 403
    assert client_of(other_officer).get(made.get_absolute_url()).status_code == 200


def test_withdrawn_one_does_not_exist_for_others(
    client_of: Callable[..., Any], representative: User, stranger: User, propose: Callable[..., Suggestion]
) -> None:
    made = propose("Başka söz.")
    assert client_of(representative).post(address("withdraw", made.reference)).status_code == 302
    assert client_of(stranger).get(made.get_absolute_url()).status_code == 404
    assert client_of(representative).get(made.get_absolute_url()).status_code == 200


def test_page_and_list_cost_the_same_at_any_number(
    client_of: Callable[..., Any],
    officer: User,
    propose: Callable[..., Suggestion],
    open_round: Round,
    django_assert_max_num_queries: Any,
) -> None:
    client = client_of(officer)
    made = propose("Başka söz 0.")
    url = address("list", open_round.reference)
    client.get(url)
    for total in (1, 10, 30):
        for number in range(Suggestion.objects.count(), total):
            propose(f"Başka söz {number}.")
        with django_assert_max_num_queries(10):
            client.get(url)
        with django_assert_max_num_queries(10):
            client.get(made.get_absolute_url())
