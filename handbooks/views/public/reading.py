"""Reading online, chapter by chapter: the edition in force, and older ones under their number."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from handbooks import highlighting, queries, structured, wording
from handbooks.models import Erratum
from handbooks.reading import Chapter, OpenEdition, last_home, open_edition
from handbooks.views.public.withdrawn import explaining_withdrawal


@explaining_withdrawal
@require_safe
def read(request: HttpRequest, slug: str, anchor: str = "", number: str = "") -> HttpResponse:
    """One chapter, from the frozen text. The anchor of a section leads to its chapter, wherever that is by now."""
    shelf = queries.shelf(slug)
    opened = open_edition(shelf, number)
    if not anchor:
        anchor = opened.outline.chapters[0].anchor
    chapter = opened.outline.home(anchor)
    if chapter is None:
        # not in this edition: an older one may hold it
        older = None if number else last_home(shelf, anchor)
        if older is None:
            raise Http404
        return redirect(older.permanent(anchor))
    if chapter.anchor != anchor or (number and opened.is_current):
        place = f"#{anchor}" if chapter.anchor != anchor else ""
        return redirect(f"{opened.address(chapter.anchor)}{_query(request)}{place}")
    return render(request, "handbooks/read.html", _chapter_page(request, opened, chapter))


@explaining_withdrawal
@require_safe
def sources(request: HttpRequest, slug: str, number: str = "") -> HttpResponse:
    """The sources and the glossary of an edition."""
    opened = open_edition(queries.shelf(slug), number)
    if number and opened.is_current:
        return redirect(f"{opened.sources}{_query(request)}")
    context = _around(request, opened, opened.sources_part(), opened.sources) | {
        "contents": [(each, opened.address(each.anchor), True) for each in opened.outline.chapters]
    }
    return render(request, "handbooks/sources.html", context)


# How wide a drawing is shown, smallest first; "" is what a page shows that says nothing else.
SIZES = ("", "2", "3")


@explaining_withdrawal
@require_safe
def figure_page(request: HttpRequest, slug: str, number: str, anchor: str) -> HttpResponse:
    """A figure by itself, large enough for its words on any screen, with its description; ``?boy=`` makes it larger."""
    opened = open_edition(queries.shelf(slug), number)
    figure = opened.figure(anchor)
    if figure is None:
        raise Http404
    size = request.GET.get("boy", "")
    place = SIZES.index(size) if size in SIZES else 0
    chapter = opened.outline.home(anchor)
    context = {
        "opened": opened,
        "edition": opened.edition,
        "language": opened.outline.language,
        "figure": figure,
        "chapter": chapter,
        "back": f"{opened.address(chapter.anchor)}#{anchor}" if chapter else opened.home,
        "size": place + 1,
        "smaller": SIZES[place - 1] if place else None,
        "larger": SIZES[place + 1] if place + 1 < len(SIZES) else None,
        "canonical": structured.absolute(request.path),
    }
    return render(request, "handbooks/figure.html", context)


def _chapter_page(request: HttpRequest, opened: OpenEdition, chapter: Chapter) -> dict[str, object]:
    chapters = opened.outline.chapters
    place = chapters.index(chapter)
    steps = [(each, opened.address(each.anchor)) for each in chapters]
    context = _around(request, opened, opened.chapter(chapter), opened.address(chapter.anchor))
    asked = queries.open_round(opened.shelf.handbook)
    return context | {
        "round": asked if asked is not None and queries.is_on(asked, opened.edition) else None,
        "chapter": chapter,
        "contents": [(each, address, number < place) for number, (each, address) in enumerate(steps)],
        "previous": steps[place - 1] if place else None,
        "next": steps[place + 1] if place + 1 < len(steps) else None,
        "errata": _errata(opened, place),
        "permanent": opened.permanent(chapter.anchor),
        "newer": _newer(opened, chapter.anchor),
        "structured": structured.script(structured.of_chapter(opened, chapter)),
    }


def _around(request: HttpRequest, opened: OpenEdition, html: SafeString, address: str) -> dict[str, object]:
    """What every page of a text has: the text with the words marked that a search led here for."""
    typed = wording.shortened(request.GET.get("ara", ""))
    found = queries.found_words(typed, highlighting.words_of(html)) if typed else frozenset()
    marked = highlighting.mark(html, found, numbered=True)
    return {
        "opened": opened,
        "shelf": opened.shelf,
        "edition": opened.edition,
        "language": opened.outline.language,
        "text": marked.html,
        "typed": typed,
        "marks": marked.count,
        "here": address,
        "canonical": structured.absolute(address),
    }


def _errata(opened: OpenEdition, place: int) -> list[Erratum]:
    """The errors noted in this chapter."""
    return [each for each in queries.errata_of(opened.edition) if opened.outline.homes.get(each.anchor) == place]


def _newer(opened: OpenEdition, anchor: str) -> str:
    """Where the same place is in the edition in force: "" where this is it, or where the place is no more."""
    latest = opened.shelf.latest
    if opened.is_current or latest is None:
        return ""
    current = OpenEdition(opened.shelf, latest)
    return current.address(anchor) if current.outline.home(anchor) else ""


def _query(request: HttpRequest) -> str:
    """What a search looked for goes along when an address leads on."""
    typed = request.GET.get("ara", "")
    return f"?{urlencode({'ara': typed})}" if typed else ""
