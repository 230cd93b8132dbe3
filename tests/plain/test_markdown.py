"""The choke point: whatever is typed, what leaves is inert; citations, notes, plain words, structure."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from atasehir_portal import markdown

# Ways in which scripts have been brought into pages, from the usual collections and against this dialect's own rules.
HOSTILE = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert&#40;1)</script>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<iframe src=javascript:alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<style>@import 'http://evil.example';</style>",
    "<!--<img src='--><img src=x onerror=alert(1)//'>",
    "<details open ontoggle=alert(1)>",
    "<form action=javascript:alert(1)><button>x",
    "<body onload=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](java&#10;script:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example)",
    "[x](/\\evil.example)",
    "[x](\\\\evil.example)",
    "[x](https://belediye.example@evil.example/)",
    '[x](#x" onmouseover="alert(1))',
    '[x](https://a.example/"onmouseover=alert(1)//)',
    "[x](https://a.example 'x\" onmouseover=\"alert(1)')",
    "<javascript:alert(1)>",
    '<https://a.example/"onclick=alert(1)>',
    "![x](javascript:alert(1))",
    "![x](https://evil.example/track.png)",
    '![x"onerror="alert(1)](x)',
    "[x]: javascript:alert(1)\n\n[x]",
    "^[<script>alert(1)</script>]",
    "^[[x](javascript:alert(1))]",
    "^[^[^[x]]]",
    "[@<script>]",
    "[@key, <img src=x onerror=alert(1)>]",
    '[@key, " onmouseover="alert(1)]',
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    "| <script> |\n|---|\n| <img src=x onerror=alert(1)> |",
    "| a |\n|:--:|\n| b |",
    "# <svg onload=alert(1)>",
    "> <script>alert(1)</script>",
    "- <script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\u202e<script>\u202c",
    "a\u0000b<scr\u0000ipt>alert(1)</scr\u0000ipt>",
    "\ufeff\u200b<script>",
]


class _Reader(HTMLParser):
    """What a browser would see: elements with their attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    handle_startendtag = handle_starttag


def _assert_inert(html: str) -> None:
    for tag, attributes in _Reader(html).elements:
        assert tag in markdown.TAGS, tag
        assert set(attributes) <= {"href", "rel", "id", "class", "aria-label", "start", "scope"}, attributes
        if "href" in attributes:
            assert markdown.is_safe_address(attributes["href"] or "") or attributes["href"] == "", attributes


def _references() -> list[markdown.References]:
    numbers = {"key": 1, "k5393": 2}
    return [
        markdown.InlineReferences(),
        markdown.WebReferences(numbers, page="b1"),
        markdown.WebReferences(numbers, linked=False),
        markdown.PrintReferences(numbers),
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_inert(text: str) -> None:
    for references in _references():
        _assert_inert(markdown.render(text, references=references))
        _assert_inert(markdown.render_inline(text, references=references))
    assert "\x00" not in markdown.plain(text)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=400))
@example("^[" * 200)
@example("[@k, " * 100 + "]" * 100)
@example("> " * 60 + "- " * 60)
def test_any_text_renders_and_is_inert(text: str) -> None:
    _assert_inert(markdown.render(text, references=markdown.WebReferences({"k": 1})))
    _assert_inert(markdown.render_inline(text))
    markdown.plain(text, notes=True)
    markdown.elements(text)
    markdown.pipe_table(text)


_PIECES = ["[", "](", ")", "]", "^[", "[@k]", "[@k, m. 1]", "*", "**", "`", "<", ">", "\n", "\n\n", "- ", "1. ", "| ", "|--|", "a", " ",
           "&lt;", "javascript:", "https://a.example", "#b1", "\"", "'", "\\", "!", ":::", "#", "\t", "İ", "\u202e"]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=60).map("".join))
def test_any_markup_renders_and_is_inert(text: str) -> None:
    for references in _references():
        _assert_inert(markdown.render(text, references=references))
    markdown.plain(text)
    markdown.count_words(text)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join))
def test_elements_joined_by_empty_lines_read_the_same(text: str) -> None:
    first = markdown.elements(text)
    for element in first:
        again = markdown.elements(element.text)
        assert [e.text for e in again] == [element.text], element
        assert again[0].kind == element.kind


