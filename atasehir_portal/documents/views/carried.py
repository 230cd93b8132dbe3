"""What was said in rounds, where it has its home today or in a later round, and what has become of the text in between."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from atasehir_portal.documents import carried, carried_input, kinds, permissions, queries, round_queries
from atasehir_portal.documents.carried import WHOLE, Carried
from atasehir_portal.documents.commenting import COMMENT_LETTER
from atasehir_portal.documents.models import Round
from atasehir_portal.documents.nodes import Reading
from atasehir_portal.documents.suggesting import queries as suggestions
from atasehir_portal.documents.views.access import document_for
from atasehir_portal.paging import StoppingPaginator
from atasehir_portal.signing_in import signed_in


@signed_in
@require_safe
def inputs(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What was said in rounds about a text, at its home in the working text; ``?yer=`` names a block, a section or the whole."""
    document = document_for(request, uid, write=False, past=True)
    reading = queries.read(document, chapter_address=queries.workspace_chapter_address(document))
    text = carried.text_of_reading(reading)
    context = _listed(request, carried.into_draft(request.user, document, text), reading)
    context |= {
        "document": document,
        "back": kinds.get(document.kind).url(document),
        "can_write": permissions.can_write(request.user, document),
        "can_verify": permissions.can_verify(request.user, document),
        "can_read_past": True,
    }
    return render(request, "documents/carried/inputs.html", context)


@require_safe
def earlier(request: HttpRequest, reference: str) -> HttpResponse:
    """What was said in earlier rounds, at its home in the text of this one; ``?yer=`` names a block, a section or the whole."""
    found = round_queries.get_round(request.user, reference, with_text=True)
    context = _listed(request, carried.into_round(request.user, found), round_queries.read_round(found))
    return render(request, "documents/carried/earlier.html", context | {"round": found})


def _listed(request: HttpRequest, all_of_it: Carried, reading: Reading) -> dict[str, Any]:
    """Return a page of 20 of what was carried, with the place that the address names, if any. Raises Http404."""
    asked = request.GET.get("yer", "")
    groups = list(all_of_it.groups.values())
    place = None
    if asked == WHOLE:
        groups = all_of_it.at(None)
    elif asked:
        place = _place(asked, reading)
        groups = all_of_it.at(place.uid)
    only_waiting = request.GET.get("durum") == "bekleyen"
    duties = carried.duties_of(request.user, groups, only_waiting=only_waiting)
    counted = sum(group.waiting if only_waiting else group.total for group in groups)
    page = StoppingPaginator(duties, counted=counted).get_page(request.GET.get("page"))
    nodes = {block.uid: block for block in reading.all_blocks()}
    sections = {section.uid: section for section in reading.walk()}
    rows = [
        (row, next((nodes[uid] for uid in row.home.blocks if uid in nodes), None), sections.get(row.home.section))
        for row in carried.rows_of(all_of_it, page.object_list)
    ]
    return {
        "page_obj": page,
        "total": page.paginator.total,
        "rows": rows,
        "place": place,
        "asked": asked,
        "is_whole": asked == WHOLE,
        "only_waiting": only_waiting,
        "reading": reading,
    }


def _place(asked: str, reading: Reading) -> Any:
    """Return the block or section with this uid. Raises Http404."""
    try:
        uid = UUID(asked)
    except ValueError as error:
        raise Http404 from error
    found = reading.block(uid) or next((section for section in reading.walk() if section.uid == uid), None)
    if found is None:
        raise Http404
    return found


@require_safe
def since(request: HttpRequest, reference: str, said: str) -> HttpResponse:
    """What lies between the text on which something was said and that of a later round, word by word. Both are frozen texts, and
    everybody reads it who may read both rounds."""
    later = round_queries.get_round(request.user, reference, with_text=True)
    found = _input(request, said)
    if found.round.document_id != later.document_id or found.round.version.number >= later.version.number:
        raise Http404
    at = carried_input.home_in_round(found, later)
    reading = round_queries.read_round(later)
    address, heading = carried_input.place_in_round(at, later, reading)
    context = {
        "said": found,
        "is_suggestion": not said.startswith(COMMENT_LETTER),
        "duty": found.duty,
        "earlier": found.round,
        "round": later,
        "home": at,
        "address": address,
        "heading": heading,
        "language": reading.language,
        "diffs": carried_input.changes(found, at, round_queries.read_round(found.round), reading),
    }
    return render(request, "documents/carried/since.html", context)


def _input(request: HttpRequest, reference: str) -> carried.Said:
    """Return a comment or a suggestion by its reference. Raises Http404."""
    if reference.startswith(COMMENT_LETTER):
        return round_queries.get_comment(request.user, reference)
    return suggestions.get_suggestion(request.user, reference)


def beside_chapter(request: HttpRequest, found: Round, chapter: Any) -> None:
    """Give the blocks and sections of a chapter what was said in earlier rounds and has its home there (``carried``)."""
    everything = carried.into_round(request.user, found)
    if not everything.groups:
        return
    places = [*(section.uid for section in chapter.walk()), *(block.uid for block in chapter.all_blocks())]
    here = carried.beside_places(request.user, everything, places)
    for each in [*chapter.walk(), *chapter.all_blocks()]:
        each.carried = here.get(each.uid)
