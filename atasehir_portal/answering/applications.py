"""Applications of organisations: handed in, decided, and answered in time like every other input.

``accounts`` keeps the organisation and its state; here stands the duty to answer. Both change in one transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atasehir_portal import references
from atasehir_portal.accounts import services as accounts
from atasehir_portal.accounts.models import Organisation, User
from atasehir_portal.answering import services, telling
from atasehir_portal.answering.models import Duty, DutyAct, DutyEvent, DutyKind, OrganisationApplication, Outcome

REFERENCE_LETTER = "K"
_SEEN_SALT = "answering.application.seen"

FACTS: dict[str, str | Promise] = {
    "name": _("Name of the organisation"),
    "kind": _("Kind of organisation"),
    "description": _("What the organisation says of itself"),
    "website": _("Web site"),
    "groups": _("Groups it speaks for"),
    "neighbourhoods": _("Neighbourhoods"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that an organisation says of itself: what the reviewer read, and what it says by now."""

    label: str | Promise
    before: str
    now: str


class ChangedMeanwhile(Exception):
    """The organisation says something else of itself than what the reviewer read; ``changes`` says what."""

    def __init__(self, changes: list[Change]) -> None:
        super().__init__()
        self.changes = changes


def facts(organisation: Organisation) -> dict[str, str]:
    """Return what an organisation says of itself and what the decision rests on, as words."""
    return {
        "name": organisation.name,
        "kind": organisation.get_kind_display(),
        "description": organisation.description,
        "website": organisation.website,
        "groups": " · ".join(group.name for group in organisation.groups.all()),
        "neighbourhoods": " · ".join(place.name for place in organisation.neighbourhoods.all()),
    }


def seal(organisation: Organisation) -> str:
    """Return what a reviewer is shown now, signed, for the form that decides (``verify``, ``refuse``: ``seen``)."""
    return signing.dumps(facts(organisation), salt=_SEEN_SALT, compress=True)


def _check_seen(organisation: Organisation, seen: str) -> None:
    """Raise ChangedMeanwhile where the organisation changed since ``seen``; what was not sealed here was not seen."""
    try:
        before: Mapping[str, str] = signing.loads(seen, salt=_SEEN_SALT)
    except signing.BadSignature:
        before = {}
    now = facts(organisation)
    changes = [
        Change(label, before.get(name, ""), now[name])
        for name, label in FACTS.items()
        if before.get(name, "") != now[name]
    ]
    if changes:
        raise ChangedMeanwhile(changes)


def apply_with_organisation(
    *, by: User, statement: str, registry_number: str = "", is_example: bool = False, **profile: Any
) -> OrganisationApplication:
    """Hand in an application; coordinators are told. The same application sent twice is one. What example people apply with
    is example data.

    ``profile`` goes to ``accounts.services.apply_for_organisation``, whose PermissionDenied and ValidationError come through.
    """
    is_example = is_example or by.is_example
    with transaction.atomic():
        organisation = accounts.apply_for_organisation(user=by, is_example=is_example, **profile)
        earlier = OrganisationApplication.objects.select_related("duty").filter(organisation=organisation).first()
        if earlier:
            return earlier
        duty = services.open_duty(
            kind=DutyKind.ORGANISATION,
            reference=references.assign(Duty(), REFERENCE_LETTER),
            title=organisation.name,
            submitter=by,
            organisation=organisation,
            is_example=is_example,
        )
        application = OrganisationApplication.objects.create(
            organisation=organisation, duty=duty, applicant=by, statement=statement, registry_number=registry_number
        )
        _tell(duty, "applied", by)
    return application


def verify(*, duty: Duty, by: User, reason: str, seen: str | None = None) -> Duty:
    """Accept the application: the organisation is verified and its people can act. Raises as ``services.answer``.

    With ``seen`` (``seal``) it is what the reviewer read that is decided on: raises ChangedMeanwhile otherwise.
    """
    return _decide(duty, by, Outcome.ACCEPTED, reason, seen)


def refuse(*, duty: Duty, by: User, reason: str, seen: str | None = None) -> Duty:
    """Do not accept the application, with a reason that the applicant reads. Raises as ``verify``."""
    return _decide(duty, by, Outcome.NOT_ACCEPTED, reason, seen)


def _decide(duty: Duty, by: User, outcome: Outcome, reason: str, seen: str | None) -> Duty:
    with transaction.atomic():
        # Whoever changes the profile at this moment waits here, or is waited for.
        organisation = Organisation.objects.select_for_update().get(application__duty=duty)
        if seen is not None:
            _check_seen(organisation, seen)
        services.answer(duty=duty, by=by, outcome=outcome, reason=reason)
        if outcome == Outcome.ACCEPTED:
            accounts.verify_organisation(organisation=organisation, by=by, reason=reason)
        else:
            accounts.refuse_organisation(organisation=organisation, by=by, reason=reason)
        _tell(duty, "verified" if outcome == Outcome.ACCEPTED else "refused", by)
    return duty


def _tell(duty: Duty, word: str, by: User) -> None:
    """Tell coordinators of a new application, the applicant of the decision."""
    act = DutyAct.RECEIVED if word == "applied" else DutyAct.ANSWERED
    event = DutyEvent.objects.get(duty=duty, act=act)
    recipients = telling.coordinators() if word == "applied" else telling.senders(duty)
    telling.tell(recipients=recipients, duty=duty, word=word, event=event, by=by)
