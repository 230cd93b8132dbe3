"""Where an organisation stands with the charter: accepted, within the grace period, waiting for its acceptance.

The grace period is counted from the day after which the version that an organisation accepted was superseded, by the rule of the version
that superseded it. So further versions that follow quickly lengthen nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.utils import timezone

from atasehir_portal.accounts.models import Organisation
from atasehir_portal.answering.clock import municipal_day
from participation.dialogue.models import Acceptance, CharterVersion


class Stand(StrEnum):
    NO_CHARTER = "no_charter"
    ACCEPTED = "accepted"
    GRACE = "grace"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Standing:
    """``version`` is the one in force, ``acceptance`` the newest one that stands, ``until`` the last day of the grace period."""

    stand: Stand
    version: CharterVersion | None = None
    acceptance: Acceptance | None = None
    until: date | None = None

    @property
    def may_act(self) -> bool:
        """Whether formal acts are possible."""
        return self.stand in (Stand.ACCEPTED, Stand.GRACE)


def of(organisation: Organisation, at: datetime | None = None) -> Standing:
    """Return where an organisation stands at a moment (two queries)."""
    return of_many([organisation.pk], at)[organisation.pk]


def of_many(organisations: Iterable[int], at: datetime | None = None) -> Mapping[int, Standing]:
    """Return where organisations stand at a moment (now), by their ids. Two queries, however many they are."""
    at = at or timezone.now()
    ids = list(organisations)
    versions = list(CharterVersion.objects.filter(adopted_at__lte=at).order_by("number"))
    accepted: dict[int, list[Acceptance]] = {pk: [] for pk in ids}
    if versions:
        rows = Acceptance.objects.filter(organisation__in=ids, accepted_at__lte=at).exclude(withdrawn_at__lte=at)
        for row in rows.order_by("charter_version__number", "accepted_at"):
            accepted[row.organisation_id].append(row)
    return {pk: _standing(versions, accepted[pk], at) for pk in ids}


def _standing(versions: Sequence[CharterVersion], accepted: Sequence[Acceptance], at: datetime) -> Standing:
    if not versions:
        return Standing(Stand.NO_CHARTER)
    present = versions[-1]
    if not accepted:
        return Standing(Stand.WAITING, present)
    last = accepted[-1]
    if last.charter_version_id == present.pk:
        return Standing(Stand.ACCEPTED, present, last)
    places = [version.pk for version in versions]
    follower = versions[places.index(last.charter_version_id) + 1]
    until = follower.effective_on + timedelta(days=follower.grace_days)
    if municipal_day(at) <= until:
        return Standing(Stand.GRACE, present, last, until)
    return Standing(Stand.WAITING, present, last, until)
