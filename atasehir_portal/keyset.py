"""Pages that begin after a row instead of at a number: as quick far behind as in front, and stable while new rows come in.

The rows are sorted by the given columns, all downwards or all upwards, the last of them unique. An address says "before this row" (the
smaller ones) or "after this row" (the larger ones) with the values of that row. What cannot be read, and where there is nothing any more,
shows the first page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import DateField, DateTimeField, Q, QuerySet

from atasehir_portal.paging import PAGE_SIZE

OLDER, NEWER = "before", "after"
_BETWEEN = "_"


@dataclass(frozen=True, slots=True)
class KeysetPage:
    """The rows of a page, and where the pages beside it begin ("" where there is none): ``older`` follow, ``newer`` stand in front."""

    rows: list[Any]
    older: str = ""
    newer: str = ""


def page_of(
    rows: QuerySet[Any], columns: Sequence[str], asked: Any, per_page: int = PAGE_SIZE, *, upwards: bool = False
) -> KeysetPage:
    """Return the page that ``asked`` (the query of an address) names: one query, and a second one at the front, where the page is whole."""
    for name, to_larger in ((OLDER, False), (NEWER, True)):
        key = _read(asked.get(name, ""), [_kind(rows, column) for column in columns])
        if key is None:
            continue
        found = list(
            rows.filter(_beyond(columns, key, upwards=to_larger)).order_by(*_order(columns, to_larger))[: per_page + 1]
        )
        is_more, found = len(found) > per_page, found[:per_page]
        if not found:
            break  # the rows that stood there are gone
        if to_larger == upwards:
            return _page(found, columns, has_older=is_more, has_newer=True)
        if is_more:
            return _page(found[::-1], columns, has_older=True, has_newer=True)
        break  # the front is reached: its page is whole
    found = list(rows.order_by(*_order(columns, upwards))[: per_page + 1])
    return _page(found[:per_page], columns, has_older=len(found) > per_page, has_newer=False)


def written(values: Sequence[Any]) -> str:
    """Return a key as it stands in an address."""
    return _BETWEEN.join(value.isoformat() if isinstance(value, date) else repr(value) for value in values)


def _order(columns: Sequence[str], upwards: bool) -> list[str]:
    return [column if upwards else f"-{column}" for column in columns]


def _page(found: list[Any], columns: Sequence[str], *, has_older: bool, has_newer: bool) -> KeysetPage:
    if not found:
        return KeysetPage([])
    return KeysetPage(
        found,
        _written(found[-1], columns) if has_older else "",
        _written(found[0], columns) if has_newer else "",
    )


def _beyond(columns: Sequence[str], key: Sequence[Any], *, upwards: bool) -> Q:
    """Rows after the key: a bound on the first column, which an index can use, and the rest column by column."""
    way = "gt" if upwards else "lt"
    found, same = Q(), Q()
    for column, value in zip(columns, key, strict=True):
        found |= same & Q(**{f"{column}__{way}": value})
        same &= Q(**{column: value})
    return Q(**{f"{columns[0]}__{way}e": key[0]}) & found


def _written(row: Any, columns: Sequence[str]) -> str:
    return written([getattr(row, column) for column in columns])


def _kind(rows: QuerySet[Any], column: str) -> type[Any]:
    """What a column holds: a moment, a day, a whole number (the key of the row), or a number that was worked out."""
    if column == "pk":
        return int
    field = {field.name: field for field in rows.model._meta.fields}.get(column)
    if isinstance(field, DateTimeField):
        return datetime
    return date if isinstance(field, DateField) else float


def _read(typed: str, kinds: Sequence[type[Any]]) -> list[Any] | None:
    """The values of a key, or None where they are none of these kinds."""
    parts = typed.replace(" ", "+")[:200].split(_BETWEEN)  # a plus sign in an address is a blank
    if len(parts) != len(kinds):
        return None
    try:
        return [_value(part, kind) for part, kind in zip(parts, kinds, strict=True)]
    except (ValueError, OverflowError):
        return None


def _value(part: str, kind: type[Any]) -> Any:
    if kind is datetime:
        moment = datetime.fromisoformat(part)
        if moment.tzinfo is None or not 1900 < moment.year < 3000:
            raise ValueError(part)
        return moment
    if kind is date:
        return date.fromisoformat(part)
    number = int(part) if kind is int and part.isascii() and part.isdigit() else float(part)
    if not abs(number) < 2**62 or (kind is int and not isinstance(number, int)):
        raise ValueError(part)
    return number
