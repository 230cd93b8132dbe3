"""HTML from a clipboard to Markdown: what Word, LibreOffice, Google Docs and web pages put there.

nh3 puts it in order, as browsers do, and leaves out scripts, styles and comments. Nothing of the HTML survives: what comes
out is text in the portal's Markdown, which becomes HTML again only at the one choke point.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import SplitResult, parse_qs, urlsplit
from xml.etree.ElementTree import Element, TreeBuilder

import nh3

from atasehir_portal.markdown import words
from atasehir_portal.markdown.typed import clean, is_safe_address

_DEEPEST = 200  # elements inside each other; what is deeper is read as its text
_SPACES = re.compile(r"[ \t\r\n\f]+")
_DEEPEST_SOURCE = 1000
_VOID = frozenset(
    {"br", "hr", "img", "meta", "link", "input", "col", "wbr", "area", "base", "embed", "source", "track"}
)
_LEFT_OUT = {
    *(
        "script",
        "style",
        "title",
        "template",
        "noscript",
        "iframe",
        "object",
        "svg",
        "math",
        "canvas",
        "audio",
        "video",
    ),
    *("select", "textarea", "button", "map", "xml"),
}
_BREAK = "\\\n"
_BLOCKS = frozenset(
    [
        *("p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "address", "center", "pre"),
        *("dl", "dt", "dd", "figure", "figcaption", "fieldset", "details", "summary", "hr", "blockquote"),
        *("ul", "ol", "li", "table", "h1", "h2", "h3", "h4", "h5", "h6"),
    ]
)
_INLINE = frozenset(
    ["a", "b", "strong", "i", "em", "cite", "dfn", "var", "sup", "sub", "span", "u", "font", "br", "img"]
)
_TABLE = frozenset(["thead", "tbody", "tfoot", "tr", "td", "th"])
_KEPT = {*_BLOCKS, *_INLINE, *_TABLE}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# what Markdown would read as more than the sign; a point after figures at the beginning of a line is escaped elsewhere
_SIGNS = re.compile(r"[\\`*\[\]<]|(?<!\w)_|_(?!\w)|&(?=#?\w{1,40};)")
_LINE_STARTS = re.compile(r"(?:[-+](?=\s|$)|-{3,}\s*$|>|#{1,6}(?=\s|$)|:::)|(\d{1,9})[.)](?=\s|$)")
_MSO_LIST = re.compile(r"mso-list:\s*l(\d+)\s+level(\d+)", re.IGNORECASE)
_MSO_MARK = re.compile(r"^\s*(?:\(?(\d{1,9}|[a-zçğıöşü]{1,4})[.)])", re.IGNORECASE)
# "#_ftn1" and "ftn1" of Word, "sdfootnote1sym" and "sdfootnote1" of LibreOffice, "fn:1" of the web
_NOTE = re.compile(
    r"#?_?(?:user-content-)?(?P<kind>sdfootnote|sdendnote|ftnt|ftn|edn|footnote-|fn[:-]?)(?P<number>\d+)(?:sym)?"
)


@dataclass(slots=True)
class Pasted:
    """What was in the clipboard: running text, tables (each a pipe table), and how much could not come along."""

    markdown: str = ""
    tables: list[str] = field(default_factory=list)
    headings: int = 0
    pictures: int = 0


def from_html(html: str) -> Pasted:
    """Return HTML as Markdown. Whatever is given, this answers; what it does not know it reads as text."""
    root = _tree(html)
    reader = _Reader()
    reader.find_notes(root)
    reader.blocks(root, 0)
    found = reader.found
    found.markdown = clean("\n\n".join(reader.finished()))
    return found


class _Builder(HTMLParser):
    """Makes a tree of HTML that nh3 has put in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tree = TreeBuilder()
        self.tree.start("body", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tree.start(tag, {name: value or "" for name, value in attrs})
        if tag in _VOID:
            self.tree.end(tag)

    def handle_endtag(self, tag: str) -> None:
        self.tree.end(tag)

    def handle_data(self, data: str) -> None:
        self.tree.data(data)


def _tree(html: str) -> Element:
    """Return HTML as a tree: elements as a browser would nest them, without what is not text.

    What no program writes, thousands of elements inside each other, is read as text: putting it in order takes too long.
    """
    html = html.replace("\x00", "")
    if _depth(html) > _DEEPEST_SOURCE:
        html = re.sub(r"<[^>]{0,10000}>", " ", html)
    builder = _Builder()
    builder.feed(
        nh3.clean(
            html,
            tags=_KEPT,
            clean_content_tags=_LEFT_OUT,
            attributes={
                "*": {"style", "class", "id", "aria-level", "data-aria-level"},
                "a": {"href"},
                "ol": {"start"},
                "td": {"colspan"},
                "th": {"colspan"},
            },
            link_rel=None,
        )
    )
    builder.close()
    builder.tree.end("body")
    return builder.tree.close()


def _depth(html: str) -> int:
    """Return how deep elements stand inside each other at most, as far as the tags tell."""
    depth = deepest = 0
    for tag in re.finditer(r"<(/?)([a-zA-Z][^\s/>]*)", html):
        if tag[2].lower() not in _VOID:
            depth += -1 if tag[1] else 1
            deepest = max(deepest, depth)
    return deepest


def _tag(element: Element) -> str:
    return element.tag


def _style(element: Element) -> str:
    return (element.get("style") or "").lower()


def _all_text(element: Element) -> str:
    return _SPACES.sub(" ", "".join(element.itertext())).strip()


@dataclass(frozen=True, slots=True)
class _Run:
    """A piece of a paragraph, already Markdown, and how it is emphasised."""

    text: str
    is_bold: bool = False
    is_slanted: bool = False


@dataclass(slots=True)
class _Line:
    """A paragraph of the text being made: a list item where it has a mark."""

    text: str
    depth: int = 0
    mark: str = ""
    is_quoted: bool = False


class _Reader:
    """Reads a tree once, paragraph by paragraph."""

    def __init__(self) -> None:
        self.found = Pasted()
        self.lines: list[_Line] = []
        self.notes: dict[str, str] = {}
        self._quoted = 0
        self._in_note = False

    # --- notes -------------------------------------------------------------------------------------------------------

    def find_notes(self, root: Element) -> None:
        """Read the notes, which stand behind the text, before the text that calls them."""
        for element in root.iter():
            name = _note_name(element)
            if name and name not in self.notes:
                self._in_note = True
                self.notes[name] = " ".join(self._inline(element).replace(_BREAK, " ").split()).strip(" ↑↩")
                self._in_note = False

    def _call(self, element: Element) -> str | None:
        """Return the note that a link calls, "" for a call whose note is not here or that only leads back; None for
        other links."""
        address = element.get("href") or ""
        if self._in_note and address.startswith("#"):
            return ""
        name = _note(address)
        if not name:
            return None
        text = self.notes.get(name, "")
        return f"^[{text}]" if text else ""

    # --- blocks ------------------------------------------------------------------------------------------------------

    def blocks(self, element: Element, depth: int) -> None:
        """Read what stands in an element: paragraphs, lists, tables, headings, and text between them."""
        runs: list[_Run] = [self._text(element.text)]
        for child in element:
            tag = _tag(child)
            if self._is_left_out(child):
                pass
            elif depth < _DEEPEST and (tag in _BLOCKS or self._holds_blocks(child)):
                self._paragraph(runs)
                runs = []
                self._block(child, tag, depth)
            else:
                runs += self._one(child, tag, depth)
            runs.append(self._text(child.tail))
        self._paragraph(runs)

    @staticmethod
    def _is_left_out(element: Element) -> bool:
        return bool(_note_name(element)) or _is_hidden(element)

    @staticmethod
    def _holds_blocks(element: Element) -> bool:
        """Whether there are paragraphs in something that is none itself (Google Docs wraps a text in <b>)."""
        return any(_tag(inner) in _BLOCKS for inner in element.iter() if inner is not element)

    def _block(self, element: Element, tag: str, depth: int) -> None:
        if tag in {"ul", "ol"}:
            self._list(element, depth, level=0)
        elif tag == "table":
            self._table(element, depth)
        elif tag in _HEADINGS or _is_word_heading(element):
            self._heading(element)
        elif tag == "blockquote":
            self._quoted += 1
            self.blocks(element, depth + 1)
            self._quoted -= 1
        elif tag == "pre":
            for line in "".join(element.itertext()).splitlines():
                self._paragraph([self._text(line)])
        elif listed := _MSO_LIST.search(_style(element)):
            self._word_item(element, int(listed[2]) - 1)
        elif tag == "hr":
            return
        elif tag == "p" or not self._holds_blocks(element):
            self._paragraph(self._runs(element, depth))
        else:
            self.blocks(element, depth + 1)

    def _paragraph(self, runs: list[_Run]) -> None:
        text = _written(runs)
        if text:
            self.lines.append(_Line(text, is_quoted=self._quoted > 0))

    def _heading(self, element: Element) -> None:
        text = _written([_Run(run.text, is_bold=True) for run in self._runs(element)])
        if text:
            self.found.headings += 1
            self.lines.append(_Line(text, is_quoted=self._quoted > 0))

    def _list(self, element: Element, depth: int, level: int) -> None:
        number = _start_of(element)
        is_ordered = _tag(element) == "ol"
        self._paragraph([self._text(element.text)])
        for child in element:
            if self._is_left_out(child):
                pass
            elif _tag(child) in {"ul", "ol"}:  # Word and old pages put a list directly into a list
                self._list(child, depth + 1, level + 1)
            else:
                self._item(child, depth, level, f"{number}." if is_ordered else "-")
                number += 1
            self._paragraph([self._text(child.tail)])

    def _item(self, element: Element, depth: int, level: int, mark: str) -> None:
        typed = element.get("aria-level") or element.get("data-aria-level") or ""
        if (
            typed.isascii() and typed.isdigit() and len(typed) == 1
        ):  # Word on the web writes every level as its own list
            level = max(level, int(typed) - 1)
        runs: list[_Run] = [self._text(element.text)]
        below: list[Element] = []
        for child in element:
            tag = _tag(child)
            if tag in {"ul", "ol"} and depth < _DEEPEST:
                below.append(child)
            elif tag == "table" and depth < _DEEPEST:
                self._table(child, depth)
            elif not self._is_left_out(child):
                runs += self._one_in_line(child, tag, depth, runs)
            runs.append(self._text(child.tail))
        text = _written(runs)
        if text:
            self.lines.append(_Line(text, level, mark, self._quoted > 0))
        for child in below:
            self._list(child, depth + 1, level + 1)

    def _word_item(self, element: Element, level: int) -> None:
        """A paragraph that Word shows as an item: its mark stands in it as text, its level in the style."""
        mark_text, is_found = _take_word_mark(element)
        text = self._inline(element)
        if not is_found and (typed := re.match(r"(?:[·•o§\-–]|\\?\d{1,3}\\?[.)])\s+", text)):
            mark_text, text = typed[0], text[typed.end() :]
        numbered = _MSO_MARK.match(mark_text)
        mark = f"{numbered[1]}." if numbered and numbered[1].isdigit() else "1." if numbered else "-"
        if text:
            self.lines.append(_Line(text, min(level, 5), mark, self._quoted > 0))

    def _table(self, element: Element, depth: int) -> None:
        """A table with rows and columns comes apart from the text; one that only lays a page out is read as text."""
        groups = [element, *(group for group in element if _tag(group) in {"thead", "tbody", "tfoot"})]
        rows = [row for group in groups for row in group if _tag(row) == "tr"]
        cells = [[cell for cell in row if _tag(cell) in {"td", "th"}] for row in rows]
        width = max((sum(_span(cell) for cell in row) for row in cells), default=0)
        nested = any(_tag(inner) == "table" for inner in element.iter() if inner is not element)
        if width < 2 or len(rows) < 2 or nested or depth >= _DEEPEST:
            for row in cells:
                for cell in row:
                    self.blocks(cell, depth + 1)
            return
        written = [[text for cell in row for text in (self._cell(cell), *[""] * (_span(cell) - 1))] for row in cells]
        written = [row + [""] * (width - len(row)) for row in written if any(row)]
        if len(written) > 1:
            lines = [f"| {' | '.join(row)} |" for row in written]
            self.found.tables.append("\n".join([lines[0], f"|{' --- |' * width}", *lines[1:]]))

    def _cell(self, cell: Element) -> str:
        return " ".join(self._inline(cell).replace(_BREAK, " ").split()).replace("|", "\\|")

    # --- text --------------------------------------------------------------------------------------------------------

    @staticmethod
    def _text(text: str | None, *, is_bold: bool = False, is_slanted: bool = False) -> _Run:
        plain = _SPACES.sub(" ", (text or "").replace("\xa0", " ").replace("\u202f", " "))
        return _Run(_SIGNS.sub(r"\\\g<0>", plain), is_bold, is_slanted)

    def _inline(self, element: Element) -> str:
        return _written(self._runs(element))

    def _runs(self, element: Element, depth: int = 0, *, is_bold: bool = False, is_slanted: bool = False) -> list[_Run]:
        """Return what stands in an element as pieces of one paragraph."""
        runs = [self._text(element.text, is_bold=is_bold, is_slanted=is_slanted)]
        for child in element:
            tag = _tag(child)
            if not self._is_left_out(child):
                runs += self._one_in_line(child, tag, depth, runs, is_bold=is_bold, is_slanted=is_slanted)
            runs.append(self._text(child.tail, is_bold=is_bold, is_slanted=is_slanted))
        return runs

    def _one_in_line(self, element: Element, tag: str, depth: int, before: list[_Run], **emphasis: bool) -> list[_Run]:
        """A paragraph inside a line begins a new line of it."""
        found = self._one(element, tag, depth, **emphasis)
        return [_Run(_BREAK), *found] if tag in _BLOCKS and any(run.text.strip() for run in before) else found

    def _one(
        self, element: Element, tag: str, depth: int, *, is_bold: bool = False, is_slanted: bool = False
    ) -> list[_Run]:
        """Return one element inside a paragraph."""
        if depth >= _DEEPEST:
            return [self._text(_all_text(element))]
        if tag == "br":
            return [_Run(_BREAK)]
        if tag == "img":
            self.found.pictures += 1
            return []
        is_bold, is_slanted = _is_bold(element, tag, is_bold), _is_slanted(element, tag, is_slanted)
        if tag == "a":
            note = self._call(element)
            if note is not None:
                return [_Run(note)] if note else []
            if address := _address(element.get("href") or ""):
                return self._link(element, address, depth, is_bold=is_bold, is_slanted=is_slanted)
        return self._runs(element, depth + 1, is_bold=is_bold, is_slanted=is_slanted)

    def _link(self, element: Element, address: str, depth: int, *, is_bold: bool, is_slanted: bool) -> list[_Run]:
        runs = self._runs(element, depth + 1)
        whole = "".join(run.text for run in runs).replace(_BREAK, " ")
        label = " ".join(whole.split())
        if not label or "^[" in label or "](" in label:
            return runs
        text = f"{_lead(whole)}[{label}]({address}){_trail(whole)}"
        return [_Run(text, is_bold, is_slanted)]

    # --- the whole ---------------------------------------------------------------------------------------------------

    def finished(self) -> Iterator[str]:
        """The paragraphs and lists, each as its own element of Markdown."""
        index = 0
        while index < len(self.lines):
            line = self.lines[index]
            if not line.mark:
                yield _quoted(line.text) if line.is_quoted else line.text
                index += 1
                continue
            items = []
            while index < len(self.lines) and self.lines[index].mark:
                items.append(self.lines[index])
                index += 1
            for text in _lists(items):
                yield _quoted(text) if line.is_quoted else text


# --- what elements say about themselves -------------------------------------------------------------------------------


def _is_hidden(element: Element) -> bool:
    style = _style(element)
    return "display:none" in style.replace(" ", "") or "mso-hide:all" in style.replace(" ", "")


def _is_word_heading(element: Element) -> bool:
    return (element.get("class") or "").startswith(("MsoHeading", "MsoTitle", "MsoSubtitle"))


def _is_bold(element: Element, tag: str, inherited: bool) -> bool:
    weight = re.search(r"(?<![-\w])font-weight:\s*(\w+)", _style(element))
    if weight:
        return weight[1] in {"bold", "bolder", "600", "700", "800", "900"}
    return inherited or tag in {"b", "strong"}


def _is_slanted(element: Element, tag: str, inherited: bool) -> bool:
    style = re.search(r"(?<![-\w])font-style:\s*(\w+)", _style(element))
    if style:
        return style[1] in {"italic", "oblique"}
    return inherited or tag in {"i", "em", "cite", "dfn", "var"}


def _span(cell: Element) -> int:
    typed = cell.get("colspan") or "1"
    return min(int(typed), 30) if typed.isascii() and typed.isdigit() and typed != "0" else 1


def _start_of(element: Element) -> int:
    typed = element.get("start") or "1"
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1


def _note_name(element: Element) -> str:
    """Return under which name calls find the note that an element is; "" where it is none."""
    return _note(element.get("id") or "") if _tag(element) in {"div", "li", "p", "aside"} else ""


def _note(name: str) -> str:
    """Return the name that a note and its call have in common; "" where it is none of a note."""
    found = _NOTE.fullmatch(name)
    return f"{found['kind']}{found['number']}" if found else ""


def _take_word_mark(element: Element) -> tuple[str, bool]:
    """Take the mark of an item ("·", "1.") out of a paragraph of Word, and return it."""
    for parent in element.iter():
        for child in list(parent):
            if "mso-list:ignore" in _style(child).replace(" ", ""):
                mark = _all_text(child)
                tail = child.tail or ""
                position = list(parent).index(child)
                parent.remove(child)
                if position:
                    before = parent[position - 1]
                    before.tail = (before.tail or "") + tail
                else:
                    parent.text = (parent.text or "") + tail
                return mark, True
    return "", False


def _address(address: str) -> str:
    """Return where a link may point; "" where it may not, or where it only pointed inside the page it comes from."""
    address = address.strip()
    parts = _split(address)
    if parts is not None and parts.netloc in {"www.google.com", "google.com"} and parts.path == "/url":
        # Google Docs sends every link through itself
        address = next(iter(parse_qs(parts.query).get("q", [])), "")
    address = address.replace(" ", "%20").replace("(", "%28").replace(")", "%29")
    is_inside = address.startswith(("#", "/"))
    return address if not is_inside and is_safe_address(address) else ""


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        return None


# --- Markdown ---------------------------------------------------------------------------------------------------------


def _lead(text: str) -> str:
    return text[: len(text) - len(text.lstrip())]


def _trail(text: str) -> str:
    return text[len(text.rstrip()) :]


def _written(runs: Iterable[_Run]) -> str:
    """Return a paragraph of its pieces. Where the emphasis would come out as stars it is left out."""
    joined = _joined(runs)
    plain = _in_lines("".join(run.text for run in joined))
    emphasised = _in_lines("".join(_emphasised(run) for run in joined))
    return emphasised if words.plain(emphasised) == words.plain(plain) else plain


def _joined(runs: Iterable[_Run]) -> list[_Run]:
    """Return pieces of one emphasis, which Word cuts apart, as one. Spaces belong to what stands before them."""
    found: list[_Run] = []
    for run in runs:
        if not run.text:
            continue
        last = found[-1] if found else None
        is_alike = last is not None and (last.is_bold, last.is_slanted) == (run.is_bold, run.is_slanted)
        if last is not None and (is_alike or not run.text.strip()) and _BREAK not in (run.text, last.text):
            found[-1] = _Run(last.text + run.text, last.is_bold, last.is_slanted)
        else:
            found.append(run)
    return found


def _emphasised(run: _Run) -> str:
    mark = "**" * run.is_bold + "*" * run.is_slanted
    core = run.text.strip()
    if not mark or not any(sign.isalnum() for sign in core):
        return run.text
    return f"{_lead(run.text)}{mark}{core}{mark}{_trail(run.text)}"


def _in_lines(text: str) -> str:
    """Return a paragraph with single spaces, without breaks at its ends, and with no line that begins like something
    else."""
    lines = [re.sub(r" {2,}", " ", line).strip() for line in text.split(_BREAK)]
    return _BREAK.join(_guarded(line) for line in lines if line)


def _guarded(line: str) -> str:
    found = _LINE_STARTS.match(line)
    if not found:
        return line
    at = found.end(1) if found[1] else 0
    return f"{line[:at]}\\{line[at:]}"


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _lists(items: Iterable[_Line]) -> Iterator[str]:
    """The lists that items make. Where bullets and numbers follow each other at the top, a new list begins."""
    lines: list[str] = []
    indents: list[int] = []  # how far the text of the open item on each level stands in
    counts: dict[int, int] = {}
    kind = ""
    for item in items:
        level = min(item.depth, len(indents))
        is_ordered = item.mark != "-"
        if level == 0 and lines and kind != ("o" if is_ordered else "u"):
            yield "\n".join(lines)
            lines, indents, counts = [], [], {}
        if level == 0:
            kind = "o" if is_ordered else "u"
        indents = indents[:level]
        counts = {deep: count for deep, count in counts.items() if deep <= level}
        mark = "-"
        if is_ordered:
            first = int(item.mark[:-1])
            counts[level] = counts[level] + 1 if level in counts else first
            mark = f"{counts[level]}."
        pad = " " * sum(indents)
        inner = pad + " " * (len(mark) + 1)
        lines.append(f"{pad}{mark} " + item.text.replace("\n", f"\n{inner}"))
        indents.append(len(mark) + 1)
    if lines:
        yield "\n".join(lines)
