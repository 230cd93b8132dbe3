"""Taking a handbook in from its source folder: text through the documents room, what it says about itself from ``kitap.toml``."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from atasehir_portal.accounts.models import User
from atasehir_portal.documents.models import Document
from atasehir_portal.documents.services import import_markdown
from handbooks.front_matter import FrontMatter
from handbooks.models import Handbook, HandbookAct, HandbookEvent, HandbookState

KIND = "handbook"
CONTENT = Path(__file__).resolve().parent / "content"
TEXTS = ("slug", "short_title", "planned_title", "subtitle", "audience", "summary")
LISTS = ("keywords", "notices")


class BadSource(Exception):
    """``kitap.toml`` lacks something or says it in the wrong form; the text names the folder and the field."""


def source_folders() -> list[Path]:
    """Return the folders of the books that come with the portal, in their order."""
    return sorted(path.parent for path in CONTENT.glob("*/kitap.toml"))


@transaction.atomic
def import_handbook(*, folder: Path, number: int, by: User | None, replace: bool = False) -> Handbook | None:
    """Take a book in as a draft and return it; None where it is there already.

    ``replace`` throws a draft away and takes the source in its place, as long as no edition was published and nothing frozen. Raises
    BadSource, and what the documents room raises where the text does not follow the dialect; nothing is stored then.
    """
    existing = Handbook.objects.select_for_update().filter(number=number).first()
    if existing is not None:
        if not replace or existing.document.versions.exists():
            return None
        document = existing.document
        existing.delete()
        Document.objects.filter(pk=document.pk).delete()
    taken = import_markdown(kind=KIND, folder_or_texts=folder, by=by, media_folder=f"handbooks/{number}")
    handbook = Handbook(
        document=taken.document,
        number=number,
        state=HandbookState.WRITING,
        state_changed_at=timezone.now(),
        **_front(folder, taken.front),
    )
    try:
        handbook.full_clean()
    except ValidationError as error:
        raise BadSource(f"{folder.name}/kitap.toml: {error.message_dict}") from error
    handbook.save()
    HandbookEvent.objects.create(handbook=handbook, act=HandbookAct.IMPORTED, actor=by)
    return handbook


def about_of(front: FrontMatter, slug: str) -> dict[str, Any]:
    """Return what ``kitap.toml`` says of a book beside title and language, so that a book that was downloaded can be taken in."""
    return {"number": front.book, "slug": slug} | {
        name: getattr(front, name) for name in (*TEXTS, *LISTS) if name != "slug"
    }


def number_of(folder: Path) -> int:
    """Return the number of the book from the folder's name ("2-kavramsal-…"). Raises BadSource."""
    start = folder.name.partition("-")[0]
    if not start.isascii() or not start.isdigit():
        raise BadSource(f"{folder.name}: the folder's name begins with the number of the book")
    return int(start)


def _front(folder: Path, front: dict[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {name: front.get(name, "") for name in TEXTS} | {
        name: front.get(name, []) for name in LISTS
    }
    wrong = [name for name in TEXTS if not isinstance(values[name], str)]
    wrong += [
        name
        for name in LISTS
        if not isinstance(values[name], list) or not all(isinstance(item, str) for item in values[name])
    ]
    if front.get("number") != number_of(folder):
        wrong.append("number")
    if wrong:
        raise BadSource(f"{folder.name}/kitap.toml: {', '.join(wrong)}")
    return values
