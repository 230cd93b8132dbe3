"""What machines read of the library: head of the page, JSON-LD, sitemap, robots.txt, the Atom feed."""

import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from atasehir_portal.accounts.models import User
from handbooks import services, structured
from handbooks.models import Edition, Handbook
from tests.handbooks.conftest import PDF, SLUG, beside
from tests.handbooks.second import two_editions  # noqa: F401

SITE = "http://localhost:8000"
BOOK = f"/kitaplik/{SLUG}/"
CHAPTER = f"{BOOK}oku/bir/"
ATOM = "{http://www.w3.org/2005/Atom}"
FEED = "/kitaplik/basimlar.atom"
Two = tuple[Edition, Edition]


def data_of(client: Client, url: str) -> dict[str, Any]:
    page = client.get(url).content.decode()
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    found: dict[str, Any] = json.loads(block)
    assert found["@context"] == "https://schema.org"
    return found


# --- JSON-LD ----------------------------------------------------------------------------------------------------------------


def test_book_is_described_with_its_files_and_chapters(client: Client, published: Edition) -> None:
    book = data_of(client, BOOK)
    assert (book["@type"], book["name"], book["bookEdition"]) == ("Book", "Kısa Kitap: Söz ve İz", "0.1")
    assert book["url"] == f"{SITE}{BOOK}"
    assert book["@id"] == f"{SITE}{BOOK}0.1/"
    assert book["author"] == {"@type": "GovernmentOrganization", "name": "Ataşehir Belediyesi"}
    pdf, epub = book["encoding"]
    assert (pdf["contentUrl"], pdf["contentSize"]) == (f"{SITE}{BOOK}0.1/pdf/", f"{len(PDF)} B")
    assert (epub["contentUrl"], epub["encodingFormat"]) == (f"{SITE}{BOOK}0.1/epub/", "application/epub+zip")
    assert [part["url"] for part in book["hasPart"]] == [
        f"{SITE}{BOOK}oku/{anchor}/" for anchor in ("sunus", "bir", "iki")
    ]
    datetime.fromisoformat(book["datePublished"])


def test_chapter_and_series_are_described(client: Client, published: Edition) -> None:
    chapter = data_of(client, CHAPTER)
    assert (chapter["@type"], chapter["name"], chapter["position"]) == ("Chapter", "Söz", "1")
    assert chapter["isPartOf"]["url"] == f"{SITE}{BOOK}"
    series = data_of(client, "/kitaplik/")
    assert (series["@type"], [book["url"] for book in series["hasPart"]]) == ("BookSeries", [f"{SITE}{BOOK}"])


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--", "]]>", "&quot;", "\u2028", 'a"b\\c'])
def test_data_cannot_end_their_block(text: str) -> None:
    made = structured.script({"name": text})
    assert not re.search(r"[<>&\u2028]", made)
    assert json.loads(made)["name"] == text


def test_hostile_title_stays_in_its_block(client: Client, source: Any, request: pytest.FixtureRequest) -> None:
    toml = source / "kitap.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(text.replace("Deneme metni", "</script><script>alert(1)</script>"), encoding="utf-8")
    text = (source / "01-soz.md").read_text(encoding="utf-8")
    (source / "01-soz.md").write_text(text.replace("Sözü anlatmak.", "</script><script>alert(2)"), encoding="utf-8")
    request.getfixturevalue("published")
    for url in (BOOK, CHAPTER, "/kitaplik/", f"{BOOK}0.1/kaynak-goster/", "/kitaplik/ara/?q=alert"):
        assert "<script>alert" not in client.get(url).content.decode()
    assert data_of(client, CHAPTER)["description"] == "</script><script>alert(2)"


# --- the head ---------------------------------------------------------------------------------------------------------------


def test_head_names_the_one_address_and_what_the_page_is(client: Client, published: Edition) -> None:
    page = client.get(f"{CHAPTER}?ara=iz").content.decode()
    assert f'<link rel="canonical" href="{SITE}{CHAPTER}">' in page
    assert f'<link rel="alternate" type="application/atom+xml" href="{FEED}"' in page
    assert '<meta property="og:title" content="1 Söz">' in page
    assert '<meta property="og:description" content="Sözü anlatmak.">' in page
    assert '<meta property="og:locale" content="tr_TR">' in page
    first = client.get(f"{BOOK}oku/").content.decode()
    assert f'<link rel="canonical" href="{SITE}{BOOK}oku/sunus/">' in first


# --- sitemap, robots.txt ----------------------------------------------------------------------------------------------------


def addresses(client: Client) -> list[str]:
    answer = client.get("/sitemap.xml")
    assert answer.headers["Content-Type"] == "application/xml"
    root = ElementTree.fromstring(answer.content)
    return [str(loc.text) for loc in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]


def test_sitemap_names_every_public_page_and_each_answers(client: Client, two_editions: Two) -> None:  # noqa: F811
    found = addresses(client)
    for path in ("/", "/kitaplik/", BOOK, CHAPTER, f"{BOOK}kaynakca/", f"{BOOK}0.1/", "/ihtiyaclar/"):
        assert f"{SITE}{path}" in found
    assert len(set(found)) == len(found)
    for address in found:
        assert client.get(address.removeprefix(SITE)).status_code == 200, address


def test_sitemap_leads_to_no_withdrawn_edition(client: Client, two_editions: Two) -> None:  # noqa: F811
    beside(two_editions[0], "0.0", withdrawn="Bir kaynak yanlış okunmuştu.")
    services.withdraw_edition(edition=two_editions[0], by=None, reason="Bir kaynak yanlış okunmuştu.")
    assert client.get(f"{BOOK}0.0/").status_code == client.get(f"{BOOK}0.1/").status_code == 410
    found = addresses(client)
    assert f"{SITE}{CHAPTER}" in found
    for address in found:
        assert client.get(address.removeprefix(SITE)).status_code == 200, address


