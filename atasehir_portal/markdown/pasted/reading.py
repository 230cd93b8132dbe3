"""Reading the tree of a clipboard, paragraph by paragraph."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from atasehir_portal.markdown.pasted.saying import (
    address_of,
    comes_out_bold,
    comes_out_slanted,
    is_hidden,
    is_word_heading,
    note_name,
    note_of,
    span_of,
    start_of,
    take_word_mark,
)
from atasehir_portal.markdown.pasted.tree import BLOCKS, SPACES, all_text, holders_of, style_of, tag_of
from atasehir_portal.markdown.pasted.writing import BREAK, Line, Run, Runs, lead, lists, quoted, trail, written

_DEEPEST = 200  # elements inside each other; what is deeper is read as its text
_LONGEST_REPEATED = 100_000  # signs of notes that are called more than once; what is more is left out
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# what Markdown would read as more than the sign; a point after figures at the beginning of a line is escaped elsewhere
_SIGNS = re.compile(r"[\\`*\[\]<]|(?<!\w)_|_(?!\w)|&(?=#?\w{1,40};)")
_MSO_LIST = re.compile(r"mso-list:\s*l(\d+)\s+level(\d+)", re.IGNORECASE)
_MSO_MARK = re.compile(r"^\s*(?:\(?(\d{1,9}|[a-zçğıöşü]{1,4})[.)])", re.IGNORECASE)


class Reader:
    """Reads a tree once, paragraph by paragraph: what stands in it as text, as tables, and how much could not come along."""

    def __init__(self, root: Element) -> None:
        self.tables: list[str] = []
        self.headings = self.pictures = 0
        self._lines: list[Line] = []
        self._notes: dict[str, str] = {}
        self._called: set[str] = set()
        self._repeatable = _LONGEST_REPEATED
        self._quoted = 0
        self._in_note = False
        # asked at every level: looking through what stands below each time would look at the depths again and again
        self._with_blocks = holders_of(root, BLOCKS)
        self._with_tables = holders_of(root, frozenset({"table"}))
        self._find_notes(root)
        self._blocks(root, 0)

    # --- notes -------------------------------------------------------------------------------------------------------

    def _find_notes(self, root: Element) -> None:
        """Read the notes, which stand behind the text, before the text that calls them."""
        for element in root.iter():
            name = note_name(element)
            if name and name not in self._notes:
                self._in_note = True
                self._notes[name] = " ".join(self._inline(element).replace(BREAK, " ").split()).strip(" ↑↩")
                self._in_note = False

    def _call(self, element: Element) -> str | None:
        """Return the note that a link calls, "" for a call whose note is not here or that only leads back; None for
        other links."""
        address = element.get("href") or ""
        if self._in_note and address.startswith("#"):
            return ""
        name = note_of(address)
        if not name:
            return None
        text = self._notes.get(name, "")
        if name in self._called:
            self._repeatable -= len(text)
        self._called.add(name)
        return f"^[{text}]" if text and self._repeatable >= 0 else ""

    # --- blocks ------------------------------------------------------------------------------------------------------

    def _blocks(self, element: Element, depth: int) -> None:
        """Read what stands in an element: paragraphs, lists, tables, headings, and text between them."""
        runs = Runs([self._text(element.text)])
        for child in element:
            tag = tag_of(child)
            if self._is_left_out(child):
                pass
            elif depth < _DEEPEST and (tag in BLOCKS or self._holds_blocks(child)):
                self._paragraph(runs)
                runs = Runs()
                self._block(child, tag, depth)
            else:
                runs.take(self._one(child, tag, depth))
            runs.take([self._text(child.tail)])
        self._paragraph(runs)

    @staticmethod
    def _is_left_out(element: Element) -> bool:
        return bool(note_name(element)) or is_hidden(element)

    def _holds_blocks(self, element: Element) -> bool:
        """Whether there are paragraphs in something that is none itself (Google Docs wraps a text in <b>)."""
        return element in self._with_blocks

    def _block(self, element: Element, tag: str, depth: int) -> None:
        if tag in {"ul", "ol"}:
            self._list(element, depth, level=0)
        elif tag == "table":
            self._table(element, depth)
        elif tag in _HEADINGS or is_word_heading(element):
            self._heading(element)
        elif tag == "blockquote":
            self._quoted += 1
            self._blocks(element, depth + 1)
            self._quoted -= 1
        elif tag == "pre":
            for line in "".join(element.itertext()).splitlines():
                self._paragraph([self._text(line)])
        elif listed := _MSO_LIST.search(style_of(element)):
            self._word_item(element, int(listed[2]) - 1)
        elif tag == "hr":
            return
        elif tag == "p" or not self._holds_blocks(element):
            self._paragraph(self._runs(element, depth))
        else:
            self._blocks(element, depth + 1)

    def _paragraph(self, runs: list[Run]) -> None:
        text = written(runs)
        if text:
            self._lines.append(Line(text, is_quoted=self._quoted > 0))

    def _heading(self, element: Element) -> None:
        text = written([Run(run.text, is_bold=True) for run in self._runs(element)])
        if text:
            self.headings += 1
            self._lines.append(Line(text, is_quoted=self._quoted > 0))

    def _list(self, element: Element, depth: int, level: int) -> None:
        number = start_of(element)
        is_ordered = tag_of(element) == "ol"
        self._paragraph([self._text(element.text)])
        for child in element:
            if self._is_left_out(child):
                pass
            elif tag_of(child) in {"ul", "ol"}:  # Word and old pages put a list directly into a list
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
        runs = Runs([self._text(element.text)])
        below: list[Element] = []
        for child in element:
            tag = tag_of(child)
            if tag in {"ul", "ol"} and depth < _DEEPEST:
                below.append(child)
            elif tag == "table" and depth < _DEEPEST:
                self._table(child, depth)
            elif not self._is_left_out(child):
                runs.take(self._one_in_line(child, tag, depth, runs))
            runs.take([self._text(child.tail)])
        text = written(runs)
        if text:
            self._lines.append(Line(text, level, mark, self._quoted > 0))
        for child in below:
            self._list(child, depth + 1, level + 1)

    def _word_item(self, element: Element, level: int) -> None:
        """A paragraph that Word shows as an item: its mark stands in it as text, its level in the style."""
        mark_text, is_found = take_word_mark(element)
        text = self._inline(element)
        if not is_found and (typed := re.match(r"(?:[·•o§\-–]|\\?\d{1,3}\\?[.)])\s+", text)):
            mark_text, text = typed[0], text[typed.end() :]
        numbered = _MSO_MARK.match(mark_text)
        mark = f"{numbered[1]}." if numbered and numbered[1].isdigit() else "1." if numbered else "-"
        if text:
            self._lines.append(Line(text, min(level, 5), mark, self._quoted > 0))

    def _table(self, element: Element, depth: int) -> None:
        """A table with rows and columns comes apart from the text; one that only lays a page out is read as text."""
        groups = [element, *(group for group in element if tag_of(group) in {"thead", "tbody", "tfoot"})]
        rows = [row for group in groups for row in group if tag_of(row) == "tr"]
        cells = [[cell for cell in row if tag_of(cell) in {"td", "th"}] for row in rows]
        width = max((sum(span_of(cell) for cell in row) for row in cells), default=0)
        if width < 2 or len(rows) < 2 or element in self._with_tables or depth >= _DEEPEST:
            for row in cells:
                for cell in row:
                    self._blocks(cell, depth + 1)
            return
        written = [[text for cell in row for text in (self._cell(cell), *[""] * (span_of(cell) - 1))] for row in cells]
        written = [row + [""] * (width - len(row)) for row in written if any(row)]
        if len(written) > 1:
            lines = [f"| {' | '.join(row)} |" for row in written]
            self.tables.append("\n".join([lines[0], f"|{' --- |' * width}", *lines[1:]]))

    def _cell(self, cell: Element) -> str:
        return " ".join(self._inline(cell).replace(BREAK, " ").split()).replace("|", "\\|")

    # --- text --------------------------------------------------------------------------------------------------------

    @staticmethod
    def _text(text: str | None, *, is_bold: bool = False, is_slanted: bool = False) -> Run:
        plain = SPACES.sub(" ", (text or "").replace("\xa0", " ").replace("\u202f", " "))
        return Run(_SIGNS.sub(r"\\\g<0>", plain), is_bold, is_slanted)

    def _inline(self, element: Element) -> str:
        return written(self._runs(element))

    def _runs(self, element: Element, depth: int = 0, *, is_bold: bool = False, is_slanted: bool = False) -> Runs:
        """Return what stands in an element as pieces of one paragraph."""
        runs = Runs([self._text(element.text, is_bold=is_bold, is_slanted=is_slanted)])
        for child in element:
            tag = tag_of(child)
            if not self._is_left_out(child):
                runs.take(self._one_in_line(child, tag, depth, runs, is_bold=is_bold, is_slanted=is_slanted))
            runs.take([self._text(child.tail, is_bold=is_bold, is_slanted=is_slanted)])
        return runs

    def _one_in_line(self, element: Element, tag: str, depth: int, before: Runs, **emphasis: bool) -> list[Run]:
        """A paragraph inside a line begins a new line of it."""
        found = self._one(element, tag, depth, **emphasis)
        return [Run(BREAK), *found] if tag in BLOCKS and before.has_words else found

    def _one(
        self, element: Element, tag: str, depth: int, *, is_bold: bool = False, is_slanted: bool = False
    ) -> list[Run]:
        """Return one element inside a paragraph."""
        if depth >= _DEEPEST:
            return [self._text(all_text(element))]
        if tag == "br":
            return [Run(BREAK)]
        if tag == "img":
            self.pictures += 1
            return []
        is_bold = comes_out_bold(element, tag, is_bold)
        is_slanted = comes_out_slanted(element, tag, is_slanted)
        if tag == "a":
            note = self._call(element)
            if note is not None:
                return [Run(note)] if note else []
            if address := address_of(element.get("href") or ""):
                return self._link(element, address, depth, is_bold=is_bold, is_slanted=is_slanted)
        return self._runs(element, depth + 1, is_bold=is_bold, is_slanted=is_slanted)

    def _link(self, element: Element, address: str, depth: int, *, is_bold: bool, is_slanted: bool) -> list[Run]:
        runs = self._runs(element, depth + 1)
        whole = "".join(run.text for run in runs).replace(BREAK, " ")
        label = " ".join(whole.split())
        if not label or "^[" in label or "](" in label:
            return runs
        text = f"{lead(whole)}[{label}]({address}){trail(whole)}"
        return [Run(text, is_bold, is_slanted)]

    # --- the whole ---------------------------------------------------------------------------------------------------

    def finished(self) -> Iterator[str]:
        """The paragraphs and lists, each as its own element of Markdown."""
        index = 0
        while index < len(self._lines):
            line = self._lines[index]
            if not line.mark:
                yield quoted(line.text) if line.is_quoted else line.text
                index += 1
                continue
            items = []
            while index < len(self._lines) and self._lines[index].mark:
                items.append(self._lines[index])
                index += 1
            for text in lists(items):
                yield quoted(text) if line.is_quoted else text
