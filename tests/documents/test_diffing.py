"""The difference of two texts: what is left without what came is the old one, without what went the new one; always
valid, never anything that stood in neither."""

import re
from collections import Counter
from collections.abc import Callable
from difflib import SequenceMatcher
from html.parser import HTMLParser
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from atasehir_portal import markdown
from atasehir_portal.accounts.models import User
from atasehir_portal.documents import diffing, past, services
from atasehir_portal.documents.diffing import matching, tree
from atasehir_portal.documents.models import Block, BlockRevision, Document

# --- a reader of its own: what is left when changes are taken out -----------------------------------------------------


class _Left(HTMLParser):
    """The fragment without the elements of one change, and without the words for people who hear the page."""

    def __init__(self, change: str) -> None:
        super().__init__(convert_charrefs=False)
        self._change = change
        self._open: list[tuple[str, bool]] = []
        self._out: list[str] = []

    @property
    def _is_off(self) -> bool:
        return any(off for _tag, off in self._open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        css = (dict(attrs).get("class") or "").split()
        off = tag == self._change or f"diff--{self._change}" in css or (tag == "span" and "vh" in css)
        if not self._is_off and not off and tag not in {"ins", "del"}:
            self._out.append(self.get_starttag_text() or "")
        if tag not in tree.VOID:
            self._open.append((tag, off))

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1][0] == tag, f"</{tag}> closes {self._open[-1]}"
        _tag, off = self._open.pop()
        if not off and not self._is_off and tag not in {"ins", "del"}:
            self._out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._is_off:
            self._out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def left(self) -> str:
        assert not self._open, "something stays open"
        return "".join(self._out)


def left(html: str, without: str) -> str:
    """Return a marked fragment without what went ("del") or without what came ("ins")."""
    reader = _Left(without)
    reader.feed(html)
    reader.close()
    return reader.left()


def shape(html: str) -> Any:
    """Return what is read: elements, words and what surrounds them. Empty elements say nothing."""

    def of(node: tree.Node) -> Any:
        if isinstance(node, tree.Run):
            return [(w.text, w.marks, w.is_break, w.before is not None and bool(n)) for n, w in enumerate(node.words)]
        # neighbours that only the tags of a change had kept apart are one run
        children: list[Any] = []
        for child in node.children:
            if isinstance(child, tree.Run) and children and isinstance(children[-1], list):
                children[-1] = [*children[-1], *of(child)]
            elif (found := of(child)) is not None:
                children.append(found)
        if not children and node.tag not in {"td", "th", "hr", "div"}:
            return None
        return (node.tag, tuple(map(str, children)))

    return of(tree.read(html))


def assert_true(old: str, new: str) -> str:
    """Check everything that a marked fragment promises, and return it."""
    marked = str(diffing.marked(old, new))
    assert shape(left(marked, "ins")) == shape(old)
    assert shape(left(marked, "del")) == shape(new)
    assert tree._CLEANER.clean(re.sub(r"</?(?:ins|del)>", "", marked)).count("<script") == 0
    return marked


# --- properties -------------------------------------------------------------------------------------------------------

_WORDS = [
    "il",
    "İl",
    "ılık",
    "IŞIK",
    "ağaç",
    "Belediye’nin",
    "şehir",
    "3/2",
    "ve",
    "&",
    "<b>",
    '"a"',
    "x",
    "\u0301",
    "👩‍💻",
    "م",
]
_word = st.sampled_from(_WORDS)
_sign = st.sampled_from([" ", ", ", ". ", "; ", " – ", "\n"])


@st.composite
def inline(draw: Any) -> str:
    """A line of Markdown."""
    parts = []
    for _ in range(draw(st.integers(1, 7))):
        word = markdown_escaped(draw(_word))
        form = draw(
            st.sampled_from(
                ["{}", "{}", "{}", "**{}**", "*{}*", "[{}](https://a.b/c)", "[{}](#yer)", "{}^[{}]", "{} [@k1, m. 3]"]
            )
        )
        parts.append(form.format(word, draw(_word).strip() or "x"))
        parts.append(draw(_sign))
    return "".join(parts).strip().replace("\n", " ") or "x"


