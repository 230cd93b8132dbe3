"""Keeping the cached profile of the municipality and its closed days true, whoever saves them (page, command, package)."""

from typing import Any

from atasehir_portal.catalogue.models import ClosedDay, Municipality
from atasehir_portal.catalogue.queries import forget_closed_days, remember_municipality


def municipality_changed(sender: type[Municipality], instance: Municipality, **kwargs: Any) -> None:
    remember_municipality(instance)


def closed_days_changed(sender: type[ClosedDay], instance: ClosedDay, **kwargs: Any) -> None:
    forget_closed_days()
