"""How to cite: an edition or a place in it, as a sentence and as files for reference managers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from handbooks import citing, queries, structured
from handbooks.reading import OpenEdition, open_edition
from handbooks.views.public.withdrawn import explaining_withdrawal


@explaining_withdrawal
@require_safe
def cite(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """The page of citations; ``?yer=`` names a chapter or section of the edition."""
    opened = open_edition(queries.shelf(slug), number)
    anchor = request.GET.get("yer", "")
    work = _work(opened, anchor)
    context = {
        "opened": opened,
        "shelf": opened.shelf,
        "edition": opened.edition,
        "anchor": anchor,
        "work": work,
        "apa": citing.apa(work),
        "in_text": citing.in_text(work),
        "texts": [(each, citing.WRITERS[each.ending](work)) for each in citing.FORMATS.values()],
        "places": opened.outline.headings.values(),
        "canonical": structured.absolute(request.path),
    }
    return render(request, "handbooks/cite.html", context)


@explaining_withdrawal
@require_safe
def cite_file(request: HttpRequest, slug: str, number: str, ending: str) -> HttpResponse:
    """The same as a file."""
    if ending not in citing.FORMATS:
        raise Http404
    opened = open_edition(queries.shelf(slug), number)
    anchor = request.GET.get("yer", "")
    work = _work(opened, anchor)
    response = HttpResponse(citing.WRITERS[ending](work), content_type=citing.FORMATS[ending].content_type)
    name = "-".join(filter(None, [slug, number, anchor]))
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _work(opened: OpenEdition, anchor: str) -> citing.Work:
    """Raises Http404 where no chapter or section of the edition has this anchor."""
    place = opened.outline.headings.get(anchor)
    if anchor and place is None:
        raise Http404
    address = (
        opened.permanent(anchor)
        if anchor
        else reverse("handbooks:edition_page", args=[opened.slug, opened.edition.number])
    )
    return citing.work_of(
        opened.edition,
        opened.front,
        language=opened.outline.language,
        address=address,
        anchor=anchor,
        place=place.title if place else "",
        place_number=place.number if place else "",
        seen=timezone.localdate(),
    )
