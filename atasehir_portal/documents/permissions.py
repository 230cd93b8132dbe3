"""Who may do what with a document: the room it belongs to says so (port ``DocumentKind``)."""

from typing import Any

from atasehir_portal.accounts.people import person
from atasehir_portal.documents import kinds
from atasehir_portal.documents.models import BlockConflict, Document


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
