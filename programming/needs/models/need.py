"""Needs: what people lack, for whom, where, and which rights are at stake."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Case, F, Func, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import Organisation
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
    # Where it ended, however many needs were merged one into another; how it came there is in ``Merging``.
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="merged",
        verbose_name=_("merged into"),
    )
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
                name="needs_merged_says_where",
                condition=models.Q(state="merged", merged_into__isnull=False)
                | ~models.Q(state="merged") & models.Q(merged_into=None),
            ),
            models.CheckConstraint(
                name="needs_not_merged_into_itself",
                condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("id")),
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
            models.Index(fields=["state", "-submitted_at", "-id"], name="needs_by_state"),
            models.Index(fields=["organisation", "-submitted_at", "-id"], name="needs_by_organisation"),
            GinIndex(fields=["search_vector"], name="needs_search"),
        ]

    def __str__(self) -> str:
        return self.reference
