"""Many needs made together: each with its reference, duty, history and first knot like any other, in a few statements for all."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from atasehir_portal import references
from atasehir_portal.accounts.models import Organisation, User
from atasehir_portal.answering.models import DutyKind
from atasehir_portal.answering.opening import Input, open_duties
from programming.needs import permissions
from programming.needs.models import Channel, Need, NeedEvent, Visibility
from programming.needs.services import MANY, REFERENCE_LETTER, NeedText

_AT_ONCE = 500


@transaction.atomic
def submit_needs(
    *,
    texts: Sequence[tuple[UUID, NeedText]],
    by: User,
    organisation: Organisation | None,
    is_example: bool = False,
    tell: Callable[[float], None] = lambda share: None,
) -> list[Need]:
    """Hear many needs at once, in their order, each known by its key (``form_key``). Nobody is told: that is for the caller to do once.

    ``tell`` is called with the share that is done (0 to 1). Raises as ``submit_need`` does, and IntegrityError where one of them was heard
    already.
    """
    if not permissions.can_submit_for(by, organisation):
        raise PermissionDenied
    if any(text.channel != Channel.PORTAL and not text.consent for _key, text in texts):
        raise ValidationError(_("What others told is passed on only with their consent."))
    is_example = is_example or by.is_example or (organisation is not None and organisation.is_example)
    now = timezone.now()
    needs = [
        text.as_need(by=by, organisation=organisation, at=now, form_key=key, is_example=is_example)
        for key, text in texts
    ]
    for need, reference in zip(needs, _references(len(needs)), strict=True):
        need.reference = reference
    duties = open_duties(
        kind=DutyKind.NEED,
        inputs=[
            Input(need.reference, need.title, is_confidential=need.visibility == Visibility.CONFIDENTIAL)
            for need in needs
        ],
        submitter=by,
        organisation=organisation,
        received_at=now,
        is_example=is_example,
    )
    tell(0.4)
    for need, duty in zip(needs, duties, strict=True):
        need.duty = duty
    Need.objects.bulk_create(needs, batch_size=_AT_ONCE)
    tell(0.8)
    for name in MANY:
        _link(name, needs, [list(getattr(text, name)) for _key, text in texts])
    NeedEvent.objects.bulk_create(
        [NeedEvent(need=need, act="heard", at=now, actor=by) for need in needs], batch_size=_AT_ONCE
    )
    tell(1)
    return needs


def _link(name: str, needs: Sequence[Need], terms: Sequence[Sequence[Any]]) -> None:
    field: Any = Need._meta.get_field(name)
    through = field.remote_field.through
    own, other = field.m2m_field_name(), field.m2m_reverse_field_name()
    through._default_manager.bulk_create(
        [
            through(**{f"{own}_id": need.pk, f"{other}_id": term.pk})
            for need, chosen in zip(needs, terms, strict=True)
            for term in chosen
        ],
        batch_size=4 * _AT_ONCE,
    )


def _references(many: int) -> list[str]:
    """Return so many references that no need has yet (one query unless some are taken)."""
    found: set[str] = set()
    while len(found) < many:
        fresh = {references.new(REFERENCE_LETTER) for _number in range(many - len(found))} - found
        found |= fresh - set(Need.objects.filter(reference__in=fresh).values_list("reference", flat=True))
    return list(found)