def markdown_escaped(word: str) -> str:
    return word.replace("<", "\\<").replace('"', "”")


@st.composite
def text(draw: Any) -> str:
    """Blocks of Markdown, as HTML."""
    blocks = []
    for _ in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(["p", "ul", "ol", "quote", "table", "nested"]))
        lines = draw(st.lists(inline(), min_size=1, max_size=4))
        if kind == "p":
            blocks.append("\\\n".join(lines))
        elif kind == "ul":
            blocks.append("\n".join(f"- {line}" for line in lines))
        elif kind == "ol":
            blocks.append("\n".join(f"{n}. {line}" for n, line in enumerate(lines, start=1)))
        elif kind == "nested":
            blocks.append("\n".join(f"{'  ' * (n % 2)}- {line}" for n, line in enumerate(lines)))
        elif kind == "quote":
            blocks.append("\n>\n".join(f"> {line}" for line in lines))
        else:
            width = draw(st.integers(1, 4))
            rows = [
                [line.replace("|", "/") for line in draw(st.lists(inline(), min_size=width, max_size=width))]
                for _ in lines
            ]
            blocks.append("\n".join([_row(rows[0]), _row(["---"] * width), *map(_row, rows[1:])]))
    return str(markdown.render("\n\n".join(blocks)))


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


@given(text(), text())
@settings(max_examples=120, deadline=None)
def test_both_texts_are_in_the_marked_one(old: str, new: str) -> None:
    assert_true(old, new)


@given(text(), st.data())
@settings(max_examples=60, deadline=None)
def test_small_edits_leave_the_rest_alone(old: str, data: Any) -> None:
    words = re.findall(r"[\wçğıöşü]+", re.sub(r"<[^>]*>", " ", old))
    if not words:
        return
    gone = data.draw(st.sampled_from(words))
    new = re.sub(rf">([^<]*)\b{re.escape(gone)}\b", r">\1yepyeni", old, count=1)
    marked = assert_true(old, new)
    assert marked.count("<del>") <= 2


@given(st.text(max_size=80), st.text(max_size=80))
@settings(max_examples=100, deadline=None)
def test_plain_lines_are_escaped_and_both_are_in_it(old: str, new: str) -> None:
    old, new = markdown.clean_line(old), markdown.clean_line(new)
    marked = str(diffing.marked_line(old, new))

    def seen(html: str) -> str:
        return re.sub(r"\s+", " ", "".join(w.text + " " for w in tree.walk_words(tree.read(html)))).strip()

    def words(line: str) -> str:
        return re.sub(r"\s+", " ", "".join(w.text + " " for w in tree.walk_words(tree.read_line(line)))).strip()

    assert seen(left(marked, "ins")) == words(old)
    assert seen(left(marked, "del")) == words(new)
    assert set(re.findall(r"<(\w+)", marked)) <= {"ins", "del", "span"}


@given(
    st.lists(st.integers(0, 6), max_size=60), st.lists(st.integers(0, 6), max_size=60), st.sampled_from([0, 30, 10**6])
)
@settings(max_examples=100, deadline=None)
def test_opcodes_cover_both_sides_whatever_the_budget(old: list[int], new: list[int], pairs: int) -> None:
    i = j = 0
    for tag, i1, i2, j1, j2 in matching.opcodes(old * 10, new * 10, matching.Budget(pairs)):
        assert (i1, j1) == (i, j)
        assert (tag == "equal") == ((old * 10)[i1:i2] == (new * 10)[j1:j2])
        i, j = i2, j2
    assert (i, j) == (len(old) * 10, len(new) * 10)


# --- cases ------------------------------------------------------------------------------------------------------------


def _html(text: str) -> str:
    return str(markdown.render(text))


