"""Changing sources, terms and entries of the index. Every state is kept, so that none is changed without a trace.

All of it happens under the document's lock: lists are short and seldom changed, and renaming touches the text.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import Organisation, User
from atasehir_portal.documents import concordance, entries, queries
from atasehir_portal.documents.entries import Listing
from atasehir_portal.documents.models import Block, BlockConflict, Document, EntryAct, EntryList, EntryRevision
from atasehir_portal.documents.services.common import lock, record, short_reason, touch, voice


@dataclass(frozen=True, slots=True)
class EntryResult:
    """``saved``, ``unchanged``, or ``conflict``: somebody was quicker, ``entry`` is what they made of it, nothing was
    written. ``rewritten`` counts the blocks whose text speaks of the entry by its new name."""

    state: Literal["saved", "unchanged", "conflict"]
    entry: Any
    rewritten: int = 0


class StillUsed(ValidationError):
    """The entry cannot go, because ``places`` speak of it."""

    def __init__(self, places: Sequence[concordance.Place], names: Sequence[str] = ()) -> None:
        self.places, self.names = places, names
        super().__init__(_("It is still referred to, so it cannot be removed."), code="still_used")


def _refuse_taken(document: Document, listing: Listing, name: str, pk: int | None = None) -> None:
    others = listing.model._default_manager.filter(document=document, **{listing.name_column: name}).exclude(pk=pk)
    if others.exists():
        raise ValidationError({listing.name_column: ValidationError(entries.NO_NAME)})


def _remember(
    listing: Listing,
    entry: Any,
    act: EntryAct,
    *,
    by: User | None,
    organisation: Organisation | None,
    reason: str,
) -> None:
    EntryRevision.objects.create(
        document_id=entry.document_id,
        entry_list=listing.name,
        entry=entry.pk,
        number=entry.revision,
        act=act,
        name=getattr(entry, listing.name_column),
        data=listing.row(entry),
        reason=short_reason(reason),
        **voice(by, organisation),
    )
    touch(entry.document_id)


def add_all(
    document: Document,
    *,
    sources: Sequence[Mapping[str, Any]],
    terms: Sequence[Mapping[str, Any]],
    index: Sequence[Mapping[str, Any]],
    by: User | None,
    reason: str,
) -> None:
    """Write the judged entries of a book that is taken in: a fixed number of statements whatever the size."""
    speaker = {**voice(by, None), "reason": short_reason(reason)}
    for name, rows in ((EntryList.SOURCES, sources), (EntryList.TERMS, terms), (EntryList.INDEX, index)):
        listing = entries.by_name(name)
        made = [listing.model(document=document, **row) for row in rows]
        listing.model._default_manager.bulk_create(made)
        EntryRevision.objects.bulk_create(
            EntryRevision(
                document=document,
                entry_list=name,
                entry=entry.pk,
                number=1,
                act=EntryAct.ADDED,
                name=getattr(entry, listing.name_column),
                data=listing.row(entry),
                **speaker,
            )
            for entry in made
        )


@transaction.atomic
def add_entry(
    *,
    document: Document,
    listing: Listing,
    data: Mapping[str, Any],
    by: User | None,
    reason: str = "",
    organisation: Organisation | None = None,
) -> Any:
    """Add an entry to a list. A source without a key is given one. Raises ValidationError by field."""
    locked = lock(document.pk)
    if listing.name == EntryList.SOURCES and not str(data.get("key", "")).strip():
        data = {**data, "key": entries.proposed_key(data, locked.sources.values_list("key", flat=True))}
    clean = listing.judge(data)
    _refuse_taken(locked, listing, clean[listing.name_column])
    entry: Any = listing.model._default_manager.create(document=locked, **clean)
    _remember(listing, entry, EntryAct.ADDED, by=by, organisation=organisation, reason=reason)
    return entry


@transaction.atomic
def save_entry(
    *,
    entry: Any,
    listing: Listing,
    base_revision: int,
    data: Mapping[str, Any],
    by: User | None,
    reason: str = "",
    organisation: Organisation | None = None,
) -> EntryResult:
    """Change an entry that was seen at ``base_revision``. With a new name the text speaks of it by that name.

    Renaming changes the text, the texts that wait to be merged and the other entries in the same transaction; each
    block that changes has a revision that says why. Raises ValidationError by field, and where it is gone
    ``DoesNotExist``.
    """
    document = lock(entry.document_id)
    present: Any = listing.model._default_manager.get(pk=entry.pk)
    clean = listing.judge(data)
    if clean == listing.row(present):
        return EntryResult("unchanged", present)
    if present.revision != base_revision:
        return EntryResult("conflict", present)
    old, new = getattr(present, listing.name_column), clean[listing.name_column]
    _refuse_taken(document, listing, new, present.pk)
    for column, value in clean.items():
        setattr(present, column, value)
    present.revision += 1
    present.save()
    _remember(listing, present, EntryAct.CHANGED, by=by, organisation=organisation, reason=reason)
    rewritten = 0
    if new != old:
        why = gettext("“%(old)s” is now called “%(new)s”.") % {"old": old, "new": new}
        speaker: dict[str, Any] = {"by": by, "organisation": organisation, "reason": f"{why} {reason}".strip()}
        rewritten = _rewrite_text(document, listing.rename(old, new), **speaker)
        _rewrite_entries(document, listing, old, new, **speaker)
    return EntryResult("saved", present, rewritten)


def _rewrite_text(
    document: Document,
    change: Callable[[str], str],
    *,
    by: User | None,
    organisation: Organisation | None,
    reason: str,
) -> int:
    """Change the text of every block, those that were taken out too: they may come back."""

    def changed(data: Mapping[str, Any]) -> dict[str, Any]:
        return {name: change(value) if isinstance(value, str) else value for name, value in data.items()}

    count = 0
    for block in Block.objects.select_for_update(no_key=True).filter(document=document).order_by("pk"):
        body, data = change(block.body), changed(block.data)
        if (body, data) != (block.body, block.data):
            Block.objects.filter(pk=block.pk).update(body=body, data=data, revision=F("revision") + 1)
            block.refresh_from_db()
            block.document = document
            record(block, by=by, organisation=organisation, reason=reason)
            count += 1
    for waiting in BlockConflict.objects.filter(block__document=document, resolved_at=None):
        waiting.body, waiting.data = change(waiting.body), changed(waiting.data)
        waiting.save(update_fields=["body", "data"])
    return count


def _rewrite_entries(document: Document, listing: Listing, old: str, new: str, **speaker: Any) -> None:
    """Change what other entries say of the renamed one: citations in definitions, "see" and "see also"."""
    change = listing.rename(old, new)
    for term in document.terms.all():
        definition = change(term.definition)
        if definition != term.definition:
            term.definition, term.revision = definition, term.revision + 1
            term.save()
            _remember(entries.by_name(EntryList.TERMS), term, EntryAct.CHANGED, **speaker)
    if listing.name != EntryList.INDEX:
        return
    for entry in document.index_entries.all():
        if entry.see == old or old in entry.see_also:
            entry.see = new if entry.see == old else entry.see
            entry.see_also = [new if name == old else name for name in entry.see_also]
            entry.revision += 1
            entry.save()
            _remember(listing, entry, EntryAct.CHANGED, **speaker)


@transaction.atomic
def remove_entry(
    *,
    entry: Any,
    listing: Listing,
    base_revision: int,
    by: User | None,
    reason: str = "",
    organisation: Organisation | None = None,
) -> EntryResult:
    """Remove an entry that nothing refers to; its last state stays in the record and can be brought back.

    Raises StillUsed with the places, ``DoesNotExist`` where it is gone already.
    """
    document = lock(entry.document_id)
    present: Any = listing.model._default_manager.get(pk=entry.pk)
    if present.revision != base_revision:
        return EntryResult("conflict", present)
    name = getattr(present, listing.name_column)
    places = concordance.references_to(queries.read(document), listing.name, name)
    leading = (
        [other.term for other in document.index_entries.all() if name in {other.see, *other.see_also}]
        if listing.name == EntryList.INDEX
        else []
    )
    if places or leading:
        raise StillUsed(places, leading)
    present.revision += 1
    _remember(listing, present, EntryAct.REMOVED, by=by, organisation=organisation, reason=reason)
    listing.model._default_manager.filter(pk=present.pk).delete()
    return EntryResult("saved", present)


def restore_entry(
    *, revision: EntryRevision, by: User | None, reason: str = "", organisation: Organisation | None = None
) -> Any:
    """Bring a removed entry back as it was last, as a new entry. Raises ValidationError where its name is taken."""
    return add_entry(
        document=revision.document,
        listing=entries.by_name(revision.entry_list),
        data=revision.data,
        by=by,
        reason=reason,
        organisation=organisation,
    )
