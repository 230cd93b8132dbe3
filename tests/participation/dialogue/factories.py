"""Charters for tests, made through the services that people use."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from atasehir_portal.accounts.models import Unit, User
from atasehir_portal.answering.models import RuleSet
from atasehir_portal.documents import rounds
from atasehir_portal.documents.models import Block, Round
from atasehir_portal.documents.services import save_block
from participation.dialogue import services
from participation.dialogue.models import Charter, CharterState, CharterVersion

DECISION = {"decision_number": "2026/45", "note": "Görüş turundan sonraki ilk sürüm."}


def make_charter(by: User | None) -> Charter:
    return services.begin_charter(by=by)


def rule_block(charter: Charter, key: str) -> Block:
    return Block.objects.get(document=charter.document_id, kind="rule", data__rule=key, removed_at=None)


def set_rule(charter: Charter, key: str, value: str, by: User) -> None:
    block = rule_block(charter, key)
    save_block(
        block_uid=block.uid,
        base_revision=block.revision,
        body=block.body,
        data={"rule": key, "value": value},
        by=by,
        reason="Denendi.",
    )


def round_over(charter: Charter, by: User, unit: Unit) -> Round:
    """A round of the charter that lasted as long as the rules say, and is over and closed."""
    day = timezone.localdate()
    given: dict[str, Any] = {"title": "Tüzüğe ne dersiniz?", "summary": "Görüşünüzü yazın.", "unit": unit}
    planned = rounds.plan_round(
        document=Charter.objects.get(pk=charter.pk).document,
        by=by,
        opens_on=day,
        ends_on=day + timedelta(days=20),
        **given,
    )
    opened = rounds.open_round(round=planned, by=by)
    Round.objects.filter(pk=opened.pk).update(opens_on=day - timedelta(days=21), ends_on=day - timedelta(days=1))
    return rounds.close_round(round=rounds.end_round(round=opened, by=by), by=by)


def make_adopted(charter: Charter, by: User, unit: Unit) -> CharterVersion:
    """Put the charter to a round, close that, and put the text into force today."""
    services.put_to_round(charter=charter, by=by)
    round_over(charter, by, unit)
    return services.adopt(charter=charter, by=by, decision_on=timezone.localdate(), **DECISION)


def make_in_force(by: User, *, days_ago: int = 40) -> CharterVersion:
    """A charter in force as if its round were over, and its text open for the next version."""
    charter = Charter.objects.exclude(state=CharterState.WITHDRAWN).first() or make_charter(by)
    at = timezone.now() - timedelta(days=days_ago)
    return services.write_down(
        charter=charter, by=by, decision_on=timezone.localdate(at) - timedelta(days=1), at=at, **DECISION
    )


def put_back(version: CharterVersion, days: int) -> CharterVersion:
    """Let a version have taken effect so many days earlier, with its rules."""
    gone = timedelta(days=days)
    made = CharterVersion.objects.get(pk=version.pk)
    CharterVersion.objects.filter(pk=made.pk).update(
        adopted_at=made.adopted_at - gone, effective_on=made.effective_on - gone, decision_on=made.decision_on - gone
    )
    RuleSet.objects.filter(pk=made.rule_set_id).update(effective_from=made.effective_on - gone)
    Round.objects.filter(document=made.charter.document_id, state="closed").update(
        closed_at=made.adopted_at - gone - timedelta(hours=1)
    )
    return CharterVersion.objects.get(pk=made.pk)
