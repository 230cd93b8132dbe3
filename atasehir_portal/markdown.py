"""Markdown at one choke point: what people write becomes safe HTML here and nowhere else.

CommonMark with pipe tables, without raw HTML, pictures, indented code and link definitions; with citations
``[@key]``, ``[@key, m. 13]`` and notes ``^[text]``. Everything that leaves goes through an allow-list of tags,
classes and addresses, so that a mistake in a rule cannot become a script. Typed text is also freed of signs that hide
or reorder what a reader sees.

How citations, notes and links inside the text come out is decided by a ``References`` object: ``InlineReferences``
for a text on its own, ``WebReferences`` for a page, ``PrintReferences`` for paper.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

import nh3
from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from atasehir_portal import cleaning

CITATION = re.compile(r"\[@([A-Za-z0-9][A-Za-z0-9_-]{0,59})(?:,[ \n]*([^\[\]\n]{1,80}?))?[ ]*\]")
_ANCHOR = re.compile(r"#[A-Za-z0-9][A-Za-z0-9_-]{0,120}\Z")
_ID = re.compile(r"(?:not|notr)-[A-Za-z0-9_-]{1,140}\Z")
_EMPTY_LINES = re.compile(r"\n{3,}")
_LINE_ENDS = re.compile(r"[ \t]+$", re.MULTILINE)
_WORD = re.compile(r"\w[\w’'\-.,]*")


def clean(text: str) -> str:
    """Return typed text as it is kept: composed letters, plain line ends, without signs that hide or reorder text.

    Spaces at the ends of lines go too: a break of the line is written with a backslash, which everybody sees.
    """
    text = _LINE_ENDS.sub("", cleaning.text(text.replace("\x00", "")))
    # lines that were nothing but spaces are empty by now
    return _EMPTY_LINES.sub("\n\n", text)


def clean_line(text: str) -> str:
    """Return typed text as one line without spaces at its ends."""
    return cleaning.line(text.replace("\x00", ""))


def is_safe_address(address: str) -> bool:
    """Return whether a link may point there: http(s), mailto, an anchor of the page or a path of the portal."""
    if (
        not address
        or len(address) > 2000
        or "\\" in address
        or any(ord(sign) <= 0x20 or ord(sign) == 0x7F for sign in address)
    ):
        return False
    if address[0] == "#":
        return bool(_ANCHOR.match(address))
    if address[0] == "/":
        return not address.startswith("//")
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    if parts.scheme == "mailto":
        return "@" in parts.path
    # a name before the host ("https://belediye.example@elsewhere") only serves to deceive
    return parts.scheme in {"http", "https"} and bool(host) and "@" not in parts.netloc


# --- how citations, notes and links come out -------------------------------------------------------------------------


class References(Protocol):
    """What stands in the text for a citation, a note or a link to an anchor. Returned HTML is sanitised with the
    rest."""

    def cite(self, key: str, locator: str) -> str:
        """Return the HTML for ``[@key, locator]``; ``locator`` may be empty."""

    def note(self, html: str) -> str:
        """Return the HTML for a note whose own text is ``html``."""

    def anchor(self, address: str) -> str:
        """Return where a link to ``#anchor`` leads."""

    def path(self, address: str) -> str:
        """Return where a link to ``/a/path`` of the portal leads."""


class InlineReferences:
    """For a text on its own: the key of the source in brackets, notes in the text."""

    def cite(self, key: str, locator: str) -> str:
        return f'<span class="cite">[{escape(_cited(key, locator))}]</span>'

    def note(self, html: str) -> str:
        return f" ({html})"

    def anchor(self, address: str) -> str:
        return address

    def path(self, address: str) -> str:
        return address


@dataclass(frozen=True, slots=True)
class Note:
    """A note of a page: its number, the ids of note and call, and its HTML."""

    number: int
    id: str
    call_id: str
    html: SafeString


