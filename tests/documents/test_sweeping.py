"""Pictures of forms that were left, and pictures that something shows."""

import os
from collections.abc import Callable
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from atasehir_portal.accounts.models import User
from atasehir_portal.documents import services
from atasehir_portal.documents.models import Block, BlockConflict, Document
from atasehir_portal.documents.sweeping import sweep_pictures


def picture(document: Document, name: str, *, days_old: int = 30) -> str:
    """Store something as if it had been uploaded so many days ago."""
    stored = default_storage.save(f"pictures/documents/{document.uid}/{name}/sekil.svg", ContentFile(b"<svg/>"))
    moment = (timezone.now() - timedelta(days=days_old)).timestamp()
    os.utime(default_storage.path(stored), (moment, moment))
    return stored


def figure(src: str) -> dict[str, str]:
    return {"src": src, "alt": "Çizgi.", "caption": "Çizgi", "source": "Biz"}


def test_picture_that_nothing_shows_is_deleted_after_a_week(document: Document) -> None:
    left, fresh = picture(document, "birakilan"), picture(document, "yeni", days_old=6)
    assert sweep_pictures() == 1
    assert (default_storage.exists(left), default_storage.exists(fresh)) == (False, True)
    assert sweep_pictures() == 0


def test_picture_that_was_shown_anywhere_stays(document: Document, write: Callable[..., Block], officer: User) -> None:
    now, before, conflict = (picture(document, name) for name in ("simdi", "once", "catisma"))
    block = write("", kind="figure", data=figure(before))
    services.save_block(block_uid=block.uid, base_revision=1, body="", data=figure(now), by=officer)
    services.save_block(block_uid=block.uid, base_revision=1, body="", data=figure(conflict), by=officer)
    assert BlockConflict.objects.exists()
    services.freeze(document=document, by=officer, note="İlk sürüm")
    services.remove_block(block_uid=block.uid, by=officer)
    other = default_storage.save("pictures/logo/biz.svg", ContentFile(b"<svg/>"))
    assert sweep_pictures() == 0
    assert all(default_storage.exists(name) for name in (now, before, conflict, other))
