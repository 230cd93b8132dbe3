"""Keeping the cached profile of the municipality true, whoever saves it (page, command, package)."""

from typing import Any

from atasehir_portal.catalogue.models import Municipality
from atasehir_portal.catalogue.queries import remember_municipality


def municipality_changed(sender: type[Municipality], instance: Municipality, **kwargs: Any) -> None:
    remember_municipality(instance)
