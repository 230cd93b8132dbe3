"""Changing who may read a need after it was heard."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from atasehir_portal import cleaning
from atasehir_portal.accounts.models import User
from atasehir_portal.answering import services as answering
from atasehir_portal.notifications.services import notify
from programming.needs import merging, permissions
from programming.needs.models import Need, NeedEvent, Visibility
from programming.needs.services import raisers

RESTRICTED, OPENED = "restricted", "opened"
LONGEST_REASON = 300


@transaction.atomic
def change_visibility(*, need: Need, by: User, visibility: str, reason: str = "") -> None:
    """Let fewer or more people read a need; who raised it is told, unless they did it. The same twice is done once.

    What turns confidential leaves lists, search, counts and the files of lists at once, its title leaves its duty, and the texts of its
    earlier states leave the history; its voices stay and are not shown; a merging that its readers could not follow any more is taken
    apart, and why it was merged leaves the history, too. What was told before stays as a reference that opens nothing.

    Raises PermissionDenied where the person may not, and ValidationError (reason) where somebody else than its submitter says no reason.
    """
    merging.one_at_a_time()
    kept = Need.objects.select_for_update(of=("self",)).get(pk=need.pk)
    if kept.visibility == visibility:
        return
    if visibility not in permissions.visibilities(by, kept):
        raise PermissionDenied
    reason = cleaning.line(reason)[:LONGEST_REASON]
    if not reason and kept.submitted_by_id != by.pk:
        raise ValidationError({"reason": _("Say why. Whoever raised the need reads it.")})
    order = list(Visibility)
    act = RESTRICTED if order.index(Visibility(visibility)) > order.index(Visibility(kept.visibility)) else OPENED
    kept.visibility = need.visibility = visibility
    kept.save(update_fields=["visibility"])
    if kept.duty is not None:
        is_hidden = visibility == Visibility.CONFIDENTIAL
        answering.set_confidential(duty=kept.duty, confidential=is_hidden, title=kept.title)
    event = NeedEvent.objects.create(need=kept, act=act, actor=by, note=reason)
    others = [user for user in raisers(kept) if user.pk != by.pk]
    notify(
        recipients=others,
        kind=f"need_{act}",
        reference=kept.reference,
        event=str(event.pk),
        is_example=kept.is_example,
    )
    merging.hide_reasons(need=kept)
    merging.part_unread(need=kept, by=by)
