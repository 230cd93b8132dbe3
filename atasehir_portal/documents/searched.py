"""The texts of a document in which words are looked for: everything that people read, nothing by which it is found."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atasehir_portal.documents import entries, kinds
from atasehir_portal.documents.entries import Listing
from atasehir_portal.documents.models import Document, EntryList
from atasehir_portal.documents.nodes import BlockNode, Reading, SectionNode

_IN_MARKDOWN = frozenset({"body", "caption", "source", "definition"})
_NO_WORDS = frozenset({"src", "anchor", "url"})
# of an entry: by its key a source is cited, what stands under "see" follows the word that it names
_COLUMNS: Mapping[str, Mapping[str, str | Promise]] = {
    EntryList.SOURCES: {
        "author": _("Author or body"),
        "title": _("Title"),
        "year": _("Year"),
        "publisher": _("Publisher"),
        "number": _("Number or symbol"),
        "article": _("Article"),
        "gazette": _("Official gazette"),
        "last_amendment": _("Last known amendment"),
        "seen_on": _("Date seen"),
        "note": _("Note"),
    },
    EntryList.TERMS: {"term": _("Term"), "english": _("In English"), "definition": _("What it means")},
    EntryList.INDEX: {"term": _("Word"), "variants": _("Other words for it")},
}
_IN_CHART = {"title": _("title of the chart"), "unit": _("unit of the chart"), "table": _("words in the chart")}


@dataclass(frozen=True)
class EntryNode:
    """An entry of one of the lists as it stands, with the revision that was seen."""

    listing: Listing
    entry: Any

    @property
    def mark(self) -> str:
        """Its name in a form."""
        return f"{self.listing.name}-{self.entry.pk}"

    @property
    def revision(self) -> int:
        return int(self.entry.revision)

    @property
    def heading(self) -> str:
        """The words by which people recognise it."""
        return str(self.entry.title if self.listing.name == EntryList.SOURCES else self.entry.term)

    def row(self) -> dict[str, Any]:
        """Return its columns as plain data."""
        return self.listing.row(self.entry)


Node = SectionNode | BlockNode | EntryNode


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a section, a block or an entry in which words are looked for. ``name`` is "title", "aim", "body", a field
    of the typed data, a column of the entry; "chart.table.0.1" and "variants.2" lead into what has parts. ``label`` says
    it in words."""

    node: Node
    name: str
    label: str
    source: str

    @property
    def mark(self) -> str:
        """What the text belongs to, as forms name it."""
        return mark_of(self.node)

    @property
    def key(self) -> str:
        return f"{self.mark}:{self.name}"

    @property
    def is_markdown(self) -> bool:
        return not isinstance(self.node, SectionNode) and self.name in _IN_MARKDOWN

    @property
    def section(self) -> SectionNode | None:
        """The section in which it stands; None for an entry of a list."""
        if isinstance(self.node, EntryNode):
            return None
        return self.node.section if isinstance(self.node, BlockNode) else self.node

    @property
    def entry(self) -> EntryNode | None:
        return self.node if isinstance(self.node, EntryNode) else None


def mark_of(node: Node) -> str:
    """Return the name of a node in a form."""
    return node.mark if isinstance(node, EntryNode) else node.uid.hex


def entries_of(document: Document) -> list[EntryNode]:
    """Return the entries of all lists of a working text, in three queries."""
    return [
        EntryNode(listing, entry)
        for listing in entries.LISTINGS
        for entry in listing.model._default_manager.filter(document=document).order_by(listing.name_column)
    ]


def texts(reading: Reading, entry_nodes: Sequence[EntryNode] = ()) -> Iterator[Text]:
    """Every text in which words are looked for: of the document in reading order, then of the entries."""
    for section in reading.walk():
        yield Text(section, "title", str(_("heading")), section.title)
        if section.aim:
            yield Text(section, "aim", str(_("aim")), section.aim)
        for block in section.blocks:
            yield from _of_block(block)
    for node in entry_nodes:
        yield from _of_entry(node)


def _of_block(block: BlockNode) -> Iterator[Text]:
    block_type = kinds.find_block_type(block.section.reading.kind, block.kind)
    fields: Mapping[str, forms.Field] = block_type.form_class.base_fields if block_type is not None else {}
    names = [name for name in fields if name == "body" or name in block.data]
    for name in [*names, *([] if "body" in names else ["body"])]:
        source = block.body if name == "body" else block.data.get(name)
        if isinstance(source, str) and source and (name == "body" or _is_text(name, fields[name])):
            yield Text(block, name, "" if name == "body" else _label(fields[name]), source)
    yield from _of_chart(block)


def _of_chart(block: BlockNode) -> Iterator[Text]:
    """Title, unit, headings and the names of the rows; the values are numbers."""
    chart = block.data.get("chart")
    if block.chart is None or not isinstance(chart, Mapping):
        return
    for name in ("title", "unit"):
        if chart.get(name):
            yield Text(block, f"chart.{name}", str(_IN_CHART[name]), str(chart[name]))
    for number, row in enumerate(chart["table"]):
        for column, cell in enumerate(row if number == 0 else row[:1]):
            if cell:
                yield Text(block, f"chart.table.{number}.{column}", str(_IN_CHART["table"]), cell)


def _of_entry(node: EntryNode) -> Iterator[Text]:
    for name, label in _COLUMNS[node.listing.name].items():
        value = getattr(node.entry, name)
        if isinstance(value, str):
            if value:
                yield Text(node, name, str(label), value)
        else:
            for number, word in enumerate(value):
                yield Text(node, f"{name}.{number}", str(label), word)


def with_texts(data: Mapping[str, Any], changed: Mapping[str, str]) -> dict[str, Any]:
    """Return plain data with other texts at the places that their names lead to."""
    result = dict(data)
    for name, text in changed.items():
        result = _set(result, name.split("."), text)
    return result


def _set(value: Any, path: Sequence[str], text: str) -> Any:
    if not path:
        return text
    if isinstance(value, Mapping):
        return {**value, path[0]: _set(value.get(path[0]), path[1:], text)}
    at = int(path[0])
    return [*value[:at], _set(value[at], path[1:], text), *value[at + 1 :]]


def _is_text(name: str, form_field: forms.Field) -> bool:
    return (
        name not in _NO_WORDS
        and isinstance(form_field, forms.CharField)
        and not isinstance(form_field, forms.URLField | forms.EmailField)
        and not isinstance(form_field.widget, forms.HiddenInput)
        # sums and numbers are kept in a form of their own
        and "inputmode" not in form_field.widget.attrs
    )


def _label(form_field: forms.Field) -> str:
    label: str | Promise | None = form_field.label
    return str(label or "")
