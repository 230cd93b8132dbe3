"""Filters of who did what, kept in the address."""

import django_filters
from django.db.models import Func, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from atasehir_portal import turkish
from handbooks.models import Handbook, HandbookAct, HandbookEvent


class EventFilter(django_filters.FilterSet):
    """Words of the note or a name, the book, the act."""

    q = django_filters.CharFilter(label=_("Search"), method="find", max_length=200)
    book = django_filters.ModelChoiceFilter(
        label=_("Book"),
        field_name="handbook",
        to_field_name="number",
        queryset=Handbook.objects.order_by("number"),
        empty_label=_("All"),
    )
    act = django_filters.ChoiceFilter(label=_("What was done"), choices=HandbookAct, empty_label=_("All"))

    class Meta:
        model = HandbookEvent
        fields: list[str] = []

    def find(self, events: QuerySet[HandbookEvent], _name: str, value: str) -> QuerySet[HandbookEvent]:
        words = Func(
            Concat(
                "note",
                Value(" "),
                Coalesce("actor__full_name", Value("")),
                Value(" "),
                Coalesce("about__full_name", Value("")),
            ),
            function="tr_fold",
            output_field=TextField(),
        )
        return events.alias(words=words).filter(words__contains=turkish.fold(value))
