"""Freezing a document, and checking that no frozen version was changed.

The digest of a version is the SHA-256 of the canonical JSON of its snapshot (keys sorted, no spaces, UTF-8) followed
by the digest of its predecessor, so that nothing in the chain can be changed or left out without the last printed
digest showing it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atasehir_portal import markdown
from atasehir_portal.accounts.models import User
from atasehir_portal.documents import queries
from atasehir_portal.documents.models import ChainCheck, Document, Version
from atasehir_portal.documents.services.common import lock

FORMAT = 1


def snapshot_of(document: Document) -> dict[str, Any]:
    """Return the whole document as plain data: sections with their live blocks (uid, revision, kind, body, data),
    sources, terms, index, title."""
    content = queries.live_content(document)
    return _plain({"format": FORMAT, **content})


def _plain(value: Any) -> Any:
    """Return data as the database will give it back: whole numbers as such, tuples as lists."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def canonical(snapshot: Mapping[str, Any]) -> bytes:
    """Return the canonical JSON of a snapshot. Raises ValueError on numbers that are none (NaN, infinity)."""
    return json.dumps(
        _plain(snapshot), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def digest_of(snapshot: Mapping[str, Any], previous: str) -> str:
    """Return the digest of a snapshot after a version with the digest ``previous`` ("" for the first)."""
    return sha256(canonical(snapshot) + previous.encode()).hexdigest()


@transaction.atomic
def freeze(*, document: Document, by: User | None, note: str, is_example: bool = False) -> Version:
    """Freeze the document as its next version. Two at once make one chain: the second waits for the first."""
    locked = lock(document.pk)
    previous = locked.versions.order_by("-number").first()
    snapshot = snapshot_of(locked)
    return Version.objects.create(
        document=locked,
        number=previous.number + 1 if previous else 1,
        snapshot=snapshot,
        previous=previous,
        digest=digest_of(snapshot, previous.digest if previous else ""),
        note=markdown.clean_line(note)[:500],
        created_by=by,
        is_example=is_example or locked.is_example,
    )


_BREAKS = {
    "missing": _("Version %(number)s is missing."),
    "order": _("Version %(number)s does not follow the one before it."),
    "content": _("The content of version %(number)s is not what was frozen."),
}
Break = tuple[str, int]


def _breaks(document: Document) -> tuple[list[Break], int]:
    """Return what is wrong with a chain, as kind and number of the version, and how many versions there are."""
    found: list[Break] = []
    count, expected, last = 0, 1, None
    for version in document.versions.order_by("number").iterator(chunk_size=10):
        if version.number != expected:
            found.append(("missing", expected))
        if version.previous_id != (last.pk if last else None):
            found.append(("order", version.number))
        if digest_of(version.snapshot, last.digest if last else "") != version.digest:
            found.append(("content", version.number))
        count, expected, last = count + 1, version.number + 1, version
    return found, count


def breaks_in_words(breaks: Iterable[Sequence[Any]]) -> list[str]:
    """Return breaks of a chain in the reader's language."""
    return [str(_BREAKS[kind]) % {"number": number} for kind, number in breaks]


def verify_chain(document: Document) -> list[str]:
    """Return what is wrong with the chain of a document's versions, in words; an empty list where all is as it was
    frozen."""
    return breaks_in_words(_breaks(document)[0])


def check_chain(*, document: Document, by: User | None, is_nightly: bool = False) -> ChainCheck:
    """Verify the chain of a document's versions now, and keep when that was and what was found."""
    breaks, count = _breaks(document)
    return ChainCheck.objects.update_or_create(
        document=document,
        is_nightly=is_nightly,
        defaults={"at": timezone.now(), "by": by, "versions": count, "problems": breaks},
    )[0]


def verify_all_chains() -> list[str]:
    """Return every break in every chain of versions, each with its document's title and uid; each chain keeps when it
    was checked."""
    documents = Document.objects.filter(versions__isnull=False).distinct().order_by("pk")
    return [
        f"{document.title} ({document.uid}): {problem}"
        for document in documents
        for problem in breaks_in_words(check_chain(document=document, by=None, is_nightly=True).problems)
    ]