def _bare(html: str) -> str:
    return re.sub(r'<span class="vh">.*?</span>', "", html).replace(' rel="noopener nofollow"', "")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "Süre 2029 sonuna kadar.",
            "Süre 2028 sonuna kadar.",
            "<p>Süre <del>2029</del><ins>2028</ins> sonuna kadar.</p>",
        ),
        ("Pazar yolu.", "Yeni pazar yolu.", "<p><del>Pazar</del><ins>Yeni pazar</ins> yolu.</p>"),
        ("bir iki", "bir ve iki", "<p>bir<ins> ve</ins> iki</p>"),
        ("Işık ve Su", "ışık ve su", "<p><del>Işık</del><ins>ışık</ins> ve <del>Su</del><ins>su</ins></p>"),
        (
            "[Eski yasa](https://a.b/c) geçerli.",
            "[Yeni yasa](https://a.b/c) geçerli.",
            '<p><a href="https://a.b/c"><del>Eski</del><ins>Yeni</ins> yasa</a> geçerli.</p>',
        ),
        (
            "Bir **kalın** söz.",
            "Bir kalın söz.",
            "<p>Bir <del><strong>kalın</strong></del><ins>kalın</ins> söz.</p>",
        ),
        (
            "- bir\n- iki\n- üç",
            "- bir\n- üç",
            '<ul><li>bir</li><li class="diff--del"><del>iki</del></li><li>üç</li></ul>',
        ),
        ("Söz.", "", '<p class="diff--del"><del>Söz.</del></p>'),
        ("", "Söz.", '<p class="diff--ins"><ins>Söz.</ins></p>'),
        ("Söz.", "Söz.", "<p>Söz.</p>"),
        ("", "", ""),
        (
            "| a | b |\n| --- | --- |\n| 1 | 2 |",
            "| a |\n| --- |\n| 1 |",
            (
                '<table><thead><tr><th scope="col">a</th><th scope="col" class="diff--del"><del>b</del></th></tr></thead>'
                '<tbody><tr><td>1</td><td class="diff--del"><del>2</del></td></tr></tbody></table>'
            ),
        ),
    ],
)
def test_marked_reads_well(old: str, new: str, expected: str) -> None:
    assert _bare(assert_true(_html(old), _html(new))) == expected


def test_people_who_hear_the_page_are_told() -> None:
    with translation.override("tr"):
        marked = diffing.marked(_html("Süre 2029."), _html("Süre 2028."))
        assert diffing.in_words(marked) == "Süre [çıkarıldı: 2029][eklendi: 2028]."


