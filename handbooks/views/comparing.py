"""What is new in an edition: two published editions of a book beside each other, for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from atasehir_portal.documents import comparison
from atasehir_portal.documents import queries as documents
from atasehir_portal.documents.nodes import Reading
from handbooks import queries, series
from handbooks.front_matter import FrontMatter
from handbooks.models import Edition
from handbooks.queries.library import Shelf, figure_address
from handbooks.reading import OpenEdition


@require_safe
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Counts for each chapter, or one chapter with what changed in it. Editions that were withdrawn are not read, so they
    are not compared."""
    shelf = queries.shelf(slug)
    readable = {edition.number: edition for edition in shelf.readable}
    if len(readable) < 2:
        raise Http404
    numbers = list(readable)
    new = request.GET.get("yeni") or numbers[0]
    earlier = numbers[numbers.index(new) + 1 :] if new in readable else []
    old = request.GET.get("eski") or next(iter(earlier), numbers[-1])
    if old not in readable or new not in readable:
        raise Http404
    compared = comparison.page(
        comparison.compare(_reading(shelf, readable[old]), _reading(shelf, readable[new])),
        part=request.GET.get("bolum", ""),
        only_changes=request.GET.get("goster") != "tum",
    )
    if compared is None:
        raise Http404
    context = {
        "shelf": shelf,
        "compared": compared,
        "choices": [(number, _("edition %(number)s") % {"number": number}) for number in numbers],
        "old": old,
        "new": new,
        "edition": readable[new],
        "language": shelf.handbook.document.language,
    }
    return render(request, "handbooks/compare.html", context)


def _reading(shelf: Shelf, edition: Edition) -> Reading:
    opened = OpenEdition(shelf, edition)
    return documents.read_version(
        edition.version,
        figure_address=figure_address(opened.slug, edition.number),
        chapter_address=lambda chapter: opened.address(chapter.anchor),
        elsewhere=series.as_printed(FrontMatter.of_edition(edition).series),
    )
