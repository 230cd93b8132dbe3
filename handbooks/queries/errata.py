"""Errors found in published editions."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from atasehir_portal import turkish
from atasehir_portal.documents import queries as documents
from handbooks.models import Edition, Erratum, Handbook


def errata_of(edition: Edition) -> QuerySet[Erratum]:
    """Return the errors noted in an edition, newest first, each with the edition that corrects it where there is one."""
    return Erratum.objects.filter(edition=edition).select_related("corrected_in").order_by("-noted_at", "-pk")


def errata_and_corrections(edition: Edition) -> tuple[list[Erratum], list[Erratum]]:
    """Return the errors noted in an edition, each with the edition that corrects it where there is one, and those of earlier editions
    that it corrects, each with its edition; newest first. One query."""
    found = (
        Erratum.objects.filter(Q(edition=edition) | Q(corrected_in=edition))
        .select_related("edition", "corrected_in")
        .order_by("-noted_at", "-pk")
    )
    noted = [each for each in found if each.edition_id == edition.pk]
    return noted, [each for each in found if each.corrected_in_id == edition.pk]


def open_errata(handbook: Handbook) -> QuerySet[Erratum]:
    """Return the errors in any edition of a book that no edition corrects yet, newest first, each with its edition."""
    return (
        Erratum.objects.filter(edition__handbook=handbook, corrected_in=None)
        .select_related("edition")
        .order_by("-noted_at", "-pk")
    )


def places_of(edition: Edition) -> list[tuple[str, str]]:
    """Return the chapters and sections of an edition as choices for where an error stands: anchor and heading. ``version``
    must be loaded."""
    reading = documents.read_version(edition.version, figure_address=lambda src: "")
    return [(section.anchor, section.heading) for section in reading.walk()]


def corrected_by(errata: Iterable[Erratum], handbook: Handbook) -> list[Erratum]:
    """Return those errors whose correction stands in the present text, and the error nowhere: what an edition of this text
    very likely corrects. Three queries."""
    words = _folded(" ".join(block.plain for block in documents.read(handbook.document).all_blocks()))
    return [each for each in errata if _folded(each.right) in words and _folded(each.wrong) not in words]


def _folded(text: str) -> str:
    return " ".join(turkish.fold(text).split())