@pytest.mark.parametrize(
    "text",
    [
        "[@" * 8000,
        "^[" * 8000,
        "[" * 8000,
        "^[a " * 5000,
        "*a_" * 6000,
        "![[" * 5000,
        "> " * 5000,
        "- " * 5000,
        "| a " * 4000,
    ],
)
def test_long_nonsense_takes_no_longer_than_its_length(text: str) -> None:
    # twenty thousand signs are the most that a block holds; none of these may take more than a moment
    assert isinstance(markdown.render(text[:20_000], references=markdown.WebReferences({})), str)


@pytest.mark.parametrize(
    ("address", "is_safe"),
    [
        ("https://www.example.org/a?b=c#d", True),
        ("http://example.org", True),
        ("mailto:bilgi@example.org", True),
        ("#b5-hak", True),
        ("/ihtiyaclar/", True),
        ("", False),
        ("#", False),
        ("#çapa", False),
        ("//example.org", False),
        ("/\\example.org", False),
        ("ftp://example.org", False),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("https://a@example.org", False),
        ("mailto:", False),
        ("relative/path", False),
        ("https://[::1", False),
        ("https://a b", False),
    ],
)
def test_address_is_judged(address: str, is_safe: bool) -> None:
    assert markdown.is_safe_address(address) is is_safe


def test_signs_that_hide_or_reorder_are_taken_out() -> None:
    assert markdown.clean("a\x00b\u202ec\u2066d\ufeffe\x07f\u200bg\r\nh") == "abcdefg\nh"
    assert markdown.clean("ğ") == "ğ"


def test_links_outside_get_rel_and_links_inside_do_not() -> None:
    html = markdown.render("[a](https://example.org) [b](/yardim/) [c](#b1)")
    assert '<a href="https://example.org" rel="noopener nofollow">a</a>' in html
    assert '<a href="/yardim/">b</a>' in html
    assert '<a class="ref" href="#b1">c</a>' in html


def test_links_into_the_portal_carry_its_address_on_paper(settings: Any) -> None:
    settings.SITE_URL = "https://katilim.example"
    html = markdown.render("[yardım](/yardim/)", references=markdown.PrintReferences({}))
    assert '<a href="https://katilim.example/yardim/">yardım</a>' in html


def test_links_to_another_page_get_its_address() -> None:
    references = markdown.WebReferences({}, targets={"#b6": markdown.Target("Bölüm 6", "/kitap/6/#b6")}.get)
    assert 'href="/kitap/6/#b6"' in markdown.render("[6. bölüm](#b6)", references=references)


def test_pictures_in_text_leave_their_words() -> None:
    assert markdown.render("![Bir *ağaç*](https://example.org/x.png)") == "<p>Bir ağaç</p>\n"


def test_headings_begin_below_the_page_title() -> None:
    assert markdown.render("# A\n\n###### B") == "<h2>A</h2>\n<h6>B</h6>\n"
    assert markdown.render("# A", level_offset=2) == "<h4>A</h4>\n"


def test_citation_shows_the_number_of_its_source() -> None:
    web = markdown.render("Hak [@k5393, m. 13].", references=markdown.WebReferences({"k5393": 7}))
    assert '<a class="cite" href="#kaynak-k5393">[7, m. 13]</a>' in web
    printed = markdown.render("Hak [@k5393].", references=markdown.PrintReferences({"k5393": 7}))
    assert '<a class="cite" href="#kaynak-k5393">[7]</a>' in printed
    alone = markdown.render("Hak [@k5393, m. 13].")
    assert '<span class="cite">[k5393, m. 13]</span>' in alone
    assert markdown.plain("Hak [@k5393, m. 13].", numbers={"k5393": 7}) == "Hak [7, m. 13]."
    assert markdown.plain("Hak [@k5393, m. 13].") == "Hak."


def test_citation_without_source_is_marked() -> None:
    html = markdown.render("[@yok]", references=markdown.WebReferences({}))
    assert '<span class="cite cite--missing">[yok?]</span>' in html


def test_notes_are_numbered_through_and_lead_back() -> None:
    references = markdown.WebReferences({}, page="b5", first_note=4)
    html = markdown.render("Bir.^[İlk *not*.] İki.^[İkinci.]", references=references)
    assert [note.number for note in references.notes] == [4, 5]
    assert references.notes[0].html == "İlk <em>not</em>."
    assert 'href="#not-b5-4" id="notr-b5-4"' in html
    assert "İlk" not in html


