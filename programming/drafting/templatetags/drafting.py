"""Reading a measure's data where its place in the framework is not at hand: an earlier state, a preview, a merge."""

from collections.abc import Mapping
from typing import Any

from django import template

from atasehir_portal.accounts.models import Unit
from programming.drafting.elements import Measure

register = template.Library()


@register.filter
def as_measure(data: Mapping[str, Any]) -> Measure:
    """Return what a measure's data says; what cannot be read is empty."""
    return Measure.of(data)


@register.simple_tag(takes_context=True)
def unit_named(context: template.Context, slug: str) -> Unit | None:
    """Return the unit with this short name. All units are read once per request, however many states a page shows."""
    if not slug:
        return None
    keeper = context.get("request")
    units = getattr(keeper, "drafting_units", None)
    if units is None:
        units = {unit.slug: unit for unit in Unit.objects.all()}
        if keeper is not None:
            keeper.drafting_units = units
    return units.get(slug)
