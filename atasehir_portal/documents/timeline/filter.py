"""The filter of a document's time line, kept in the address."""

from datetime import datetime, time, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import User
from atasehir_portal.documents.models import (
    BlockRevision,
    Document,
    EntryRevision,
    Move,
    Section,
    SectionRevision,
    Version,
)
from atasehir_portal.documents.timeline import ACTS, SUBJECTS, Wanted


class _Day(django_filters.DateFilter):
    def __init__(self, label: Any) -> None:
        super().__init__(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class TimelineFilter(django_filters.FilterSet):
    """What was done, to what, in which chapter, by whom, when. ``wanted`` is what the time line is asked for."""

    ne = django_filters.ChoiceFilter(label=_("What was done"), choices=list(ACTS.items()), empty_label=_("Everything"))
    tur = django_filters.ChoiceFilter(
        label=_("What changed"), choices=list(SUBJECTS.items()), empty_label=_("Everything")
    )
    bolum = django_filters.ModelChoiceFilter(
        label=_("Chapter"), to_field_name="anchor", queryset=Section.objects.none(), empty_label=_("All")
    )
    kisi = django_filters.ModelChoiceFilter(label=_("Who"), queryset=User.objects.none(), empty_label=_("Everybody"))
    ilk = _Day(_("From"))
    son = _Day(_("Until"))

    class Meta:
        model = BlockRevision
        fields: list[str] = []

    def __init__(self, data: Any, *, document: Document, shows_names: bool) -> None:
        super().__init__(data, queryset=BlockRevision.objects.none())
        self.filters["bolum"].queryset = document.sections.filter(parent=None).order_by("position")
        if shows_names:
            self.filters["kisi"].queryset = authors(document)
        else:
            del self.filters["kisi"]

    @property
    def wanted(self) -> Wanted:
        """What was chosen; a choice that cannot be read counts as none, its error stands at the field."""
        if not self.is_bound:
            return Wanted()
        self.form.is_valid()
        chosen = self.form.cleaned_data
        author, chapter = chosen.get("kisi"), chosen.get("bolum")
        return Wanted(
            act=chosen.get("ne") or "",
            subject=chosen.get("tur") or "",
            author=author.pk if author else None,
            chapter=chapter.pk if chapter else None,
            since=_begin(chosen.get("ilk")),
            until=_begin(chosen.get("son"), days=1),
        )


def _begin(day: Any, days: int = 0) -> datetime | None:
    """Return when a day begins, or one of those after it; None where there is none, or none in the calendar."""
    try:
        return timezone.make_aware(datetime.combine(day + timedelta(days=days), time.min)) if day else None
    except (OverflowError, ValueError):
        return None


def authors(document: Document) -> QuerySet[User]:
    """Return the people who wrote anything in a document."""
    me = OuterRef("pk")
    wrote = (
        Q(Exists(BlockRevision.objects.filter(block__document=document, author=me)))
        | Q(Exists(SectionRevision.objects.filter(section__document=document, author=me)))
        | Q(Exists(Move.objects.filter(document=document, author=me)))
        | Q(Exists(EntryRevision.objects.filter(document=document, author=me)))
        | Q(Exists(Version.objects.filter(document=document, created_by=me)))
    )
    return User.objects.filter(wrote).order_by("pk")
