"""The lasting addresses of the books of the series and of places in them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from handbooks import queries
from handbooks.models import Handbook
from handbooks.reading import open_edition


@require_safe
def by_number(request: HttpRequest, number: int, anchor: str = "") -> HttpResponse:
    """Lead to a book by its number, and to a place in the edition in force; to the book where it has no such place."""
    shelf = queries.shelf(get_object_or_404(Handbook, number=number).slug)
    if anchor:
        try:
            edition = open_edition(shelf)
        except Http404:  # nothing is in the library yet, or all of it was withdrawn: the book's page says so
            return redirect("handbooks:book", shelf.handbook.slug)
        chapter = edition.outline.home(anchor)
        if chapter is not None:
            return redirect(f"{edition.address(chapter.anchor)}#{anchor}")
    return redirect("handbooks:book", shelf.handbook.slug)
