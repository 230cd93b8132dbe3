"""What is done with a suggestion: one function per act, each in one transaction.

Locks are taken in the order round (to suggest), or document, suggestion, block, duty (to accept). Whoever is late is told and
nothing is half done: a suggestion is written into the text and answered together, or neither.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from atasehir_portal import cleaning, references
from atasehir_portal.accounts.models import Organisation, User
from atasehir_portal.accounts.people import person
from atasehir_portal.answering import services as answering
from atasehir_portal.answering import telling
from atasehir_portal.answering.models import DutyKind, Outcome
from atasehir_portal.documents import frozen_texts, kinds, past, validation
from atasehir_portal.documents.commenting import check_author
from atasehir_portal.documents.models import Block, InputChannel, Round, Section, Suggestion, SuggestionAct
from atasehir_portal.documents.moderating import words
from atasehir_portal.documents.paper import locked_for_paper
from atasehir_portal.documents.rounds import running
from atasehir_portal.documents.services.blocks import ChangedMeanwhile, add_block, remove_block, save_block
from atasehir_portal.documents.services.common import lock
from atasehir_portal.documents.suggesting import frozen, permissions
from atasehir_portal.notifications.services import notify
from atasehir_portal.transitions import NotInThisState

SUGGESTION_LETTER = "Ö"
LONGEST_REASON = 2000
LONGEST_TITLE = 120
ACCEPTING = frozenset({Outcome.ACCEPTED.value, Outcome.PARTLY.value})

NOT_IN_TEXT = _("This place is not in the text of the round.")
NO_REASON = _("Say why you propose this.")
SAME = _("This is what stands there already. Write what you propose in its place.")
BLOCK_GONE = _("The block was taken out in the meantime. Bring it back first, or give another answer.")
SECTION_GONE = _("The section was taken out in the meantime. Bring it back first, or give another answer.")
NOTHING_WRITTEN = _(
    "This is the text as it stands: nothing of the suggestion is in it. Take it in, or give another answer."
)
NOT_HERE = _("Choose between accepted and partly accepted.")
WRITE_IT = _("A suggestion is accepted by writing it into the text: use “Accept and write it into the text” for that.")


@transaction.atomic
def suggest_change(
    *,
    round: Round,
    by: User,
    block_uid: UUID,
    body: str,
    data: Mapping[str, Any],
    reason: str,
    organisation: Organisation | None = None,
    form_key: UUID | None = None,
    is_example: bool = False,
    came_on_paper: datetime | None = None,
) -> Suggestion:
    """Propose other words, or other typed data, for a block of the round's text.

    The same ``form_key`` twice is one suggestion. With ``came_on_paper`` it is typed in by staff, without who wrote it, also while
    the round is being answered. Raises PermissionDenied, RoundIsOver, ValidationError by field.
    """
    base = _base(round, block_uid)
    body, data = _checked(round, base.kind, body, data)
    if (body, data) == (base.body, base.data):
        raise ValidationError({"body": ValidationError(SAME, code="same")})
    return _take(
        round,
        SuggestionAct.CHANGE,
        by,
        organisation,
        reason,
        form_key,
        is_example,
        came_on_paper,
        base=base,
        body=body,
        data=data,
    )


@transaction.atomic
def suggest_insert(
    *,
    round: Round,
    by: User,
    kind: str,
    body: str,
    data: Mapping[str, Any],
    reason: str,
    after: UUID | None = None,
    section: UUID | None = None,
    organisation: Organisation | None = None,
    form_key: UUID | None = None,
    is_example: bool = False,
    came_on_paper: datetime | None = None,
) -> Suggestion:
    """Propose a new block after one of the round's text, or at the beginning of a ``section``. Raises like
    ``suggest_change``."""
    base = _base(round, after) if after is not None else None
    if base is None and (section is None or not frozen.has_section(frozen_texts.text_of(round.version), section)):
        raise ValidationError(NOT_IN_TEXT, code="not_in_text")
    body, data = _checked(round, kind, body, data)
    if kind in validation.TEXT_KINDS:
        kind = validation.text_parts(body)[0][0]
    return _take(
        round,
        SuggestionAct.INSERT,
        by,
        organisation,
        reason,
        form_key,
        is_example,
        came_on_paper,
        base=base,
        section=section,
        kind=kind,
        body=body,
        data=data,
    )


@transaction.atomic
def suggest_removal(
    *,
    round: Round,
    by: User,
    block_uid: UUID,
    reason: str,
    organisation: Organisation | None = None,
    form_key: UUID | None = None,
    is_example: bool = False,
    came_on_paper: datetime | None = None,
) -> Suggestion:
    """Propose that a block of the round's text is taken out. Raises like ``suggest_change``."""
    base = _base(round, block_uid)
    return _take(round, SuggestionAct.REMOVE, by, organisation, reason, form_key, is_example, came_on_paper, base=base)


