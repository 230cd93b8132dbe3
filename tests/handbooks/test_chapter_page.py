"""What stands around a chapter: tools before it, the way back up, the way to report an error."""

import re
from html import unescape
from urllib.parse import unquote

import pytest
from django.test import Client

from atasehir_portal.catalogue.models import Municipality
from handbooks.models import Edition
from tests.handbooks.conftest import SLUG

BOOK = f"/kitaplik/{SLUG}/"


def reached_by(email: str) -> None:
    row = Municipality.objects.get()
    row.email = email
    row.save()


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.mark.parametrize("address", ["oku/bir/", "kaynakca/"])
def test_tools_stand_before_the_text(client: Client, published: Edition, address: str) -> None:
    html = page(client, BOOK + address)
    assert html.index('class="chapter__tools"') < html.index('<article class="read"')


def test_a_chapter_leads_back_to_its_beginning_and_to_the_contents(client: Client, published: Edition) -> None:
    html = page(client, f"{BOOK}oku/bir/")
    assert '<a href="#bir">Bölümün başı</a>' in html
    assert '<a href="#icindekiler">' in html
    assert html.count('id="icindekiler"') == 1


@pytest.mark.parametrize(("address", "place"), [("oku/bir/", "1 Söz"), ("", "Kısa Kitap: Söz ve İz")])
def test_errors_are_reported_by_a_letter_that_says_where(
    client: Client, published: Edition, address: str, place: str
) -> None:
    reached_by("kitap@belediye.example")
    [href] = set(re.findall(r'href="(mailto:kitap@[^"]+)"', page(client, BOOK + address)))
    letter = unquote(unescape(href))
    assert letter.startswith("mailto:kitap@belediye.example?subject=El kitabı 3, basım 0.1: hata bildirimi&body=")
    assert f"Yer: {place}\n" in letter
    assert f"http://localhost:8000{BOOK}{address}\n" in letter


def test_errors_are_reported_through_the_help_page_where_there_is_no_address(
    client: Client, published: Edition
) -> None:
    reached_by("")
    assert 'href="/yardim/#contact"' in page(client, f"{BOOK}oku/bir/")


def test_the_shelf_says_how_much_of_a_book_has_text(client: Client, published: Edition) -> None:
    said = "Metni olan bölüm: 1. Yalnız planı olan bölüm: 1."
    assert said in page(client, "/kitaplik/")
    assert said in page(client, BOOK)


def test_sources_of_a_chapter_stand_by_their_numbers(client: Client, published: Edition) -> None:
    html = page(client, f"{BOOK}oku/bir/")
    numbers = [int(number) for number in re.findall(r'<span class="num">\[(\d+)\]', html)]
    assert numbers == sorted(numbers)
    assert len(numbers) > 1
