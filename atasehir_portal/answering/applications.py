"""Applications of organisations: handed in, decided, and answered in time like every other input.

``accounts`` keeps the organisation and its state; here stands the duty to answer. Both change in one transaction.
"""

from typing import Any

from django.db import transaction

from atasehir_portal import references
from atasehir_portal.accounts import services as accounts
from atasehir_portal.accounts.models import User
from atasehir_portal.answering import services, telling
from atasehir_portal.answering.models import Duty, DutyAct, DutyEvent, DutyKind, OrganisationApplication, Outcome

REFERENCE_LETTER = "K"


def apply_with_organisation(
    *, by: User, statement: str, registry_number: str = "", is_example: bool = False, **profile: Any
) -> OrganisationApplication:
    """Hand in an application; coordinators are told. The same application sent twice is one.

    ``profile`` goes to ``accounts.services.apply_for_organisation``, whose PermissionDenied and ValidationError come through.
    """
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


def verify(*, duty: Duty, by: User, reason: str) -> Duty:
    """Accept the application: the organisation is verified and its people can act. Raises as ``services.answer``."""
    return _decide(duty, by, Outcome.ACCEPTED, reason)


def refuse(*, duty: Duty, by: User, reason: str) -> Duty:
    """Do not accept the application, with a reason that the applicant reads. Raises as ``services.answer``."""
    return _decide(duty, by, Outcome.NOT_ACCEPTED, reason)


def _decide(duty: Duty, by: User, outcome: Outcome, reason: str) -> Duty:
    with transaction.atomic():
        services.answer(duty=duty, by=by, outcome=outcome, reason=reason)
        organisation = duty.application.organisation
        if outcome == Outcome.ACCEPTED:
            accounts.verify_organisation(organisation=organisation, by=by)
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
