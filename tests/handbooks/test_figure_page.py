"""A figure by itself: large enough for its words on a phone, with what it says and the way back."""

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from atasehir_portal.documents.models import Block
from atasehir_portal.documents.nodes.blocks import block_anchor
from handbooks.models import Edition
from tests.handbooks.conftest import SLUG
from tests.handbooks.second import two_editions  # noqa: F401

BOOK = f"/kitaplik/{SLUG}/"


def address(edition: Edition, kind: str = "figure") -> str:
    block = Block.objects.filter(document=edition.handbook.document, kind=kind).first()
    assert block is not None
    return reverse("handbooks:figure_page", args=[SLUG, edition.number, block_anchor(block.uid)])


def test_a_chapter_leads_to_its_figure_and_the_figure_back(client: Client, published: Edition) -> None:
    url = address(published)
    assert f'<p class="fig__zoom"><a href="{url}">' in client.get(f"{BOOK}oku/bir/").content.decode()
    page = unescape(client.get(url).content.decode())
    anchor = url.rstrip("/").rsplit("/", 1)[1]
    assert f'href="{BOOK}oku/bir/#{anchor}"' in page
    assert "Şekil 1.1" in page
    assert "Sözün izi." in page
    assert "Kaynak: Bu kitap için çizildi." in page
    assert page.count("Söz, ize dönüşür.") == 2  # for those who do not see it, and as a text
    assert 'role="region" tabindex="0"' in page


def test_a_figure_grows_and_shrinks_without_a_script(client: Client, published: Edition) -> None:
    url = address(published)
    assert 'href="?boy=2"' in client.get(url).content.decode()
    second = client.get(url, {"boy": "2"}).content.decode()
    assert "figure-close--2" in second
    assert 'href="?"' in second
    assert 'href="?boy=3"' in second
    third = client.get(url, {"boy": "3"}).content.decode()
    assert 'href="?boy=2"' in third
    assert "figure-close--1" in client.get(url, {"boy": "<9>"}).content.decode()


def test_what_is_no_picture_has_no_page(client: Client, published: Edition) -> None:
    assert client.get(address(published, "table")).status_code == 404
    assert client.get(f"{BOOK}0.1/buyuk-sekil/yok/").status_code == 404
    assert client.get(f"{BOOK}0.9/buyuk-sekil/yok/").status_code == 404


@pytest.mark.usefixtures("two_editions")
def test_a_figure_of_an_older_edition_leads_back_into_it(client: Client) -> None:
    older = Edition.objects.get(number="0.1")
    assert f'href="{BOOK}0.1/oku/bir/#' in client.get(address(older)).content.decode()
