"""Bringing a whole text to a given state: what an uploaded text says, or what an earlier version said.

One transaction, through the same acts by which people write: every change is a revision with its author and reason, every move is
recorded, what goes is taken out and can be brought back.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from atasehir_portal.accounts.models import Organisation, User
from atasehir_portal.documents import entries
from atasehir_portal.documents.diffing.matching import increasing
from atasehir_portal.documents.models import Block, Document, EntryList, Section
from atasehir_portal.documents.services.blocks import (
    ChangedMeanwhile,
    add_block,
    move_block,
    remove_block,
    restore_block,
    save_block,
)
from atasehir_portal.documents.services.common import lock, make_room, touch
from atasehir_portal.documents.services.entries import StillUsed, add_entry, remove_entry, save_entry
from atasehir_portal.documents.services.sections import (
    add_section,
    move_section,
    remove_section,
    restore_section,
    save_section,
)
from atasehir_portal.documents.services.versions import canonical, freeze, snapshot_of

Snapshot = Mapping[str, Any]
_LISTS = {"sources": EntryList.SOURCES, "terms": EntryList.TERMS, "index": EntryList.INDEX}


@transaction.atomic
def bring_to(
    *,
    document: Document,
    seen: Snapshot,
    target: Snapshot,
    by: User | None,
    reason: str,
    note: str,
    organisation: Organisation | None = None,
) -> bool:
    """Bring the working text from the state that was ``seen`` to ``target``, both in the form that versions freeze.

    What was there is frozen as a version first, with ``note``, so that one can go back to it. Return whether anything changed. Raises
    ChangedMeanwhile where the text is not as it was seen, ValidationError where a kind of block refuses its content; nothing
    is changed then.
    """
    locked = lock(document.pk)
    present = snapshot_of(locked)
    if not differs(present, target):
        return False
    if canonical(present) != canonical(seen):
        raise ChangedMeanwhile
    freeze(document=locked, by=by, note=note)
    _Change(locked, target, by=by, reason=reason, organisation=organisation).make()
    touch(locked.pk)
    return True


def differs(seen: Snapshot, target: Snapshot) -> bool:
    """Return whether a reader finds any difference, or a list another entry."""
    return bool(_said(seen) != _said(target))


def _said(value: Any) -> Any:
    """Return plain data without the numbers of revisions and without empty fields."""
    if isinstance(value, Mapping):
        kept = {key: _said(item) for key, item in value.items() if key != "revision"}
        return {key: item for key, item in kept.items() if item not in ("", None, [], {})}
    if isinstance(value, list | tuple):
        return [_said(item) for item in value]
    return value


def _walk(
    sections: Sequence[Mapping[str, Any]], parent: Mapping[str, Any] | None = None
) -> Iterator[tuple[Mapping[str, Any] | None, Mapping[str, Any]]]:
    for section in sections:
        yield parent, section
        yield from _walk(section["sections"], section)


class _Change:
    """One act of bringing a text to a state."""

    def __init__(
        self, document: Document, target: Snapshot, *, by: User | None, reason: str, organisation: Organisation | None
    ) -> None:
        self.document, self.target = document, target
        self.act: dict[str, Any] = {"by": by, "reason": reason, "organisation": organisation}
        self.by = by
        self.sections = {section.uid: section for section in document.sections.all()}
        self.blocks = {block.uid: block for block in document.blocks.all()}
        self.wanted = [section for _parent, section in _walk(target["sections"])]
        self.wanted_blocks = {UUID(block["uid"]) for section in self.wanted for block in section["blocks"]}

        self.staying = set(self._staying(None, target["sections"]))

    def _staying(self, parent: UUID | None, siblings: Sequence[Mapping[str, Any]]) -> Iterator[UUID]:
        """The sections that keep their place: as many as can."""
        home = {section.pk: section.uid for section in self.sections.values()}
        at_home = []
        for number, given in enumerate(siblings):
            uid = UUID(given["uid"])
            section = self.sections.get(uid)
            if section is not None and (home[section.parent_id] if section.parent_id else None) == parent:
                at_home.append((number, section.position))
            yield from self._staying(uid, given["sections"])
        yield from (UUID(siblings[number]["uid"]) for number, _position in increasing(at_home))

    def make(self) -> None:
        """Entries that came or changed first, so that the text can speak of them; those that went last."""
        self._write_lists()
        self._write_sections()
        self._remove_blocks()
        for section in self.wanted:
            self._write_blocks(self._section(section), section["blocks"])
        self._remove_sections()
        self._shorten_lists()

    # --- sections -----------------------------------------------------------------------------------------------------

    def _section(self, given: Mapping[str, Any]) -> Section:
        return self.sections[UUID(given["uid"])]

    def _write_sections(self) -> None:
        for parent, given in _walk(self.target["sections"]):
            above = self._section(parent) if parent else None
            siblings = parent["sections"] if parent else self.target["sections"]
            index = siblings.index(given)
            after = self._section(siblings[index - 1]) if index else None
            uid = UUID(given["uid"])
            if uid not in self.sections:
                self.sections[uid] = self._added(given, above, after)
            else:
                self._kept(self.sections[uid], given)
                if uid not in self.staying:
                    self.sections[uid] = move_section(section=self.sections[uid], parent=above, after=after, by=self.by)
            self._mark(self.sections[uid], given)

    def _added(self, given: Mapping[str, Any], above: Section | None, after: Section | None) -> Section:
        made = add_section(
            document=self.document,
            parent=above,
            title=given["title"],
            aim=given["aim"],
            anchor=given["anchor"],
            after=after,
            is_numbered=given["is_numbered"],
            **self.act,
        )
        if after is None:
            make_room(self.document.sections.filter(parent=above).exclude(pk=made.pk), 0)
            Section.objects.filter(pk=made.pk).update(position=0)
        # the target names it, also for whoever goes back and forth between two states
        Section.objects.filter(pk=made.pk).update(uid=UUID(given["uid"]))
        made.refresh_from_db()
        return made

    def _kept(self, section: Section, given: Mapping[str, Any]) -> None:
        if section.removed_at is not None:
            section = restore_section(section=section, **self.act)
        if (section.title, section.aim) != (given["title"], given["aim"]):
            result = save_section(
                section=section,
                base_revision=section.revision,
                title=given["title"],
                aim=given["aim"],
                **self.act,
            )
            if result.state == "conflict":
                raise ChangedMeanwhile
            section = result.section
        self.sections[section.uid] = section

    def _mark(self, section: Section, given: Mapping[str, Any]) -> None:
        marks = {name: given[name] for name in ("is_numbered", "is_outline") if given.get(name) is not None}
        changed = {name: value for name, value in marks.items() if getattr(section, name) != value}
        if changed:
            Section.objects.filter(pk=section.pk).update(**changed)
            section.refresh_from_db()

    def _remove_sections(self) -> None:
        wanted = {UUID(section["uid"]) for section in self.wanted}
        for section in Section.objects.filter(document=self.document, removed_at=None).exclude(uid__in=wanted):
            above = section.parent
            if above is None or above.uid in wanted:
                remove_section(section=section, **self.act)

    # --- blocks -------------------------------------------------------------------------------------------------------

    def _remove_blocks(self) -> None:
        """Take out what the target does not have; what goes with its section goes with it."""
        kept = {self._section(section).pk for section in self.wanted}
        for block in self.blocks.values():
            if block.removed_at is None and block.uid not in self.wanted_blocks and block.section_id in kept:
                remove_block(block_uid=block.uid, **self.act)

    def _write_blocks(self, section: Section, given: Sequence[Mapping[str, Any]]) -> None:
        present = dict(Block.objects.filter(section=section).values_list("uid", "position"))
        at_home = [
            (number, present[UUID(each["uid"])]) for number, each in enumerate(given) if UUID(each["uid"]) in present
        ]
        staying = {number for number, _position in increasing(at_home)}
        after: Block | None = None
        for number, each in enumerate(given):
            after = self._write_block(section, each, after, stays=number in staying)

    def _write_block(self, section: Section, given: Mapping[str, Any], after: Block | None, *, stays: bool) -> Block:
        uid = UUID(given["uid"])
        block = self.blocks.get(uid)
        content = {"kind": given["kind"], "body": given["body"], "data": given["data"]}
        if block is None:
            return add_block(section=section, after=after, first=after is None, form_key=uid, **content, **self.act)
        if block.removed_at is not None:
            block = restore_block(block_uid=uid, **self.act)
        if not stays:
            block = move_block(block_uid=uid, section=section, after=after, by=self.by)
        return self._rewritten(block, **content)

    def _rewritten(self, block: Block, *, kind: str, body: str, data: Mapping[str, Any]) -> Block:
        if (block.kind, block.body, _said(block.data)) == (kind, body, _said(data)):
            return block
        # a paragraph may have become a list: the kind follows the text
        saved = save_block(block_uid=block.uid, base_revision=block.revision, body=body, data=data, **self.act)
        if saved.is_conflict:
            raise ChangedMeanwhile
        return saved.block

    # --- lists --------------------------------------------------------------------------------------------------------

    def _write_lists(self) -> None:
        for name, which in _LISTS.items():
            listing = entries.by_name(which)
            present = {
                getattr(entry, listing.name_column): entry
                for entry in listing.model._default_manager.filter(document=self.document)
            }
            for row in self.target[name]:
                data = {column: row.get(column, "") for column in listing.columns}
                entry: Any = present.get(row[listing.name_column])
                if entry is None:
                    add_entry(document=self.document, listing=listing, data=data, **self.act)
                elif listing.row(entry) != data:
                    save_entry(entry=entry, listing=listing, base_revision=entry.revision, data=data, **self.act)

    def _shorten_lists(self) -> None:
        for name, which in _LISTS.items():
            listing = entries.by_name(which)
            wanted = {row[listing.name_column] for row in self.target[name]}
            for entry in listing.model._default_manager.filter(document=self.document):
                if getattr(entry, listing.name_column) not in wanted:
                    try:
                        remove_entry(entry=entry, listing=listing, base_revision=entry.revision, **self.act)  # type: ignore[attr-defined]
                    except StillUsed as error:
                        raise ValidationError(
                            "%(name)s: %(why)s",
                            params={"name": getattr(entry, listing.name_column), "why": " ".join(error.messages)},
                        ) from error