def test_notes_on_paper_stand_at_their_word() -> None:
    html = markdown.render("Söz.^[Açıklama [@k].]", references=markdown.PrintReferences({"k": 1}))
    assert 'Söz.<span class="note">Açıklama <a class="cite" href="#kaynak-k">[1]</a>.</span>' in html


def test_note_inside_a_note_stays_as_typed() -> None:
    references = markdown.WebReferences({})
    markdown.render("a^[b ^[c] d]", references=references)
    assert [str(note.html) for note in references.notes] == ["b ^[c] d"]


def test_escaped_and_quoted_marks_are_text() -> None:
    references = markdown.WebReferences({"k": 1})
    html = markdown.render(r"\^[a] \[@k] `^[b] [@k]`", references=references)
    assert references.notes == []
    assert "kaynak-k" not in html


def test_plain_text_keeps_paragraphs_and_items_apart() -> None:
    text = "Bir *iki*\nüç.^[not]\n\n- dört\n- beş\n  - altı\n\n> yedi\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    assert markdown.plain(text) == "Bir iki üç.\n\n– dört\n– beş\n– altı\n\nyedi\n\na · b\n\n1 · 2"
    assert markdown.plain("Bir.^[not]", notes=True) == "Bir. (not)"


def test_first_words_say_that_more_follows() -> None:
    assert markdown.first_words("- bir **iki**\n- üç", 2) == "bir iki …"
    assert markdown.first_words("bir iki", 2) == "bir iki"


def test_words_are_counted_with_notes() -> None:
    assert markdown.count_words("Bir *iki* üç’ün.^[dört beş]") == 5
    assert markdown.count_words("") == 0


def test_elements_divide_a_text_where_it_divides() -> None:
    found = markdown.elements("Bir\niki\n- üç\n- dört\n\n  beş\n\n1. altı\n\n> yedi\n\n| a |\n|---|\n| b |")
    assert [(e.kind, e.text) for e in found] == [
        ("paragraph", "Bir\niki"),
        ("bullet_list", "- üç\n- dört\n\n  beş"),
        ("ordered_list", "1. altı"),
        ("blockquote", "> yedi"),
        ("table", "| a |\n|---|\n| b |"),
    ]
    assert [e.has_only_text for e in found] == [True, True, True, True, False]


def test_pipe_table_gives_cells_or_nothing() -> None:
    table = markdown.pipe_table("| a | b |\n|---|--:|\n| *1* | 2 |\n| 3 |")
    assert table is not None
    assert table.header == ["a", "b"]
    assert table.rows == [["*1*", "2"], ["3", ""]]
    assert markdown.pipe_table("düz metin") is None
    assert markdown.pipe_table("| a |\n|---|\n| b |\n\nsonra") is None
    assert markdown.pipe_table("") is None


def test_references_in_a_text_are_found() -> None:
    text = "[@a] [@b, m. 2] [@a] [x](#b1) [y](https://example.org) ^[bir [z](#b2)] ^[iki]"
    assert markdown.cited_keys(text) == ["a", "b"]
    assert markdown.linked_anchors(text) == ["b1", "b2"]
    assert markdown.count_notes(text) == 2


def test_corner_of_a_table_without_words_is_no_heading() -> None:
    html = markdown.render("|  | 2025 |\n| --- | --- |\n| Kişi | 3 |").replace("\n", "")
    assert '<thead><tr><td></td><th scope="col">2025</th></tr></thead>' in html


def test_table_cells_carry_no_style() -> None:
    html = markdown.render("| a | b |\n|:-:|--:|\n| 1 | 2 |")
    assert "style" not in html
    assert re.search(r'<th scope="col">a</th>', html)


@pytest.mark.parametrize("sign", ["&NewLine;", "&#10;", "&#13;", "&Tab;", "&#8232;"])
def test_end_of_a_line_written_as_a_sign_is_a_space(sign: str) -> None:
    assert str(markdown.render(f"Bir{sign}{sign} iki")).replace("  ", " ").strip() == "<p>Bir iki</p>"
