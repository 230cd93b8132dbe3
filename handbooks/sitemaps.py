"""The public pages of the library, for search engines: books, their chapters, their sources, older editions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from handbooks import queries
from handbooks.reading import OpenEdition


@dataclass(frozen=True, slots=True)
class Page:
    """An address, and when what stands there came to be."""

    address: str
    since: datetime | None = None


class LibrarySitemap(Sitemap):
    """The library as it can be read today."""

    def items(self) -> list[Page]:
        pages = [Page(reverse("handbooks:library"))]
        for shelf in queries.library():
            pages.append(Page(reverse("handbooks:book", args=[shelf.handbook.slug])))
            if shelf.latest is None:
                continue
            opened = OpenEdition(shelf, shelf.latest)
            since = shelf.latest.published_at
            pages += [Page(opened.address(chapter.anchor), since) for chapter in opened.outline.chapters]
            pages.append(Page(opened.sources, since))
            # what was withdrawn has a page that says so, and is gone
            older = [each for each in shelf.readable if each != shelf.latest]
            pages += [Page(reverse("handbooks:edition_page", args=[opened.slug, each.number])) for each in older]
        return pages

    def location(self, item: Page) -> str:
        return item.address

    def lastmod(self, item: Page) -> Any:
        return item.since
