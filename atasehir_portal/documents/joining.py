"""How neighbouring blocks of one kind become one: nothing that somebody wrote is lost, or it is said why they stay two."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from atasehir_portal import markdown
from atasehir_portal.documents import dividing
from atasehir_portal.documents.models import Block, BlockKind
from atasehir_portal.documents.nodes import BlockNode

NOT_ONE_KIND = _("Only neighbouring blocks of the same kind can be joined.")
NO_JOINING = _("Blocks of this kind cannot be joined.")
FIGURES = _("Two figures cannot be joined: each is one picture or one chart with its own number.")
BOX_KINDS = _("The two boxes are of different kinds. Give them the same kind first.")
ANCHORS = _(
    "Both have an anchor (#%(first)s, #%(second)s). Links may lead to either, so take one of them away first and let its "
    "links lead to the other."
)
HEADINGS = _("The two tables have different headings. Give them the same headings first.")
# a list item: indentation, mark, the space behind it
_ITEM = re.compile(r"^( {0,3})([-+*]|\d{1,9}[.)])( {1,4})(?=\S)|^( {0,3})([-+*]|\d{1,9}[.)])[ ]*$")


@dataclass(frozen=True, slots=True)
class Joinable:
    """What of a block is joined."""

    kind: str
    body: str
    data: Mapping[str, Any]


def continued(caption: str, language: str) -> str:
    """Return the caption of the second of two tables that were one."""
    with translation.override(language):
        return gettext("%(caption)s (continued)") % {"caption": caption.rstrip(".")}


def joined(one: Joinable, two: Joinable, language: str) -> Joinable:
    """Return what two neighbours become. Raises ValidationError with the reason why they cannot be joined."""
    if one.kind != two.kind:
        raise ValidationError({"body": NOT_ONE_KIND})
    if one.kind not in dividing.DIVISIBLE:
        raise ValidationError({"body": FIGURES if one.kind == BlockKind.FIGURE else NO_JOINING})
    data = {**two.data, **one.data, **_anchor(one, two)}
    if one.kind == BlockKind.BOX:
        return _boxes(one, two, data)
    if one.kind == BlockKind.TABLE:
        return _tables(one, two, data, language)
    second = _with_marks_of(one.body, two.body) if one.kind == BlockKind.LIST else two.body
    return Joinable(one.kind, dividing.joined(one.kind, [one.body, second]), data)


def of_blocks(blocks: Sequence[Block | BlockNode], language: str) -> Joinable:
    """Return what neighbours become, in order. Raises like ``joined``."""
    return reduce(
        lambda one, two: joined(one, two, language), [Joinable(each.kind, each.body, each.data) for each in blocks]
    )


def _anchor(one: Joinable, two: Joinable) -> dict[str, str]:
    found = [str(each.data["anchor"]) for each in (one, two) if each.data.get("anchor")]
    if len(found) > 1:
        raise ValidationError({"body": ValidationError(ANCHORS, params={"first": found[0], "second": found[1]})})
    return {"anchor": found[0]} if found else {}


def _boxes(one: Joinable, two: Joinable, data: dict[str, Any]) -> Joinable:
    """The title of the second box stands above its text, in bold, where it is another one."""
    if one.data.get("box_kind") != two.data.get("box_kind"):
        raise ValidationError({"body": BOX_KINDS})
    first, second = (str(each.data.get("title") or "") for each in (one, two))
    if not first:
        data["title"] = second
    title = [f"**{markdown.literal(second)}**"] if first and second and first != second else []
    return Joinable(one.kind, dividing.joined(one.kind, [one.body, *title, two.body]), data)


def _tables(one: Joinable, two: Joinable, data: dict[str, Any], language: str) -> Joinable:
    """The rows of the second stand below those of the first; captions and sources that differ follow each other."""
    tables = [markdown.pipe_table(each.body) for each in (one, two)]
    if tables[0] is None or tables[1] is None or tables[0].header != tables[1].header:
        raise ValidationError({"body": HEADINGS})
    first, second = (str(each.data.get("caption") or "") for each in (one, two))
    if second not in {"", first, continued(first, language)}:
        data["caption"] = f"{first.rstrip('.')}; {second}" if first else second
    sources = dict.fromkeys(str(each.data["source"]).strip() for each in (one, two) if each.data.get("source"))
    if sources:
        data["source"] = "; ".join(source.rstrip(".") if len(sources) > 1 else source for source in sources)
    columns = [*(one.data.get("number_columns") or []), *(two.data.get("number_columns") or [])]
    if columns:
        data["number_columns"] = sorted(set(columns))
    return Joinable(one.kind, dividing.joined(one.kind, [one.body, two.body]), data)


def _with_marks_of(first: str, second: str) -> str:
    """Return a list with its items marked as those of another list: else the two would stay two lists."""
    wanted, number = _mark_of(first), len(markdown.items(first))
    if wanted is None or _kind_of(wanted) == _kind_of(_mark_of(second) or ""):
        return second
    start = int(wanted[:-1]) if wanted[:-1].isdigit() else 0
    items = []
    for offset, item in enumerate(markdown.items(second)):
        mark = f"{start + number + offset}{wanted[-1]}" if wanted[:-1].isdigit() else wanted
        items.append(_marked(item, mark))
    return "\n".join(items)


def _mark_of(text: str) -> str | None:
    found = _ITEM.match(text.partition("\n")[0])
    return (found[2] or found[5]) if found else None


def _kind_of(mark: str) -> str:
    """What tells lists apart: the sign of a bulleted one, what stands behind the number of the other."""
    return mark[-1:] if mark[:-1].isdigit() or len(mark) < 2 else mark


def _marked(item: str, mark: str) -> str:
    """Return an item with another mark; what stands below it moves with its text."""
    first, *below = item.split("\n")
    found = _ITEM.match(first)
    if found is None:
        return item
    old = found.end()
    step = len(mark) + 1 - old
    moved = [(" " * step + line if step > 0 else _dedented(line, -step)) if line.strip() else line for line in below]
    return "\n".join([f"{mark} {first[old:]}".rstrip(), *moved])


def _dedented(line: str, step: int) -> str:
    return line[min(step, len(line) - len(line.lstrip(" "))) :]
