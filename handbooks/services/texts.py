"""The text of an edition as a Word file and in its Markdown form: made once, kept in the file store, given to everybody.

A worker makes the files when an edition comes into the library, and after a release within the hour; where one is asked for that is not
there yet, the request makes it. That is seconds of work that nobody should cause twice: one at a time makes a file, under a lock in the
database, and whoever asks meanwhile is told to come back. It is known by the digest of the frozen text and that of the code that made
it, so that a new release makes it anew and takes the place of the older one.
"""

import logging
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache as once
from functools import partial
from hashlib import sha256
from io import SEEK_END
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext, gettext_noop

from atasehir_portal.documents import intake
from atasehir_portal.documents import queries as documents
from atasehir_portal.documents import services as document_services
from atasehir_portal.documents.docx import write_docx
from atasehir_portal.rendering.models import State
from atasehir_portal.stored import stored_files
from atasehir_portal.wake import wake
from handbooks import book
from handbooks.front_matter import FrontMatter
from handbooks.importing import about_of
from handbooks.models import Edition
from handbooks.queries.library import light_editions

logger = logging.getLogger(__name__)

FOLDER = "texts"
# What the page of such a chapter says too (templates/handbooks/read.html).
PLANNED = gettext_noop(
    "The text of this chapter is still being written. This edition shows its plan: the sections and what each is for."
)
MAKE_TASK = "handbooks.tasks.make_texts"
A_MONTH = 30 * 24 * 60 * 60  # seconds; a file of this name never has another size
# What decides how a frozen text comes out as a file.
_MAKERS = (
    "atasehir_portal/documents",
    "atasehir_portal/markdown",
    "handbooks/book.py",
    "handbooks/citing.py",
    "handbooks/front_matter.py",
    "handbooks/importing.py",
    "handbooks/services/texts.py",
    "locale",
)


class BeingMade(Exception):
    """Somebody else is making this file at the moment."""


def as_word(edition: Edition) -> bytes:
    """Return an edition as a Word file."""
    front = FrontMatter.of_edition(edition)
    reading = documents.read_version(edition.version, figure_address=str)
    with translation.override(reading.language):
        lines = [line for line in (front.subtitle, front.audience, book.edition_line(edition)) if line]
        return write_docx(
            reading,
            author=front.issuer,
            when=edition.published_at,
            lines=lines,
            imprint=[(field.label, field.html) for field in book.whole_imprint_of(edition, front, reading)],
            planned=gettext(PLANNED),
        )


def as_markdown(edition: Edition) -> bytes:
    """Return an edition's text in its Markdown form, as an archive."""
    about = about_of(FrontMatter.of_edition(edition), edition.handbook.slug)
    files = document_services.export_files(edition.version, about)
    return intake.packed(files, day=timezone.localdate(edition.published_at))


@dataclass(frozen=True, slots=True)
class Form:
    """A form in which a text is given: how it is made, how its files end."""

    make: Callable[[Edition], bytes]
    ending: str


FORMS: Mapping[str, Form] = {"word": Form(as_word, "docx"), "markdown": Form(as_markdown, "zip")}


@once
def version() -> str:
    """Return a digest of the code that makes the files."""
    digest = sha256()
    for place in _MAKERS:
        path = Path(settings.BASE_DIR) / place
        for file in [path] if path.is_file() else sorted(path.rglob("*")):
            if file.suffix in {".py", ".mo"}:
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def tag_of(edition: Edition, kind: str) -> str:
    """Return by what a file is known: the text, who made it, in which form."""
    return f"{edition.version.digest[:32]}-{version()}-{kind}"


def open_text(*, edition: Edition, kind: str) -> IO[bytes]:
    """Return an edition in one of the ``FORMS``, opened; made and kept where it is asked for the first time.

    Raises BeingMade where somebody else is making it. Where the file store does not take it, it is given all the same.
    """
    name = _name(edition, kind)
    kept = _whole(name)
    if kept is not None:
        return kept
    with transaction.atomic():
        if not _is_ours(name):
            raise BeingMade
        kept = _whole(name)
        return kept if kept is not None else _made(edition, kind, name)


def sizes_of(edition: Edition) -> dict[str, int]:
    """Return the sizes, in bytes, of the files that are there; one that is still to be made, or cannot be looked at, has none."""
    sizes = {}
    for kind in FORMS:
        name = _name(edition, kind)
        size = cache.get(_size_key(name)) or _looked_up(name)
        if size:
            sizes[kind] = size
    return sizes


def _looked_up(name: str) -> int:
    try:
        kept = _whole(name)
    except Exception:  # every storage has errors of its own, and none is worth the page that wants to tell a size
        logger.exception("The text %s could not be looked at", name)
        return 0
    if kept is None:
        return 0
    with kept:
        size = kept.seek(0, SEEK_END)
    cache.set(_size_key(name), size, A_MONTH)
    return size


def order_texts(edition: Edition) -> None:
    """Have a worker make the files of an edition once the transaction is committed."""
    transaction.on_commit(partial(wake, MAKE_TASK, edition.pk), robust=True)


def make_texts(edition: Edition) -> int:
    """Make the files of an edition that are not there. Returns how many; what cannot be made is left to whoever asks for it."""
    made = 0
    for kind in FORMS.keys() - sizes_of(edition):
        try:
            open_text(edition=edition, kind=kind).close()
        except BeingMade:
            continue
        except Exception:
            logger.exception("The %s file of edition %s could not be made", kind, edition.pk)
            continue
        made += 1
    return made


def make_missing_texts() -> int:
    """Make what is missing of every edition in the library: after a release, or where a worker was not reached. Returns how many."""
    in_library = light_editions().select_related("handbook").filter(withdrawn_at=None, pdf__state=State.READY)
    return sum(make_texts(edition) for edition in in_library)


def _name(edition: Edition, kind: str) -> str:
    return f"{_folder(edition, kind)}{tag_of(edition, kind)}.{FORMS[kind].ending}"


def _size_key(name: str) -> str:
    return f"text-size:{name}"


def _folder(edition: Edition, kind: str) -> str:
    return f"{FOLDER}/{edition.handbook.slug}/{edition.number}/{kind}/"


def _whole(name: str) -> IO[bytes] | None:
    """Return a kept file; None where there is none, or half of one: an archive is whole where its list of contents, which is
    written last, can be read."""
    try:
        file: IO[bytes] = default_storage.open(name, "rb")
    except FileNotFoundError:
        return None
    if zipfile.is_zipfile(file):
        file.seek(0)
        return file
    file.close()
    return None


def _is_ours(name: str) -> bool:
    """Take the lock of a file until the end of the transaction. Returns False where somebody has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [int(sha256(name.encode()).hexdigest()[:15], 16)])
        return bool(cursor.fetchone()[0])


def _made(edition: Edition, kind: str, name: str) -> IO[bytes]:
    # for everybody alike, in whatever language the first reader has the portal
    with translation.override(settings.LANGUAGE_CODE):
        content = FORMS[kind].make(Edition.objects.select_related("handbook", "version").get(pk=edition.pk))
    try:
        for other in list(stored_files(folder=_folder(edition, kind))):
            default_storage.delete(other)  # of an older release, or half of one
        default_storage.save(name, ContentFile(content))
    except Exception:  # every storage has errors of its own: a full disk, a network, a refused key
        logger.exception("The text %s could not be kept", name)
        with suppress(Exception):
            default_storage.delete(name)
    return ContentFile(content)
