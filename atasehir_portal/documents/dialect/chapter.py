"""Reading one chapter file."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from atasehir_portal import charts, markdown
from atasehir_portal.documents import validation
from atasehir_portal.documents.models import BlockKind

HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)(?:[ \t]+\{#([a-z0-9-]+)((?:[ \t]+\.[a-z]+)*)\})?[ \t]*$")
DIRECTIVE = re.compile(r"^:::[ \t]*([a-z_]+)(.*)$")
CLOSING = re.compile(r"^:::[ \t]*$")
SEPARATOR = "<!-- -->"
_ATTRIBUTE = re.compile(r"""[ \t]+([a-z_]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s"']+))""")
_ESCAPE = re.compile(r"\\(.)")


class DialectError(ValueError):
    """A text that does not follow the dialect: which file, which line (from 1), what is wrong. Its words are for the
    writer."""

    def __init__(self, file: str, line: int, problem: str) -> None:
        self.file, self.line, self.problem = file, line, str(problem)
        super().__init__(
            _("%(file)s, line %(line)s: %(problem)s") % {"file": file or "–", "line": line, "problem": problem}
        )


@dataclass
class ParsedBlock:
    """A block as it was read; ``line`` does not count when two are compared."""

    kind: str
    body: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    line: int = field(default=0, compare=False)


@dataclass
class ParsedSection:
    """A section as it was read, with all below it."""

    title: str
    anchor: str = ""
    aim: str = ""
    is_numbered: bool = True
    is_outline: bool = False
    blocks: list[ParsedBlock] = field(default_factory=list)
    sections: "list[ParsedSection]" = field(default_factory=list)
    line: int = field(default=0, compare=False)
    file: str = field(default="", compare=False)

    def walk(self) -> "Iterator[ParsedSection]":
        """This section and all below it."""
        yield self
        for section in self.sections:
            yield from section.walk()


def parse_chapter(text: str, *, file: str = "") -> ParsedSection:
    """Return the chapter that the text holds. Raises DialectError with file, line and what is wrong."""
    return _Chapter(text, file).read()


