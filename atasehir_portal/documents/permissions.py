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
    can be special-category data, and a name is shown in public only where its bearer says so.
    """
    return can_write(user, document) or can_answer(user, document)
