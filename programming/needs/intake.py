"""Drafts of needs: begun, saved step by step, sent once, discarded, swept. Only their author is served."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from atasehir_portal.accounts.models import User
from atasehir_portal.overtaking import Overtaken, is_overtaken
from programming.needs import evidence, permissions, queries
from programming.needs.models import Need, NeedDraft
from programming.needs.services import NeedText, submit_need

# How long a draft waits after it was last changed. Said on the page.
KEPT_DAYS = 30
# More drafts than anybody writes at a time.
MOST_DRAFTS = 20
Said = Mapping[str, list[str]]


@transaction.atomic
def begin_draft(*, by: User, said: Said, key: UUID | None = None, is_whole: bool = True) -> NeedDraft:
    """Keep the first step of a need. The same ``key`` twice (a double click, "back" and again) is one draft.

    Raises PermissionDenied where the person may not raise needs, ValidationError where too many drafts of theirs wait already.
    """
    if not permissions.can_submit(by):
        raise PermissionDenied
    if key and NeedDraft.objects.filter(author=by, key=key).exists():
        return save_step(draft=NeedDraft(key=key, author=by), number=1, said=said, is_whole=is_whole)
    if NeedDraft.objects.filter(author=by).count() >= MOST_DRAFTS:
        raise ValidationError(_("Twenty drafts of yours wait already. Finish or delete one of them first."))
    draft = NeedDraft(author=by, said=dict(said), done=[1] if is_whole else [], is_example=by.is_example)
    try:
        with transaction.atomic():
            draft.key = key or uuid4()
            draft.save()
    except IntegrityError:
        # The same form arrived twice at the same moment; or it is the key of somebody else, who is not disturbed.
        if earlier := NeedDraft.objects.filter(author=by, key=draft.key).first():
            return earlier
        draft.pk, draft.key = None, uuid4()
        draft.save()
    return draft


@transaction.atomic
def save_step(*, draft: NeedDraft, number: int, said: Said, is_whole: bool, seen: str = "") -> NeedDraft:
    """Keep the answers of one step, right or wrong; the others stay as they are, also where another device saved them meanwhile.

    Where another device saved this step since the page was shown that is sent (``seen``, its mark), nothing is written: raises Overtaken
    with the draft as it stands.
    """
    kept = NeedDraft.objects.select_for_update().get(author=draft.author, key=draft.key)
    if is_overtaken(seen, shown(kept, said), shown_of(said, said)):
        raise Overtaken(kept)
    kept.said = {**kept.said, **said}
    kept.done = sorted({*kept.done, number} if is_whole else {*kept.done} - {number})
    kept.saved_at = timezone.now()
    kept.save(update_fields=["said", "done", "saved_at"])
    return kept


def shown(draft: NeedDraft, names: Iterable[str]) -> dict[str, list[str]]:
    """Return what a draft says under these names, as a page shows it: an empty answer is none."""
    return shown_of(draft.said, names)


def shown_of(said: Said, names: Iterable[str]) -> dict[str, list[str]]:
    """The same of what was sent."""
    return {name: [value for value in said.get(name, []) if value] for name in names}


@transaction.atomic
def send_draft(*, key: UUID, cleaned: Mapping[str, Any], by: User, names: Iterable[str] = (), seen: str = "") -> Need:
    """Make a need of what the forms took, and let the draft go. However often it is sent, one need comes of it.

    Raises Overtaken where the answers under ``names`` are no longer those that were read before sending (``seen``, their mark).
    """
    draft = NeedDraft.objects.select_for_update().filter(author=by, key=key).first()
    if draft is not None and is_overtaken(seen, shown(draft, names), {}):
        raise Overtaken(draft)
    if draft is None and (earlier := queries.sent_from(by, key)):
        return earlier
    text = NeedText.of(cleaned)
    is_example = draft is not None and draft.is_example
    need = submit_need(text=text, by=by, organisation=cleaned["organisation"], form_key=key, is_example=is_example)
    if draft is not None:
        evidence.hand_on(draft=draft, need=need)
        draft.delete()
    return need


def discard_draft(*, by: User, key: UUID) -> None:
    """Delete a draft of this person; nothing happens where there is none."""
    NeedDraft.objects.filter(author=by, key=key).delete()


def sweep_drafts() -> int:
    """Delete the drafts that nobody changed for thirty days. Returns how many."""
    old = timezone.now() - timedelta(days=KEPT_DAYS)
    return NeedDraft.objects.filter(saved_at__lt=old).delete()[0]
