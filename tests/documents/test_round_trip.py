"""Any document, written as Markdown and read again, is the same; any text that was written so is written the same again."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atasehir_portal import markdown
from atasehir_portal.accounts.models import User
from atasehir_portal.documents import intake, queries, services, validation
from atasehir_portal.documents.dialect import ParsedBlock, ParsedSection, parse_book, written_book
from atasehir_portal.documents.models import BoxKind
from atasehir_portal.documents.services.versions import snapshot_of
from tests.documents.test_dialect import _snapshot

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>x</title></svg>\n'
KEYS = ("k1", "akay-2019", "A_b")
_HOSTILE = [
    "<script>alert(1)</script>", '" onload="x', "{#a .unnumbered}", ":::", ":::box", "<!-- -->", "# ", "## Başlık {#b}", "\\", '\\"',
    "```", "---", "***", "| a | b |", "[x](javascript:x)", "![x](y)", "^[not]", "^[", "[@k1]", "[@k1, m. 13]", "&lt;", "&#x27;", "$", "~",
    "İıĞğŞş", "٣", "🙂", "e\u0301",
    "\u00a0", "1. ", "- ", "> ", "    ", "=", "title = ", "'''", '"""', "\\u0041", "}", "]]>", "%s", "{{ x }}",
]  # fmt: skip
_SIGNS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\u0085")
_PIECE = st.one_of(st.sampled_from(_HOSTILE), st.text(_SIGNS, min_size=1, max_size=12), st.sampled_from("abc ,.;çğ"))
_LINE = (
    st.lists(_PIECE, min_size=1, max_size=5).map("".join).map(markdown.clean_line).map(lambda text: text[:80].strip())
)
_HEADING = _LINE.filter(lambda text: bool(text) and not text.startswith(":::"))
_TEXT = st.lists(
    st.one_of(
        _PIECE,
        st.sampled_from(
            [
                "\n",
                "\n\n",
                "- a\n",
                "- b\n  - c\n",
                "1. a\n",
                "7) b\n",
                "> q\n",
                "> > r\n",
                "* y\n\n  z\n",
                "+ z\n",
                "söz^[n *e*].\n",
            ]
        ),
    ),
    min_size=1,
    max_size=10,
).map("".join)


def _judged(kind: str, body: str, data: dict[str, Any]) -> ParsedBlock | None:
    """Return a block as it is stored; None where the form would refuse it."""
    check = {"table": validation.check_table, "figure": validation.check_no_text}.get(kind, validation.check_text)
    judge = {"table": validation.validate_table, "figure": validation.validate_figure, "box": validation.validate_box}
    try:
        return ParsedBlock(kind, check(body), judge[kind](data) if kind in judge else {})
    except ValidationError:
        return None


@st.composite
def _blocks(draw: Any) -> list[ParsedBlock]:
    found: list[ParsedBlock | None] = []
    for kind in draw(
        st.lists(st.sampled_from(["text", "text", "box", "table", "figure", "chart", "goal"]), max_size=4)
    ):
        line = draw(_LINE)
        if kind == "text":
            try:
                body = validation.check_text(draw(_TEXT))
            except ValidationError:
                continue
            found += [ParsedBlock(each, text, {}) for each, text in validation.text_parts(body)]
        elif kind == "box":
            found.append(
                _judged("box", draw(_TEXT), {"box_kind": draw(st.sampled_from(BoxKind.values)), "title": line})
            )
        elif kind == "table":
            cells = st.text(st.sampled_from("ab |\\`*<>[]^@ç-:"), max_size=8).map(lambda t: t.replace("|", "\\|"))
            width = draw(st.integers(1, 4))
            rows = draw(st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=3))
            body = "\n".join(f"| {' | '.join(row)} |" for row in [rows[0], ["---"] * width, *rows[1:]])
            columns = draw(st.lists(st.integers(1, 4), max_size=2))
            found.append(_judged("table", body, {"caption": line, "source": draw(_LINE), "number_columns": columns}))
        elif kind == "figure":
            number = draw(st.integers(0, 2))
            src = f"pictures/kitap/{str(number) * 16}/sekil-{number % 2}.svg"
            found.append(
                _judged("figure", "", {"src": src, "alt": line, "caption": draw(_LINE), "source": draw(_LINE)})
            )
        elif kind == "chart":
            values = draw(st.lists(st.integers(0, 999), min_size=2, max_size=4))
            table = [["Ad", "Sayı"], *([f"y{number}", str(value)] for number, value in enumerate(values))]
            chart = {"type": "bar", "title": "Başlık", "unit": "kişi", "table": table}
            found.append(_judged("figure", "", {"chart": chart, "alt": line, "caption": draw(_LINE), "source": "s"}))
        else:
            found.append(ParsedBlock("goal", "Amaç.", {"code": line, "cost": draw(st.integers(0, 9)), "units": [line]}))
    return [block for block in found if block is not None]


