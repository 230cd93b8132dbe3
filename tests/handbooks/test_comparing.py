"""What is new in an edition: for everybody, between editions that everybody may read."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from atasehir_portal.accounts.models import User
from atasehir_portal.documents import kinds
from atasehir_portal.documents import services as documents
from atasehir_portal.documents.models import Block, Section
from handbooks.models import Edition
from tests.handbooks.conftest import SLUG, beside


@pytest.fixture
def address() -> str:
    return reverse("handbooks:compare", args=[SLUG])


def _edit(edition: Edition, old: str, new: str, by: User) -> None:
    block = Block.objects.get(document=edition.handbook.document, body__contains=old)
    documents.save_block(block_uid=block.uid, base_revision=block.revision, body=block.body.replace(old, new), by=by)


def test_one_edition_has_nothing_to_be_compared_with(client: Client, published: Edition, address: str) -> None:
    assert client.get(address).status_code == 404
    assert address not in client.get(reverse("handbooks:book", args=[SLUG])).content.decode()


def test_everybody_sees_what_changed_between_editions(
    client: Client, published: Edition, administrator: User, address: str
) -> None:
    _edit(published, "kısadır", "çok kısadır", administrator)
    beside(published, "0.2")
    assert address in client.get(reverse("handbooks:book", args=[SLUG])).content.decode()
    html = client.get(address).content.decode()
    assert "1 değişti" in html
    assert "Bir cümle değişti." in html
    part = client.get(f"{address}?bolum=sunus").content.decode()
    assert "<ins>" in part
    assert "çok" in part
    assert reverse("handbooks:read", args=[SLUG, "iki"]) in part
    assert client.get(f"{address}?eski=0.2&yeni=0.1").status_code == 200


def test_editions_that_cannot_be_read_are_not_compared(
    client: Client, published: Edition, administrator: User, address: str
) -> None:
    beside(published, "0.2", withdrawn="Yanlıştı.")
    assert client.get(address).status_code == 404
    beside(published, "0.3")
    assert client.get(address).status_code == 200
    for query in ("eski=0.2", "yeni=0.2", "eski=9.9", "yeni=x", "bolum=yok", "eski=%00"):
        assert client.get(f"{address}?{query}").status_code == 404, query
    assert client.get(reverse("handbooks:compare", args=["yok"])).status_code == 404


def test_comparing_editions_costs_a_fixed_number_of_queries(
    client: Client, published: Edition, administrator: User, address: str, django_assert_max_num_queries: Any
) -> None:
    beside(published, "0.2")
    beside(published, "0.3")
    with django_assert_max_num_queries(8):
        assert client.get(address).status_code == 200


def test_versions_are_called_by_their_edition(published: Edition) -> None:
    document = published.handbook.document
    names = kinds.get(document.kind).version_names
    assert names is not None
    assert names(document) == {published.version.number: "basım 0.1"}


def test_a_new_edition_with_other_titles_keeps_every_address(
    client: Client, published: Edition, administrator: User, finish: Callable[[Edition], Edition]
) -> None:
    """Chapters and sections that were renamed, and a section in another chapter, are read under the addresses they had."""
    document = published.handbook.document
    by_anchor = {section.anchor: section for section in Section.objects.filter(document=document)}
    old = [reverse("handbooks:read", args=[SLUG, anchor]) for anchor in by_anchor]
    assert all(client.get(address).status_code in {200, 301, 302} for address in old)
    for section in by_anchor.values():
        documents.save_section(
            section=section,
            base_revision=section.revision,
            title=f"Yeni: {section.title}",
            aim=section.aim,
            by=administrator,
        )
    documents.move_section(section=by_anchor["bir-duymak"], parent=by_anchor["iki"], by=administrator)
    beside(published, "0.2")
    for address in old:
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        assert "Yeni: " in answer.content.decode()
    anchor = client.get(reverse("handbooks:read", args=[SLUG, "bir-duymak"]))
    assert anchor["Location"].endswith("/oku/iki/#bir-duymak")
