"""Reads of answering. Every list starts from ``visible_to``; one duty is fetched with ``get_visible``."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import Aggregate, Case, Count, F, FloatField, IntegerField, JSONField, Q, QuerySet, Value, When
from django.db.models.functions import JSONObject, TruncDate
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import Organisation
from atasehir_portal.accounts.people import person
from atasehir_portal.answering import permissions
from atasehir_portal.answering.clock import clock_of, today
from atasehir_portal.answering.models import (
    OPEN_STATES,
    PERSONAL_KINDS,
    Duty,
    DutyKind,
    DutyState,
    OrganisationApplication,
    Question,
)
from atasehir_portal.catalogue.queries import closed_days
from atasehir_portal.notifications.kinds import Rows
from atasehir_portal.references import normalise
from atasehir_portal.turkish import Query, Vector

# Figures over fewer answers would say more about single inputs than about the municipality.
FEWEST_ANSWERS = 5
FIGURES_REACH_BACK = timedelta(days=90)

OVERDUE, THIS_WEEK, LATER, WAITING = range(4)
GROUP_LABELS = {
    OVERDUE: _("Overdue"),
    THIS_WEEK: _("This week"),
    LATER: _("Later"),
    WAITING: _("The clock stands still: a reply is awaited"),
}
# By what the desk is sorted, upwards: pages are cut along it.
DESK_ORDER = ("group", "due_on", "pk")
GROUP_ANCHORS = {OVERDUE: "overdue", THIS_WEEK: "this-week", LATER: "later", WAITING: "waiting"}


def visible_to(user: Any) -> QuerySet[Duty]:
    """Duties that exist for this person: the same rule as ``permissions.can_see``."""
    if not user.is_authenticated:
        return Duty.objects.none()
    who = person(user)
    may = _handed_in_by(user)
    if who.is_staff_member:
        may |= Q(confidential=True, officer=user)
        may |= Q(confidential=False) if who.is_coordinator else Q(confidential=False) & ~Q(kind=DutyKind.ORGANISATION)
    if who.organisation_ids:
        may |= Q(organisation__in=who.organisation_ids, confidential=False) & ~Q(kind=DutyKind.ORGANISATION)
    return Duty.objects.filter(may)


def _handed_in_by(user: Any) -> Q:
    """What this person handed in; what staff wrote down for the municipality only as long as they work there."""
    own = Q(submitter=user)
    return own if person(user).is_staff_member else own & (Q(organisation__isnull=False) | Q(kind__in=PERSONAL_KINDS))


def with_details(duties: QuerySet[Duty]) -> QuerySet[Duty]:
    """Load what a row or a page of duties shows."""
    return duties.select_related(
        "organisation", "unit", "officer", "rule_set", "submitter", "answered_unit", "authority"
    )


def get_visible(user: Any, reference: str) -> Duty:
    """Return the duty of this reference. Raises Http404 where there is none that this person may see (or may assign)."""
    duty = with_details(Duty.objects.filter(reference=reference)).first()
    if duty is None or not (permissions.can_see(user, duty) or permissions.can_assign(user, duty)):
        raise Http404
    return duty


def search(duties: QuerySet[Duty], typed: str) -> QuerySet[Duty]:
    """Narrow to title, reference or organisation as Turkish people type them. Confidential duties have no title to be found by."""
    typed = typed.strip()
    if not typed:
        return duties
    query = Query(typed)
    organisations = Organisation.objects.annotate(words=Vector("name")).filter(words=query)
    by_organisation = Q(organisation__in=organisations.values("pk"), confidential=False)
    return duties.filter(Q(search_vector=query) | Q(reference=normalise(typed)) | by_organisation)


def in_groups(duties: QuerySet[Duty]) -> QuerySet[Duty]:
    """Open duties in the order of the desk: overdue, due this week (to Sunday), later, awaiting a reply; the soonest first."""
    now = today()
    sunday = now + timedelta(days=6 - now.weekday())
    group = Case(
        When(state=DutyState.ASKED, waiting_since__lte=F("due_on"), then=Value(WAITING)),
        When(due_on__lt=now, then=Value(OVERDUE)),
        When(due_on__lte=sunday, then=Value(THIS_WEEK)),
        default=Value(LATER),
        output_field=IntegerField(),
    )
    return duties.filter(state__in=OPEN_STATES).annotate(group=group).order_by(*DESK_ORDER)


def whose_work(user: Any, whose: str = "") -> Q:
    """Return the condition for "mine", "unit", "all" and "nobody" (coordinators) or, by default, mine, my unit's and, for coordinators,
    what nobody has yet."""
    who = person(user)
    mine, unit = Q(officer=user), Q(unit=who.post.unit_id if who.post else None)
    if whose == "mine":
        return mine
    if whose == "unit":
        return unit
    if not who.is_coordinator:
        return mine | unit
    nobody = Q(unit=None, officer=None)
    return {"all": Q(), "nobody": nobody}.get(whose, mine | unit | nobody)


def desk_of(user: Any) -> QuerySet[Duty]:
    """Open duties that this person can have on the desk, before ``whose_work`` narrows them; in their groups."""
    if not permissions.can_use_desk(user):
        return Duty.objects.none()
    return in_groups(visible_to(user).filter(Q(confidential=False) | Q(officer=user)))


def counts_by_group(duties: QuerySet[Duty]) -> dict[int, int]:
    """Count the duties of each group (annotated by ``in_groups``). One query."""
    return dict(duties.order_by().values_list("group").annotate(number=Count("pk")))  # type: ignore[misc]


class Median(Aggregate):
    """The median as a number with a fraction."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True, slots=True)
