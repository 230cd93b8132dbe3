"""Retitling and moving never break a link: addresses are made of anchors and keys, which stay."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from atasehir_portal.accounts.models import User
from atasehir_portal.documents import kinds, problems, queries, services
from atasehir_portal.documents.models import Block, Document, Section, Source

Act = Callable[[], object]


@pytest.fixture
def book(document: Document, section: Section, write: Callable[..., Block], officer: User) -> dict[str, Any]:
    """Two chapters whose texts lead to each other, to sections, blocks and sources."""
    Source.objects.create(document=document, key="yasa", title="Yasa")
    other = services.add_section(document=document, parent=None, title="Öteki bölüm", by=officer)
    below = services.add_section(document=document, parent=section, title="Alt bölüm", by=officer)
    target = services.add_block(
        section=below,
        kind="box",
        body="Söz.",
        data={"box_kind": "legal", "title": "Kutu", "anchor": "kutu"},
        by=officer,
    )
    links = "[a](#isik-ve-golge) [b](#alt-bolum) [](#alt-bolum) [c](#oteki-bolum) [](#kutu) [@yasa, m. 3]"
    first = write(links)
    second = services.add_block(section=other, kind="paragraph", body=links, by=officer)
    return {"section": section, "other": other, "below": below, "target": target, "texts": [first, second]}


def _retitle(section: Section, title: str, by: User) -> None:
    section.refresh_from_db()
    done = services.save_section(section=section, base_revision=section.revision, title=title, aim=title, by=by)
    assert done.state == "saved"


def _acts(document: Document, book: dict[str, Any], by: User) -> dict[str, Act]:
    return {
        "a chapter is renamed": lambda: _retitle(book["section"], "Bambaşka", by),
        "a section is renamed": lambda: _retitle(book["below"], "Öteki bölüm", by),
        "the document is renamed": lambda: Document.objects.filter(pk=document.pk).update(title="Yeni ad"),
        "a section goes to another chapter": lambda: services.move_section(
            section=book["below"], parent=book["other"], by=by
        ),
        "a section becomes a chapter": lambda: services.move_section(section=book["below"], parent=None, by=by),
        "chapters change places": lambda: services.move_section(section=book["other"], parent=None, by=by),
        "a block goes to another chapter": lambda: services.move_block(
            block_uid=book["target"].uid, section=book["other"], by=by
        ),
        "a chapter becomes a section": lambda: services.move_section(
            section=book["other"], parent=book["section"], by=by
        ),
        "a chapter is taken out and comes back": lambda: (
            services.remove_section(section=book["other"], by=by),
            services.restore_section(section=book["other"], by=by),
        ),
    }


ACTS = list(_acts(Document(), {"section": None, "below": None, "other": None, "target": None}, User()))


def _addresses(document: Document) -> set[str]:
    """Every address to which the text leads, as the workspace shows it."""
    reading = queries.read(document, chapter_address=queries.workspace_chapter_address(document))
    return {href for block in reading.all_blocks() for href in re.findall(r'href="([^"]*)"', block.html)}


@pytest.mark.parametrize("act", [*ACTS, "all of it"])
def test_every_link_of_the_text_still_leads_somewhere(
    document: Document, book: dict[str, Any], officer: User, client_of: Callable[..., Client], act: str
) -> None:
    anchors = set(Section.objects.values_list("anchor", flat=True))
    acts = _acts(document, book, officer)
    for name in ACTS if act == "all of it" else [act]:
        if name != "a chapter becomes a section" or act != "all of it":
            acts[name]()
    document.refresh_from_db()
    assert set(Section.objects.values_list("anchor", flat=True)) == anchors
    dead = [
        each
        for each in problems.problems(queries.read(document))
        if "#" in str(each.message) or "yasa" in str(each.message)
    ]
    assert dead == []
    writer = client_of(officer)
    for address in _addresses(document):
        page, _hash, fragment = address.partition("#")
        if fragment.startswith("kaynak-") or not page:
            continue
        html = writer.get(page).content.decode()
        assert f'id="{fragment}"' in html, address


@pytest.mark.parametrize("act", ACTS)
def test_old_addresses_of_the_workspace_still_lead_there(
    document: Document, book: dict[str, Any], officer: User, client_of: Callable[..., Client], act: str
) -> None:
    writer, base = client_of(officer), kinds.get(document.kind).url(document)
    pages = {each.anchor: f"{base}?bolum={each.anchor}" for each in Section.objects.all()}
    blocks = [book["target"], *book["texts"]]
    _acts(document, book, officer)[act]()
    for anchor, page in pages.items():
        html = writer.get(page).content.decode()
        assert f'id="{anchor}"' in html
    for block in blocks:
        place = writer.get(reverse("documents:block", args=[block.uid]))["Location"]
        page, _hash, fragment = place.partition("#")
        assert f'id="{fragment}"' in writer.get(page).content.decode()
        assert writer.get(reverse("documents:history", args=[block.uid])).status_code == 200


def test_a_title_that_another_section_had_gets_no_anchor_of_it(
    document: Document, section: Section, officer: User
) -> None:
    _retitle(section, "Başka", officer)
    new = services.add_section(document=document, parent=None, title="Işık ve gölge", by=officer)
    assert new.anchor == "isik-ve-golge-2"
    section.refresh_from_db()
    assert section.anchor == "isik-ve-golge"


def test_frozen_versions_keep_their_links(document: Document, book: dict[str, Any], officer: User) -> None:
    version = services.freeze(document=document, by=officer, note="n")
    _retitle(book["section"], "Bambaşka", officer)
    services.move_section(section=book["below"], parent=book["other"], by=officer)
    frozen = queries.read_version(version, figure_address=str)
    assert [each for each in problems.problems(frozen) if "#" in str(each.message)] == []
    assert frozen.section("alt-bolum") is not None
    assert frozen.section("alt-bolum").chapter.anchor == "isik-ve-golge"  # type: ignore[union-attr]