@dataclass
class WebReferences:
    """For a page: citations by the number of the source, notes as numbers; the notes met are kept in ``notes``.

    ``numbers`` gives each source its number; ``page`` keeps ids apart where several texts share a page; without
    ``linked`` numbers are not links (their targets are not on the page); ``addresses`` gives anchors that stand on
    another page their address.
    """

    numbers: Mapping[str, int]
    page: str = ""
    first_note: int = 1
    linked: bool = True
    addresses: Mapping[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def cite(self, key: str, locator: str) -> str:
        number = self.numbers.get(key)
        if number is None:
            return f'<span class="cite cite--missing">[{escape(_cited(key, locator))}?]</span>'
        shown = escape(_cited(str(number), locator))
        if not self.linked:
            return f'<span class="cite">[{shown}]</span>'
        return f'<a class="cite" href="#kaynak-{key}">[{shown}]</a>'

    def note(self, html: str) -> str:
        number = self.first_note + len(self.notes)
        end = f"{self.page}-{number}" if self.page else str(number)
        note = Note(number, f"not-{end}", f"notr-{end}", _sanitised(html))
        self.notes.append(note)
        if not self.linked:
            return f'<sup class="note-call">{number}</sup>'
        label = escape(gettext("Note %(number)s") % {"number": number})
        return (
            f'<sup class="note-call"><a href="#{note.id}" id="{note.call_id}" aria-label="{label}">{number}</a></sup>'
        )

    def anchor(self, address: str) -> str:
        return self.addresses.get(address[1:], address)

    def path(self, address: str) -> str:
        return address


@dataclass
class PrintReferences:
    """For paper: citations by the number of the source, notes at the foot of the page, paths with the portal's
    address."""

    numbers: Mapping[str, int]

    def cite(self, key: str, locator: str) -> str:
        number = self.numbers.get(key)
        if number is None:
            return f'<span class="cite">[{escape(_cited(key, locator))}]</span>'
        return f'<a class="cite" href="#kaynak-{key}">[{escape(_cited(str(number), locator))}]</a>'

    def note(self, html: str) -> str:
        return f'<span class="note">{html}</span>'

    def anchor(self, address: str) -> str:
        return address

    def path(self, address: str) -> str:
        return f"{settings.SITE_URL}{address}"


def _cited(name: str, locator: str) -> str:
    return f"{name}, {locator}" if locator else name


# --- the parser -------------------------------------------------------------------------------------------------------


def _citation(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("[@", state.pos):
        return False
    match = CITATION.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.meta = {"key": match[1], "locator": (match[2] or "").strip()}
    state.pos = match.end()
    return True


def _note(state: StateInline, silent: bool) -> bool:
    # a note inside a note stays as typed: paper has no place for it
    if not state.src.startswith("^[", state.pos) or state.env.get("in_note"):
        return False
    end = state.md.helpers.parseLinkLabel(state, state.pos + 1)
    content = state.src[state.pos + 2 : end] if end >= 0 else ""
    if not content.strip():
        return False
    if not silent:
        token = state.push("note", "", 0)
        token.children = []
        state.env["in_note"] = True
        state.md.inline.parse(content.strip(), state.md, state.env, token.children)
        state.env["in_note"] = False
    state.pos = end + 1
    return True


def _render_citation(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return env["how"].cite(tokens[index].meta["key"], tokens[index].meta["locator"])


def _render_note(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return env["how"].note(self.renderInline(tokens[index].children or [], options, env))


def _render_picture(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    # pictures are blocks of their own, with caption and source; in running text only their words remain
    return escape(self.renderInlineAsText(tokens[index].children or [], options, env))


def _render_link(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    address = str(tokens[index].attrGet("href") or "")
    if address.startswith("#"):
        return f'<a class="ref" href="{escape(env["how"].anchor(address))}">'
    if address.startswith("/"):
        return f'<a href="{escape(env["how"].path(address))}">'
    return f'<a href="{escape(address)}" rel="noopener nofollow">'


def _render_heading(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    # the page owns h1, so "#" begins at h2
    level = min(6, int(tokens[index].tag[1]) + 1 + env["level_offset"])
    return f"<h{level}>" if tokens[index].nesting == 1 else f"</h{level}>\n"


def _render_cell(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return '<th scope="col">' if tokens[index].tag == "th" else "<td>"


def _parser() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False}).enable("table")
    md.disable(["code", "html_block", "html_inline", "lheading", "reference"])
    md.inline.ruler.before("link", "citation", _citation)
    md.inline.ruler.before("link", "note", _note)
    md.validateLink = is_safe_address  # type: ignore[method-assign,assignment]
    rules = {
        "citation": _render_citation,
        "note": _render_note,
        "image": _render_picture,
        "link_open": _render_link,
        "heading_open": _render_heading,
        "heading_close": _render_heading,
        "th_open": _render_cell,
        "td_open": _render_cell,
    }
    for name, rule in rules.items():
        md.add_render_rule(name, rule)
    return md


_MD = _parser()

TAGS = frozenset(
    [
        "p",
        "br",
        "em",
        "strong",
        "a",
        "ul",
        "ol",
        "li",
        "blockquote",
        "code",
        "pre",
        "hr",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "sup",
        "span",
    ]
)


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return value if is_safe_address(value) else None
    if name == "id":
        return value if _ID.match(value) else None
    return value


_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags={"script", "style"},
    attributes={"a": {"href", "rel", "id", "aria-label"}, "ol": {"start"}, "th": {"scope"}},
    allowed_classes={"a": {"cite", "ref"}, "span": {"cite", "cite--missing", "note"}, "sup": {"note-call"}},
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)


def _sanitised(html: str) -> SafeString:
    return mark_safe(_CLEANER.clean(html))  # noqa: S308 – this is the choke point


def _environment(references: References | None, level_offset: int = 0) -> dict[str, Any]:
    return {"how": references or InlineReferences(), "level_offset": level_offset}


def render(text: str, *, level_offset: int = 0, references: References | None = None) -> SafeString:
    """Return Markdown as safe HTML blocks. ``#`` becomes h2 (the page owns h1), ``level_offset`` pushes headings
    further down."""
    return _sanitised(_MD.render(clean(text), _environment(references, level_offset)))


def render_inline(text: str, *, references: References | None = None) -> SafeString:
    """Return one line of Markdown (a caption, a table cell) as safe HTML without a paragraph around it."""
    return _sanitised(_MD.renderInline(clean_line(text), _environment(references)))


# --- plain text -------------------------------------------------------------------------------------------------------


def _words_of(tokens: Iterable[Token], notes: bool, numbers: Mapping[str, int]) -> str:
    parts = []
    for token in tokens:
        if token.type in {"text", "code_inline", "text_special"}:
            parts.append(token.content)
        elif token.type == "softbreak":
            parts.append(" ")
        elif token.type == "hardbreak":
            parts.append("\n")
        elif token.type == "image":
            parts.append(_words_of(token.children or [], notes, numbers))
        elif token.type == "note" and notes:
            parts.append(f" ({_words_of(token.children or [], notes, numbers)})")
        elif token.type == "citation" and token.meta["key"] in numbers:
            parts.append(f"[{_cited(str(numbers[token.meta['key']]), token.meta['locator'])}]")
    return "".join(parts)


def plain(text: str, *, notes: bool = False, numbers: Mapping[str, int] | None = None) -> str:
    """Return the words of a Markdown text: paragraphs apart by an empty line, list items by a line.

    Notes are left out unless ``notes`` asks for them in parentheses; citations unless ``numbers`` gives their source
    a number.
    """
    blocks: list[str] = []
    in_item = False
    row: list[str] | None = None
    for token in _MD.parse(clean(text), {}):
        if token.type == "list_item_open":
            in_item = True
        elif token.type == "list_item_close":
            in_item = False
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            blocks.append(" · ".join(row or []))
            row = None
        elif token.type == "inline":
            words = re.sub(r"[ \t]+([.,;:!?])", r"\1", _words_of(token.children or [], notes, numbers or {})).strip()
            if row is not None:
                row.append(words)
                continue
            blocks.append(f"– {words}" if in_item else words)
            in_item = False
        elif token.type in {"fence", "code_block"}:
            blocks.append(token.content.strip())
    joined = ""
    for block in filter(None, blocks):
        joined += (
            "\n" if block.startswith("– ") and joined.rpartition("\n")[2].startswith("– ") else "\n\n" if joined else ""
        ) + block
    return joined


def first_words(text: str, count: int) -> str:
    """Return the first ``count`` words of a Markdown text on one line, with … where something follows."""
    words = plain(text).replace("– ", "").split()
    return " ".join(words[:count]) + (" …" if len(words) > count else "")


def count_words(text: str) -> int:
    """Return how many words a reader reads, notes included."""
    return len(_WORD.findall(plain(text, notes=True)))


# --- the structure of a text ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Element:
    """One top-level element of a text. ``kind`` is the parser's own name: paragraph, bullet_list, ordered_list,
    blockquote, table, heading, fence or hr; ``line`` counts from 0.
    """

    kind: str
    text: str
    line: int
    has_only_text: bool


_TEXT_TOKENS = {
    "paragraph_open",
    "bullet_list_open",
    "ordered_list_open",
    "list_item_open",
    "blockquote_open",
    "inline",
}


def elements(text: str) -> list[Element]:
    """Return the top-level elements in order, each with its own Markdown, so that joined by empty lines they mean the
    same.

    ``has_only_text`` says that there are but paragraphs, lists and quotations in it (no heading, rule, code or
    table).
    """
    text = clean(text)
    lines = text.split("\n")
    found: list[Element] = []
    tokens = _MD.parse(text, {})
    for index, token in enumerate(tokens):
        if token.level != 0 or token.nesting < 0 or token.map is None:
            continue
        inner = tokens[index : _end_of(tokens, index) + 1]
        only_text = all(t.nesting < 0 or t.type in _TEXT_TOKENS for t in inner)
        found.append(
            Element(
                token.type.removesuffix("_open"), _dedented(lines[token.map[0] : token.map[1]]), token.map[0], only_text
            )
        )
    return found


def _end_of(tokens: Sequence[Token], start: int) -> int:
    if tokens[start].nesting == 0:
        return start
    return next(
        i for i in range(start + 1, len(tokens)) if tokens[i].level == tokens[start].level and tokens[i].nesting < 0
    )


def _dedented(lines: Sequence[str]) -> str:
    indent = len(lines[0]) - len(lines[0].lstrip(" ")) if lines else 0
    pattern = re.compile(rf"^ {{0,{indent}}}")
    return "\n".join(pattern.sub("", line) for line in lines).strip("\n").rstrip()


@dataclass(frozen=True, slots=True)
class PipeTable:
    """A pipe table: the Markdown of its header cells and of its rows."""

    header: list[str]
    rows: list[list[str]]


def pipe_table(text: str) -> PipeTable | None:
    """Return the one pipe table that the text consists of; None where it is anything else."""
    tokens = _MD.parse(clean(text), {})
    if not tokens or tokens[0].type != "table_open" or _end_of(tokens, 0) != len(tokens) - 1:
        return None
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(token.content)
    return PipeTable(rows[0], rows[1:])


def _all_inline(tokens: Iterable[Token]) -> Iterable[Token]:
    for token in tokens:
        yield token
        yield from _all_inline(token.children or [])


def count_notes(text: str) -> int:
    """Return how many notes a text has."""
    if "^[" not in text:
        return 0
    return sum(token.type == "note" for token in _all_inline(_MD.parse(clean(text), {})))


def cited_keys(text: str) -> list[str]:
    """Return the keys of the sources that a text cites, in order, each once."""
    return list(dict.fromkeys(match[1] for match in CITATION.finditer(text))) if "[@" in text else []


def linked_anchors(text: str) -> list[str]:
    """Return the anchors (without #) that a text links to, in order, each once."""
    if "](#" not in text:
        return []
    links = (str(t.attrGet("href") or "") for t in _all_inline(_MD.parse(clean(text), {})) if t.type == "link_open")
    return list(dict.fromkeys(link[1:] for link in links if link.startswith("#")))
