"""The port ``NotificationKind``: upper rooms say what they tell people and who may still see what it is about.

Rows hold only a kind and a public reference. The sentence is made when it is read or sent, in the reader's language, and only
if the reader may (still) see the thing.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from atasehir_portal.accounts.models import User
from atasehir_portal.notifications.topics import OTHER


def _no_titles(user: User, references: Collection[str]) -> dict[str, str]:
    return {}


class Rows:
    """A question ``visible`` whose answer is rows with a ``reference``. It is asked like any other; many of them at once, of whatever
    rooms, are one query (``queries.seen``).

        @Rows
        def visible_references(user, references): return visible_to(user).filter(reference__in=references)
    """

    def __init__(self, rows: Callable[[Any, Collection[str]], QuerySet[Any]]) -> None:
        self.rows = rows
        self.__doc__ = rows.__doc__

    def __call__(self, user: Any, references: Collection[str]) -> set[str]:
        return set(self.rows(user, references).order_by().values_list("reference", flat=True))


@dataclass(frozen=True, slots=True)
class NotificationKind:
    """One kind of event.

    ``subject`` and ``sentence`` are lazy translations and may contain ``%(reference)s``. ``url_name`` takes the reference, or nothing
    where ``url_takes_reference`` is false. ``visible(user, references)`` returns those references that this person may see; it is asked
    again each time, also just before a mail goes out, and for a whole page of rows at once; where it is ``Rows``, together with those
    of other rooms. ``titles(user, references)`` returns what those that may be seen are called where the list is read in the portal;
    nothing of it is stored or mailed, and what is confidential has no title. ``in_words(reference)`` says a reference as people do,
    where it is not what they know the thing by. ``topic`` names the topic it belongs to: how soon a mail goes is chosen by topic
    (``topics``).
    """

    name: str
    subject: str | Promise
    sentence: str | Promise
    action: str | Promise
    url_name: str
    visible: Callable[[User, Collection[str]], set[str]]
    url_takes_reference: bool = True
    titles: Callable[[User, Collection[str]], dict[str, str]] = _no_titles
    in_words: Callable[[str], str] = str
    topic: str = OTHER

    def fill(self, words: str | Promise, reference: str) -> str:
        """Return the subject or the sentence with the reference in it."""
        return str(words) % {"reference": self.in_words(reference)}

    def is_visible(self, user: User, reference: str) -> bool:
        return reference in self.visible(user, [reference])

    def url(self, reference: str) -> str:
        return reverse(self.url_name, args=[reference] if self.url_takes_reference else [])


class KindRegistry:
    """The registered kinds by name."""

    def __init__(self) -> None:
        self._kinds: dict[str, NotificationKind] = {}

    def register(self, kind: NotificationKind) -> None:
        self._kinds[kind.name] = kind

    def get(self, name: str) -> NotificationKind | None:
        return self._kinds.get(name)

    def of_topic(self, topic: str) -> list[str]:
        """Return the names of the kinds that belong to a topic."""
        return sorted(name for name, kind in self._kinds.items() if kind.topic == topic)

    def names(self) -> list[str]:
        return sorted(self._kinds)

    def __contains__(self, name: str) -> bool:
        return name in self._kinds


kinds = KindRegistry()
