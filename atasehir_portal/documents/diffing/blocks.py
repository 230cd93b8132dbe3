"""What changed in a block: its text as it is read, and its typed data field by field."""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from atasehir_portal import markdown
from atasehir_portal.documents import kinds
from atasehir_portal.documents.diffing.marking import marked, marked_line
from atasehir_portal.documents.models import BlockKind
from atasehir_portal.documents.nodes import BlockNode, Reading, SectionNode

Pair = tuple[BlockNode | None, BlockNode | None]
# what is shown with the text, not as a field
_IN_TEXT = frozenset({"title", "caption", "source"})
_WITH_SOURCE = frozenset({BlockKind.TABLE.value, BlockKind.FIGURE.value})
_PICTURE = "src"
_LEFT_OUT = _IN_TEXT | {_PICTURE}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of typed data that changed: what it is, and its words with what went and came marked."""

    label: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class BlockDiff:
    """A block before and after; None where it was not there. ``html`` is its text with the changes marked."""

    old: BlockNode | None
    new: BlockNode | None
    html: SafeString
    fields: list[FieldChange] = field(default_factory=list)

    @property
    def node(self) -> BlockNode:
        """The block as it is now, or as it was where it is gone."""
        return self.new or self.old  # type: ignore[return-value]

    @property
    def is_same(self) -> bool:
        """Whether nothing changed."""
        return self.old is not None and self.new is not None and content(self.old) == content(self.new)

    @property
    def old_picture(self) -> str:
        """Where the picture is that another one took the place of, "" where none did."""
        return self._picture(self.old) if self.has_new_picture else ""

    @property
    def picture(self) -> str:
        """Where the picture of a figure is."""
        return self._picture(self.node)

    @property
    def has_new_picture(self) -> bool:
        return bool(self.old and self.new) and self._picture(self.old) != self._picture(self.new)

    @staticmethod
    def _picture(node: BlockNode | None) -> str:
        return node.figure_url if node is not None and node.kind == BlockKind.FIGURE else ""


def content(node: BlockNode) -> tuple[str, str, Mapping[str, Any]]:
    """Return what a block says, so that two can be compared."""
    return node.kind, node.body, node.data


def of_blocks(pairs: Sequence[Pair]) -> list[BlockDiff]:
    """Return the differences of pairs of blocks, old and new; a fixed number of queries whatever their number."""
    facts = _facts(pairs)
    diffs = []
    for number, (old, new) in enumerate(pairs):
        how = _References([each.section.reading for each in (old, new) if each is not None])
        text = marked(_shown(old, how), _shown(new, how))
        was, now = facts.get((number, 0), {}), facts.get((number, 1), {})
        changes = [
            FieldChange(label, marked_line(was.get(label, ""), now.get(label, "")))
            for label in {**was, **now}
            if was.get(label, "") != now.get(label, "")
        ]
        diffs.append(BlockDiff(old, new, text, changes))
    return diffs


class _References(markdown.InlineReferences):
    """Citations by the number that the newer text gives their source, notes in their place in the text, references by
    what they lead to in the newer text."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._numbers: dict[str, int] = {}
        for reading in readings:
            self._numbers |= reading.source_numbers
        self._reading = readings[-1]
        # no chapter of the text: what a link leads to is never on the page of a comparison
        self._here = SectionNode(uuid4(), "", "", "", 1, (), self._reading)

    def cite(self, key: str, locator: str) -> str:
        name = str(self._numbers.get(key, key))
        return f'<span class="cite">[{escape(f"{name}, {locator}" if locator else name)}]</span>'

    def note(self, html: str) -> str:
        return f' <span class="note">({html})</span>'

    def anchor(self, address: str) -> str:
        target = self._reading.target(address, here=self._here)
        return target.address if target else address

    def book(self, address: str) -> str:
        return self.anchor(address)

    def reference(self, address: str, following: str) -> str:
        target = self._reading.target(address, here=self._here)
        if target is None:
            return escape(address)
        return format_html('<a class="ref" href="{}">{}</a>', target.address, target.words)


