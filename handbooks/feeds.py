"""The Atom feed of editions: what is new in the library, and what was withdrawn from it."""

from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed, Enclosure
from django.utils.translation import gettext

from handbooks import queries
from handbooks.book import series_name
from handbooks.front_matter import FrontMatter
from handbooks.models import Edition
from handbooks.structured import EPUB_TYPE, absolute

# The ids of a feed must stay, wherever the portal is moved: they are made of what is printed in the edition's imprint.
_FEED_ID = f"urn:uuid:{uuid5(NAMESPACE_URL, 'handbooks:editions')}"
SHOWN = 50


class EditionFeed(Feed):
    """Editions in the library, newest first; withdrawn ones stay and say why. In the language of the books."""

    feed_type = Atom1Feed
    feed_guid = _FEED_ID
    language = settings.LANGUAGE_CODE

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with translation.override(settings.LANGUAGE_CODE):
            response = super().__call__(request, *args, **kwargs)
        response["Cache-Control"] = "public, max-age=900"
        return response

    def title(self) -> str:
        return series_name()

    def subtitle(self) -> str:
        return gettext("New editions of the handbooks, and editions that were withdrawn.")

    def link(self) -> str:
        return absolute(reverse("handbooks:library"))

    def feed_url(self) -> str:
        return absolute(reverse("handbooks:feed"))

    def items(self) -> list[Edition]:
        return queries.in_public(SHOWN)

    def item_title(self, item: Edition) -> str:
        front = FrontMatter.of_edition(item)
        words = {"title": front.title, "number": item.number}
        if item.withdrawn_at:
            return gettext("%(title)s, edition %(number)s (withdrawn)") % words
        return gettext("%(title)s, edition %(number)s") % words

    def item_description(self, item: Edition) -> str:
        if item.withdrawn_at:
            return gettext("This edition was withdrawn: %(reason)s") % {"reason": item.withdrawn_reason}
        return item.change_note

    def item_link(self, item: Edition) -> str:
        return absolute(reverse("handbooks:edition_page", args=[item.handbook.slug, item.number]))

    def item_guid(self, item: Edition) -> str:
        return f"urn:uuid:{uuid5(NAMESPACE_URL, item.version.digest)}"

    def item_pubdate(self, item: Edition) -> datetime:
        return item.published_at

    def item_updateddate(self, item: Edition) -> datetime:
        return item.withdrawn_at or item.pdf.finished_at or item.published_at

    def item_author_name(self, item: Edition) -> str:
        return FrontMatter.of_edition(item).issuer or series_name()

    def item_categories(self, item: Edition) -> list[str]:
        return FrontMatter.of_edition(item).keywords

    def item_enclosures(self, item: Edition) -> list[Enclosure]:
        if item.withdrawn_at:
            return []
        place = [item.handbook.slug, item.number]
        files = [("handbooks:download", "application/pdf", item.pdf), ("handbooks:download_epub", EPUB_TYPE, item.epub)]
        return [
            Enclosure(absolute(reverse(name, args=place)), str(made.size), kind)
            for name, kind, made in files
            if made is not None and made.is_ready
        ]