class Figures:
    """How answering went in the last 90 days. None where there were fewer than ``FEWEST_ANSWERS`` answers."""

    answers: int
    in_time_percent: int | None
    median_working_days: float | None


@dataclass(frozen=True, slots=True)
class AwaitingOfficer:
    """A confidential duty that nobody may see yet: coordinators give it to an officer by reference and date alone."""

    reference: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Summary:
    """What stands above the list on the desk."""

    figures: Figures
    awaiting_an_officer: list[AwaitingOfficer]


def summary(user: Any) -> Summary:
    """Return the figures of this person's unit, for coordinators of the whole municipality, without what is confidential; and
    for coordinators what awaits an officer. One query."""
    who = person(user)
    answered = Q(confidential=False, answered_at__gte=timezone.now() - FIGURES_REACH_BACK)
    awaiting = Q(confidential=True, officer=None, state__in=OPEN_STATES)
    if not who.is_coordinator:
        answered &= Q(answered_unit=who.post.unit_id if who.post else None)
        awaiting = Q(pk=None)
    found = (
        Duty.objects.filter(answered | awaiting)
        .annotate(answer_day=TruncDate("answered_at", tzinfo=timezone.get_default_timezone()))
        .aggregate(
            answers=Count("pk", filter=answered),
            in_time=Count("pk", filter=answered & Q(answer_day__lte=F("due_on"))),
            median=Median("days_taken", filter=answered),
            awaiting=JSONBAgg(
                JSONObject(reference="reference", due_on="due_on"),
                filter=awaiting,
                order_by=("due_on", "pk"),
                default=Value([], JSONField()),
            ),
        )
    )
    waiting = [AwaitingOfficer(row["reference"], date.fromisoformat(row["due_on"])) for row in found["awaiting"]]
    if found["answers"] < FEWEST_ANSWERS:
        return Summary(Figures(found["answers"], None, None), waiting)
    return Summary(
        Figures(found["answers"], round(100 * found["in_time"] / found["answers"]), found["median"]), waiting
    )


def inputs_of(user: Any) -> QuerySet[Duty]:
    """Every input of the person's organisations and of the person, newest first; confidential ones only of the person."""
    if not user.is_authenticated:
        return Duty.objects.none()
    own = _handed_in_by(user)
    ours = Q(organisation__in=person(user).organisation_ids, confidential=False) & ~Q(kind=DutyKind.ORGANISATION)
    return Duty.objects.filter(own | ours).order_by("-received_at", "-pk")


def applications(user: Any) -> QuerySet[Duty]:
    """Applications of organisations for those who decide on them, open ones first and the soonest due first."""
    if not permissions.can_verify(user):
        return Duty.objects.none()
    is_closed = Case(When(state__in=OPEN_STATES, then=Value(0)), default=Value(1), output_field=IntegerField())
    return (
        Duty.objects.filter(kind=DutyKind.ORGANISATION)
        .annotate(is_closed=is_closed)
        .order_by("is_closed", "due_on", "pk")
    )


def with_clocks(duties: Iterable[Duty]) -> list[Duty]:
    """Set the clock of every duty, reading the closed days once."""
    rows = list(duties)
    closed = closed_days()
    for duty in rows:
        duty.__dict__["clock"] = clock_of(duty, closed=closed)
    return rows


def questions_of(duty: Duty) -> list[Question]:
    """Questions asked back, oldest first, with who asked and replied."""
    return list(duty.questions.select_related("asked_by", "replied_by"))


def application_of(duty: Duty) -> OrganisationApplication | None:
    """Return the application behind a duty, with its organisation and what that says of itself."""
    return (
        OrganisationApplication.objects.select_related("organisation", "applicant")
        .prefetch_related("organisation__groups", "organisation__neighbourhoods")
        .filter(duty=duty)
        .first()
    )


def open_question(duty: Duty) -> Question | None:
    return Question.objects.filter(duty=duty, replied_at=None).first()


def titles(user: Any, references: Iterable[str]) -> dict[str, str]:
    """Return the titles of duties that exist for this person, by reference. What is confidential has none here."""
    found = visible_to(user).filter(reference__in=references, confidential=False)
    return dict(found.values_list("reference", "title"))


def open_applications_of(user: Any) -> list[Duty]:
    """Return the applications that this person handed in and that are not decided yet, oldest first, with their clocks."""
    found = visible_to(user).filter(kind=DutyKind.ORGANISATION, submitter=user, state__in=OPEN_STATES)
    return with_clocks(with_details(found.order_by("received_at", "pk")))


def has_said_nothing(user: Any) -> bool:
    """Whether somebody acts for a verified organisation of which no input has come yet, apart from its application."""
    who = person(user)
    ours = Duty.objects.filter(organisation__in=who.organisation_ids).exclude(kind=DutyKind.ORGANISATION)
    return bool(who.organisation_ids) and not ours.exists()


@Rows
def visible_references(user: Any, references: Collection[str]) -> QuerySet[Duty]:
    """Return those references of duties that exist for this person."""
    return visible_to(user).filter(reference__in=references)
