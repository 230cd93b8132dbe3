"""Adoption: the council decided, so the text is frozen, its rules take effect, and the version before is superseded."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from atasehir_portal import cleaning
from atasehir_portal.accounts.models import OrganisationState, User
from atasehir_portal.answering import rules as answering_rules
from atasehir_portal.answering.clock import municipal_day
from atasehir_portal.answering.models import RuleSet
from atasehir_portal.documents import queries as documents
from atasehir_portal.documents.models import Round, RoundState
from atasehir_portal.documents.services import freeze
from atasehir_portal.documents.services.common import lock
from atasehir_portal.notifications.services import notify
from atasehir_portal.rendering.services import request_rendering
from atasehir_portal.transitions import NotInThisState
from participation.dialogue import paper, permissions, rules
from participation.dialogue.models import Charter, CharterVersion
from participation.dialogue.services.charters import locked, refuse_running
from participation.dialogue.states import TRANSITIONS

STYLE = "document"
NO_ROUND = _("No round of this text has been closed since the last adoption. A charter is adopted after its round.")
NO_NOTE = _("Say what readers should know of this version.")
NO_DECISION = _("Write the number of the council’s decision, as it stands on the decision.")
NOT_YET = _("The council cannot have decided on a day that is still to come.")
BEFORE_ROUND = _("The council decides after the round, which ended on %(day)s. Check the date of the decision.")
TODAY_ALREADY = _("Rules took effect today already. A further version can be adopted from tomorrow on.")


@transaction.atomic
def adopt(*, charter: Charter, by: User, decision_number: str, decision_on: date, note: str) -> CharterVersion:
    """Write down that the council adopted the text as it stands: it is frozen, in force from now on, and supersedes the version before.

    Its rules hold for inputs received from then on. Representatives of verified organisations are told. Raises PermissionDenied,
    NotInThisState, ValidationError: by field for what was typed, without a field where a round runs, none was closed since the last
    adoption, the rules are not whole, or rules took effect on the same day already.
    """
    found = locked(charter)
    if not permissions.can_decide(by, found):
        raise PermissionDenied
    if found.state not in TRANSITIONS["adopt"].sources:
        raise NotInThisState
    number_typed, note = cleaning.line(decision_number), cleaning.line(note)
    refuse_running(found)
    last = found.versions.order_by("-number").first()
    closed = Round.objects.filter(document=found.document_id, state=RoundState.CLOSED)
    if last is not None:
        closed = closed.filter(closed_at__gt=last.adopted_at)
    newest = closed.order_by("-closed_at").first()
    if newest is None:
        raise ValidationError(NO_ROUND, code="no_round")
    _refuse(number_typed, decision_on, note, newest)
    TRANSITIONS.apply("adopt", instance=found, user=by)
    made = write_down(charter=found, by=by, decision_number=number_typed, decision_on=decision_on, note=note)
    _tell(made, by)
    return made


def _refuse(decision_number: str, decision_on: date, note: str, newest: Round) -> None:
    errors: dict[str, ValidationError] = {}
    over = min(newest.ends_on, municipal_day(newest.ended_at)) if newest.ended_at else newest.ends_on
    if not decision_number:
        errors["decision_number"] = ValidationError(NO_DECISION)
    if decision_on > municipal_day(timezone.now()):
        errors["decision_on"] = ValidationError(NOT_YET)
    elif decision_on < over:
        errors["decision_on"] = ValidationError(BEFORE_ROUND, params={"day": date_format(over, "j F Y")})
    if not note:
        errors["note"] = ValidationError(NO_NOTE)
    if errors:
        raise ValidationError(errors)


@transaction.atomic
def write_down(
    *,
    charter: Charter,
    by: User | None,
    decision_number: str,
    decision_on: date,
    note: str,
    at: datetime | None = None,
    is_example: bool = False,
) -> CharterVersion:
    """Freeze the text as the version in force, let its rules take effect and order its PDF, within the caller's transaction.

    Raises ValidationError where the rules are not whole, or rules took effect on the same day already.
    """
    at = at or timezone.now()
    effective_on = municipal_day(at)
    lock(charter.document_id)
    kept = rules.values_of(documents.read(charter.document).all_blocks(), on=effective_on)
    if RuleSet.objects.filter(effective_from=effective_on).exists():
        raise ValidationError(TODAY_ALREADY, code="today")
    is_example = is_example or charter.is_example or (by is not None and by.is_example)
    last = charter.versions.order_by("-number").first()
    CharterVersion.objects.filter(superseded_at=None).update(superseded_at=at)
    made = CharterVersion(
        charter=charter,
        version=freeze(document=charter.document, by=by, note=note, is_example=charter.is_example),
        number=last.number + 1 if last else 1,
        note=note[:500],
        decision_number=decision_number[:40],
        decision_on=decision_on,
        adopted_at=at,
        adopted_by=by,
        effective_on=effective_on,
        is_example=is_example,
        **kept,
    )
    made.rule_set = answering_rules.take_effect(
        effective_from=effective_on,
        working_days=made.answer_days,
        extension_days=made.extension_days,
        consultation_days=made.consultation_days,
        source_tr=_source(made, "tr"),
        source_en=_source(made, "en"),
    )
    made.pdf = request_rendering(
        style=STYLE,
        title=charter.document.title,
        language=charter.document.language,
        html=paper.html_of(made),
        is_example=is_example,
    )
    made.save()
    return made


def _source(made: CharterVersion, language: str) -> str:
    with translation.override(language):
        return gettext("%(title)s, version %(version)s (decision %(number)s of the municipal council, %(day)s)") % {
            "title": made.charter.document.title[:150],
            "version": made.number,
            "number": made.decision_number,
            "day": date_format(made.decision_on, "j F Y"),
        }


def _tell(made: CharterVersion, by: User) -> None:
    """Tell the representatives of verified organisations that a version was adopted."""
    asked = User.objects.filter(
        memberships__role="representative",
        memberships__left_at=None,
        memberships__organisation__state=OrganisationState.VERIFIED,
        is_active=True,
    )
    notify(
        recipients=[user for user in asked.distinct() if user.pk != by.pk],
        kind="charter_adopted",
        reference=str(made.number),
        event=f"adopted-{made.pk}",
        is_example=made.is_example,
    )
