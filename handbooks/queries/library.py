"""The library: shelves, editions, the frozen texts as they are read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, Func, JSONField, Prefetch, Q, QuerySet, Value
from django.db.models.fields import BooleanField
from django.http import Http404
from django.urls import reverse

from atasehir_portal.documents.nodes import FigureAddress
from atasehir_portal.rendering.models import State
from handbooks import editions
from handbooks.front_matter import FrontMatter
from handbooks.models import Edition, Handbook

# --- editions ---------------------------------------------------------------------------------------------------------


def light_editions() -> QuerySet[Edition]:
    """Return editions with their files and the digest of their text, newest first, without the large texts themselves."""
    return (
        Edition.objects.select_related("version", "pdf", "epub")
        .defer("version__snapshot", "pdf__source_html", "epub__source_html")
        .order_by("-published_at", "-pk")
    )


def in_public(limit: int) -> list[Edition]:
    """Return the editions that are or were in the library, newest first; one query."""
    known = (
        light_editions().select_related("handbook").filter(Q(pdf__state=State.READY) | Q(withdrawn_at__isnull=False))
    )
    return list(known[:limit])


def in_force(found: Iterable[Edition]) -> Edition | None:
    """Return the edition to be read: the highest number that is ready and not withdrawn; None where there is none."""
    ready = [edition for edition in found if edition.withdrawn_at is None and edition.pdf.is_ready]
    return max(ready, key=lambda edition: editions.parse(edition.number), default=None)


@dataclass(frozen=True, slots=True)
class Shelf:
    """One book as the library shows it: the edition in force, one that is being prepared, all that the public knows of."""

    handbook: Handbook
    editions: Sequence[Edition]

    @property
    def latest(self) -> Edition | None:
        return in_force(self.editions)

    @property
    def preparing(self) -> Edition | None:
        """The newest edition, where its PDF is still to come."""
        newest = self.editions[0] if self.editions else None
        return newest if newest is not None and newest.withdrawn_at is None and not newest.pdf.is_ready else None

    @property
    def earlier(self) -> list[Edition]:
        """What was in the library before: replaced and withdrawn editions, newest first."""
        latest = self.latest
        return [
            edition for edition in self.editions if edition != latest and (edition.pdf.is_ready or edition.withdrawn_at)
        ]

    @property
    def readable(self) -> list[Edition]:
        """The editions that everybody may read, the highest number first."""
        ready = [edition for edition in self.editions if edition.withdrawn_at is None and edition.pdf.is_ready]
        return sorted(ready, key=lambda edition: editions.parse(edition.number), reverse=True)

    @property
    def has_replaced(self) -> bool:
        """Whether there are two editions to be read, so that they can be compared."""
        return len(self.readable) > 1

    @property
    def front(self) -> FrontMatter | None:
        """What the edition in force says about itself."""
        latest = self.latest
        return FrontMatter.of_edition(latest) if latest else None

    @property
    def title(self) -> str:
        return self.front.title if self.front else self.handbook.title

    @property
    def audience(self) -> str:
        return self.front.audience if self.front else self.handbook.audience

    @property
    def summary(self) -> str:
        return self.front.summary if self.front else self.handbook.summary

    @property
    def is_trial(self) -> bool:
        """Whether the edition in force comes before 1.0."""
        latest = self.latest
        return latest is not None and editions.is_trial(latest.number)


def _shelves(books: QuerySet[Handbook]) -> list[Shelf]:
    found = books.select_related("document").prefetch_related(Prefetch("editions", light_editions()))
    return [Shelf(book, list(book.editions.all())) for book in found]


def library() -> list[Shelf]:
    """Return all books in their order with their editions, in two queries."""
    return _shelves(Handbook.objects.order_by("number"))


def shelf(slug: str) -> Shelf:
    """Return one book with its editions. Raises Http404."""
    found = _shelves(Handbook.objects.filter(slug=slug))
    if not found:
        raise Http404
    return found[0]


def edition(slug: str, number: str) -> Edition:
    """Return an edition with its book, whatever became of it. Raises Http404."""
    found = light_editions().select_related("handbook").filter(handbook__slug=slug, number=number).first()
    if found is None:
        raise Http404
    return found


def shows_figure(slug: str, number: str, src: str) -> bool:
    """Return whether a picture stands in this edition, and the edition may be read."""
    stands_there = Func(
        F("version__snapshot"),
        Value("$.**.src ? (@ == $name)"),
        Value({"name": src}, output_field=JSONField()),
        function="jsonb_path_exists",
        template="%(function)s(%(expressions)s)",
        output_field=BooleanField(),
    )
    readable = Edition.objects.filter(handbook__slug=slug, number=number, withdrawn_at=None, pdf__state=State.READY)
    return readable.alias(shows=stands_there).filter(shows=True).exists()


def reference_of(edition: Edition) -> str:
    """Return the public reference of an edition: K1-0.1 is edition 0.1 of book 1. ``handbook`` must be loaded."""
    return f"K{edition.handbook.number}-{edition.number}"


def by_reference(reference: str) -> Edition | None:
    """Return the edition with this public reference."""
    book, _dash, number = reference.removeprefix("K").partition("-")
    if not book.isascii() or not book.isdigit() or len(book) > 3:
        return None
    return light_editions().select_related("handbook").filter(handbook__number=int(book), number=number).first()


# --- reading ----------------------------------------------------------------------------------------------------------


def figure_address(slug: str, number: str) -> FigureAddress:
    """Return the function that says where the pictures of an edition are."""
    return lambda src: reverse("handbooks:figure", args=[slug, number, src])
