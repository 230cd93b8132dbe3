"""What a block may hold: its Markdown and its typed data, by kind.

One block is one thing, so that it can be discussed, moved and compared alone, and so that the Markdown form of a
document (``dialect``) comes back the same when it is read again.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from atasehir_portal import charts, markdown
from atasehir_portal.documents.bibliography import TERM_ANCHOR
from atasehir_portal.documents.models import BlockKind, BoxKind

LONGEST_BODY = 20_000
TEXT_KINDS = frozenset({BlockKind.PARAGRAPH.value, BlockKind.LIST.value, BlockKind.QUOTATION.value})
_KIND_OF_ELEMENT = {
    "paragraph": BlockKind.PARAGRAPH.value,
    "bullet_list": BlockKind.LIST.value,
    "ordered_list": BlockKind.LIST.value,
    "blockquote": BlockKind.QUOTATION.value,
}
# what begins a heading, a directive or a separator in the Markdown form of a document
_STRUCTURE = re.compile(r"^(?:#{1,6}(?:\s|$)|:::|<!-- -->\s*$)", re.MULTILINE)

TOO_LONG = _("This text is too long (at most %(limit)s characters). Divide it into several blocks.")
EMPTY = _("Write a text. To take the block out, use “Take out”.")
STRUCTURE = _("Lines that begin with # or ::: make headings and boxes. Add a section or a box for that.")
ONLY_TEXT = _(
    "Only paragraphs, lists and quotations can stand here. Tables, figures and boxes are blocks of their own."
)
ONE_TABLE = _("Write one table: a line of headings, a line of dashes, then the rows, with | between the columns.")
NO_PICTURE = _("Choose a picture.")
NO_TEXT = _("This block has no text of its own.")


def _refuse(field: str, message: Any, **params: Any) -> ValidationError:
    return ValidationError({field: ValidationError(message, params=params)})


def tidy(body: str) -> str:
    """Return a body as it is stored, whatever its kind. Raises ValidationError (body) where it is too long or has
    structure."""
    body = markdown.clean(body)
    if len(body) > LONGEST_BODY:
        raise _refuse("body", TOO_LONG, limit=LONGEST_BODY)
    if _STRUCTURE.search(body):
        raise _refuse("body", STRUCTURE)
    return body


def check_text(body: str) -> str:
    """Return running text: paragraphs, lists and quotations, at least one. Raises ValidationError (body)."""
    body = tidy(body)
    found = markdown.elements(body)
    if not found:
        raise _refuse("body", EMPTY)
    if not all(element.has_only_text for element in found):
        raise _refuse("body", ONLY_TEXT)
    return body


def check_optional_text(body: str) -> str:
    """Like ``check_text``, but nothing is allowed too."""
    return check_text(body) if body.strip() else ""


def check_table(body: str) -> str:
    """Return one pipe table, without rows in which nothing stands. Raises ValidationError (body)."""
    body = tidy(body)
    if markdown.pipe_table(body) is None:
        raise _refuse("body", ONE_TABLE)
    return markdown.without_empty_rows(body)


def check_no_text(body: str) -> str:
    """Return nothing. Raises ValidationError (body) where there is something."""
    if body.strip():
        raise _refuse("body", NO_TEXT)
    return ""


def text_parts(body: str) -> list[tuple[str, str]]:
    """Return checked running text as (kind, Markdown) of the blocks that it makes, one element each."""
    return [(_KIND_OF_ELEMENT[element.kind], element.text) for element in markdown.elements(body)]


# --- typed data -------------------------------------------------------------------------------------------------------


class Data:
    """Reads typed data field by field, gathers the errors and refuses what is unknown."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self._given = dict(given)
        self._errors: dict[str, Any] = {}
        self.clean: dict[str, Any] = {}

    def line(self, name: str, *, limit: int, required: Any = None) -> None:
        """One line of text; ``required`` is the message where it is missing."""
        value = self._given.pop(name, "")
        text = markdown.clean_line(value) if isinstance(value, str) else ""
        if not text and required:
            self._errors[name] = ValidationError(required)
        elif len(text) > limit:
            self._errors[name] = ValidationError(TOO_LONG_LINE, params={"limit": limit})
        self.clean[name] = text

    def drop(self, name: str) -> None:
        """Leave out what does not belong to the rest."""
        self._given.pop(name, None)

    def choice(self, name: str, allowed: frozenset[str]) -> None:
        """One of the allowed words."""
        value = self._given.pop(name, "")
        if value not in allowed:
            self._errors[name] = ValidationError(_("Choose one of the kinds."))
        self.clean[name] = value

    def columns(self, name: str) -> None:
        """Numbers of columns, from 1, as a list or as text ("2, 3")."""
        value = self._given.pop(name, [])
        words = (
            re.split(r"[,\s]+", value.strip())
            if isinstance(value, str)
            else value
            if isinstance(value, list | tuple)
            else ["?"]
        )
        numbers: list[int] = []
        for word in words:
            if word == "":
                continue
            if isinstance(word, bool) or not str(word).isascii() or not str(word).isdigit() or not 1 <= int(word) <= 30:
                self._errors[name] = ValidationError(_("Write the numbers of the columns, e.g. 2, 3."))
                break
            numbers.append(int(word))
        self.clean[name] = sorted(set(numbers))

    def anchor(self) -> None:
        """The anchor that an author gives a figure, a table or a box, so that references find it; kept where given."""
        value = self._given.pop("anchor", "")
        name = value.strip().removeprefix("#") if isinstance(value, str) else "?"
        if name and not is_anchor(name):
            self._errors["anchor"] = ValidationError(BAD_ANCHOR)
        elif name:
            self.clean["anchor"] = name

    def chart(self) -> None:
        """{type, title, unit, table}: what a figure draws instead of showing a picture; kept where given."""
        value = self._given.pop("chart", None)
        if not value:
            return
        try:
            self.clean["chart"] = chart_data(chart_of(value))
        except ValidationError as error:
            self._errors["chart"] = error

    def finished(self) -> dict[str, Any]:
        """Return the data. Raises ValidationError with the errors by field."""
        if self._given:
            self._errors["__all__"] = ValidationError(
                _("Unknown fields: %(names)s"), params={"names": ", ".join(sorted(self._given))}
            )
        if self._errors:
            raise ValidationError(self._errors)
        return self.clean


