"""Access is how a thing is fetched: what a person may not see is not found, what they may only look at is refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from atasehir_portal.accounts.models import Organisation
from atasehir_portal.accounts.people import person
from atasehir_portal.documents import kinds, permissions
from atasehir_portal.documents.models import Block, Document, Section


def _checked(request: HttpRequest, document: Document, write: bool) -> None:
    try:
        can_read = permissions.can_read(request.user, document)
    except LookupError as error:
        raise Http404 from error
    if not can_read:
        raise Http404
    if write and not permissions.can_write(request.user, document):
        raise PermissionDenied
    request.stands_at = kinds.get(document.kind).url(document)  # what the navigation marks


def _past_checked(request: HttpRequest, document: Document) -> None:
    if not permissions.can_read_past(request.user, document):
        raise Http404


def document_for(request: HttpRequest, uid: UUID, *, write: bool, past: bool = False) -> Document:
    """Return a document for reading or writing, with ``past`` for reading what it was. Raises Http404, PermissionDenied."""
    document = get_object_or_404(Document.objects.select_related(*kinds.owners()), uid=uid)
    _checked(request, document, write)
    if past:
        _past_checked(request, document)
    return document


def _with_document() -> list[str]:
    return ["document", *(f"document__{owner}" for owner in kinds.owners())]


def section_for(request: HttpRequest, uid: UUID) -> Section:
    """Return a section for writing. Raises Http404, PermissionDenied."""
    section = get_object_or_404(Section.objects.select_related(*_with_document()), uid=uid)
    _checked(request, section.document, True)
    return section


def block_for(request: HttpRequest, uid: UUID, *, write: bool, past: bool = False) -> Block:
    """Return a block for reading or writing, with ``past`` for reading what it was. Raises Http404, PermissionDenied."""
    block = get_object_or_404(Block.objects.select_related(*_with_document(), "section__parent"), uid=uid)
    _checked(request, block.document, write)
    if past:
        _past_checked(request, block.document)
    return block


def organisation_of(request: HttpRequest) -> Organisation | None:
    """Return the organisation for which an act counts that does not ask; None for staff."""
    return next(iter(organisations_of(request)), None)


def organisations_of(request: HttpRequest) -> list[Organisation]:
    """Return the organisations on whose behalf the person may write; none for staff, who write for their unit."""
    who = person(request.user)
    if who.post is not None:
        return []
    return [m.organisation for m in who.memberships if m.organisation_id in who.organisation_ids]


@contextmanager
def refusals_shown(request: HttpRequest) -> Iterator[None]:
    """Say above the next page what a kind of block refused, where there is no form that could show it."""
    try:
        yield
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
