"""The four steps on one page, for typing in what came on paper, one sheet after the other."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import User
from programming.needs.forms.steps import STEPS, StakeStep, WhatStep, WhomStep, WhoStep
from programming.needs.models import Channel

# What stays the same on the next sheet of a pile, as it stands in the address of the page.
STAYS = ("organisation", "channel", "consent_how", "consent_on")


class SheetForm(WhatStep, WhomStep, StakeStep, WhoStep):
    """All questions of the four steps, asked and judged as there. What is typed in here was told by others."""

    name: ClassVar[Any] = ""

    def __init__(self, data: Any = None, *, user: User, before: Mapping[str, str] | None = None) -> None:
        self.before = before or {}
        super().__init__(data, user=user, said=self.taken(data) if data is not None else None)

    def prepare(self) -> None:
        for kind in STEPS:
            kind.prepare(self)
        channel = self.fields["channel"]
        channel.choices = [(value, label) for value, label in Channel.choices if value != Channel.PORTAL]
        channel.initial = Channel.PAPER
        self.fields["rights"].help_text = _("Tick what is ticked on the sheet.")
        for name in STAYS:
            if self.before.get(name):
                self.fields[name].initial = self.before[name]

    # On a sheet all groups and all rights stand in one order; so they do here, with nothing folded away and nothing proposed.

    @cached_property
    def _near(self) -> set[int]:
        return set()

    @property
    def near_groups(self) -> list[dict[str, Any]]:
        return self._group_boxes

    @property
    def other_groups(self) -> list[dict[str, Any]]:
        return []

    @cached_property
    def right_boxes(self) -> dict[str, list[dict[str, Any]]]:
        return {"first": [box.data for box in self["rights"].subwidgets], "others": []}

    def stays(self) -> dict[str, str]:
        """Return what the next sheet begins with. Only after ``is_valid``."""
        return {name: value for name in STAYS if (value := self.data.get(name))}