def _shown(node: BlockNode | None, how: _References) -> str:
    """Return a block's text as HTML, without its frame: that is the template's."""
    if node is None:
        return ""
    title = _line(node.data.get("title"))
    caption = _inline(node.data.get("caption"), how)
    source = _inline(node.data.get("source"), how) if node.kind in _WITH_SOURCE else ""
    said = format_html("<p>{}</p>", _("Source: %(source)s") % {"source": "\0"}).replace("\0", source) if source else ""
    if node.kind == BlockKind.TABLE and (table := markdown.pipe_table(node.body)) is not None:
        figures = set(node.data.get("number_columns") or [])
        return _table(table, caption, figures, how) + said
    return "".join(
        [
            format_html("<p><strong>{}</strong></p>", title) if title else "",
            markdown.render(node.body, references=how) if node.body else "",
            f"<p>{caption}</p>" if caption else "",
            said,
        ]
    )


def _line(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _inline(value: Any, how: _References) -> str:
    return markdown.render_inline(value, references=how) if isinstance(value, str) and value else ""


def _table(table: markdown.PipeTable, caption: str, figures: set[int], how: _References) -> str:
    def cells(row: Sequence[str], tag: str) -> SafeString:
        return format_html_join(
            "",
            "<{0}{1}{2}>{3}</{4}>",
            (
                (
                    name := "th" if tag == "th" or number == 1 else "td",
                    SafeString(' class="num"' if number in figures else ""),
                    SafeString(f' scope="{"col" if tag == "th" else "row"}"' if name == "th" else ""),
                    markdown.render_inline(cell, references=how),
                    name,
                )
                for number, cell in enumerate(row, start=1)
            ),
        )

    head = f"<thead><tr>{cells(table.header, 'th')}</tr></thead>"
    body = "".join(f"<tr>{cells(row, 'td')}</tr>" for row in table.rows)
    return f"<table>{f'<caption>{caption}</caption>' if caption else ''}{head}<tbody>{body}</tbody></table>"


# --- typed data in words ----------------------------------------------------------------------------------------------


def _facts(pairs: Sequence[Pair]) -> dict[tuple[int, int], dict[str, str]]:
    """Return for each block that has typed data beside its text what its fields say, by the fields' names."""
    by_type: dict[tuple[str, str], list[tuple[tuple[int, int], Mapping[str, Any]]]] = defaultdict(list)
    for number, pair in enumerate(pairs):
        for side, node in enumerate(pair):
            if node is not None and set(node.data) - _IN_TEXT - {_PICTURE}:
                by_type[node.section.reading.kind, node.kind].append(((number, side), node.data))
    found: dict[tuple[int, int], dict[str, str]] = {}
    for (document_kind, name), states in by_type.items():
        block_type = kinds.find_block_type(document_kind, name)
        rows = said(block_type, [data for _place, data in states])
        found |= {place: dict(facts) for (place, _data), facts in zip(states, rows, strict=True)}
    return found


def said(
    block_type: "kinds.BlockType | None", states: Sequence[Mapping[str, Any]], *, left_out: Set[str] = _LEFT_OUT
) -> Sequence[Sequence[tuple[str, str]]]:
    """Return for each state of typed data what its fields say, as (what, words), without those that are ``left_out``."""
    if block_type is not None and block_type.facts is not None:
        return block_type.facts(states)
    return [_by_form(block_type, data, left_out) for data in states]


def _by_form(
    block_type: "kinds.BlockType | None", data: Mapping[str, Any], left_out: Set[str]
) -> list[tuple[str, str]]:
    fields = block_type.form_class.base_fields if block_type is not None else {}
    return [
        (_label(name, fields), _words(value, fields.get(name))) for name, value in data.items() if name not in left_out
    ]


def _label(name: str, fields: Mapping[str, forms.Field]) -> str:
    label = fields[name].label if name in fields else None
    return str(label) if label else name.replace("_", " ")


def _words(value: Any, form_field: forms.Field | None) -> str:
    if isinstance(form_field, forms.ChoiceField) and not isinstance(form_field, forms.ModelChoiceField):
        pairs: Any = form_field.choices
        return {str(key): str(label) for key, label in pairs}.get(str(value), str(value))
    if isinstance(value, list | tuple):
        return ", ".join(_words(item, None) for item in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_words(item, None)}" for key, item in value.items())
    return "" if value is None else str(value)