class _Chapter:
    def __init__(self, text: str, file: str) -> None:
        # cleaning comes with each piece, so that lines keep their numbers
        self.lines = [
            line.replace("\x00", "").rstrip() for line in text.replace("\r\n", "\n").replace("\ufeff", "").split("\n")
        ]
        self.file = file
        self.at = 0
        self.path: list[ParsedSection] = []

    def fail(self, problem: str, line: int | None = None) -> DialectError:
        return DialectError(self.file, (self.at if line is None else line) + 1, problem)

    def read(self) -> ParsedSection:
        self._skip_empty()
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if heading := HEADING.match(line):
                self._heading(heading)
            elif not self.path:
                raise self.fail(_("A chapter begins with its title: # Title {#anchor}"))
            elif CLOSING.match(line):
                raise self.fail(_("This ::: closes nothing."))
            elif line.startswith(":::"):
                self._directive()
            elif line == SEPARATOR:
                self.at += 1
            else:
                self._text()
            self._skip_empty()
        if not self.path:
            raise self.fail(_("The file is empty."), 0)
        return self.path[0]

    def _skip_empty(self) -> None:
        while self.at < len(self.lines) and not self.lines[self.at]:
            self.at += 1

    def _heading(self, match: re.Match[str]) -> None:
        level = len(match[1])
        if level > 3:
            raise self.fail(_("Sections go three levels deep: #, ##, ###."))
        if level == 1 and self.path:
            raise self.fail(_("A file holds one chapter: only one line begins with a single #."))
        if level > len(self.path) + 1:
            raise self.fail(_("A level of headings is left out."))
        classes = (match[4] or "").split()
        if set(classes) - {".unnumbered", ".outline"}:
            raise self.fail(_("Unknown mark on a heading: %(mark)s") % {"mark": " ".join(classes)})
        section = ParsedSection(
            title=markdown.clean_line(match[2]),
            anchor=match[3] or "",
            is_numbered=".unnumbered" not in classes,
            is_outline=".outline" in classes,
            line=self.at + 1,
            file=self.file,
        )
        if len(section.title) > 250:
            raise self.fail(_("The title is too long."))
        del self.path[level - 1 :]
        if self.path:
            self.path[-1].sections.append(section)
        self.path.append(section)
        self.at += 1

    def _directive(self) -> None:
        start = self.at
        match = DIRECTIVE.match(self.lines[start])
        if not match:
            raise self.fail(_("A directive begins with ::: and its name."))
        name, attributes = match[1], self._attributes(match[2])
        self.at += 1
        inner: list[str] = []
        while self.at < len(self.lines) and not CLOSING.match(self.lines[self.at]):
            if self.lines[self.at].startswith(":::"):
                raise self.fail(
                    _("A directive cannot stand inside another; is the one from line %(line)s closed?")
                    % {"line": start + 1}
                )
            inner.append(self.lines[self.at])
            self.at += 1
        if self.at == len(self.lines):
            raise self.fail(_("This directive is not closed with a line :::"), start)
        self.at += 1
        body = "\n".join(inner).strip("\n")
        if name == "aim":
            self._aim(attributes, body, start)
            return
        readers: Mapping[str, Callable[[dict[str, str], str], ParsedBlock]] = {
            "box": self._box,
            "table": self._table,
            "figure": self._figure,
            "block": self._other,
        }
        if name not in readers:
            raise self.fail(_("There is no directive “%(name)s”.") % {"name": name}, start)
        try:
            block = readers[name](attributes, body)
        except ValidationError as error:
            raise self.fail(" ".join(error.messages), start) from error
        block.line = start + 1
        self.path[-1].blocks.append(block)

    def _attributes(self, text: str) -> dict[str, str]:
        found, at = {}, 0
        text = text.rstrip()
        while at < len(text):
            match = _ATTRIBUTE.match(text, at)
            if not match:
                raise self.fail(_('This cannot be read as name="value": %(text)s') % {"text": text[at:].strip()[:60]})
            if match[1] in found:
                raise self.fail(_("“%(name)s” is given twice.") % {"name": match[1]})
            found[match[1]] = _ESCAPE.sub(r"\1", match[2]) if match[2] is not None else match[3]
            at = match.end()
        return found

    def _aim(self, attributes: Mapping[str, str], body: str, start: int) -> None:
        section = self.path[-1]
        if attributes or section.aim or section.blocks or not body.strip() or "\n\n" in body:
            raise self.fail(_("The aim stands once, as one paragraph, directly after its heading."), start)
        section.aim = markdown.clean_line(body)
        if len(section.aim) > 500:
            raise self.fail(_("The aim is too long."), start)

    def _box(self, attributes: dict[str, str], body: str) -> ParsedBlock:
        data = {"box_kind": attributes.pop("kind", ""), "title": attributes.pop("title", ""), **attributes}
        return ParsedBlock(BlockKind.BOX.value, validation.check_text(body), validation.validate_box(data))

    def _table(self, attributes: dict[str, str], body: str) -> ParsedBlock:
        return ParsedBlock(BlockKind.TABLE.value, validation.check_table(body), validation.validate_table(attributes))

    def _figure(self, attributes: dict[str, str], body: str) -> ParsedBlock:
        data: dict[str, Any] = dict(attributes)
        if "chart" in data:
            data["chart"] = {
                "type": data["chart"],
                "title": data.pop("chart_title", ""),
                "unit": data.pop("unit", ""),
                "table": charts.cells_of(body),
            }
            body = ""
        return ParsedBlock(BlockKind.FIGURE.value, validation.check_no_text(body), validation.validate_figure(data))

    def _other(self, attributes: dict[str, str], body: str) -> ParsedBlock:
        kind, data = attributes.pop("kind", ""), attributes.pop("data", "{}")
        try:
            parsed = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise ValidationError(_("The data of this block cannot be read.")) from error
        if not kind or attributes or not isinstance(parsed, dict):
            raise ValidationError(_('A block is written as :::block kind="…" data="…"'))
        return ParsedBlock(kind, validation.tidy(body), parsed)

    def _text(self) -> None:
        start = self.at
        while self.at < len(self.lines) and not (
            HEADING.match(self.lines[self.at])
            or self.lines[self.at].startswith(":::")
            or self.lines[self.at] == SEPARATOR
        ):
            self.at += 1
        chunk = "\n".join(self.lines[start : self.at])
        for element in markdown.elements(chunk):
            try:
                body = validation.check_text(element.text)
            except ValidationError as error:
                raise self.fail(" ".join(error.messages), start + element.line) from error
            for kind, text in validation.text_parts(body):
                self.path[-1].blocks.append(ParsedBlock(kind, text, {}, start + element.line + 1))
