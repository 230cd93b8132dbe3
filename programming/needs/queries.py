"""Reads of the needs room. Every list starts from ``visible_to``; one need is fetched with ``get_readable``."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchRank
from django.db.models import (
    BigIntegerField,
    Count,
    Exists,
    F,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce, JSONObject, TruncDate
from django.http import Http404
from django.utils import timezone

from atasehir_portal.accounts.people import person
from atasehir_portal.answering.models import DutyEvent
from atasehir_portal.bilingual import pick_from
from atasehir_portal.catalogue.models import Neighbourhood, Right, RightsHolderGroup
from atasehir_portal.catalogue.queries import municipality
from atasehir_portal.notifications.kinds import Rows
from atasehir_portal.turkish import Query
from programming.needs.models import (
    ConfidentialLook,
    Need,
    NeedDraft,
    NeedEvent,
    NeedFile,
    NeedState,
    NeedSupport,
    Visibility,
)

# How long a recorded reason opens a confidential need for the person who recorded it.
LOOK_LASTS = timedelta(hours=1)

# As many matches of a search are weighed.
RANKED = 1000

LISTED = (NeedState.SUBMITTED, NeedState.IN_ASSESSMENT, NeedState.CLOSED, NeedState.MERGED)


def visible_to(user: Any) -> QuerySet[Need]:
    """Needs that this person may find in lists, search, counts and exports.

    Confidential needs are in no list, whoever asks: their submitter finds them under "our inputs", their officer on the desk.
    """
    who = person(user)
    if who.is_staff_member or who.organisation_ids:
        return Need.objects.filter(state__in=LISTED, visibility__in=[Visibility.PUBLIC, Visibility.PARTICIPANTS])
    return Need.objects.filter(state__in=LISTED, visibility=Visibility.PUBLIC)


def readable_by(user: Any) -> QuerySet[Need]:
    """Needs whose page this person may open: listed ones, their own, and confidential ones they are assigned to or gave a reason for."""
    may = Q(state__in=LISTED, visibility=Visibility.PUBLIC)
    who = person(user)
    if who.is_staff_member or who.organisation_ids:
        may |= Q(state__in=LISTED, visibility=Visibility.PARTICIPANTS)
    if user.is_authenticated:
        # What staff wrote down for people without access is the municipality's: it stays there when they leave.
        own = Q(submitted_by=user)
        may |= own if who.is_staff_member else own & Q(organisation__isnull=False)
        if who.organisation_ids:
            may |= (
                Q(organisation__in=who.organisation_ids)
                & ~Q(visibility=Visibility.CONFIDENTIAL)
                & ~Q(state=NeedState.DRAFT)
            )
    if who.is_staff_member:
        may |= Q(state=NeedState.WITHDRAWN) & ~Q(visibility=Visibility.CONFIDENTIAL)
        may |= Q(visibility=Visibility.CONFIDENTIAL, duty__officer=user) & ~Q(state=NeedState.DRAFT)
    if who.is_coordinator:
        looked = (
            ConfidentialLook.objects.filter(user=user, at__gte=timezone.now() - LOOK_LASTS)
            .exclude(reason="")
            .values("need")
        )
        may |= Q(visibility=Visibility.CONFIDENTIAL, pk__in=looked)
    return Need.objects.filter(may)


@Rows
def visible_references(user: Any, references: Collection[str]) -> QuerySet[Need]:
    """Return those references whose page this person may open."""
    return readable_by(user).filter(reference__in=references)


@Rows
def references_to_assign(user: Any, references: Collection[str]) -> QuerySet[Need]:
    """Return those references that this person may give to an officer: any open need, and nothing but its reference is said."""
    if not person(user).is_coordinator:
        return Need.objects.none()
    return Need.objects.filter(reference__in=references, state__in=LISTED)


def _names(model: Any) -> ArraySubquery:
    """The terms that a need carries, as names, read with the need itself instead of one query per vocabulary."""
    terms = model._default_manager.filter(needs=OuterRef("pk")).order_by("position", "name_tr")
    return ArraySubquery(terms.values(name=JSONObject(slug="slug", name_tr="name_tr", name_en="name_en")))


def with_details(needs: QuerySet[Need]) -> QuerySet[Need]:
    """Load what a row of needs shows in one query; ``group_names`` and ``place_names`` are lists of slug, name_tr and name_en."""
    return needs.select_related("organisation", "duty").annotate(
        group_names=_names(RightsHolderGroup), place_names=_names(Neighbourhood)
    )


def with_rights(needs: QuerySet[Need]) -> QuerySet[Need]:
    """Load the rights and the service area too, in the same query; ``right_names`` is a list as those of ``with_details``."""
    return needs.select_related("service_area").annotate(right_names=_names(Right))


def with_files(needs: QuerySet[Need]) -> QuerySet[Need]:
    """Read a need's files in the query that reads the need: ``file_rows`` are dicts with key, kind, shows and size (bytes)."""
    files = NeedFile.objects.filter(need=OuterRef("pk")).order_by("added_at", "pk")
    row = JSONObject(key="key", kind="kind", shows="shows", size="size")
    return needs.annotate(file_rows=ArraySubquery(files.values(row=row)))


