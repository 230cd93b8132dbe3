"""The library and its books: what is published, what is new, what was withdrawn."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from atasehir_portal.documents import effects
from handbooks import citing, queries, structured
from handbooks.queries import Shelf
from handbooks.reading import OpenEdition, Outline, open_edition
from handbooks.services import texts
from handbooks.views.public.withdrawn import explaining_withdrawal


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """All books with what of them is published, and how far the others are."""
    shelves = queries.library()
    rounds = queries.open_rounds()
    context = {
        "shelves": [(shelf, _outline(shelf), rounds.get(shelf.handbook.document_id)) for shelf in shelves],
        "canonical": structured.absolute(request.path),
        "structured": structured.script(structured.of_library(shelves)),
    }
    return render(request, "handbooks/library.html", context)


def _outline(shelf: Shelf) -> Outline | None:
    """The contents of the edition in force, which say how much of the book has text."""
    return OpenEdition(shelf, shelf.latest).outline if shelf.latest else None


@require_safe
def book(request: HttpRequest, slug: str) -> HttpResponse:
    """One book: what it is about, the contents of the edition in force, all its editions, its errors, how it is cited."""
    shelf = queries.shelf(slug)
    opened = OpenEdition(shelf, shelf.latest) if shelf.latest else None
    return render(request, "handbooks/book.html", _about(shelf, opened) | {"round": queries.open_round(shelf.handbook)})


@explaining_withdrawal
@require_safe
def edition_page(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """One edition that is not in force any more; the one in force stands on the page of the book."""
    shelf = queries.shelf(slug)
    opened = open_edition(shelf, number)
    if opened.is_current:
        return redirect("handbooks:book", slug)
    return render(request, "handbooks/edition.html", _about(shelf, opened))


@require_safe
def edition(request: HttpRequest, reference: str) -> HttpResponse:
    """Lead from the public reference of an edition to it: to its book while it is in force or being prepared."""
    found = queries.by_reference(reference)
    if found is None:
        raise Http404
    shelf = queries.shelf(found.handbook.slug)
    if found in shelf.earlier:
        return redirect("handbooks:edition_page", found.handbook.slug, found.number)
    return redirect("handbooks:book", found.handbook.slug)


def _about(shelf: Shelf, opened: OpenEdition | None) -> dict[str, object]:
    """What the page of a book and that of an older edition say."""
    if opened is None:
        address = reverse("handbooks:book", args=[shelf.handbook.slug])
        return {"shelf": shelf, "opened": None, "canonical": structured.absolute(address)}
    errata, corrections = queries.errata_and_corrections(opened.edition)
    work = citing.work_of(
        opened.edition,
        opened.front,
        language=opened.outline.language,
        address=reverse("handbooks:edition_page", args=[opened.slug, opened.edition.number]),
        seen=timezone.localdate(),
    )
    return {
        "shelf": shelf,
        "opened": opened,
        "contents": [(chapter, opened.address(chapter.anchor)) for chapter in opened.outline.chapters],
        "errata": errata,
        "corrections": corrections,
        "contributions": effects.contributions_to(opened.edition.version),
        "text_sizes": texts.sizes_of(opened.edition),
        "downloads": queries.shown_downloads(shelf.editions),
        "work": work,
        "citation": citing.apa(work),
        "formats": citing.FORMATS.values(),
        "canonical": structured.absolute(opened.home),
        "structured": structured.script(structured.of_book(opened)),
    }
