"""The Markdown form of a document: read, written, read again."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from atasehir_portal import markdown
from atasehir_portal.documents import queries, validation
from atasehir_portal.documents.dialect import DialectError, ParsedSection, parse_book, parse_chapter, written_book

CONTENT = Path(__file__).resolve().parents[2] / "handbooks" / "content"
BOOKS = sorted(path for path in CONTENT.glob("*-*") if path.is_dir())

CHAPTER = """\
# Nedenler {#b5}

:::aim
Nedeni
bulmak.
:::

İlk söz [@k5393, m. 13].^[Not.]
- bir
- iki

## Ağaç {#b5-agac}

:::aim
Çizmek.
:::

:::box kind="definition" title="Hak \\"sorunu\\""
Tanım.

- madde
:::

:::table caption="Sayılar" source="Kurgusal." number_columns="2,3"
| a | b | c |
| --- | --- | --- |
| d | 1 | 2 |
:::

### Dal {#b5-dal}

:::figure src="figures/agac.svg" alt="Ağaç." caption="Bir ağaç" source="Çizildi."
:::

> Söz [Ağaç](#b5-agac).

## Son {#b5-son .outline}
"""
FILES = {
    "kitap.toml": 'title = "Deneme"\nlanguage = "tr"\nnumber = 1\n',
    "kaynakca.toml": '[[source]]\nkey = "k5393"\nkind = "law"\ntitle = "Belediye Kanunu"\ncertainty = "source"\n',
    "sozluk.toml": '[[term]]\nterm = "hak"\nenglish = "right"\ndefinition = "Talep."\n',
    "00-sunus.md": "# Sunuş {#sunus}\n\nBu kitap.\n",
    "01-nedenler.md": CHAPTER,
    "figures/agac.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>Ağaç</title></svg>',
}


def test_chapter_is_read_with_its_structure() -> None:
    chapter = parse_chapter(CHAPTER, file="01.md")
    assert (chapter.title, chapter.anchor, chapter.aim) == ("Nedenler", "b5", "Nedeni bulmak.")
    assert [(b.kind, b.body, b.line) for b in chapter.blocks] == [
        ("paragraph", "İlk söz [@k5393, m. 13].^[Not.]", 8),
        ("list", "- bir\n- iki", 9),
    ]
    tree, last = chapter.sections
    assert (tree.title, tree.anchor, tree.aim, last.title) == ("Ağaç", "b5-agac", "Çizmek.", "Son")
    box, table = tree.blocks
    assert (box.kind, box.body, box.data) == (
        "box",
        "Tanım.\n\n- madde",
        {"box_kind": "definition", "title": 'Hak "sorunu"'},
    )
    assert table.data == {"caption": "Sayılar", "source": "Kurgusal.", "number_columns": [2, 3]}
    (branch,) = tree.sections
    figure, quotation = branch.blocks
    assert figure.data["src"] == "figures/agac.svg"
    assert quotation.kind == "quotation"


def test_attributes_may_stand_without_quotes() -> None:
    chapter = parse_chapter("# A {#a}\n\n:::box kind=warning title=Dikkat\nSöz.\n:::\n")
    assert chapter.blocks[0].data == {"box_kind": "warning", "title": "Dikkat"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("Söz.", 1),
        ("\n\n## Alt {#a}", 3),
        ("# A {#a}\n\n# B {#b}", 3),
        ("# A {#a}\n\n### C {#c}", 3),
        ("# A {#a}\n\n#### D {#d}", 3),
        ("# A {#a .gizli}", 1),
        ("# A {#a}\n\n:::", 3),
        ("# A {#a}\n\n:::box kind=warning title=T\nSöz.", 3),
        ("# A {#a}\n\n:::box kind=warning title=T\n:::table\n:::", 4),
        ("# A {#a}\n\n:::box kind=yok title=T\nSöz.\n:::", 3),
        ("# A {#a}\n\n:::box kind=warning title=T\n:::", 3),
        ('# A {#a}\n\n:::box kind="warning title=T\nSöz.\n:::', 3),
        ("# A {#a}\n\n:::box kind=warning kind=legal title=T\nSöz.\n:::", 3),
        ("# A {#a}\n\n:::box kind=warning title=T renk=mor\nSöz.\n:::", 3),
        ("# A {#a}\n\n:::table caption=C\nSöz.\n:::", 3),
        ("# A {#a}\n\n:::figure src=x.svg alt=a caption=c\n:::", 3),
        ("# A {#a}\n\n:::figure src=x.svg alt=a caption=c source=s\nSöz.\n:::", 3),
        ("# A {#a}\n\n:::şiir\n:::", 3),
        ("# A {#a}\n\n:::poem\n:::", 3),
        ("# A {#a}\n\n:::block kind=goal data={\n:::", 3),
        ("# A {#a}\n\nSöz.\n\n:::aim\nGeç.\n:::", 5),
        ("# A {#a}\n\n:::aim\n:::", 3),
        ("# A {#a}\n\nSöz.\n\n---", 5),
        ("# A {#a}\n\n```\nkod\n```", 3),
        ("# A {#a}\n\nSöz.\n\n| a |\n|---|\n| b |", 5),
        ("# " + "A" * 251 + " {#a}", 1),
    ],
)
def test_error_names_file_and_line(text: str, line: int) -> None:
    with pytest.raises(DialectError) as error:
        parse_chapter(text, file="03-x.md")
    assert (error.value.file, error.value.line) == ("03-x.md", line)
    assert "03-x.md" in str(error.value)


def test_book_is_read_whole() -> None:
    book = parse_book(FILES)
    assert (book.title, book.language, book.front["number"]) == ("Deneme", "tr", 1)
    assert [(c.anchor, c.is_numbered) for c in book.chapters] == [("sunus", False), ("b5", True)]
    assert book.sources[0]["number"] == ""
    assert book.terms == [{"term": "hak", "english": "right", "definition": "Talep."}]
    assert set(book.figures) == {"figures/agac.svg"}


@pytest.mark.parametrize(
    ("changes", "file"),
    [
        ({"kitap.toml": None}, "kitap.toml"),
        ({"kitap.toml": "title = \n"}, "kitap.toml"),
        ({"kitap.toml": "number = 1\n"}, "kitap.toml"),
        ({"kaynakca.toml": '[[source]]\nkey = "k5393"\n'}, "kaynakca.toml"),
        ({"kaynakca.toml": '[[source]]\nkey = "k5393"\ntitle = "A"\nkind = "şarkı"\n'}, "kaynakca.toml"),
        ({"kaynakca.toml": '[[source]]\nkey = "k5393"\ntitle = "A"\nrenk = "mor"\n'}, "kaynakca.toml"),
        ({"kaynakca.toml": '[[source]]\nkey = "k5393"\ntitle = "' + "A" * 401 + '"\n'}, "kaynakca.toml"),
        ({"kaynakca.toml": '[[source]]\nkey = "a b"\ntitle = "A"\n'}, "kaynakca.toml"),
        ({"kaynakca.toml": '[[source]]\nkey = "k5393"\ntitle = "A"\n' * 2}, "kaynakca.toml"),
        ({"kaynakca.toml": ""}, "01-nedenler.md"),
        ({"sozluk.toml": '[[term]]\nterm = "hak"\n'}, "sozluk.toml"),
        ({"00-sunus.md": "# Sunuş\n"}, "00-sunus.md"),
        ({"00-sunus.md": "# Sunuş {#b5}\n"}, "01-nedenler.md"),
        ({"00-sunus.md": "# Sunuş {#s}\n\n[x](#yok)\n"}, "00-sunus.md"),
        ({"00-sunus.md": b"# Sunu\xff\n"}, "00-sunus.md"),
        ({"sunus.md": "# A {#a}\n"}, "sunus.md"),
        ({"figures/agac.svg": None}, "01-nedenler.md"),
        ({"00-sunus.md": None, "01-nedenler.md": None}, "*.md"),
    ],
)
def test_book_with_a_fault_names_the_file(changes: dict[str, Any], file: str) -> None:
    files = {name: content for name, content in {**FILES, **changes}.items() if content is not None}
    with pytest.raises(DialectError) as error:
        parse_book(files)
    assert error.value.file == file


# --- there and back ---------------------------------------------------------------------------------------------------


def _snapshot(chapters: list[ParsedSection], sources: Any = (), terms: Any = (), index: Any = ()) -> dict[str, Any]:
    def frozen(section: ParsedSection) -> dict[str, Any]:
        return {
            "uid": str(uuid4()), "revision": 1, "anchor": section.anchor, "title": section.title, "aim": section.aim,
            "is_numbered": section.is_numbered, "is_outline": section.is_outline,
            "blocks": [{"uid": str(uuid4()), "revision": 1, "kind": b.kind, "body": b.body, "data": b.data} for b in section.blocks],
            "sections": [frozen(below) for below in section.sections],
        }  # fmt: skip

    return {
        "document": {"uid": str(uuid4()), "kind": "deneme", "title": "Deneme", "language": "tr"},
        "sections": [frozen(chapter) for chapter in chapters],
        "sources": list(sources),
        "terms": list(terms),
        "index": list(index),
    }


def _there_and_back(chapters: list[ParsedSection], sources: Any = (), terms: Any = (), index: Any = ()) -> Any:
    snapshot = _snapshot(chapters, sources, terms, index)
    texts, pictures = written_book(queries.read_snapshot(snapshot, figure_address=str))
    book = parse_book({**texts, **dict.fromkeys(pictures, b"")})
    for section in book.walk():
        for block in section.blocks:
            if block.data.get("src"):
                block.data["src"] = pictures[block.data["src"]]
    return book


@pytest.mark.parametrize("folder", BOOKS, ids=lambda path: path.name)
def test_handbook_sources_come_back_the_same(folder: Path) -> None:
    book = parse_book(folder)
    for section in book.walk():
        for block in section.blocks:
            if block.data.get("src"):
                block.data["src"] = f"pictures/handbooks/{'0' * 16}/{block.data['src'].removeprefix('figures/')}"
    again = _there_and_back(book.chapters, book.sources, book.terms, book.index)
    assert again.index == book.index
    assert again.chapters == book.chapters
    assert again.sources == book.sources
    assert again.terms == book.terms
    assert (again.title, again.language) == ("Deneme", "tr")


_SIGNS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\u0085")
_LINE = st.text(st.one_of(st.sampled_from("aşİ \"\\*_[]()`#:<>|-1.{}^@&'="), _SIGNS), min_size=1, max_size=30).map(
    markdown.clean_line
)
_BODY = st.lists(
    st.sampled_from(
        [
            "- a",
            "- b",
            "1. a",
            "> q",
            "söz",
            "  - alt",
            "* y",
            "+ z",
            "\n",
            "\n\n",
            " ",
            "*",
            "^[n]",
            "`k`",
            "\\",
            "2) c",
        ]
    ),
    min_size=1,
    max_size=8,
).map("\n".join)


@st.composite
def _blocks(draw: Any) -> list[tuple[str, str, dict[str, Any]]]:
    found: list[tuple[str, str, dict[str, Any]]] = []
    for body in draw(st.lists(_BODY, max_size=4)):
        try:
            parts = validation.text_parts(validation.check_text(body))
        except ValidationError:
            continue
        if draw(st.booleans()):
            found += [(kind, text, {}) for kind, text in parts]
        else:
            title = draw(_LINE.filter(bool))
            found.append(("box", validation.check_text(body), {"box_kind": "legal", "title": title}))
    return found


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(_blocks(), _LINE, _LINE, st.booleans())
def test_any_document_comes_back_the_same(
    blocks: list[tuple[str, str, dict[str, Any]]], title: str, aim: str, is_numbered: bool
) -> None:
    assume(title and not title.startswith(":::") and not aim.startswith(":::"))
    chapter = ParsedSection(title, "bir", aim, is_numbered)
    below = ParsedSection(title, "iki", "", sections=[ParsedSection(aim or "x", "uc")])
    chapter.sections = [below, ParsedSection("Son", "dort")]
    for kind, body, data in blocks:
        chapter.blocks.append(parse_block(kind, body, data))
    assert _there_and_back([chapter]).chapters == [chapter]


def parse_block(kind: str, body: str, data: dict[str, Any]) -> Any:
    from atasehir_portal.documents.dialect import ParsedBlock

    return ParsedBlock(kind, body, data)


def test_kinds_of_upper_rooms_come_back_the_same() -> None:
    chapter = ParsedSection(
        "A", "a", blocks=[parse_block("measure", "Söz.", {"title": 'İki "tırnak" \\', "cost": 5, "units": ["a"]})]
    )
    assert _there_and_back([chapter]).chapters == [chapter]
