"""Needs: what people lack, for whom, where, and which rights are at stake."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Case, F, Func, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import Organisation, Unit
from atasehir_portal.accounts.people import person
from atasehir_portal.answering.clock import today
from atasehir_portal.answering.models import Duty
from atasehir_portal.catalogue.models import Neighbourhood, Right, RightsHolderGroup, ServiceArea
from atasehir_portal.history import kept_history


class NeedState(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("heard")
    IN_ASSESSMENT = "in_assessment", _("in assessment")
    CLOSED = "closed", _("answered")
    MERGED = "merged", _("merged")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Visibility(models.TextChoices):
    PUBLIC = "public", _("Public")
    PARTICIPANTS = "participants", _("Participants only")
    CONFIDENTIAL = "confidential", _("Confidential")


class Urgency(models.TextChoices):
    ORDINARY = "ordinary", _("Can wait for the programme")
    SOON = "soon", _("Within months")
    URGENT = "urgent", _("People are being harmed now")


class PeopleRange(models.TextChoices):
    UNKNOWN = "unknown", _("Not known")
    UNDER_20 = "under_20", _("Fewer than 20")
    UNDER_100 = "under_100", _("20–100")
    UNDER_500 = "under_500", _("100–500")
    UNDER_2000 = "under_2000", _("500–2,000")
    OVER_2000 = "over_2000", _("More than 2,000")


class Since(models.TextChoices):
    WEEKS = "weeks", _("For a few weeks")
    MONTHS = "months", _("For some months")
    YEARS = "years", _("For years")
    ALWAYS = "always", _("It has always been so")
    UNKNOWN = "unknown", _("Not known")


class Channel(models.TextChoices):
    PORTAL = "portal", _("through the portal")
    PHONE = "phone", _("by telephone")
    VISIT = "visit", _("at a visit")
    PAPER = "paper", _("on paper")
    MEETING = "meeting", _("at a meeting")


class ConsentHow(models.TextChoices):
    """How the people concerned agreed that what they told is passed on."""

    SPOKEN = "spoken", _("They said so")
    WRITTEN = "written", _("They signed a paper")
    RECORDED = "recorded", _("It stands in the minutes of the meeting")


class Became(models.TextChoices):
    """What became of a need: worked out from links by the rooms above, never typed."""

    NOTHING_YET = "", _("not in a programme yet")
    PLANNED = "planned", _("planned in a draft")
    ADDRESSED = "addressed", _("addressed in the programme")
    FULFILLED = "fulfilled", _("fulfilled")


@kept_history(
    "NeedHistory",
    "reference",
    "organisation",
    "service_area",
    "since",
    "people",
    "urgency",
    "channel",
    "notice_told",
    "consent_how",
    "consent_on",
    states=("visibility", "state", "became"),
    texts=("title", "body", "suggestion"),
    forgets_texts=models.Q(visibility="confidential") | models.Q(state="draft"),
    found_by=("reference",),
)
class Need(models.Model):
    """One need. ``became`` is a kept summary of the links that the rooms above store; only ``services.note_became`` writes it.

    ``search_vector`` is a stored generated column, so it never goes stale; confidential needs have none.
    """

    reference = models.CharField(_("reference"), max_length=20, unique=True)
    title = models.CharField(_("what is lacking, in one sentence"), max_length=200)
    body = models.TextField(_("what is lacking"), max_length=5000)
    suggestion = models.TextField(_("what would help"), blank=True, max_length=3000)
    groups = models.ManyToManyField(RightsHolderGroup, related_name="needs", verbose_name=_("for whom"))
    rights = models.ManyToManyField(Right, blank=True, related_name="needs", verbose_name=_("which rights"))
    neighbourhoods = models.ManyToManyField(
        Neighbourhood, blank=True, related_name="needs", verbose_name=_("neighbourhoods")
    )
    service_area = models.ForeignKey(
        ServiceArea,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="needs",
        verbose_name=_("service area"),
    )
    since = models.CharField(_("since when"), max_length=10, choices=Since, default=Since.UNKNOWN)
    people = models.CharField(_("how many people"), max_length=12, choices=PeopleRange, default=PeopleRange.UNKNOWN)
    urgency = models.CharField(_("urgency"), max_length=10, choices=Urgency, default=Urgency.ORDINARY)
    channel = models.CharField(_("how it was heard"), max_length=10, choices=Channel, default=Channel.PORTAL)
    consent = models.BooleanField(_("the people concerned agreed that this is passed on"), default=False)
    # For people without access: the notice under the data-protection law is told, which is no consent; both are kept apart.
    notice_told = models.BooleanField(_("the privacy notice was told"), default=False)
    consent_how = models.CharField(_("how they agreed"), max_length=10, choices=ConsentHow, blank=True, default="")
    consent_on = models.DateField(_("when they agreed"), null=True, blank=True)
    visibility = models.CharField(_("who may read it"), max_length=15, choices=Visibility, default=Visibility.PUBLIC)
    state = models.CharField(_("state"), max_length=15, choices=NeedState, default=NeedState.SUBMITTED)
    became = models.CharField(
        _("what became of it"), max_length=10, choices=Became, blank=True, default=Became.NOTHING_YET
    )
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="needs",
        verbose_name=_("organisation"),
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="needs"
    )
    duty = models.OneToOneField(Duty, null=True, blank=True, on_delete=models.PROTECT, related_name="need")
    # The form's one-time key: the same form sent twice makes one need.
    form_key = models.UUIDField(null=True, blank=True, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    is_example = models.BooleanField(default=False)
    search_vector = models.GeneratedField(
        expression=Case(
            When(
                ~Q(visibility="confidential"),
                then=Func(
                    F("title"),
                    F("body"),
                    F("suggestion"),
                    F("reference"),
                    template="tr_vec(%(expressions)s)",
                    arg_joiner=" || ' ' || ",
                    output_field=SearchVectorField(),
                ),
            )
        ),
        output_field=SearchVectorField(null=True),
        db_persist=True,
        null=True,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="needs_heard_has_duty",
                condition=models.Q(state="draft") | models.Q(duty__isnull=False, submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="needs_passed_on_with_consent",
                condition=models.Q(channel="portal") | models.Q(consent=True),
            ),
            models.CheckConstraint(
                name="needs_consent_is_given",
                condition=models.Q(consent=True) | models.Q(consent_how="", consent_on=None),
            ),
        ]
        indexes = [
            models.Index(fields=["-submitted_at", "-id"], name="needs_newest"),
            models.Index(fields=["organisation", "-submitted_at", "-id"], name="needs_by_organisation"),
            GinIndex(fields=["search_vector"], name="needs_search"),
        ]

    def __str__(self) -> str:
        return self.reference


class NeedDraft(models.Model):
    """A need that somebody is writing: seen by its author alone, in no list, search, count, history, notice or mail.

    ``said`` holds what was typed as a browser sends it (lists of strings by the name of the field), right or wrong, so that nothing is
    lost; the forms judge it before it is sent. ``key`` becomes the ``form_key`` of the need, so that one draft makes one need.
    ``done`` are the steps that were whole when they were last left. Deleted when it is sent, by its author, or after a time
    without a change.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="need_drafts")
    said = models.JSONField(default=dict)
    done = ArrayField(models.PositiveSmallIntegerField(), default=list)
    begun_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now, db_index=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["-saved_at", "-pk"]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def title(self) -> str:
        return "".join(self.said.get("title", []))

    @property
    def is_confidential(self) -> bool:
        """Whether it is to be confidential: then no browser keeps a word of it."""
        return self.said.get("visibility") == [Visibility.CONFIDENTIAL]

    @property
    def goes_on_at(self) -> int:
        """The first step that is not whole; the last where all are."""
        return next((number for number in (1, 2, 3) if number not in self.done), 4)


