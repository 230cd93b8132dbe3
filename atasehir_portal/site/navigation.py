"""What the navigation offers: one literal list for visitors and one for people who signed in.

An item shows only where its page exists (its room is installed and routed) and only to those who may open it. Where more stand there
than fit into one line, those that belong to a group fold into it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from atasehir_portal.accounts.people import Person

Shown = Callable[[Person], bool]
MOST_IN_A_LINE = 8


def _everybody(who: Person) -> bool:
    return True


def _staff(who: Person) -> bool:
    return who.is_staff_member


def _coordinators(who: Person) -> bool:
    return who.is_coordinator


def _administrators(who: Person) -> bool:
    return who.is_administrator


def _members(who: Person) -> bool:
    return bool(who.memberships)


def _speaks_for_an_organisation(who: Person) -> bool:
    return bool(who.organisation_ids)


@dataclass(frozen=True, slots=True)
class Item:
    """A place in the navigation: the name of its URL, its words, who sees it, the pages beside it that belong to it, and the group
    into which it folds where the line is full (items of a group stand side by side)."""

    url_name: str
    label: str | Promise
    shown: Shown = _everybody
    also: tuple[str, ...] = ()
    group: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Link:
    """An item ready for the page. ``current`` is "page" on the page itself, "true" below it, else empty; ``group`` is what it is folded
    into, else empty."""

    url: str
    label: str | Promise
    current: str
    group: str | Promise = ""


MANAGING = pgettext_lazy("navigation", "Administration")

PUBLIC = (
    Item("needs:list", _("Needs")),
    Item("needs:coverage", _("Coverage")),
    Item("assessing:list", _("Assessments")),
    Item("drafting:list", _("Programme")),
    Item("handbooks:library", _("Handbooks")),
    Item("rounds:list", _("Texts open for opinions")),
    Item("dialogue:charter", _("Charter")),
    Item("accounts:organisations", _("Organisations")),
    Item("how_it_works", _("How it works")),
)

WORK = (
    Item("answering:desk", _("My desk"), _staff),
    Item("answering:our_inputs", _("My organisation"), _members),
    Item("needs:submit", _("Report a need"), _speaks_for_an_organisation),
    Item("needs:list", _("Needs")),
    Item("needs:coverage", _("Coverage")),
    Item("assessing:list", _("Assessments")),
    Item("drafting:list", _("Programme")),
    Item("rounds:list", _("Texts open for opinions")),
    Item("dialogue:charter", _("Charter")),
    Item("handbooks:board", _("Publishing desk"), _administrators, also=("handbooks:library",)),
    Item("handbooks:library", _("Handbooks"), lambda who: not who.is_administrator),
    Item("answering:verification", _("Applications of organisations"), _coordinators, group=MANAGING),
    Item("moderating:list", _("What was reported"), _coordinators, group=MANAGING),
    Item("catalogue:index", _("Catalogues"), _administrators, group=MANAGING),
    Item("accounts:people", _("People and units"), _administrators, also=("history",), group=MANAGING),
)

# Where each role begins (my_page): the first that applies.
FIRST_PAGES = (
    Item("handbooks:board", "", _administrators),
    Item("answering:desk", "", _staff),
    Item("answering:our_inputs", "", _members),
    Item("accounts:me", ""),
)

# The list beside account pages.
ACCOUNT = (
    Item("accounts:me", _("My account")),
    Item("account_email", _("E-mail addresses")),
    Item("account_change_password", _("Password")),
    Item("mfa_index", _("Second factor")),
    Item("usersessions_list", _("Where you are signed in")),
    Item("notifications:preferences", _("When you are told")),
    Item("account_logout", pgettext_lazy("navigation", "Sign out")),
)


def url_or_none(name: str) -> str | None:
    """Return the URL of that name, or None where the page does not exist here."""
    return _url_or_none(name, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


@lru_cache(maxsize=256)
def _url_or_none(name: str, _urlconf: str, _prefix: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def _resolved(items: tuple[Item, ...], who: Person) -> list[tuple[str, Item]]:
    return [(url, item) for item in items if (url := url_or_none(item.url_name)) and item.shown(who)]


def links(items: tuple[Item, ...], who: Person, path: str) -> list[Link]:
    """Return the items this person sees, the current one marked: the item itself, or the nearest one above the page.

    ``path`` is where the page stands: its own address, or that of the page in whose room a lower room's page was opened.
    """
    found = _resolved(items, who)
    covered = [(place, url) for url, item in found for place in (url, *map(url_or_none, item.also))]
    nearest = max(((place, url) for place, url in covered if place and path.startswith(place)), default=("", ""))[1]

    def current(url: str) -> str:
        if url != nearest:
            return ""
        return "page" if url == path else "true"

    is_full = len(found) > MOST_IN_A_LINE
    return [Link(url, item.label, current(url), item.group if is_full else "") for url, item in found]


def first_page(who: Person) -> str:
    """Return where this person's work begins; the home page where no page of theirs exists."""
    found = _resolved(FIRST_PAGES, who)
    return found[0][0] if found else reverse("home")
