"""Where something stands and shall stand, as forms write it: ``<section or ->/<neighbour before it or ->``."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from atasehir_portal.documents import services
from atasehir_portal.documents.models import Block, Document, Section

_NONE = "-"


def written(parent: UUID | None, after: UUID | None) -> str:
    """Return a place as forms write it."""
    return f"{parent or _NONE}/{after or _NONE}"


def _read(typed: str) -> services.Place:
    """Return a place that a form wrote. Raises MovedMeanwhile for anything else."""
    try:
        parent, after = (None if word == _NONE else UUID(word) for word in typed.split("/"))
    except ValueError as error:
        raise services.MovedMeanwhile from error
    return services.Place(parent, after)


def named(request: HttpRequest, name: str) -> UUID:
    """Return the uid that a form names. Raises MovedMeanwhile."""
    found = _read(f"{_NONE}/{request.POST.get(name, '')}").after
    if found is None:
        raise services.MovedMeanwhile
    return found


def seen(request: HttpRequest) -> services.Place | None:
    """Return where the person saw what they move; None where the form does not say. Raises MovedMeanwhile."""
    typed = request.POST.get("gorulen", "")
    return _read(typed) if typed else None


def _section(document: Document, uid: UUID | None) -> Section | None:
    if uid is None:
        return None
    found = document.sections.filter(uid=uid).first()
    if found is None:
        raise services.MovedMeanwhile
    return found


def tell_taken_out(request: HttpRequest, document: Document, words: str) -> None:
    """Say on the next page that something was taken out, with the way to bring it back."""
    address = reverse("documents:removed", args=[document.uid])
    messages.success(request, format_html('{} <a href="{}">{}</a>', words, address, _("Bring it back")))


def for_section(request: HttpRequest, document: Document) -> tuple[Section | None, Section | None]:
    """Return where a section shall stand: its parent and the sibling before it. Raises MovedMeanwhile."""
    place = _read(request.POST.get("yer", ""))
    return _section(document, place.parent), _section(document, place.after)


def for_block(request: HttpRequest, document: Document) -> tuple[Section, Block | None]:
    """Return where a block shall stand: its section and the block before it. Raises MovedMeanwhile."""
    place = _read(request.POST.get("yer", ""))
    section = _section(document, place.parent)
    after = document.blocks.filter(uid=place.after).first() if place.after else None
    if section is None or (place.after and after is None):
        raise services.MovedMeanwhile
    return section, after