class SupportQuerySet(models.QuerySet["NeedSupport"]):
    def mine(self, user: Any) -> "SupportQuerySet":
        """The voices of this person, and of the organisations they act for."""
        own = models.Q(organisation=None, user=user)
        return self.filter(own | models.Q(organisation__in=person(user).organisation_ids))


class NeedSupport(models.Model):
    """One voice for a need that somebody else raised: of an organisation, or of a person who acts for none.

    Counted, never listed: to whom a voice belongs is seen by those whose it is. ``user`` is who added it.
    """

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="supports")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="need_supports")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="need_supports"
    )
    at = models.DateTimeField(default=timezone.now)
    is_example = models.BooleanField(default=False)

    objects = SupportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["need", "organisation"], name="needs_one_voice_of_an_organisation"),
            models.UniqueConstraint(
                fields=["need", "user"], condition=models.Q(organisation=None), name="needs_one_voice_of_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need_id} +1"


class NeedEvent(models.Model):
    """One knot on a need's thread that is not an event of its duty: heard, linked to a measure, link removed, made visible, …"""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="events")
    act = models.CharField(max_length=20)
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.need_id} {self.act}"


class ConfidentialLook(models.Model):
    """Somebody looked at a confidential need. Shown to its submitter; a look by anyone not assigned needs a reason."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="looks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    unit_name = models.CharField(max_length=200, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.need_id} {self.at:%Y-%m-%d}"


class OutreachKind(models.TextChoices):
    """How the municipality goes to a group that it has not heard."""

    INVITE = "invite", _("Invite an organisation")
    VISIT = "visit", _("Plan a visit")
    MUHTAR = "muhtar", _("Go back to the neighbourhood head")


@kept_history(
    "OutreachTaskHistory",
    "group",
    "kind",
    "neighbourhood",
    "unit",
    "due_on",
    states=("done_on",),
    texts=("note", "outcome"),
)
class OutreachTask(models.Model):
    """What a unit does by a day so that a group which is not heard is heard. Staff read it, nobody else; it names no person.

    ``key`` is its address and the one-time key of the form that made it: the same form sent twice makes one task. It is open until it has a
    day on which it was done, and with that day always a sentence of what came of it.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    group = models.ForeignKey(
        RightsHolderGroup, on_delete=models.PROTECT, related_name="outreach_tasks", verbose_name=_("group")
    )
    kind = models.CharField(_("what is to be done"), max_length=10, choices=OutreachKind)
    neighbourhood = models.ForeignKey(
        Neighbourhood,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="outreach_tasks",
        verbose_name=_("neighbourhood"),
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="outreach_tasks", verbose_name=_("responsible unit")
    )
    due_on = models.DateField(_("to be done by"))
    note = models.TextField(_("what is to be heeded"), blank=True, max_length=500)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="outreach_tasks_given"
    )
    made_at = models.DateTimeField(default=timezone.now)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    outcome = models.CharField(_("what came of it"), blank=True, max_length=300)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="outreach_tasks_closed"
    )
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="needs_outreach_done_says_what_came_of_it",
                condition=models.Q(done_on=None, outcome="", done_by=None)
                | (models.Q(done_on__isnull=False) & ~models.Q(outcome="")),
            ),
        ]
        indexes = [models.Index(fields=["done_on", "due_on"], name="needs_outreach_open")]

    def __str__(self) -> str:
        return f"{self.group_id} {self.kind}"

    @property
    def is_overdue(self) -> bool:
        """Whether it is still open after its day."""
        return self.done_on is None and self.due_on < today()