HOSTILE = [
    "<script>alert(1)</script>",
    '<p onclick="x()">a</p>',
    '<a href="javascript:alert(1)">a</a>',
    '<img src=x onerror="x()">',
    "<p><ins class='evil'>a</ins></p>",
    "<table><td><script>x</script>",
    "</p></div><style>*{}</style>",
    "<svg><a xlink:href='javascript:x'>a</a></svg>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<p>" + "<em>" * 200 + "a",
    "<blockquote>" * 400 + "a",
    '<p title="<ins>">a</p>',
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_fragments_are_inert(hostile: str) -> None:
    for old, new in ((hostile, "<p>a</p>"), ("<p>a</p>", hostile), (hostile, hostile + "<p>b</p>")):
        marked = str(diffing.marked(old, new))
        left(marked, "del")
        for sign in ("<script", "<style", "<img", "<svg", "onclick", 'onerror="', "javascript:", "evil", "title="):
            assert sign not in marked
    line = str(diffing.marked_line(hostile, "a"))
    assert set(re.findall(r"<(\w+)", line)) <= {"ins", "del", "span"}


def _sentences(count: int, word: Callable[[int], str]) -> str:
    return "".join(f"<p>{' '.join(word(n * 12 + i) for i in range(12))}.</p>" for n in range(count))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (_sentences(1200, lambda n: f"söz{n % 997}"), _sentences(1200, lambda n: f"söz{n % 991}")),
        (
            _sentences(1200, lambda n: f"söz{n % 997}"),
            _sentences(1200, lambda n: "yeni" if n % 20 == 0 else f"söz{n % 997}"),
        ),
        (f"<p>{'a b ' * 25_000}</p>", f"<p>{'b a b ' * 17_000}</p>"),
        (f"<p>{'x' * 100_000}</p>", f"<p>{'x' * 99_999}y</p>"),
        (f"<ul>{'<li>bir iki</li>' * 7000}</ul>", f"<ul>{'<li>iki üç</li>' * 7000}</ul>"),
    ],
    ids=["other", "edited", "repeated", "one-word", "items"],
)
def test_long_texts_are_compared_with_bounded_work(old: str, new: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many pairs of equal words are looked at as the budget of a comparison holds, however long the texts are."""
    looked_at: list[int] = []

    class Counting(SequenceMatcher[Any]):
        def __init__(self, isjunk: None, a: list[Any], b: list[Any], autojunk: bool = True) -> None:
            counts = Counter(b)
            looked_at.append(sum(counts[item] for item in a))
            super().__init__(isjunk, a, b, autojunk)

    monkeypatch.setattr(matching, "SequenceMatcher", Counting)
    assert min(len(old), len(new)) > 95_000
    assert diffing.marked(old, new)
    assert sum(looked_at) <= matching.Budget().pairs


# --- blocks -----------------------------------------------------------------------------------------------------------


def _diff(
    document: Document, kind: str, old: tuple[str, dict[str, Any]], new: tuple[str, dict[str, Any]]
) -> diffing.BlockDiff:
    reading = past.reader(document)
    pair = past.node(reading, kind, *old), past.node(reading, kind, *new)
    return diffing.of_blocks([pair])[0]


def test_typed_data_is_compared_field_by_field(document: Document) -> None:
    table = "| a | b |\n| --- | --- |\n| x | 1 |"
    diff = _diff(
        document,
        "table",
        (table, {"caption": "Eski ad", "source": "", "number_columns": [2]}),
        (table, {"caption": "Yeni ad", "source": "TÜİK", "number_columns": []}),
    )
    assert "<caption>" in diff.html
    assert "<del>" in diff.html.partition("</caption>")[0]
    assert "TÜİK" in diff.html
    assert [change.label for change in diff.fields] == ["Sayı içeren sütunlar"]
    figure = _diff(
        document,
        "figure",
        ("", {"src": "pictures/a/1.svg", "alt": "Yol dar.", "caption": "Yol", "source": "s"}),
        ("", {"src": "pictures/a/2.svg", "alt": "Yol geniş.", "caption": "Yol", "source": "s"}),
    )
    assert figure.has_new_picture
    assert figure.old_picture.endswith("1.svg")
    assert figure.picture.endswith("2.svg")
    assert ["dar" in change.html and "geniş" in change.html for change in figure.fields] == [True]
    box = _diff(
        document,
        "box",
        ("Söz.", {"box_kind": "legal", "title": "Yasa"}),
        ("Söz.", {"box_kind": "warning", "title": "Yasa"}),
    )
    assert _bare(box.fields[0].html) == "<del>Hukuki dayanak</del><ins>Uyarı</ins>"


def test_blocks_that_came_and_went(document: Document) -> None:
    node = past.node(past.reader(document), "paragraph", "Söz.", {})
    came, went, same = diffing.of_blocks([(None, node), (node, None), (node, node)])
    assert "<ins>" in came.html
    assert "<del>" in went.html
    assert same.is_same
    assert not came.is_same
    assert came.node is node
    assert went.node is node


def test_citations_and_notes_stand_in_the_text(document: Document, officer: User, write: Callable[..., Block]) -> None:
    diff = _diff(document, "paragraph", ("Söz [@yok, m. 3].^[Eski not.]", {}), ("Söz [@yok, m. 4].^[Yeni not.]", {}))
    assert "[yok, m. " in diff.html
    assert diff.html.count("<del>") == 2
    assert 'id="' not in diff.html


def test_differences_cost_no_query(
    document: Document, write: Callable[..., Block], officer: User, django_assert_num_queries: Any
) -> None:
    block = write("Bir.")
    for n in range(12):
        services.save_block(block_uid=block.uid, base_revision=n + 1, body=f"Bir {n}.", by=officer)
    revisions = list(BlockRevision.objects.filter(block=block))
    reading = past.reader(document)
    nodes = [past.node(reading, r.kind, r.body, r.data) for r in revisions]
    with django_assert_num_queries(0):
        assert len(diffing.of_blocks(list(zip(nodes, nodes[1:], strict=False)))) == 12
