"""What every page's frame needs. Nothing is read before a template asks for it, so that a page without a frame costs nothing."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.people import Person, person
from atasehir_portal.catalogue import queries as catalogue
from atasehir_portal.catalogue.models import Municipality
from atasehir_portal.notifications import queries as notifications
from atasehir_portal.site import navigation

THEMES = ("light", "dark")
THEME_COOKIE = "theme"
# Sizes of type in long texts (static/css/parts/text-size.css); the second is the usual one and needs no cookie.
TEXT_SIZES = {"s": _("Small type"), "m": _("Usual type"), "l": _("Large type"), "xl": _("Very large type")}
USUAL_TEXT_SIZE = "m"
TEXT_SIZE_COOKIE = "text_size"


class Portal:
    """The frame of one page for one reader."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        # an error page may be asked for before anybody knows who is asking
        self.user: Any = getattr(request, "user", None) or AnonymousUser()

    @cached_property
    def municipality(self) -> Municipality:
        return catalogue.municipality()

    @property
    def name(self) -> str:
        """The portal's name, e.g. in page titles."""
        return self.municipality.portal_name

    @property
    def is_signed_in(self) -> bool:
        return bool(self.user.is_authenticated)

    @property
    def person(self) -> Person:
        return person(self.user)

    @property
    def _stands_at(self) -> str:
        """Where the page stands in the navigation. Pages of the writing engine stand where their document does."""
        return getattr(self.request, "stands_at", "") or self.request.path

    @cached_property
    def public_links(self) -> list[navigation.Link]:
        return navigation.links(navigation.PUBLIC, self.person, self._stands_at)

    @cached_property
    def work_links(self) -> list[navigation.Link]:
        return navigation.links(navigation.WORK, self.person, self._stands_at)

    @cached_property
    def account_links(self) -> list[navigation.Link]:
        return navigation.links(navigation.ACCOUNT, self.person, self.request.path)

    @cached_property
    def unread(self) -> int:
        """How many notifications this person has not read. One query."""
        return notifications.unread_count(self.user) if self.is_signed_in else 0

    @property
    def place(self) -> str:
        """Where the person works, for the head of the workspace: the unit or the organisation. Empty for others."""
        if self.person.post:
            return str(self.person.post.unit.name)
        names = [membership.organisation.name for membership in self.person.memberships]
        return names[0] if len(names) == 1 else ""

    @property
    def theme(self) -> str:
        """ "light" or "dark" where the reader chose, else empty: the system decides."""
        chosen = self.request.COOKIES.get(THEME_COOKIE, "")
        return chosen if chosen in THEMES else ""

    @property
    def text_size(self) -> str:
        """The size of type in long texts that the reader chose."""
        chosen = self.request.COOKIES.get(TEXT_SIZE_COOKIE, "")
        return chosen if chosen in TEXT_SIZES else USUAL_TEXT_SIZE

    @property
    def text_sizes(self) -> list[tuple[str, str | Promise]]:
        """The sizes to choose from, with their names."""
        return list(TEXT_SIZES.items())

    @property
    def path(self) -> str:
        """The page to come back to after the language or the theme was switched."""
        return self.request.get_full_path()

    @property
    def keeper(self) -> str:
        """Tells one person's kept texts from another's in a shared browser (js/portal/keep-text.js)."""
        return salted_hmac("portal.keep-text", str(self.user.pk)).hexdigest()[:12] if self.is_signed_in else ""

    @property
    def example_data(self) -> bool:
        return bool(settings.EXAMPLE_DATA)

    @property
    def login_url(self) -> str:
        return reverse(settings.LOGIN_URL)


def portal(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``portal`` (the frame) and ``person`` (what the reader is, see accounts/people.py)."""
    frame = Portal(request)
    return {"portal": frame, "person": frame.person}