def for_list(needs: QuerySet[Need]) -> QuerySet[Need]:
    """Load what a row of the list shows and nothing more, in one query: long texts and calculations stay where they are."""
    return (
        needs.select_related("organisation", "duty")
        .annotate(place_names=_names(Neighbourhood))
        .only(
            "reference",
            "title",
            "state",
            "became",
            "visibility",
            "submitted_at",
            "organisation__name",
            "duty__state",
            "duty__outcome",
        )
    )


def get_readable(user: Any, reference: str) -> Need:
    """Return the need with all that its page shows (one query). Raises Http404 where there is none that this person may read."""
    need = (
        _with_voices(with_files(with_rights(with_details(readable_by(user)))), user)
        .select_related("duty__unit", "duty__answered_unit", "duty__authority", "duty__rule_set", "submitted_by")
        .filter(reference=reference)
        .first()
    )
    if need is None:
        raise Http404
    return need


def search(needs: QuerySet[Need], typed: str) -> QuerySet[Need]:
    """Narrow the needs to those that match what somebody typed, as Turkish people type it."""
    typed = typed.strip()
    return needs.filter(search_vector=Query(typed)) if typed else needs


def in_order(needs: QuerySet[Need], *, typed: str, by_relevance: bool) -> tuple[QuerySet[Need], tuple[str, ...]]:
    """Return the needs with the columns by which they are sorted, downwards: newest first, or those first that match best.

    Only the newest ``RANKED`` that match are weighed: to weigh all would cost the more, the more common the word is.
    """
    newest = ("submitted_at", "pk")
    if not by_relevance:
        return needs, newest
    weighed = needs.order_by("-submitted_at", "-pk").values("pk")[:RANKED]
    rank = Cast(SearchRank(F("search_vector"), Query(typed.strip())), FloatField())
    return Need.objects.filter(pk__in=weighed).annotate(rank=rank), ("rank", *newest)


def drafts_of(user: Any) -> list[NeedDraft]:
    """Return what this person is writing, last changed first. Nobody else finds a draft."""
    return list(NeedDraft.objects.filter(author=user))


def draft_of(user: Any, key: UUID) -> NeedDraft | None:
    """Return this person's draft with the key."""
    return NeedDraft.objects.filter(author=user, key=key).first()


def sent_from(user: Any, key: UUID) -> Need | None:
    """Return the need that this person sent from the draft with the key."""
    return Need.objects.filter(submitted_by=user, form_key=key).first()


@dataclass(frozen=True, slots=True)
class Voices:
    """Who joined a need, as far as this reader is told: the number where it is large enough, and whether they joined."""

    shown: int | None
    is_mine: bool


def _with_voices(needs: QuerySet[Need], user: Any) -> QuerySet[Need]:
    """Count the voices of a need in the query that reads it, and whether one is this reader's (``voice_count``, ``has_my_voice``);
    and whether needs were merged into it (``took_in_others``).

    Those of the needs that were merged into it count, as far as all who read it read those as well; a voice for both counts once, and
    one of the organisation that raised it not at all.
    """
    here = Q(pk=OuterRef(OuterRef("pk"))) | Q(
        merged_into=OuterRef(OuterRef("pk")), visibility=OuterRef(OuterRef("visibility"))
    )
    every = (
        NeedSupport.objects.filter(need__in=Need.objects.filter(here).values("pk"))
        .filter(Q(organisation=None) | ~Q(organisation=Coalesce(OuterRef("organisation"), 0)))
        .order_by()
        .values(everywhere=Value(1))
        .annotate(count=Count(Coalesce(F("organisation"), -F("user"), output_field=BigIntegerField()), distinct=True))
    )
    mine = NeedSupport.objects.mine(user) if user.is_authenticated else NeedSupport.objects.none()
    return needs.annotate(
        voice_count=Coalesce(Subquery(every.values("count")), 0),
        has_my_voice=Exists(mine.filter(need=OuterRef("pk"))),
        took_in_others=Exists(Need.objects.filter(merged_into=OuterRef("pk"))),
    )


