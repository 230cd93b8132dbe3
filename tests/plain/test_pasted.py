"""What Word, LibreOffice, Google Docs and web pages put into the clipboard becomes clean Markdown."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atasehir_portal import markdown
from atasehir_portal.documents import validation

SAMPLES = Path(__file__).parent / "pasted"


@pytest.mark.parametrize("name", ["word", "libreoffice", "google", "web"])
def test_clipboard_becomes_clean_markdown(name: str) -> None:
    found = markdown.from_html((SAMPLES / f"{name}.html").read_text(encoding="utf-8"))
    assert found.markdown == (SAMPLES / f"{name}.md").read_text(encoding="utf-8").strip()
    assert validation.check_text(found.markdown) == found.markdown


def test_word_brings_its_table_and_tells_of_headings_and_pictures() -> None:
    found = markdown.from_html((SAMPLES / "word.html").read_text(encoding="utf-8"))
    assert found.tables == ["| **Mahalle** | **Durak \\| sayı** |\n| --- | --- |\n| İçerenköy | 14 |"]
    assert markdown.pipe_table(found.tables[0]) is not None
    assert (found.headings, found.pictures) == (1, 1)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", ""),
        ("   &nbsp; ", ""),
        ("düz söz", "düz söz"),
        ("/etc/passwd", "/etc/passwd"),
        ("<b>Bir</b><b> iki</b>", "**Bir iki**"),
        ("<b> </b>söz", "söz"),
        ("<b><i>Bir</i></b>", "***Bir***"),
        ("<i>Öz</i><i>gür</i>", "*Özgür*"),
        ("<b>Kelime</b>ler", "**Kelime**ler"),
        ("<p>Bir<br>iki<br></p>", "Bir\\\niki"),
        ("<ul><li>a<ol><li>b</li></ol></li></ul>", "- a\n  1. b"),
        ("<ul><li>a</li></ul><ol><li>b</li></ol>", "- a\n\n1. b"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "- a\\\n  b"),
        ("<p>not <a href='#_ftn9'>[9]</a> yok</p>", "not yok"),
        ("<p>bkz.<sup id='fnref1'><a href='#fn1'>1</a></sup></p><ol><li id='fn1'>Not <a href='#fnref1'>↩</a></li></ol>", "bkz.^[Not]"),
        ("<h1>Bir <b>iki</b></h1>", "**Bir iki**"),
        ("<a href='https://a.example'>x</a>", "[x](https://a.example)"),
        ("<a href='data:text/html,x'>x</a> <a href='file:///c:/x'>y</a>", "x y"),
        ("<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>·&nbsp;&nbsp; bir</p>", "- bir"),
        ("<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>a)<span>&nbsp;</span></span>bir</p>", "1. bir"),
        ("<ul><li aria-level=1>a</li></ul><ul><li aria-level=2>b</li></ul>", "- a\n  - b"),
        ("<p>a\u0000b\u202e</p>", "ab"),
        ("<table><tr><td>tek</td></tr></table>", "tek"),
    ],
)  # fmt: skip
def test_small_things_come_out_as_they_are_meant(html: str, expected: str) -> None:
    assert markdown.from_html(html).markdown == expected


def test_nothing_that_could_run_survives() -> None:
    found = markdown.from_html((SAMPLES / "web.html").read_text(encoding="utf-8")).markdown
    html = markdown.render(found)
    for word in ("<script", "javascript:", "onerror", "onclick", "<iframe", "<img", "alert"):
        assert word not in html


@pytest.mark.parametrize(
    "html",
    [
        "<ul><li>" * 100_000,
        "<div>" * 5000 + "söz",
        "<ul><li>" * 3000 + "söz",
        "<b><i>" * 3000 + "söz",
        "<table><tr><td>" * 500 + "söz",
        "<span>a</span>" * 20_000,
        "<p style='mso-list:l0 level9 lfo1'>" + "a " * 50_000,
        "<!--" + "-" * 10_000,
        "&#x" * 5000,
        "*" * 5000,
        "[" * 5000,
        "<div>" * 1001 + "<a" * 400_000,
        "<a href='#ftn1'>x</a>" * 5000 + "<div id=ftn1>" + "söz " * 20_000 + "</div>",
    ],
)
def test_hostile_clipboard_is_answered(html: str) -> None:
    """These would keep a reader without bounds busy for hours."""
    markdown.from_html(html)


def _nested(opening: str, closing: str) -> Callable[[int], str]:
    return lambda size: f"{opening * size}söz{closing * size}" * 20


@pytest.mark.parametrize(
    "html_of",
    [
        _nested("<b>", "</b>"),
        _nested("<div>", "</div>"),
        _nested("<table><tr><td>", "</td></tr></table>"),
        _nested("<ul><li>", "</li></ul>"),
        lambda size: "<ul><li>" + "<p></p>" * 20 * size + "söz",
        lambda size: "<p>söz</p>" * 20 * size,
    ],
    ids=["bold", "boxes", "tables", "lists", "empty lines", "paragraphs"],
)
def test_twice_as_much_is_twice_the_work(html_of: Callable[[int], str]) -> None:
    """However deep elements stand inside each other, each is looked at a fixed number of times. Counted in calls, not in seconds."""
    once, twice = _calls(html_of(40)), _calls(html_of(80))
    assert twice < 2.3 * once


def _calls(html: str) -> int:
    count = 0

    def profiled(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(profiled)
    try:
        markdown.from_html(html)
    finally:
        sys.setprofile(None)
    return count


def test_a_note_that_is_called_often_stands_often_and_a_long_one_within_reason() -> None:
    def called(times: int, note: str) -> int:
        html = "<p>" + "söz<a href='#ftn1'>1</a> " * times + f"</p><div id=ftn1>{note}</div>"
        return markdown.from_html(html).markdown.count(f"^[{note}]")

    assert called(50, "Kısa not.") == 50
    assert 1 <= called(50, "uzun " * 2000 + "not") < 15


_WORDS = st.text(st.sampled_from("aıİğ *_[]`<>&#-+.1\\:"), max_size=12)
_TAGS = st.sampled_from(["b", "i", "span", "p", "div", "blockquote", "a", "sup"])


def _as_html(tree: object) -> str:
    if isinstance(tree, str):
        return tree.replace("&", "&amp;").replace("<", "&lt;")
    tag, inner = tree  # type: ignore[misc]
    return f"<{tag}>{''.join(map(_as_html, inner))}</{tag}>"


def _words_of(tree: object) -> str:
    return tree if isinstance(tree, str) else "".join(map(_words_of, tree[1]))  # type: ignore[index]


@given(st.lists(st.recursive(_WORDS, lambda inner: st.tuples(_TAGS, st.lists(inner, max_size=4)), max_leaves=12)))
def test_every_sign_of_the_text_comes_through(trees: list[object]) -> None:
    found = markdown.from_html("".join(map(_as_html, trees))).markdown
    signs = "".join("".join(map(_words_of, trees)).split())
    read = "".join(markdown.plain(found).split())
    assert sorted(read) == sorted(signs)
