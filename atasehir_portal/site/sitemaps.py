"""The list of public pages for search engines. Rooms whose pages are their own tell them; the rest are named here."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap

from atasehir_portal.site import navigation
from handbooks.sitemaps import LibrarySitemap

PAGES = (
    "home",
    "how_it_works",
    "help",
    "accessibility",
    "needs:list",
    "needs:coverage",
    "needs:quarters",
    "answering:scoreboard",
    "assessing:list",
    "drafting:list",
    "accounts:organisations",
    "dialogue:charter",
)


class _OurAddress(Sitemap):
    """Addresses begin with the portal's own, whatever host was asked."""

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme


class PortalPages(_OurAddress):
    """Pages that stand for themselves."""

    def items(self) -> Sequence[str]:
        return [name for name in PAGES if navigation.url_or_none(name)]

    def location(self, item: str) -> str:
        return navigation.url_or_none(item) or "/"


class Library(_OurAddress, LibrarySitemap):
    """The handbooks."""


SITEMAPS = {"portal": PortalPages, "library": Library}