def withdraw_suggestion(*, suggestion: Suggestion, by: User) -> None:
    """Take a suggestion back before it is answered. Raises PermissionDenied, NotInThisState."""
    answering.withdraw(duty=suggestion.duty, by=by)


@transaction.atomic
def accept_suggestion(
    *,
    suggestion: Suggestion,
    by: User,
    outcome: str,
    reason: str,
    base_revision: int | None = None,
    body: str = "",
    data: Mapping[str, Any] | None = None,
    registry_number: str = "",
    registry_date: date | None = None,
) -> Suggestion:
    """Write a suggestion into the working text, credited to its author and organisation, and answer its duty.

    ``body`` and ``data`` are the text to be saved: the proposed one, or what was made of it and of the present text, seen at
    ``base_revision``. ``outcome`` is accepted or partly accepted, ``reason`` the answer. A removal is carried out where it is
    accepted; partly accepted, the shortened text is saved.

    Raises PermissionDenied, NotInThisState where it is answered or withdrawn, ChangedMeanwhile where the block is no longer at
    ``base_revision``, ValidationError by field. Nothing is written then.
    """
    lock(suggestion.round.document_id)
    found = (
        Suggestion.objects.select_for_update(of=("self",))
        .select_related("round__document", "duty", "author", "organisation", "section", "block")
        .get(pk=suggestion.pk)
    )
    if not permissions.can_accept(by, found):
        raise PermissionDenied
    if found.took_effect_id is not None or not found.duty.is_open:
        raise NotInThisState
    proposed = words.uncovered(found)
    if outcome not in ACCEPTING:
        raise ValidationError({"outcome": ValidationError(NOT_HERE, code="outcome")})
    if found.act == SuggestionAct.INSERT:
        written = _insert(found, body, data or {})
    elif found.act == SuggestionAct.REMOVE and outcome == Outcome.ACCEPTED:
        written = _remove(found, base_revision)
    else:
        written = _change(found, proposed, base_revision, body, data)
    found.took_effect, found.took_effect_revision = written, written.revision
    found.save(update_fields=["took_effect", "took_effect_revision"])
    answering.answer(
        duty=found.duty,
        by=by,
        outcome=outcome,
        reason=reason,
        registry_number=registry_number,
        registry_date=registry_date,
    )
    return found


def refuse_unwritten(suggestion: Suggestion, outcome: str) -> None:
    """Raise ValidationError where a suggestion would be called accepted that was not written into the text (called inside the
    transaction of the answer)."""
    if outcome in ACCEPTING and suggestion.took_effect_id is None:
        raise ValidationError({"outcome": ValidationError(WRITE_IT, code="unwritten")})


# --- suggesting -------------------------------------------------------------------------------------------------------


def _base(round: Round, uid: UUID) -> frozen.FrozenBlock:
    found = frozen.block(frozen_texts.text_of(round.version), uid)
    if found is None:
        raise ValidationError(NOT_IN_TEXT, code="not_in_text")
    return found


