"""The port ``PersonalData``: upper rooms say what they hold about a person, and erase it when the account is deleted.

    personal_data.register(PersonalData("needs", export_for, erase_for))      # in AppConfig.ready()

``export`` returns plain data (what ``json`` can write); ``erase`` runs inside the transaction that deletes the account, before the
name and the address go. What a person contributed stays, under the organisation or as "deleted user": ``erase`` takes away
what belongs to the person alone (drafts, notifications, contact details).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from atasehir_portal.accounts.models import User


@dataclass(frozen=True, slots=True)
class PersonalData:
    """What one room holds about a person. ``labels`` and ``values`` say what its fields and codes are called where people read
    their own data; the export itself keeps the names of fields."""

    room: str
    export: Callable[[User], Any]
    erase: Callable[[User], None]
    labels: Mapping[str, str | Promise] = field(default_factory=dict)
    values: Mapping[str, Mapping[Any, Any]] = field(default_factory=dict)


class PersonalDataRegistry:
    """The rooms that hold something about persons, in the order in which they registered."""

    def __init__(self) -> None:
        self._rooms: dict[str, PersonalData] = {}

    def register(self, room: PersonalData) -> None:
        """Register a room; the same room again replaces the earlier entry."""
        self._rooms[room.room] = room

    def get(self, room: str) -> PersonalData | None:
        return self._rooms.get(room)

    @property
    def rooms(self) -> tuple[PersonalData, ...]:
        """Every room that registered."""
        return tuple(self._rooms.values())

    def export(self, user: User) -> dict[str, Any]:
        """Return everything that the rooms hold about this person, by room."""
        return {name: room.export(user) for name, room in self._rooms.items()}

    def erase(self, user: User) -> None:
        """Let every room erase what belongs to this person alone; upper rooms before lower ones."""
        for room in reversed(self._rooms.values()):
            room.erase(user)


personal_data = PersonalDataRegistry()
