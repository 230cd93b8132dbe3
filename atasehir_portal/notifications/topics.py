"""Topics: what kinds of notification are bundled into, so that a person decides a handful of times and not for each kind.

A room registers its topics together with its kinds. Rooms may share one: the same name registered twice is one topic.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.people import Person
from atasehir_portal.notifications.models import Pace

OTHER = "other"


def everybody(who: Person) -> bool:
    return True


def members(who: Person) -> bool:
    """Whether the person acts for an organisation, whatever its state."""
    return bool(who.memberships)


def staff(who: Person) -> bool:
    return who.is_staff_member


def coordinators(who: Person) -> bool:
    return who.is_coordinator


@dataclass(frozen=True, slots=True)
class Topic:
    """A bundle of kinds. ``pace`` holds until a person chooses another; what ``is_required`` is sent at once to everybody
    concerned and cannot be switched off. ``offered`` says to whom the choice is shown; what a person is told does not hang on
    it. ``order`` is the place on the page."""

    name: str
    label: str | Promise
    hint: str | Promise
    pace: Pace = Pace.NOW
    is_required: bool = False
    offered: Callable[[Person], bool] = everybody
    order: int = 100


class TopicRegistry:
    """The registered topics by name."""

    def __init__(self) -> None:
        self._topics: dict[str, Topic] = {}

    def register(self, topic: Topic) -> None:
        self._topics[topic.name] = topic

    def get(self, name: str) -> Topic:
        """Return the topic; that of everything else where no room registered the name."""
        return self._topics.get(name, self._topics[OTHER])

    def all(self) -> list[Topic]:
        """Return all topics in the order of the page."""
        return sorted(self._topics.values(), key=lambda topic: (topic.order, topic.name))

    def __contains__(self, name: str) -> bool:
        return name in self._topics


topics = TopicRegistry()
topics.register(
    Topic(OTHER, _("Everything else"), _("What belongs to none of the topics above."), order=900),
)