def voices(need: Any) -> Voices:
    """Return what the reader of a need from ``get_readable`` is told of its voices. A number below the threshold is not said."""
    is_hidden = need.visibility == Visibility.CONFIDENTIAL  # it had voices before it turned so
    enough = not is_hidden and need.voice_count >= municipality().suppression_threshold
    return Voices(need.voice_count if enough else None, need.has_my_voice)


@dataclass(frozen=True, slots=True)
class Knot:
    """One knot on a need's thread, in the order in which things happened."""

    at: datetime
    act: str
    size: str  # "stage", "answer" or "small"
    icon: str
    note: str = ""
    unit: str = ""
    other: str = ""  # reference of the other need, where needs are merged


_STAGE_ICONS = {"heard": "ear", "answered": "chat", "merged": "merge"}
_SIZES = {"heard": "stage", "answered": "answer", "merged": "stage"}
# The act of a knot that tells how many have joined.
VOICES = "voices"
# What a row of the story says, in the order of the columns that every part of it has.
STORY = ("at", "act", "note", "unit_tr", "unit_en", "other")


def thread(need: Need, *also: QuerySet[Any]) -> list[Knot]:
    """Return what happened to a need so far, oldest first: its own events, those of its duty, and ``also`` rows of other tables with the
    columns ``STORY`` (one query). How many joined is not told of a confidential need.

    An answer that was taken back is told as such: where another answer came since, only the last one is the answer.
    """
    nothing = Value("", output_field=TextField())
    events = NeedEvent.objects.filter(need=need)
    if need.visibility == Visibility.CONFIDENTIAL:
        events = events.exclude(act=VOICES)
    own = events.order_by().values_list("at", "act", "note", nothing, nothing, nothing)
    of_duty = DutyEvent.objects.filter(duty=need.duty_id).exclude(act="received").order_by()
    rows = own.union(
        of_duty.values_list("at", "act", "note", "unit__name_tr", "unit__name_en", nothing), *also, all=True
    )
    told = list(rows.order_by("at"))
    taken_back = max((at for at, act, *_rest in told if act == "taken_back"), default=None)
    return [
        Knot(
            at,
            act,
            _SIZES.get(act, "small"),
            _STAGE_ICONS.get(act, ""),
            note or "",
            pick_from({"name_tr": unit_tr or "", "name_en": unit_en or ""}),
            other or "",
        )
        for at, act, note, unit_tr, unit_en, other in (_as_it_stands(row, taken_back) for row in told)
    ]


def _as_it_stands(row: Any, taken_back: datetime | None) -> Any:
    """An answer before the moment at which one was taken back is none any more."""
    at, act, *rest = row
    return (at, "answered_then" if act == "answered" and taken_back and at < taken_back else act, *rest)


@dataclass(frozen=True, slots=True)
class Totals:
    """Figures for the home page, from public needs only."""

    heard: int
    answered: int
    answered_in_time: int

    @property
    def in_time_share(self) -> int | None:
        """Per cent of the answers that came in time; None over fewer than five answers, where a share says nothing."""
        return round(100 * self.answered_in_time / self.answered) if self.answered >= 5 else None


def totals() -> Totals:
    """Count what was heard and answered, from public needs only (one query)."""
    row = (
        Need.objects.filter(visibility=Visibility.PUBLIC, state__in=LISTED)
        .annotate(answered_on=TruncDate("duty__answered_at"))
        .aggregate(
            heard=Count("pk"),
            answered=Count("pk", filter=Q(answered_on__isnull=False)),
            in_time=Count("pk", filter=Q(answered_on__lte=F("duty__due_on"))),
        )
    )
    return Totals(row["heard"], row["answered"], row["in_time"])


def newest_public(limit: int) -> list[Need]:
    """Return the newest public needs with their organisation."""
    return list(
        Need.objects.filter(visibility=Visibility.PUBLIC, state__in=LISTED)
        .select_related("organisation")
        .order_by("-submitted_at", "-pk")[:limit]
    )


def sees_consent(user: Any, need: Need) -> bool:
    """Whether this person reads how and when people without access agreed: staff, and whoever wrote it down."""
    return need.consent and user.is_authenticated and (person(user).is_staff_member or need.submitted_by_id == user.pk)


def sees_looks(user: Any, need: Need) -> bool:
    """Whether this is the submitter of a confidential need, who reads who looked at it."""
    return need.visibility == Visibility.CONFIDENTIAL and user.is_authenticated and need.submitted_by_id == user.pk


def looks_shown_to(user: Any, need: Need) -> QuerySet[ConfidentialLook]:
    """The log of looks at a confidential need, for its submitter only."""
    if not sees_looks(user, need):
        return ConfidentialLook.objects.none()
    return need.looks.exclude(user=user)
