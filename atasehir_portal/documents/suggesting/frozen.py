"""The blocks and sections of a frozen text as plain data, for what is to rest on them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class FrozenBlock:
    """A block as it was frozen, and in which section it stood."""

    uid: UUID
    section: UUID
    revision: int
    kind: str
    body: str
    data: Mapping[str, Any]


def _walk(sections: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for section in sections:
        yield section
        yield from _walk(section["sections"])


def block(snapshot: Mapping[str, Any], uid: UUID) -> FrozenBlock | None:
    """Return a block of a frozen text; None where it is not in it."""
    for section in _walk(snapshot["sections"]):
        for found in section["blocks"]:
            if found["uid"] == str(uid):
                return FrozenBlock(
                    uid, UUID(section["uid"]), found["revision"], found["kind"], found["body"], found["data"]
                )
    return None


def has_section(snapshot: Mapping[str, Any], uid: UUID) -> bool:
    """Return whether a section is in a frozen text."""
    return any(section["uid"] == str(uid) for section in _walk(snapshot["sections"]))