TOO_LONG_LINE = _("This is too long (at most %(limit)s characters).")
BAD_ANCHOR = _(
    "An anchor has small letters a–z, figures and hyphens, and does not begin with b-, kaynak-, not- or terim-."
)
BAD_CHART = _("The data of this chart cannot be read.")
_ANCHOR = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
# the portal's own names on a page and on paper
_RESERVED = ("b-", "kaynak-", "not-", "notr-", "print-", TERM_ANCHOR)


def is_anchor(name: str) -> bool:
    """Return whether an author may give this anchor."""
    return bool(_ANCHOR.match(name)) and len(name) <= 80 and not name.startswith(_RESERVED)


def chart_of(data: Any) -> charts.Chart:
    """Return the chart that a figure's data describe. Raises ValidationError with every fault, by row."""
    if not isinstance(data, Mapping) or set(data) - {"type", "title", "unit", "table"}:
        raise ValidationError(BAD_CHART)
    table, kind = data.get("table"), data.get("type")
    title, unit = (markdown.clean_line(str(data.get(name) or "")) for name in ("title", "unit"))
    if (
        kind not in set(charts.ChartType)
        or not isinstance(table, list | tuple)
        or not all(isinstance(row, list | tuple) and all(isinstance(cell, str) for cell in row) for row in table)
    ):
        raise ValidationError(BAD_CHART)
    if len(title) > 120 or len(unit) > 30:
        raise ValidationError(TOO_LONG_LINE, params={"limit": 120 if len(title) > 120 else 30})
    chart_type = charts.ChartType(kind)
    # cells come back from the Markdown form as they were: a bar would divide them there
    found, faults = charts.read([[cell.replace("|", "/") for cell in row] for row in table], chart_type)
    if found is None:
        raise ValidationError([str(fault) for fault in faults[:MOST_FAULTS]])
    return charts.Chart(chart_type, found, title, unit)


