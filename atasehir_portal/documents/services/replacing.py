"""Putting other words in the place of words, in many blocks, headings and entries of lists at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from atasehir_portal.accounts.models import Organisation, User
from atasehir_portal.documents import finding, queries, searched
from atasehir_portal.documents.finding import Hit, Sought, Unfit
from atasehir_portal.documents.models import BlockConflict, Document, Section
from atasehir_portal.documents.nodes import BlockNode
from atasehir_portal.documents.searched import EntryNode, Node
from atasehir_portal.documents.services.blocks import save_block
from atasehir_portal.documents.services.common import lock
from atasehir_portal.documents.services.entries import save_entry
from atasehir_portal.documents.services.sections import save_section

AT_ONCE = 250
"""So many blocks, headings and entries are changed in one go; what is left is found again by the same search."""

Seen = Mapping[str, int]
"""The revisions of blocks, headings and entries (``searched.mark_of``) that a person saw."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A block, heading or entry that was left as it is: the words by which people recognise it, and why."""

    words: str
    why: str
    conflict: BlockConflict | None = None


@dataclass
class Replaced:
    """What became of a replacement: places and texts that were changed, those that were not, and how many texts wait
    for another go."""

    places: int = 0
    texts: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    waiting: int = 0


def revisions_of(hits: Iterable[Hit]) -> dict[str, int]:
    """Return the revisions of the texts in which places were found, as a form carries them."""
    return {hit.text.mark: hit.text.node.revision for hit in hits}


@transaction.atomic
def replace_words(
    *,
    document: Document,
    sought: Sought,
    new: str,
    chosen: Collection[str] | None,
    seen: Seen,
    by: User | None,
    reason: str = "",
    organisation: Organisation | None = None,
) -> Replaced:
    """Put ``new`` in the chosen places (their keys; None for all that were ``seen``), in one transaction.

    A text that is no longer at the revision that the person saw is left alone and named; one that changes in this very
    moment becomes a kept conflict. A place where the new words would change more than words is left alone and named.
    Entries come after the text, their names last: with a new name the text, as it stands then, speaks of them by it.
    """
    # before any block: who holds the document may wait for a block, nobody who holds a block waits for the document
    document = lock(document.pk)
    words = finding.new_words(sought, new)
    by_node: dict[str, list[Hit]] = defaultdict(list)
    result = Replaced()
    wanted = {key.partition(":")[0] for key in chosen} if chosen is not None else set(seen)
    for hit in finding.find(queries.read(document), sought, searched.entries_of(document)).hits:
        if hit.text.mark in wanted and (chosen is None or hit.key in chosen):
            by_node[hit.text.mark].append(hit)
    speaker: dict[str, Any] = {"by": by, "organisation": organisation, "reason": reason}
    renamed: list[tuple[EntryNode, list[Hit]]] = []
    for hits in by_node.values():
        node = hits[0].text.node
        if seen.get(searched.mark_of(node)) != node.revision:
            result.skipped.append(Skipped(finding.first_words(node), _("It was changed in the meantime.")))
        elif result.texts >= AT_ONCE:
            result.waiting += 1
        elif isinstance(node, EntryNode):
            named = [hit for hit in hits if hit.text.name == node.listing.name_column]
            renamed += [(node, named)] if named else []
            if others := [hit for hit in hits if hit not in named]:
                _replace_in(node, others, words, speaker, result)
        else:
            _replace_in(node, hits, words, speaker, result)
    for node, hits in renamed:
        _replace_in(node, hits, words, speaker, result)
    gone = len(wanted - by_node.keys())
    if gone:
        result.skipped.append(
            Skipped(_("%(count)s other text") % {"count": gone}, _("The words do not stand there any more."))
        )
    return result


def _replace_in(node: Node, hits: list[Hit], words: finding.New, speaker: dict[str, Any], result: Replaced) -> None:
    try:
        changed = _changed(hits, words)
        with transaction.atomic():
            conflict = _save(node, changed, speaker)
    except Unfit:
        why = _("The new words would change how it is read, not only what it says. Change it by hand.")
        result.skipped.append(Skipped(finding.first_words(node), why))
    except ValidationError as error:
        result.skipped.append(Skipped(finding.first_words(node), " ".join(error.messages)))
    else:
        if conflict is None:
            result.places += len(hits)
            result.texts += 1
        else:
            why = _("It was changed at this very moment. Both texts are kept and wait to be merged.")
            result.skipped.append(Skipped(finding.first_words(node), why, conflict[0]))


def _changed(hits: list[Hit], words: finding.New) -> dict[str, str]:
    """Return the new texts by their name."""
    by_text: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        by_text[hit.text.name].append(hit)
    return {name: finding.replaced(found[0].text, found, words) for name, found in by_text.items()}


def _save(node: Node, changed: Mapping[str, str], speaker: dict[str, Any]) -> tuple[BlockConflict | None] | None:
    """Save a text on the revision that was seen; what it collided with where somebody was quicker."""
    if isinstance(node, EntryNode):
        # under the document's lock: only this very act has changed it since it was read
        present: Any = node.listing.model._default_manager.get(pk=node.entry.pk)
        save_entry(
            entry=present,
            listing=node.listing,
            base_revision=present.revision,
            data=searched.with_texts(node.listing.row(present), changed),
            **speaker,
        )
        return None
    if isinstance(node, BlockNode):
        fields = {name: text for name, text in changed.items() if name != "body"}
        saved = save_block(
            block_uid=node.uid,
            base_revision=node.revision,
            body=changed.get("body", node.body),
            data=searched.with_texts(node.data, fields),
            **speaker,
        )
        return (saved.conflict,) if saved.is_conflict else None
    done = save_section(
        section=Section.objects.get(uid=node.uid),
        base_revision=node.revision,
        title=changed.get("title", node.title),
        aim=changed.get("aim", node.aim),
        **speaker,
    )
    return (None,) if done.state == "conflict" else None
