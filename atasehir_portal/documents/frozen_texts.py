"""Frozen texts as they are needed again and again: a version never changes, so what was read of it once is kept in the process.

A text is known by its digest, which the database keeps to its content. A page of a round asks for one and costs a query only where
this process has not met it lately.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from threading import Lock
from typing import Any, Generic, TypeVar
from uuid import UUID

from atasehir_portal.documents.homes import Text
from atasehir_portal.documents.models import BlockKind, Version

# A book of 40,000 words takes about two megabytes as plain data, its places a hundredth of that.
TEXTS_KEPT = 8
PLACES_KEPT = 200

Kept = TypeVar("Kept")


class _Newest(Generic[Kept]):
    """What was asked for last, by digest, up to a number."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, digest: str) -> Kept | None:
        with self._lock:
            if digest in self._kept:
                self._kept.move_to_end(digest)
            return self._kept.get(digest)

    def put(self, digest: str, what: Kept) -> Kept:
        with self._lock:
            self._kept[digest] = what
            self._kept.move_to_end(digest)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return what

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()


_texts: _Newest[Mapping[str, Any]] = _Newest(TEXTS_KEPT)
_places: _Newest[Text] = _Newest(PLACES_KEPT)


def text_of(version: Version) -> Mapping[str, Any]:
    """Return what a version froze, to be read and never changed. At most one query; none where it was met lately or where the row
    came with its text."""
    found = _texts.get(version.digest)
    if found is not None:
        return found
    return _texts.put(version.digest, version.snapshot)


def places_of(versions: Iterable[Version]) -> dict[int, Text]:
    """Return what stands where in these versions, by their primary key. At most one query for all."""
    wanted = {version.pk: version.digest for version in versions}
    found, missing = {}, {}
    for pk, digest in wanted.items():
        kept = _places.get(digest)
        if kept is None and (text := _texts.get(digest)) is not None:
            kept = _places.put(digest, _text(text))
        if kept is None:
            missing[pk] = digest
        else:
            found[pk] = kept
    if missing:
        for pk, digest, sections in Version.objects.filter(pk__in=missing).values_list(
            "pk", "digest", "snapshot__sections"
        ):
            found[pk] = _places.put(digest, _text({"sections": sections}))
    return found


def shows_figure(version: Version, src: str) -> bool:
    """Return whether a picture stands in a version. At most one query."""

    def within(sections: Sequence[Mapping[str, Any]]) -> bool:
        return any(
            any(block["kind"] == BlockKind.FIGURE and block["data"].get("src") == src for block in section["blocks"])
            or within(section["sections"])
            for section in sections
        )

    return within(text_of(version)["sections"])


def forget() -> None:
    """Forget what is kept (tests that count queries)."""
    _texts.clear()
    _places.clear()


def _text(content: Mapping[str, Any]) -> Text:
    blocks: dict[UUID, tuple[int, UUID]] = {}
    sections: dict[UUID, UUID | None] = {}

    def walk(given: Sequence[Mapping[str, Any]], parent: UUID | None) -> None:
        for section in given:
            uid = UUID(section["uid"])
            sections[uid] = parent
            for block in section["blocks"]:
                blocks[UUID(block["uid"])] = (block["revision"], uid)
            walk(section["sections"], uid)

    walk(content["sections"], None)
    return Text(blocks, sections)
