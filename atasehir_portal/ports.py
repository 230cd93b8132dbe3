"""The ports that every room may use: what a lower room asks of an upper one without importing it.

A lower room opens a slot on its page and collects what upper rooms registered for it in ``AppConfig.ready()``. The other
ports stand with the room that asks: ``DocumentKind`` (documents), ``FigureColumn`` (needs), ``PersonalData`` (accounts),
``NotificationKind`` (notifications).
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString

PanelRenderer = Callable[..., SafeString | None]


@dataclass(frozen=True, slots=True)
class Panel:
    """One piece of HTML for a slot. ``render(request, **context)`` returns it, or None where there is nothing to say."""

    name: str
    order: int
    render: PanelRenderer


class PanelRegistry:
    """Slots by name, e.g. ``home.figures`` or ``need.thread``; what each passes as context stands with the page."""

    def __init__(self) -> None:
        self._slots: dict[str, dict[str, Panel]] = defaultdict(dict)

    def register(self, slot: str, name: str, render: PanelRenderer, *, order: int = 100) -> None:
        """Register a panel; the same name in the same slot replaces the earlier one."""
        self._slots[slot][name] = Panel(name, order, render)

    def collect(self, slot: str, request: HttpRequest, **context: Any) -> list[SafeString]:
        """Return the HTML of the slot's panels in their order, leaving out those with nothing to say."""
        panels = sorted(self._slots[slot].values(), key=lambda panel: (panel.order, panel.name))
        return [html for panel in panels if (html := panel.render(request, **context))]


panels = PanelRegistry()
