"""Searching inside the books."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from atasehir_portal.paging import StoppingPaginator
from handbooks import highlighting, queries, wording
from handbooks.models import EditionPassage
from handbooks.queries import Shelf
from handbooks.reading import OpenEdition


@dataclass(frozen=True, slots=True)
class Hit:
    """A section that holds what was looked for."""

    shelf: Shelf
    heading: SafeString
    chapter: str
    snippet: SafeString
    address: str


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Sections of the editions in force that hold what was typed, best first; in one book where one is chosen."""
    asked = request.GET.get("q", "").replace("\x00", "").strip()
    typed = wording.shortened(asked)
    shelves = [shelf for shelf in queries.library() if shelf.latest]
    chosen = next((shelf for shelf in shelves if shelf.handbook.slug == request.GET.get("kitap")), None)
    context: dict[str, object] = {
        "typed": typed,
        "is_cut": len(asked) > len(typed),
        "shelves": shelves,
        "chosen": chosen,
    }
    if typed:
        page = StoppingPaginator(queries.search(typed, [chosen] if chosen else shelves)).get_page(
            request.GET.get("page")
        )
        context |= {"page_obj": page, "hits": _hits(typed, page.object_list, shelves), "total": page.paginator.total}
    return render(request, "handbooks/search.html", context)


def _hits(typed: str, passages: list[EditionPassage], shelves: list[Shelf]) -> list[Hit]:
    passages = list(passages)
    texts = [escape(passage.heading) for passage in passages]
    texts += [escape(words) for passage in passages for _anchor, words in passage.parts]
    found = queries.found_words(typed, {word for text in texts for word in highlighting.words_of(text)})
    by_edition = {shelf.latest.pk: shelf for shelf in shelves if shelf.latest}
    return [_hit(typed, passage, by_edition[passage.edition_id], found) for passage in passages]


def _hit(typed: str, passage: EditionPassage, shelf: Shelf, found: frozenset[str]) -> Hit:
    opened = OpenEdition(shelf, passage.edition)
    anchor, words = highlighting.best_part(passage.parts, found)
    page = opened.address(passage.chapter) if passage.chapter else opened.sources
    place = anchor or passage.anchor
    return Hit(
        shelf=shelf,
        heading=highlighting.mark(escape(passage.heading), found).html,
        chapter=passage.chapter_heading if passage.chapter != passage.anchor else "",
        snippet=highlighting.snippet(words or " ".join(text for _anchor, text in passage.parts[:1]), found),
        address=f"{page}?{urlencode({'ara': typed})}" + (f"#{place}" if place != passage.chapter else ""),
    )