MOST_FAULTS = 10  # more than that nobody reads


def chart_data(chart: charts.Chart) -> dict[str, Any]:
    """Return a chart as a figure's data keep it."""
    return {
        "type": chart.type.value,
        "title": chart.title,
        "unit": chart.unit,
        "table": charts.written(chart.table),
    }


def words_of_entry(given: Any) -> list[str]:
    """Return words of an index entry, given as a list or as lines, each once. Raises ValidationError."""
    words = given.split("\n") if isinstance(given, str) else given if isinstance(given, list | tuple) else [None]
    if not all(isinstance(word, str) for word in words):
        raise ValidationError(_("Write words, each on its own line."))
    clean = list(dict.fromkeys(filter(None, map(markdown.clean_line, words))))
    if any(len(word) > LONGEST_ENTRY for word in clean):
        raise ValidationError(TOO_LONG_LINE, params={"limit": LONGEST_ENTRY})
    return clean


LONGEST_ENTRY = 120


def validate_index_entry(given: Mapping[str, Any]) -> dict[str, Any]:
    """{term, variants, see, see_also}: a word of the index, other words that count as it, where it leads.

    Raises ValidationError by field: what leads elsewhere ("see") has no places, so no other words and no "see also".
    """
    read = Data({name: given.get(name, "") for name in ("term", "see")})
    read.line("term", limit=LONGEST_ENTRY, required=_("Write the word."))
    read.line("see", limit=LONGEST_ENTRY)
    errors: dict[str, Any] = {}
    row: dict[str, Any] = {}
    try:
        row |= read.finished()
    except ValidationError as error:
        errors |= error.error_dict
    for name in ("variants", "see_also"):
        try:
            row[name] = words_of_entry(given.get(name) or [])
        except ValidationError as error:
            errors[name] = error
    if not errors:
        if row["see"] and (row["variants"] or row["see_also"]):
            errors["see"] = ValidationError(
                _("What leads to another word has no places and no other words of its own.")
            )
        if row["term"] in {row["see"], *row["see_also"]}:
            errors["see"] = ValidationError(_("A word cannot lead to itself."))
        row["variants"] = [word for word in row["variants"] if word != row["term"]]
    if errors:
        raise ValidationError(errors)
    return {name: row[name] for name in ("term", "variants", "see", "see_also")}


def validate_nothing(data: Mapping[str, Any]) -> dict[str, Any]:
    """Running text carries no data."""
    return Data(data).finished()


def validate_table(data: Mapping[str, Any]) -> dict[str, Any]:
    """{caption, source, number_columns, anchor}: what the table shows, where it is from, which columns are figures
    (from 1)."""
    read = Data(data)
    read.anchor()
    read.line("caption", limit=400, required=_("Say what the table shows."))
    read.line("source", limit=600)
    read.columns("number_columns")
    return read.finished()


def validate_figure(data: Mapping[str, Any]) -> dict[str, Any]:
    """{src or chart, alt, caption, source, anchor}: the picture's name in the file store or the chart that is drawn,
    its finding in words, caption, where it is from."""
    read = Data(data)
    read.anchor()
    read.chart()
    if data.get("chart"):
        read.drop("src")
    else:
        read.line("src", limit=200, required=NO_PICTURE)
    read.line("alt", limit=2000, required=_("Say in words what the figure shows, for people who cannot see it."))
    read.line("caption", limit=600, required=_("Write a caption."))
    read.line("source", limit=600, required=_("Say where the figure is from."))
    return read.finished()


def validate_box(data: Mapping[str, Any]) -> dict[str, Any]:
    """{box_kind, title, anchor}."""
    read = Data(data)
    read.anchor()
    read.choice("box_kind", frozenset(BoxKind.values))
    read.line("title", limit=250, required=_("Give the box a title."))
    return read.finished()