def test_sitemap_has_no_chapter_of_a_book_that_is_not_published(client: Client, handbook: Handbook) -> None:
    assert f"{SITE}{BOOK}" in addresses(client)
    assert not [address for address in addresses(client) if "/oku/" in address]


def test_robots_are_shown_the_way_and_kept_from_what_is_nobodys(client: Client, db: object, settings: Any) -> None:
    settings.EXAMPLE_DATA = False
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /kitaplik/ara/" in text
    assert f"Sitemap: {SITE}/sitemap.xml" in text
    settings.EXAMPLE_DATA = True
    assert client.get("/robots.txt").content.decode() == "User-agent: *\nDisallow: /\n"


# --- Atom -------------------------------------------------------------------------------------------------------------------


def feed_of(client: Client, **headers: str) -> ElementTree.Element:
    """Return the feed, after looking whether it keeps the rules of RFC 4287 that a reader relies on."""
    answer = client.get(FEED, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(answer.content)
    assert root.tag == f"{ATOM}feed"
    ids = []
    for holder in [root, *root.findall(f"{ATOM}entry")]:
        for name in ("id", "title", "updated"):  # 4.1.1, 4.1.2: exactly one of each
            assert len(holder.findall(f"{ATOM}{name}")) == 1, name
        identity = holder.findtext(f"{ATOM}id")
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", str(identity))  # 4.2.6: an IRI that is never changed
        ids.append(identity)
        for name in ("updated", "published"):  # 3.3: RFC 3339, with a zone
            for moment in holder.findall(f"{ATOM}{name}"):
                assert datetime.fromisoformat(str(moment.text)).tzinfo is not None
        alternate = [link for link in holder.findall(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"]
        assert len(alternate) == 1  # 4.1.1: not two of the same type and language
        for link in holder.findall(f"{ATOM}link"):
            assert str(link.get("href")).startswith(SITE)
            if link.get("rel") == "enclosure":
                assert str(link.get("length")).isdigit()
                assert "/" in str(link.get("type"))
    for entry in root.findall(f"{ATOM}entry"):
        assert entry.findtext(f"{ATOM}author/{ATOM}name")  # 4.1.1: an author in the feed or in every entry
        assert entry.findtext(f"{ATOM}summary")
    assert len(set(ids)) == len(ids)
    moments = [datetime.fromisoformat(str(entry.findtext(f"{ATOM}updated"))) for entry in root.findall(f"{ATOM}entry")]
    if moments:
        assert datetime.fromisoformat(str(root.findtext(f"{ATOM}updated"))) == max(moments)
    links = [link.get("href") for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert links == [f"{SITE}{FEED}"]
    return root


def titles(root: ElementTree.Element) -> list[str]:
    return [str(entry.findtext(f"{ATOM}title")) for entry in root.findall(f"{ATOM}entry")]


def test_feed_tells_of_editions_newest_first_in_the_language_of_the_books(
    client: Client,
    two_editions: Two,  # noqa: F811
) -> None:
    root = feed_of(client, accept_language="en")
    assert titles(root) == ["Kısa Kitap: Söz ve İz, basım 0.2", "Kısa Kitap: Söz ve İz, basım 0.1"]
    newest = root.find(f"{ATOM}entry")
    assert newest is not None
    assert newest.findtext(f"{ATOM}summary") == "Bir cümle değişti."
    files = [link for link in newest.findall(f"{ATOM}link") if link.get("rel") == "enclosure"]
    assert [(file.get("href"), file.get("type")) for file in files] == [
        (f"{SITE}{BOOK}0.2/pdf/", "application/pdf"),
        (f"{SITE}{BOOK}0.2/epub/", "application/epub+zip"),
    ]


def test_ids_stay_whatever_happens(
    client: Client,
    two_editions: Two,  # noqa: F811
    administrator: User,
    settings: Any,
) -> None:
    def ids() -> list[str]:
        found = ElementTree.fromstring(client.get(FEED).content)
        return [str(each.findtext(f"{ATOM}id")) for each in [found, *found.findall(f"{ATOM}entry")]]

    before = ids()
    settings.SITE_URL = "https://baska.example"
    services.withdraw_edition(edition=two_editions[0], by=administrator, reason="Bir kaynak yanlış <okunmuştu>.")
    assert ids() == before


def test_withdrawn_edition_is_explained_and_offers_no_file(
    client: Client,
    two_editions: Two,  # noqa: F811
    administrator: User,
) -> None:
    services.withdraw_edition(edition=two_editions[0], by=administrator, reason="Bir kaynak yanlış <okunmuştu>.")
    entry = feed_of(client).findall(f"{ATOM}entry")[1]
    assert entry.findtext(f"{ATOM}title") == "Kısa Kitap: Söz ve İz, basım 0.1 (geri çekildi)"
    assert entry.findtext(f"{ATOM}summary") == "Bu basım geri çekildi: Bir kaynak yanlış <okunmuştu>."
    assert not [link for link in entry.findall(f"{ATOM}link") if link.get("rel") == "enclosure"]


def test_feed_says_nothing_of_what_is_not_in_the_library(
    client: Client, approved: Handbook, publish: Callable[..., Edition]
) -> None:
    publish(approved)
    assert titles(feed_of(client)) == []


def test_feed_costs_one_query(client: Client, two_editions: Two, django_assert_num_queries: Any) -> None:  # noqa: F811
    with django_assert_num_queries(1):
        client.get(FEED)
