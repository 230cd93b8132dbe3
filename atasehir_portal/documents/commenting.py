"""What people say in a round: comments with a duty to be answered, replies in their threads, contributions on paper."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from atasehir_portal import references
from atasehir_portal.accounts.models import Organisation, User
from atasehir_portal.accounts.people import person
from atasehir_portal.answering import services as answering
from atasehir_portal.answering import telling
from atasehir_portal.answering.models import DutyKind, DutyState
from atasehir_portal.documents import permissions
from atasehir_portal.documents.models import Block, Comment, InputChannel, Round, RoundQuestion
from atasehir_portal.documents.paper import locked_for_paper
from atasehir_portal.documents.rounds import locked, running
from atasehir_portal.notifications.services import notify
from atasehir_portal.transitions import NotInThisState

COMMENT_LETTER = "Y"
LONGEST_COMMENT = 5000
LONGEST_TITLE = 120
EMPTY = _("Write what you think.")
NOT_IN_TEXT = _("This place is not in the text of the round.")


def check_author(by: User, round: Round, organisation: Organisation | None, *, is_reply: bool = False) -> None:
    """Raise PermissionDenied where the person may not write in the round, or not for this organisation, or not alone.

    Staff reply for their unit in every round, also where only organisations give opinions: who is spoken to can speak back.
    """
    if is_reply and organisation is None and permissions.can_reply_alone(by, round):
        return
    if organisation is not None:
        if not permissions.can_take_part(by, round) or organisation.pk not in person(by).organisation_ids:
            raise PermissionDenied
    elif not permissions.can_take_part_alone(by, round):
        raise PermissionDenied


@transaction.atomic
def comment(
    *,
    round: Round,
    by: User,
    body: str,
    organisation: Organisation | None = None,
    block: Block | None = None,
    question: RoundQuestion | None = None,
    form_key: UUID | None = None,
    is_example: bool = False,
) -> Comment:
    """Say something about a block, a question, or (neither) the whole, for oneself or for an organisation.

    It gets a reference and a duty, which the round's unit answers. The same ``form_key`` twice is one comment. Raises
    PermissionDenied, RoundIsOver, ValidationError (body, or without a field where the place is not in the round's text).
    """
    if earlier := _earlier(form_key, by):
        return earlier
    check_author(by, round, organisation)
    found = running(round)
    if earlier := _earlier(form_key, by):
        return earlier  # sent twice at the same moment: the lock of the round put this one behind
    post = person(by).post
    return _take(
        round=found,
        by=by,
        submitter=by,
        organisation=organisation,
        body=body,
        block=block,
        question=question,
        form_key=form_key,
        unit_id=post.unit_id if post and organisation is None else None,
        channel=InputChannel.PORTAL,
        is_example=is_example or by.is_example,
    )


@transaction.atomic
def type_in(
    *,
    round: Round,
    by: User,
    body: str,
    block: Block | None = None,
    question: RoundQuestion | None = None,
    received_at: datetime | None = None,
    form_key: UUID | None = None,
) -> Comment:
    """Type in what came on paper, without who wrote it. Also possible while the round is being answered.

    Raises PermissionDenied, RoundIsOver, ValidationError (as ``comment``).
    """
    if earlier := _earlier(form_key, by):
        return earlier
    if not permissions.can_type_in(by, round):
        raise PermissionDenied
    locked(round)
    if earlier := _earlier(form_key, by):
        return earlier
    found = locked_for_paper(round, by)
    return _take(
        round=found,
        by=by,
        submitter=None,
        organisation=None,
        body=body,
        block=block,
        question=question,
        form_key=form_key,
        unit_id=None,
        channel=InputChannel.PAPER,
        received_at=received_at,
        is_example=by.is_example,
    )


@transaction.atomic
def reply(
    *,
    comment: Comment,
    by: User,
    body: str,
    organisation: Organisation | None = None,
    form_key: UUID | None = None,
    is_example: bool = False,
) -> Comment:
    """Reply to a comment. A thread has one level; it is answered with its comment. Tells who wrote the comment.

    Raises PermissionDenied, RoundIsOver, NotInThisState where the comment was withdrawn, ValidationError (body).
    """
    if earlier := _earlier(form_key, by):
        return earlier
    check_author(by, comment.round, organisation, is_reply=True)
    found = running(comment.round)
    if earlier := _earlier(form_key, by):
        return earlier
    thread = Comment.objects.select_related("duty").get(pk=comment.parent_id or comment.pk)
    if thread.duty is None or thread.duty.state == DutyState.WITHDRAWN:
        raise NotInThisState
    post = person(by).post
    said = Comment(
        round=found,
        parent=thread,
        author=by,
        organisation=organisation,
        unit_id=post.unit_id if post and organisation is None else None,
        body=_words(body),
        form_key=form_key,
        is_example=is_example or by.is_example or thread.is_example,
    )
    said.reference = references.assign(said, COMMENT_LETTER)
    said.save()
    notify(
        recipients=[user for user in telling.senders(thread.duty) if user.pk != by.pk],
        kind="comment_discussed",
        reference=thread.reference,
        event=said.reference,
        is_example=said.is_example,
    )
    return said


def withdraw_comment(*, comment: Comment, by: User) -> None:
    """Take a comment back before it is answered. Raises PermissionDenied, NotInThisState."""
    if comment.duty is None:
        raise NotInThisState
    answering.withdraw(duty=comment.duty, by=by)


def _take(
    *,
    round: Round,
    by: User,
    submitter: User | None,
    organisation: Organisation | None,
    body: str,
    block: Block | None,
    question: RoundQuestion | None,
    form_key: UUID | None,
    unit_id: int | None,
    channel: str,
    received_at: datetime | None = None,
    is_example: bool = False,
) -> Comment:
    words = _words(body)
    if (block is not None and block.document_id != round.document_id) or (
        question is not None and question.round_id != round.pk
    ):
        raise ValidationError(NOT_IN_TEXT, code="not_in_text")
    is_example = is_example or round.is_example
    said = Comment(
        round=round,
        author=by,
        organisation=organisation,
        unit_id=unit_id,
        block=block,
        question=None if block is not None else question,
        body=words,
        channel=channel,
        form_key=form_key,
        created_at=received_at or timezone.now(),
        is_example=is_example,
    )
    said.reference = references.assign(said, COMMENT_LETTER)
    said.duty = answering.open_duty(
        kind=DutyKind.COMMENT,
        reference=said.reference,
        title=Truncator(" ".join(words.split())).chars(LONGEST_TITLE),
        submitter=submitter,
        organisation=organisation,
        unit=round.unit,
        received_at=said.created_at,
        is_example=is_example,
    )
    said.save()
    notify(
        recipients=[user for user in telling.responsible(said.duty) if user.pk != by.pk],
        kind="comment_received",
        reference=said.reference,
        event="received",
        is_example=is_example,
    )
    return said


def _earlier(form_key: UUID | None, by: User) -> Comment | None:
    return Comment.objects.filter(form_key=form_key, author=by).first() if form_key else None


def _words(body: str) -> str:
    words = body.strip()
    if not words:
        raise ValidationError({"body": ValidationError(EMPTY, code="required")})
    return words[:LONGEST_COMMENT]
