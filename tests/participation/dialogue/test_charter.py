"""The charter from its starter text to the version in force: its rules, the round, the council's decision, what takes effect when."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from atasehir_portal.answering import rules as answering_rules
from atasehir_portal.answering import services as answering
from atasehir_portal.answering.models import RuleSet
from atasehir_portal.answering.opening import Input, open_duties
from atasehir_portal.documents import queries as documents
from atasehir_portal.documents import rounds
from atasehir_portal.documents.models import Document
from atasehir_portal.documents.services import export_markdown, remove_block
from atasehir_portal.notifications.models import Notification
from atasehir_portal.transitions import NotInThisState
from participation.dialogue import permissions, queries, rules, services, starting
from participation.dialogue.forms import RuleForm
from participation.dialogue.models import Charter, CharterVersion
from participation.dialogue.wiring import rule_type
from tests.participation.dialogue.factories import (
    DECISION,
    make_adopted,
    make_charter,
    make_in_force,
    put_back,
    round_over,
    rule_block,
    set_rule,
)

pytestmark = pytest.mark.django_db


def fresh(charter):
    return Charter.objects.select_related("document").get(pk=charter.pk)


@pytest.mark.parametrize("language", starting.LANGUAGES)
def test_starter_text_is_whole_and_its_rules_can_take_effect(catalogue, language):
    charter = services.begin_charter(by=None, language=language)
    reading = documents.read(charter.document)
    wanted = (
        "amac nitelik taraflar ilkeler uyelik organlar gundem toplantilar kararlar yanit gorus erisim guvenlik cikar "
    )
    assert [chapter.anchor for chapter in reading.chapters] == f"{wanted}degisiklik yururluk".split()
    kept = rules.values_of(reading.all_blocks(), on=timezone.localdate())
    assert kept["answer_days"] == 15
    assert kept["review_on"].year == timezone.localdate().year + 2
    cited = "".join(block.body for block in reading.all_blocks())
    assert all(f"@{source.key}" in cited for source in reading.sources)
    assert '{\\"rule\\": \\"answer_days\\"' in "".join(export_markdown(charter.document).values())


def test_there_is_one_charter_and_another_draft_is_refused(coordinator, officer, representative):
    for person in (officer, representative):
        with pytest.raises(PermissionDenied):
            services.begin_charter(by=person)
    charter = make_charter(coordinator)
    with pytest.raises(ValidationError, match=r"already|Zaten"):
        services.begin_charter(by=coordinator)
    other = Document.objects.create(kind="charter", title="Başka", language="tr")
    with pytest.raises(IntegrityError), transaction.atomic():
        Charter.objects.create(document=other)
    services.give_up(charter=charter, by=coordinator, reason="Baştan yazılacak.")
    assert services.begin_charter(by=coordinator, language="en").document.language == "en"


def test_value_of_a_rule_is_refused_beside_its_field():
    for key, typed in (
        ("answer_days", "0"),
        ("answer_days", "21"),
        ("answer_days", "on beş"),
        ("answer_days", "-5"),
        ("answer_days", "9" * 20),
        ("consultation_days", "6"),
        ("quorum_percent", "101"),
        ("grace_days", ""),
        ("review_on", "yarın"),
        ("review_on", "2090-01-01"),
    ):
        sent = {"rule": key, "value": typed, "body": ""}
        form = RuleForm(sent, block_type=rule_type(), document=Document(kind="charter"))
        assert not form.is_valid()
        assert list(form.errors) == ["value"], (key, typed)


def test_rule_is_changed_where_it_stands_and_stands_once(coordinator, officer):
    charter = make_charter(coordinator)
    set_rule(charter, "answer_days", "12", officer)
    block = rule_block(charter, "answer_days")
    assert block.data == {"rule": "answer_days", "value": "12"}
    assert rules.facts(block.data)[0][1].startswith("12 ")
    with pytest.raises(ValidationError):
        remove_block(block_uid=block.uid, by=officer, reason="Gerek yok.")
    type(block).objects.filter(pk=block.pk).update(data={"rule": "grace_days", "value": "12"})
    with pytest.raises(ValidationError) as refused:
        services.follow(block)
    assert list(refused.value.message_dict) == ["value"]


def test_adopted_only_after_a_round_with_the_decision_and_whole_rules(coordinator, officer, unit, representative):
    charter = make_charter(coordinator)
    today = timezone.localdate()
    given = {"charter": charter, "by": coordinator, "decision_on": today, **DECISION}
    with pytest.raises(PermissionDenied):
        services.adopt(**given | {"by": officer})
    with pytest.raises(NotInThisState):
        services.adopt(**given)
    with pytest.raises(ValidationError):  # a draft is not put before people
        rounds.plan_round(
            document=charter.document,
            by=coordinator,
            title="x",
            summary="x",
            unit=unit,
            opens_on=today,
            ends_on=today + timedelta(days=30),
        )
    services.put_to_round(charter=charter, by=coordinator)
    with pytest.raises(ValidationError, match=r"round|tur"):
        services.adopt(**given)
    running = rounds.plan_round(
        document=fresh(charter).document,
        by=coordinator,
        title="Tur",
        summary="Görüşünüz?",
        unit=unit,
        opens_on=today,
        ends_on=today + timedelta(days=20),
    )
    for act in (services.adopt, services.take_back):
        with pytest.raises(ValidationError, match=r"not closed|kapanmamış"):
            act(**(given if act is services.adopt else {"charter": charter, "by": coordinator}))
    rounds.discard_round(round=running, by=coordinator)
    round_over(charter, coordinator, unit)
    with pytest.raises(ValidationError) as refused:
        services.adopt(**given | {"decision_number": " ", "decision_on": today + timedelta(days=1), "note": ""})
    assert set(refused.value.message_dict) == {"decision_number", "decision_on", "note"}
    with pytest.raises(ValidationError) as refused:
        services.adopt(**given | {"decision_on": today - timedelta(days=9)})
    assert set(refused.value.message_dict) == {"decision_on"}
    review = rule_block(charter, "review_on")
    type(review).objects.filter(pk=review.pk).update(data={"rule": "review_on", "value": "2020-01-01"})
    with pytest.raises(ValidationError) as refused:
        services.adopt(**given)
    assert len(refused.value.messages) == 1
    set_rule(charter, "review_on", (today + timedelta(days=400)).isoformat(), officer)
    made = services.adopt(**given)
    assert (made.number, made.is_in_force, made.answer_days, made.effective_on) == (1, True, 15, today)
    assert made.pdf.source_html.count("2026/45") >= 1
    assert "Yanıt süresi" in made.pdf.source_html
    assert Notification.objects.filter(kind="charter_adopted", recipient=representative).count() == 1
    with pytest.raises(NotInThisState):
        services.adopt(**given)
    with pytest.raises(ValidationError):
        services.give_up(charter=charter, by=coordinator, reason="Vazgeçildi.")


def test_next_version_supersedes_and_one_is_in_force(coordinator, officer, unit, client, django_assert_max_num_queries):
    charter = make_charter(coordinator)
    first = put_back(make_adopted(charter, coordinator, unit), 50)
    services.reopen(charter=charter, by=coordinator)
    set_rule(charter, "grace_days", "30", officer)
    second = make_adopted(charter, coordinator, unit)
    first.refresh_from_db()
    assert (first.is_in_force, second.is_in_force, second.number) == (False, True, 2)
    with pytest.raises(IntegrityError), transaction.atomic():
        CharterVersion.objects.filter(pk=first.pk).update(superseded_at=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        CharterVersion.objects.filter(pk=second.pk).update(answer_days=60)
    services.reopen(charter=charter, by=coordinator)
    services.put_to_round(charter=charter, by=coordinator)
    round_over(charter, coordinator, unit)
    with pytest.raises(ValidationError, match=r"today|Bugün"):
        services.adopt(charter=charter, by=coordinator, decision_on=timezone.localdate(), **DECISION)
    assert not permissions.can_read_text(AnonymousUser(), fresh(charter))
    with django_assert_max_num_queries(10):
        page = client.get(reverse("dialogue:charter")).content.decode()
    assert "2026/45" in page
    assert "30 gün" in page
    assert "önceki: 60 gün" in page
    older = client.get(reverse("dialogue:version", args=[1])).content.decode()
    assert "Bu sürüm artık geçerli değil" in older
    compared = client.get(reverse("dialogue:compare"), {"bolum": "degisiklik"}).content.decode()
    assert "<ins" in compared
    assert client.get(reverse("dialogue:compare"), {"yeni": "9"}).status_code == 404
    assert client.get(reverse("dialogue:version", args=[3])).status_code == 404


def test_deadlines_across_a_change_of_the_charter(coordinator, officer, unit, organisation, representative):
    def received(reference, at):
        return open_duties(
            kind="need",
            inputs=[Input(reference, "Bir ihtiyaç")],
            submitter=representative,
            organisation=organisation,
            unit=unit,
            received_at=at,
        )[0]

    now = timezone.now()
    before_any = received("İ-2026-AAAA1", now - timedelta(days=60))
    charter = make_charter(coordinator)
    set_rule(charter, "answer_days", "12", officer)
    first = make_in_force(coordinator, days_ago=30)
    under_first = received("İ-2026-AAAA2", now - timedelta(days=1))
    late_typed = received("İ-2026-AAAA3", now - timedelta(days=40))  # on paper, from before the charter
    set_rule(charter, "answer_days", "5", officer)
    set_rule(charter, "extension_days", "0", officer)
    services.put_to_round(charter=charter, by=coordinator)
    round_over(charter, coordinator, unit)
    second = services.adopt(charter=charter, by=coordinator, decision_on=timezone.localdate(), **DECISION)
    under_second = received("İ-2026-AAAA4", timezone.now())
    default = answering_rules.ensure_default()[0]
    kept = {duty.reference: duty.rule_set for duty in (before_any, under_first, late_typed, under_second)}
    assert list(kept.values()) == [default, first.rule_set, default, second.rule_set]
    assert [len([d for d in duty.calculation["days"] if d["number"]]) for duty in (under_first, under_second)] == [
        12,
        5,
    ]
    due = under_first.due_on
    under_first.refresh_from_db()
    assert under_first.due_on == due
    answering.assign(duty=under_first, by=coordinator, unit=unit, officer=officer)
    answering.extend(duty=under_first, by=officer, reason="Görüş bekleniyor.")
    under_first.refresh_from_db()
    assert under_first.due_on > due  # the extension of the rules it was received under
    assert "2026/45" in second.rule_set.source_tr
    assert RuleSet.objects.count() == 3


def test_round_lasts_as_long_as_the_charter_says(coordinator, unit):
    charter = make_charter(coordinator)
    services.put_to_round(charter=charter, by=coordinator)
    day = timezone.localdate()
    given = {
        "document": fresh(charter).document,
        "by": coordinator,
        "title": "Tur",
        "summary": "Görüşünüz?",
        "unit": unit,
        "opens_on": day,
    }
    rounds.discard_round(round=rounds.plan_round(**given, ends_on=day), by=coordinator)  # no rule yet
    make_in_force(coordinator)
    with pytest.raises(ValidationError) as refused:
        rounds.plan_round(**given, ends_on=day + timedelta(days=19))
    assert set(refused.value.message_dict) == {"ends_on"}
    planned = rounds.plan_round(**given | {"opens_on": day + timedelta(days=1)}, ends_on=day + timedelta(days=21))
    assert rounds.open_round(round=planned, by=coordinator).opens_on == day
    late = type(planned).objects.filter(pk=planned.pk)
    late.update(state="planned", opened_at=None, ends_on=day + timedelta(days=3))
    with pytest.raises(ValidationError):
        rounds.open_round(round=planned, by=coordinator)
    assert rounds.turn_rounds() == 0


def test_without_a_charter_the_starting_rules_are_shown(client, client_of, coordinator, officer):
    page = client.get(reverse("dialogue:charter")).content.decode()
    assert "başlangıç kuralları" in page
    assert "15 iş günü" in page
    assert reverse("dialogue:begin") not in page
    assert reverse("dialogue:begin") in client_of(coordinator).get(reverse("dialogue:charter")).content.decode()
    make_charter(coordinator)
    assert reverse("dialogue:edit") in client_of(officer).get(reverse("dialogue:charter")).content.decode()
    assert queries.version_in_force() is None
    assert date.fromisoformat(rule_block(queries.charter(), "review_on").data["value"]) > timezone.localdate()