@st.composite
def _section(draw: Any, level: int) -> ParsedSection:
    section = ParsedSection(draw(_HEADING), f"s-{uuid4().hex[:12]}", draw(st.one_of(st.just(""), _HEADING)))
    section.blocks = draw(_blocks())
    if level < 3:
        section.sections = draw(st.lists(_section(level + 1), max_size=2))
    return section


@st.composite
def _books(draw: Any) -> tuple[list[ParsedSection], list[dict[str, str]], list[dict[str, str]]]:
    chapters = draw(st.lists(_section(1), min_size=1, max_size=3))
    chapters[0].is_numbered = draw(st.booleans())
    if len(chapters) > 1:
        chapters[-1].is_numbered = draw(st.booleans())
    empty = dict.fromkeys(queries.SOURCE_COLUMNS, "")
    sources = [
        {**empty, "key": key, "kind": "report", "certainty": "source", "title": draw(_HEADING), "note": draw(_LINE)}
        for key in KEYS
    ]
    terms = [{"term": draw(_HEADING), "english": draw(_LINE), "definition": draw(_HEADING)}]
    return chapters, sources, terms


def _known(book: tuple[Any, ...]) -> bool:
    """Whether every citation of a generated text has a source, and every link a place: others are refused, as they should be."""
    chapters = book[0]
    for chapter in chapters:
        for section in chapter.walk():
            for block in section.blocks:
                for text in (block.body, *(str(block.data.get(name, "")) for name in ("caption", "source"))):
                    if set(markdown.cited_keys(text)) - set(KEYS) or markdown.linked_anchors(text):
                        return False
    return True


def _frozen(book: tuple[Any, ...]) -> dict[str, Any]:
    return {**_snapshot(*book), "index": []}


def _written(snapshot: Any) -> tuple[dict[str, str], dict[str, str]]:
    return written_book(queries.read_snapshot(snapshot, figure_address=str))


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(_books().filter(_known))
def test_document_becomes_text_and_the_same_document_and_the_same_text(book: tuple[Any, ...]) -> None:
    chapters, sources, terms = book
    texts, pictures = _written(_frozen(book))
    again = parse_book({**texts, **dict.fromkeys(pictures, DRAWING)})
    for section in again.walk():
        for block in section.blocks:
            if block.kind == "figure" and "src" in block.data:
                block.data["src"] = pictures[block.data["src"]]
    assert again.chapters == chapters
    assert again.sources == sources
    assert again.terms == terms
    assert _written(_frozen((again.chapters, again.sources, again.terms)))[0] == texts


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(book=_books().filter(_known))
def test_document_in_the_database_comes_back_the_same(book: tuple[Any, ...], officer: User) -> None:
    for chapter in book[0]:
        for section in chapter.walk():
            section.blocks = [block for block in section.blocks if block.kind != "goal"]
    texts, pictures = _written(_frozen(book))
    files: dict[str, Any] = {**texts, **dict.fromkeys(pictures, DRAWING)}
    made = services.import_markdown(kind="deneme", folder_or_texts=files, by=officer, media_folder="kitap").document
    exported = services.export_markdown(made)
    assert {name: text for name, text in exported.items() if name.endswith(".md")} == {
        name: text for name, text in texts.items() if name.endswith(".md")
    } or len(pictures) > len(services.export_figures(made))
    again = services.import_markdown(
        kind="deneme", folder_or_texts=services.export_files(made), by=officer, media_folder="kitap"
    ).document
    assert services.export_files(again) == services.export_files(made)
    # and into the document itself: nothing is there to be done
    before = snapshot_of(made)
    assert intake.of_book(made, services.export_files(made)).snapshot == before
