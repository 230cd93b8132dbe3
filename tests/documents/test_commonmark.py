"""The examples of the CommonMark specification, and published attacks: whatever is typed, nothing breaks, nothing runs, and what can
be kept comes back the same."""

import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from atasehir_portal import markdown
from atasehir_portal.documents import printing, queries, validation
from atasehir_portal.documents.dialect import ParsedBlock, ParsedSection, parse_book, parse_chapter, written_book
from atasehir_portal.rendering import tree
from tests import hostile
from tests.documents.test_dialect import _snapshot

_EXAMPLE = re.compile(r"^`{32} example\n([\s\S]*?)^\.\n[\s\S]*?^`{32}$", re.MULTILINE)


@cache
def examples() -> tuple[str, ...]:
    """Return what every example of the specification types; → stands for a tab there."""
    path = os.environ.get("COMMONMARK_SPEC", "")
    if not path:
        pytest.fail("the CommonMark specification is not installed (make test does it; set COMMONMARK_SPEC)")
    text = Path(path).read_text(encoding="utf-8")
    return tuple(match[1].replace("→", "\t") for match in _EXAMPLE.finditer(text))


def _references() -> list[markdown.References]:
    return [
        markdown.WebReferences({"foo": 1}, page="b"),
        markdown.PrintReferences({"foo": 1}),
        markdown.InlineReferences(),
    ]


def _assert_inert(text: str) -> None:
    for references in _references():
        for html in (markdown.render(text, references=references), markdown.render_inline(text, references=references)):
            for element in tree.body(html).iter():
                if not isinstance(element.tag, str) or element.tag == "body":
                    continue
                assert element.tag in markdown.TAGS, (element.tag, text)
                assert not [name for name in element.attrib if name.startswith("on") or name == "style"], text
                if href := element.get("href"):
                    assert markdown.is_safe_address(href), (href, text)


def _kept(text: str) -> list[ParsedBlock]:
    """Return the blocks that a text becomes when it is saved; none where it is refused."""
    try:
        return [ParsedBlock(kind, body, {}) for kind, body in validation.text_parts(validation.check_text(text))]
    except ValidationError:
        return []


def _assert_comes_back(blocks: list[ParsedBlock]) -> str:
    """Assert that blocks written as a chapter are read as the same blocks; return the chapter's text."""
    chapter = ParsedSection("Bölüm", "bir", blocks=blocks)
    reading = queries.read_snapshot(_snapshot([chapter]), figure_address=str)
    texts, _pictures = written_book(reading)
    (name,) = [name for name in texts if name.endswith(".md")]
    again = parse_chapter(texts[name], file=name)
    assert again.blocks == blocks, texts[name]
    return texts[name]


def test_specification_is_read_whole() -> None:
    assert len(examples()) > 640


def test_examples_never_break_and_are_inert() -> None:
    for text in examples():
        _assert_inert(text)
        markdown.plain(text, notes=True)
        markdown.count_words(text)
        markdown.elements(text)
        markdown.pipe_table(text)
        markdown.cited_keys(text)
        markdown.linked_anchors(text)


def test_examples_come_back_the_same() -> None:
    saved = 0
    for text in examples():
        blocks = _kept(text)
        if blocks:
            _assert_comes_back(blocks)
            saved += 1
    # the others are headings, rules, code and HTML blocks, which are refused with a sentence
    assert saved > 450


def test_all_examples_in_one_chapter_come_back_the_same() -> None:
    blocks = [block for text in examples() for block in _kept(text)]
    text = _assert_comes_back(blocks)
    again = parse_chapter(text, file="01.md")
    reading = queries.read_snapshot(_snapshot([again]), figure_address=str)
    assert [each for name, each in written_book(reading)[0].items() if name.endswith(".md")] == [text]


def test_examples_are_printed() -> None:
    chapter = ParsedSection("Bölüm", "bir", blocks=[block for text in examples() for block in _kept(text)])
    reading = queries.read_snapshot(_snapshot([chapter]), figure_address=str)
    html = printing.print_html(reading.chapters[0])
    assert hostile.live_parts(tree.body(html)) == []


def test_published_attacks_are_inert_on_page_and_paper() -> None:
    for attack in hostile.payloads():
        _assert_inert(attack)


def test_published_attacks_that_are_kept_come_back_the_same() -> None:
    blocks = [block for attack in hostile.payloads() for block in _kept(attack)]
    assert len(blocks) > 4000
    _assert_comes_back(blocks)


@pytest.mark.parametrize("place", ["title", "aim", "caption", "source", "alt", "box"])
def test_published_attacks_in_every_line_come_back_the_same(place: str) -> None:
    lines = list(
        dict.fromkeys(filter(None, (markdown.clean_line(attack)[:200].strip() for attack in hostile.payloads())))
    )
    sections = []
    for number, line in enumerate(lines):
        if line.startswith(":::"):
            continue
        section = ParsedSection("Başlık", f"a{number}")
        if place == "title":
            section.title = line
        elif place == "aim":
            section.aim = line
        elif place == "box":
            section.blocks = [ParsedBlock("box", "Söz.", {"box_kind": "legal", "title": line})]
        else:
            words = {"alt": "a", "caption": "c", "source": "s"} | {place: line}
            section.blocks = [ParsedBlock("figure", "", {"src": f"pictures/x/{'0' * 16}/x.svg", **words})]
        sections.append(section)
    texts, pictures = written_book(queries.read_snapshot(_snapshot([_with(sections)]), figure_address=str))
    book = parse_book({**_without_citations(texts), **dict.fromkeys(pictures, b"")})
    for section in book.walk():
        for block in section.blocks:
            if block.kind == "figure":
                block.data["src"] = pictures[block.data["src"]]
    assert [_said(section) for section in book.chapters[0].sections] == [_said(section) for section in sections]


def _with(sections: list[ParsedSection]) -> ParsedSection:
    return ParsedSection("Bölüm", "bolum", sections=sections)


def _said(section: ParsedSection) -> Any:
    return (
        section.title,
        section.aim,
        [(b.kind, b.body, {k: v for k, v in b.data.items() if v}) for b in section.blocks],
    )


def _without_citations(texts: dict[str, str]) -> dict[str, str]:
    """The attacks cite no source and link to no anchor of this text, or else reading it would say so."""
    for text in texts.values():
        assert not markdown.cited_keys(text)
    return texts
