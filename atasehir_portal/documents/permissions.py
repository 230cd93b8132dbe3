"""Who may do what with a document: the room it belongs to says so (port ``DocumentKind``)."""

from typing import Any

from atasehir_portal.accounts.people import person
from atasehir_portal.documents import kinds
from atasehir_portal.documents.models import BlockConflict, Document, Round, RoundState, TakesPart


def can_write(user: Any, document: Document) -> bool:
    """Whether the person may change the text."""
    return user.is_authenticated and kinds.get(document.kind).can_write(user, document)


def can_read(user: Any, document: Document) -> bool:
    """Whether the document exists for the person. Who can write can read."""
    return kinds.get(document.kind).can_read(user, document) or can_write(user, document)


def can_comment(user: Any, document: Document) -> bool:
    """Whether the person may comment and propose changes."""
    return user.is_authenticated and kinds.get(document.kind).can_comment(user, document)


def can_answer(user: Any, document: Document) -> bool:
    """Whether the person may answer comments and proposals."""
    return user.is_authenticated and kinds.get(document.kind).can_answer(user, document)


def can_resolve(user: Any, conflict: BlockConflict) -> bool:
    """Whether the person may merge a text that met a newer one: everybody who can write the document."""
    return can_write(user, conflict.block.document)


def can_verify(user: Any, document: Document) -> bool:
    """Whether the person sees the frozen versions with their digests and has their chain verified: who writes or answers,
    and administrators, who publish when nobody writes any more."""
    return can_write(user, document) or can_answer(user, document) or person(user).is_administrator


def can_see_names(user: Any, document: Document) -> bool:
    """Whether the person sees who wrote what by name. Others see organisation and unit: belonging to an organisation
    can be special-category data, and a name is shown in public only where its bearer says so. Who may see them may do so in
    every state of the document, also where nobody writes in it any more: the room says who that is.
    """
    asked = kinds.get(document.kind).can_see_names
    if asked is not None:
        return user.is_authenticated and asked(user, document)
    return can_write(user, document) or can_answer(user, document)


def can_read_past(user: Any, document: Document) -> bool:
    """Whether the person reads what the document was: earlier states, what was taken out, the reasons given for it.

    That a text is public does not make its drafts so. Where the room says nothing, those read them who may read the text as
    staff, as members of a verified organisation or as writers.
    """
    if not user.is_authenticated or not can_read(user, document):
        return False
    asked = kinds.get(document.kind).can_read_past
    if asked is not None:
        return asked(user, document)
    who = person(user)
    return who.is_staff_member or bool(who.organisation_ids) or can_write(user, document)


def can_run_round(user: Any, document: Document) -> bool:
    """Whether the person plans, opens and closes rounds on this document: its room says who."""
    asked = kinds.get(document.kind).can_run_round
    return asked is not None and user.is_authenticated and asked(user, document)


def can_see_round(user: Any, round: Round) -> bool:
    """Everybody sees a round that has begun, and reads its frozen text; one that is planned exists for staff alone."""
    return round.state != RoundState.PLANNED or person(user).is_staff_member


def can_take_part(user: Any, round: Round) -> bool:
    """Whether the person may write in the round, as long as it takes inputs (``Round.is_running``)."""
    if not user.is_authenticated or not can_see_round(user, round):
        return False
    if round.takes_part == TakesPart.EVERYBODY:
        return True
    return bool(person(user).organisation_ids)


def can_take_part_alone(user: Any, round: Round) -> bool:
    """Whether the person may write there for themselves (staff: for their unit), and not only for an organisation."""
    return can_take_part(user, round) and round.takes_part == TakesPart.EVERYBODY


def can_reply(user: Any, round: Round) -> bool:
    """Whether the person may reply in the threads of the round: who takes part, and the municipality's staff."""
    return can_take_part(user, round) or can_reply_alone(user, round)


def can_reply_alone(user: Any, round: Round) -> bool:
    """Whether the person may reply for themselves; staff reply for their unit, also where only organisations give opinions."""
    return can_take_part_alone(user, round) or person(user).is_staff_member


def can_type_in(user: Any, round: Round) -> bool:
    """Whether the person types in what came on paper: who runs the round, the unit that answers, and coordinators."""
    who = person(user)
    if not who.is_staff_member:
        return False
    in_unit = who.post is not None and who.post.unit_id == round.unit_id
    return in_unit or who.is_coordinator or can_run_round(user, round.document)


def can_close_round(user: Any, round: Round) -> bool:
    return can_run_round(user, round.document)
