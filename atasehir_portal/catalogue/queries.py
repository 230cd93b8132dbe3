"""Reads of the catalogue that other rooms use: the municipality, the notice in force, closed days, lists of terms."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import F, Func, IntegerField, Model, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atasehir_portal import cleaning, turkish
from atasehir_portal.bilingual import Term, pick_from
from atasehir_portal.catalogue.models import CatalogueChange, ClosedDay, Municipality, PrivacyNotice
from atasehir_portal.turkish import SortKey

_MUNICIPALITY_KEY = "catalogue:municipality:2"
_CLOSED_DAYS_KEY = "catalogue:closed-days:1"
NAME_TAKEN = _("There is an entry with this name already.")
# Should a save ever fail to reach the cache (it was down), the old profile and days are shown no longer than this (seconds).
_MUNICIPALITY_SECONDS = 60


def municipality() -> Municipality:
    """Return the profile of the municipality; an empty one with neutral names before the catalogue is loaded.

    Kept in the shared cache. ``remember_municipality`` writes the new profile when a change is committed, and a reader only ever
    *adds* what it read: a slow reader cannot put an old profile over a new one, in whichever process.
    """
    found = cache.get(_MUNICIPALITY_KEY)
    if isinstance(found, Municipality):
        return found
    row = Municipality.objects.first()
    if row is None:
        return Municipality(name="", short_name="", portal_name="Katılım Portalı", province="")
    if not connection.in_atomic_block:  # inside a transaction the row may be one that is never committed
        cache.add(_MUNICIPALITY_KEY, row, _MUNICIPALITY_SECONDS)
    return row


def remember_municipality(row: Municipality) -> None:
    """Put the saved profile into the cache once the transaction is committed (called on every save and delete)."""
    cache.delete(_MUNICIPALITY_KEY)
    transaction.on_commit(lambda: refresh_municipality(row), robust=True)


def refresh_municipality(row: Municipality) -> None:
    """Put the profile into the cache as the database has it now."""
    current = Municipality.objects.filter(pk=row.pk).first() if row.pk else None
    if current is None:
        cache.delete(_MUNICIPALITY_KEY)
    else:
        cache.set(_MUNICIPALITY_KEY, current, _MUNICIPALITY_SECONDS)


def term_choices(model: type[Term]) -> list[tuple[str, str]]:
    """Return the terms in use as choices of a filter (slug, name), sorted as Turkish does, in one small query."""
    rows = model._default_manager.filter(is_active=True).order_by(SortKey("name_tr"))
    found = rows.values_list("slug", "name_tr", "name_en")
    return [(slug, pick_from({"name_tr": turkish_name, "name_en": english})) for slug, turkish_name, english in found]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms of a vocabulary in use: as choices of a filter (slug, name), and their numbers by slug."""

    choices: list[tuple[str, str]]
    numbers: dict[str, int]


def vocabularies(*models: type[Term]) -> list[Vocabulary]:
    """Return the vocabularies, each sorted as Turkish does, all in one query."""
    parts = [
        model._default_manager.filter(is_active=True)
        .order_by()
        .values_list(Value(number, output_field=IntegerField()), "slug", "name_tr", "name_en", SortKey("name_tr"), "pk")
        for number, model in enumerate(models)
    ]
    found = [Vocabulary([], {}) for _model in models]
    for number, slug, turkish_name, english, _key, pk in sorted(
        parts[0].union(*parts[1:], all=True), key=lambda row: (row[0], row[4])
    ):
        found[number].choices.append((slug, pick_from({"name_tr": turkish_name, "name_en": english})))
        found[number].numbers[slug] = pk
    return found


def current_notice() -> PrivacyNotice:
    """Return the privacy notice in force today. Raises PrivacyNotice.DoesNotExist where none is (nobody can join then)."""
    notice = notices_in_force().first()
    if notice is None:
        raise PrivacyNotice.DoesNotExist("no privacy notice is in force: run manage.py load_catalogue")
    return notice


def notices_in_force() -> QuerySet[PrivacyNotice]:
    """Return the versions that are or were in force, the current one first."""
    return PrivacyNotice.objects.filter(effective_from__lte=timezone.localdate()).order_by("-effective_from", "-number")


def closed_days(since: dt.date | None = None, until: dt.date | None = None) -> Mapping[dt.date, tuple[str, str]]:
    """Return the municipality's own closed days with their reasons in Turkish and English, as ``workdays`` takes them."""
    days = ClosedDay.objects.all()
    if since:
        days = days.filter(date__gte=since)
    if until:
        days = days.filter(date__lte=until)
    return {day.date: (day.reason_tr, day.reason_en) for day in days}


def closed_days_to_show() -> Mapping[dt.date, tuple[str, str]]:
    """Return all closed days for what pages say (how many days are left); kept in the shared cache as the profile is. Whoever
    computes a date that is stored asks ``closed_days``.
    """
    found = cache.get(_CLOSED_DAYS_KEY)
    if isinstance(found, dict):
        return found
    days = closed_days()
    if not connection.in_atomic_block:
        cache.add(_CLOSED_DAYS_KEY, days, _MUNICIPALITY_SECONDS)
    return days


def forget_closed_days() -> None:
    """Take the closed days out of the cache, now and when the change is committed (called on every save and delete)."""
    cache.delete(_CLOSED_DAYS_KEY)
    transaction.on_commit(refresh_closed_days, robust=True)


def refresh_closed_days() -> None:
    """Put the closed days into the cache as the database has them now."""
    cache.set(_CLOSED_DAYS_KEY, closed_days(), _MUNICIPALITY_SECONDS)


def in_use(model: type[Term]) -> QuerySet[Any]:
    """Return the entries of a vocabulary that can be chosen, in their order and then as Turkish sorts."""
    return model._default_manager.filter(is_active=True).order_by("position", SortKey("name_tr"))


def matching(rows: QuerySet[Any], typed: str, *columns: str) -> QuerySet[Any]:
    """Narrow to rows in whose columns every typed word occurs, as people type Turkish: without accents, in any case.

    For short lists (names of organisations, units, terms), where parts of words should match as well. Array columns are
    searched through their elements.
    """
    words = turkish.fold(cleaning.line(typed.replace("\x00", ""))).split()[:10]
    if not words:
        return rows
    parts = [piece for column in columns for piece in (_as_text(rows.model, column), Value(" "))]
    rows = rows.annotate(
        folded=Func(Concat(*parts, output_field=TextField()), function="tr_fold", output_field=TextField())
    )
    for word in words:
        rows = rows.filter(folded__contains=word)
    return rows


def _as_text(model: type[Model], column: str) -> Any:
    """Return the column as text; the elements of an array one after another."""
    if "__" not in column and isinstance(model._meta.get_field(column), ArrayField):
        return Func(F(column), Value(" "), function="array_to_string", output_field=TextField())
    return Cast(F(column), TextField())


def changes_of(vocabulary: str, key: str) -> QuerySet[CatalogueChange]:
    """Return who changed one entry, the last first."""
    return CatalogueChange.objects.filter(vocabulary=vocabulary, key=key).select_related("actor")


def name_is_taken(model: type[Term], name: str, *, but: Term | None) -> bool:
    """Whether another entry of the vocabulary has this Turkish name, also in other letters ("İnönü", "inonu")."""
    others = model._default_manager.exclude(pk=but.pk if but else None).values_list("name_tr", flat=True)
    return turkish.fold(name) in {turkish.fold(other) for other in others}
