"""Errors found in published editions."""

from django.db.models import QuerySet

from handbooks.models import Edition, Erratum, Handbook


def errata_of(edition: Edition) -> QuerySet[Erratum]:
    """Return the errors noted in an edition, newest first, each with the edition that corrects it where there is one."""
    return Erratum.objects.filter(edition=edition).select_related("corrected_in").order_by("-noted_at", "-pk")


def corrections_of(edition: Edition) -> QuerySet[Erratum]:
    """Return the errors of earlier editions that this edition corrects, newest first, each with its edition."""
    return Erratum.objects.filter(corrected_in=edition).select_related("edition").order_by("-noted_at", "-pk")


def open_errata(handbook: Handbook) -> QuerySet[Erratum]:
    """Return the errors in any edition of a book that no edition corrects yet, newest first, each with its edition."""
    return (
        Erratum.objects.filter(edition__handbook=handbook, corrected_in=None)
        .select_related("edition")
        .order_by("-noted_at", "-pk")
    )