def _checked(round: Round, kind: str, body: str, data: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return text and data as they are stored, whole: they become several blocks only when they are written. Raises
    ValidationError by field."""
    block_type = kinds.block_type(round.document, kind)
    errors: dict[str, Any] = {}
    clean_body, clean_data = "", {}
    try:
        clean_body = block_type.check_body(body)
    except ValidationError as error:
        errors |= error.error_dict
    try:
        clean_data = block_type.validate(data)
    except ValidationError as error:
        errors |= error.error_dict
    if errors:
        raise ValidationError(errors)
    return clean_body, clean_data


def _take(
    round: Round,
    act: SuggestionAct,
    by: User,
    organisation: Organisation | None,
    reason: str,
    form_key: UUID | None,
    is_example: bool,
    came_on_paper: datetime | None,
    *,
    base: frozen.FrozenBlock | None,
    section: UUID | None = None,
    kind: str = "",
    body: str = "",
    data: Mapping[str, Any] | None = None,
) -> Suggestion:
    why = cleaning.text(reason)
    if not why:
        raise ValidationError({"reason": ValidationError(NO_REASON, code="required")})
    if came_on_paper is not None:
        organisation = None
    else:
        check_author(by, round, organisation)
    if earlier := _earlier(form_key, by):
        return earlier
    found = running(round) if came_on_paper is None else locked_for_paper(round, by)
    if earlier := _earlier(form_key, by):
        return earlier  # sent twice at the same moment: the lock of the round put this one behind
    block = Block.objects.get(uid=base.uid, document=round.document_id) if base is not None else None
    stood = base.section if base is not None else section
    where = Section.objects.get(document=round.document_id, uid=stood)  # type: ignore[misc]  # one of both names it
    post = person(by).post
    is_example = is_example or by.is_example or found.is_example
    made = Suggestion(
        round=found,
        act=act,
        section=where,
        block=block,
        base_revision=base.revision if base is not None else None,
        kind=kind or (base.kind if base is not None else ""),
        body=body,
        data=dict(data or {}),
        reason=why[:LONGEST_REASON],
        author=by,
        organisation=organisation,
        unit_id=post.unit_id if post and organisation is None and came_on_paper is None else None,
        channel=InputChannel.PORTAL if came_on_paper is None else InputChannel.PAPER,
        created_at=came_on_paper or timezone.now(),
        form_key=form_key,
        is_example=is_example,
    )
    made.reference = references.assign(made, SUGGESTION_LETTER)
    made.duty = answering.open_duty(
        kind=DutyKind.SUGGESTION,
        reference=made.reference,
        title=_title(found, act, made, base),
        submitter=by if came_on_paper is None else None,
        organisation=organisation,
        unit=found.unit,
        received_at=made.created_at,
        is_example=is_example,
    )
    made.save()
    notify(
        recipients=[user for user in telling.responsible(made.duty) if user.pk != by.pk],
        kind="suggestion_received",
        reference=made.reference,
        event="received",
        is_example=is_example,
    )
    return made


def _earlier(form_key: UUID | None, by: User) -> Suggestion | None:
    return Suggestion.objects.filter(form_key=form_key, author=by).first() if form_key else None


def _title(round: Round, act: SuggestionAct, made: Suggestion, base: frozen.FrozenBlock | None) -> str:
    """Return what lists call a suggestion, in the language of the text: what is proposed, and the words it is about."""
    of = made if base is None or act == SuggestionAct.INSERT else base
    words = past.words_of(of.kind, of.body, of.data)
    with translation.override(round.document.language):
        if act == SuggestionAct.INSERT:
            title = gettext("New text: %(words)s") % {"words": words}
        elif act == SuggestionAct.REMOVE:
            title = gettext("Take out: %(words)s") % {"words": words}
        else:
            title = gettext("Other words: %(words)s") % {"words": words}
    return Truncator(title).chars(LONGEST_TITLE)


# --- accepting --------------------------------------------------------------------------------------------------------


def _credit(suggestion: Suggestion) -> dict[str, Any]:
    """Return who is named in the history: who proposed it, for whom, and why (where that may be read). What came on paper names
    nobody."""
    is_own = suggestion.channel == InputChannel.PORTAL
    return {
        "by": suggestion.author if is_own else None,
        "organisation": suggestion.organisation,
        "reason": suggestion.reference if suggestion.is_hidden else f"{suggestion.reference}: {suggestion.reason}",
    }


def _standing(block: Block | None) -> Block:
    """Return the block of a suggestion as it stands, locked until the end of the transaction."""
    if block is None:
        raise ValidationError(NOT_IN_TEXT, code="not_in_text")
    locked = Block.objects.select_for_update(of=("self",), no_key=True).select_related("section")
    return locked.get(pk=block.pk)


def stands(section: Section | None) -> bool:
    """Return whether neither a section nor one above it was taken out."""
    while section is not None and section.removed_at is None:
        section = section.parent
    return section is None


def _change(
    suggestion: Suggestion, proposed: Suggestion, base_revision: int | None, body: str, data: Mapping[str, Any] | None
) -> Block:
    block = _standing(suggestion.block)
    if block.removed_at is not None:
        raise ValidationError({"body": ValidationError(BLOCK_GONE, code="gone")})
    if not stands(block.section):
        raise ValidationError({"body": ValidationError(SECTION_GONE, code="gone")})
    if block.revision != base_revision:
        raise ChangedMeanwhile
    result = save_block(block_uid=block.uid, base_revision=base_revision, body=body, data=data, **_credit(suggestion))
    if result.is_conflict:
        raise ChangedMeanwhile
    is_as_proposed = (block.body, block.data) == (proposed.body, proposed.data)
    if result.state == "unchanged" and not is_as_proposed:
        raise ValidationError({"body": ValidationError(NOTHING_WRITTEN, code="unchanged")})
    return result.block


def _insert(suggestion: Suggestion, body: str, data: Mapping[str, Any]) -> Block:
    """Add the new block where it was meant to stand: after its neighbour, wherever that stands today, also where it was taken
    out (it keeps its place)."""
    after = _standing(suggestion.block) if suggestion.block is not None else None
    section = after.section if after is not None else suggestion.section
    if not stands(section):
        raise ValidationError({"body": ValidationError(SECTION_GONE, code="gone")})
    return add_block(
        section=section,
        kind=suggestion.kind,
        body=body,
        data=data,
        after=after,
        first=after is None,
        **_credit(suggestion),
    )


def _remove(suggestion: Suggestion, base_revision: int | None) -> Block:
    block = _standing(suggestion.block)
    if block.removed_at is not None:
        return block  # it is out already: nothing is left to do
    if block.revision != base_revision:
        raise ChangedMeanwhile
    return remove_block(block_uid=block.uid, base_revision=base_revision, **_credit(suggestion))
