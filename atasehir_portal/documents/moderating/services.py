"""What is done about a text that does harm: one function per act, each in one transaction.

Locks are taken in the order text (comment, reply, suggestion), moderation, duty, round, so that hiding and answering, or accepting, can
meet: each waits for the other and both are done. The text's row is locked first by every act here.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from atasehir_portal import cleaning
from atasehir_portal.accounts.models import User
from atasehir_portal.answering.clock import today
from atasehir_portal.answering.models import DutyState
from atasehir_portal.documents.models import Comment, HarmKind, Moderation, ModerationState, Report, Suggestion
from atasehir_portal.documents.models.moderation import OVER
from atasehir_portal.documents.moderating import permissions, queries, words
from atasehir_portal.documents.moderating.repeats import repeated
from atasehir_portal.documents.moderating.states import MODERATION_TRANSITIONS
from atasehir_portal.documents.reporting.services import make_anew
from atasehir_portal.notifications.services import notify
from atasehir_portal.transitions import NotInThisState

Said = Comment | Suggestion

APPEAL_DAYS = 15
LONGEST_SENTENCE = 300
LONGEST_WORDS = 1000
LONGEST_APPEAL = 2000
NO_REASON = _("Say why.")
NO_KIND = _("Choose a reason.")
OTHER_NEEDS_WORDS = _("For “Something else” say in your own words what it is.")
NOT_FOR_YOU = _(
    "You can hide this text only because of personal data. For other reasons report it: coordinators decide."
)


class IsHidden(NotInThisState):
    message = _("This text is hidden already.")


class AppealIsLate(NotInThisState):
    message = _("The time for an appeal is over.")


class SamePerson(ValidationError):
    """Who hid a text does not judge the appeal; the message says who may."""

    def __init__(self, others: list[User]) -> None:
        if others:
            names = ", ".join(str(user) for user in others)
            message = gettext(
                "You hid this text yourself, so somebody else decides about the appeal. These can: %(names)s."
            ) % {"names": names}
        else:
            message = gettext(
                "You hid this text yourself, so somebody else decides about the appeal. There is no other coordinator or "
                "administrator yet: an administrator has to appoint one."
            )
        super().__init__(message, code="same_person")


@transaction.atomic
def report(*, said: Said, by: User, kind: str, words: str = "") -> Report:
    """Report a text, once: a second time returns the first report. Moderators are told of the first one about a text.

    Raises PermissionDenied, IsHidden, NotInThisState where it was withdrawn, ValidationError by field.
    """
    if not permissions.can_report(by, said):
        raise PermissionDenied
    if kind not in HarmKind.values:
        raise ValidationError({"kind": ValidationError(NO_KIND, code="required")})
    text = cleaning.text(words)[:LONGEST_WORDS]
    if kind == HarmKind.OTHER and not text:
        raise ValidationError({"words": ValidationError(OTHER_NEEDS_WORDS, code="required")})
    found = _locked(said)
    if earlier := queries.report_of(by, found):
        return earlier
    if found.is_hidden:
        raise IsHidden
    duty = permissions.thread_duty(found)
    if duty is None or duty.state == DutyState.WITHDRAWN:
        raise NotInThisState
    moderation = _open_one(found)
    made = Report.objects.create(moderation=moderation, reporter=by, kind=kind, words=text, **_of(found))
    _tell(others_than(by, found), "moderation_reported", found, moderation, by)
    return made


@transaction.atomic
def leave(*, moderation: Moderation, by: User, reason: str) -> Moderation:
    """Leave a reported text as it is. Who reported it is told, with the reason. Raises PermissionDenied, NotInThisState,
    ValidationError (sentence)."""
    found = _locked(moderation.said)
    sentence = _sentence(reason)
    present = _present(moderation, found)
    MODERATION_TRANSITIONS.apply(
        "leave",
        instance=present,
        user=by,
        sentence=sentence,
        decided_by=by,
        decided_at=timezone.now(),
        waits_since=timezone.now(),
    )
    _tell(queries.reporters(present), "moderation_settled", found, present, by)
    return present


@transaction.atomic
def hide(*, said: Said, by: User, kind: str, sentence: str, moderation: Moderation | None = None) -> Moderation:
    """Hide a text with a reason that is published: a kind and a sentence that does not repeat what is hidden. Its words leave every
    row that is read; its duty stays. Who wrote it and who reported it are told.

    ``moderation`` is the report that the person had before them: where somebody else decided about it meanwhile, nothing is hidden.
    Raises PermissionDenied, IsHidden, NotInThisState, ValidationError by field.
    """
    found = _locked(said)
    if not permissions.can_hide(by, found):
        raise PermissionDenied
    if found.is_hidden:
        raise IsHidden
    if kind not in HarmKind.values:
        raise ValidationError({"kind": ValidationError(NO_KIND, code="required")})
    if kind not in permissions.hiding_kinds(by, found):
        raise ValidationError({"kind": ValidationError(NOT_FOR_YOU, code="kind")})
    clean = _sentence(sentence, found, kind)
    present = _present(moderation, found) if moderation is not None else _open_one(found)
    if present.state != ModerationState.REPORTED:
        raise NotInThisState
    now = timezone.now()
    found.hidden_at, found.hidden_kind, found.hidden_sentence = now, kind, clean
    MODERATION_TRANSITIONS.apply(
        "hide",
        instance=present,
        user=by,
        kind=kind,
        sentence=clean,
        decided_by=by,
        decided_at=now,
        waits_since=now,
        appeal_until=today() + timedelta(days=APPEAL_DAYS),
        kept=words.take_out(found),
    )
    make_anew(round=found.round)
    _tell(queries.sides(found), "moderation_hidden", found, present, by)
    _tell(queries.reporters(present), "moderation_settled", found, present, by)
    return present


@transaction.atomic
def appeal(*, said: Said, by: User, reason: str) -> Moderation:
    """Appeal against the hiding of one's own text, once, as long as there is time. Moderators are told, but not who hid it.

    Raises PermissionDenied, NotInThisState (also: appealed already), AppealIsLate, ValidationError (reason).
    """
    found = _locked(said)
    if not permissions.can_appeal(by, found):
        raise PermissionDenied
    text = cleaning.text(reason)[:LONGEST_APPEAL]
    if not text:
        raise ValidationError({"reason": ValidationError(NO_REASON, code="required")})
    present = _hiding(found)
    if present.state == ModerationState.HIDDEN and present.appeal_until is not None and today() > present.appeal_until:
        raise AppealIsLate
    now = timezone.now()
    MODERATION_TRANSITIONS.apply(
        "appeal", instance=present, user=by, appeal=text, appealed_by=by, appealed_at=now, waits_since=now
    )
    others = [user for user in others_than(by, found) if user.pk != present.decided_by_id]
    _tell(others, "moderation_appealed", found, present, by)
    return present


@transaction.atomic
def confirm(*, moderation: Moderation, by: User, reason: str) -> Moderation:
    """Decide that a text stays hidden after its appeal. Who wrote it is told, with the reason.

    Raises PermissionDenied, SamePerson, NotInThisState, ValidationError (reason).
    """
    return _close("confirm", moderation, by, reason)


@transaction.atomic
def restore(*, moderation: Moderation, by: User, reason: str) -> Moderation:
    """Show a hidden text again: after an appeal (another person than hid it), or because hiding it was a mistake. That it was hidden,
    and why it is shown again, stays on its page.

    Raises PermissionDenied, SamePerson, NotInThisState, ValidationError (reason).
    """
    return _close("restore", moderation, by, reason)


def _close(act: str, moderation: Moderation, by: User, reason: str) -> Moderation:
    found = _locked(moderation.said)
    if not permissions.can_moderate(by, found):
        raise PermissionDenied
    present = _present(moderation, found)
    if present.state == ModerationState.APPEALED and present.decided_by_id == by.pk:
        raise SamePerson(others_than(by, found))
    kept = present.kept
    verdict = cleaning.text(reason)[:LONGEST_WORDS]
    if not verdict:
        raise ValidationError({"reason": ValidationError(NO_REASON, code="required")})
    if act == "restore":  # everybody reads it; why a text stays hidden only who wrote it reads
        _check_repeats("reason", verdict, _all_words(kept), present.kind)
    now = timezone.now()
    values: dict[str, Any] = {"verdict": verdict, "closed_by": by, "closed_at": now, "waits_since": now}
    if act == "restore":
        values["kept"] = {}
    MODERATION_TRANSITIONS.apply(act, instance=present, user=by, **values)
    if act == "restore":
        words.put_back(found, kept)
        make_anew(round=found.round)
    _tell(queries.sides(found), "moderation_decided", found, present, by)
    return present


def others_than(by: User, said: Said) -> list[User]:
    """Return who can judge about a text beside this person."""
    return [user for user in queries.moderators() if user.pk != by.pk and permissions.can_moderate(user, said)]


# --- what all of them need --------------------------------------------------------------------------------------------


def _locked(said: Said) -> Said:
    """Lock the row of a text until the end of the transaction, and return it as it stands now."""
    rows: Any = type(said).objects
    details = ["round__document", "duty", "parent__duty" if isinstance(said, Comment) else "took_effect"]
    return rows.select_for_update(of=("self",), no_key=True).select_related(*details).get(pk=said.pk)


def _of(said: Said) -> dict[str, Any]:
    return {"suggestion": said} if isinstance(said, Suggestion) else {"comment": said}


def _open_one(said: Said) -> Moderation:
    """Return the dealing with a text that is not over; a new one where there is none. The text is locked."""
    found = Moderation.objects.filter(**_of(said)).exclude(state__in=OVER).first()
    return _about(found or Moderation.objects.create(**_of(said)), said)


def _hiding(said: Said) -> Moderation:
    found = Moderation.objects.filter(**_of(said)).exclude(state__in=OVER).first()
    if found is None or not said.is_hidden:
        raise NotInThisState
    return _about(found, said)


def _present(moderation: Moderation, said: Said) -> Moderation:
    """Return a moderation as it stands now; the text is locked, so it stays so. Raises NotInThisState where it is about another text."""
    found = Moderation.objects.filter(pk=moderation.pk, **_of(said)).first()
    if found is None:
        raise NotInThisState
    return _about(found, said)


def _about(moderation: Moderation, said: Said) -> Moderation:
    """Return a moderation that knows the text which was locked."""
    if isinstance(said, Comment):
        moderation.comment = said
    else:
        moderation.suggestion = said
    return moderation


def _sentence(typed: str, said: Said | None = None, kind: str = "") -> str:
    sentence = cleaning.line(typed)[:LONGEST_SENTENCE]
    if not sentence:
        raise ValidationError({"sentence": ValidationError(NO_REASON, code="required")})
    if said is not None:
        _check_repeats("sentence", sentence, _all_words(vars(said)), kind)
    return sentence


def _all_words(kept: Mapping[str, Any]) -> str:
    return " ".join(str(kept.get(name) or "") for name in ("body", "reason", "data"))


def _check_repeats(field: str, sentence: str, hidden: str, kind: str) -> None:
    if found := repeated(sentence, hidden, kind):
        message = gettext(
            "Everybody reads this sentence, and “%(words)s” is what is to be hidden. Say it without repeating it."
        ) % {"words": found}
        raise ValidationError({field: ValidationError(message, code="repeats")})


def _tell(people: list[User], kind: str, said: Said, moderation: Moderation, by: User) -> None:
    notify(
        recipients=[user for user in people if user.pk != by.pk],
        kind=kind,
        reference=said.reference,
        event=str(moderation.pk),
        is_example=said.is_example,
    )
