"""The duty to answer. Every input (need, comment, suggestion, agenda proposal, application of an organisation) has one ``Duty``.

Everything that lists, counts or reminds reads ``Duty``: "my desk", "our inputs", the scoreboard.
"""

from datetime import date

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import Organisation, Unit
from atasehir_portal.answering.clock import Clock, Sign, clock_of, municipal_day
from atasehir_portal.bilingual import Term, pick
from atasehir_portal.catalogue.models import Authority, Certainty
from atasehir_portal.history import kept_history
from atasehir_portal.turkish import Vector


@kept_history(
    "RuleSetHistory",
    "effective_from",
    "working_days",
    "extension_days",
    "latest_calendar_days",
    "half_day_counts",
    "consultation_days",
    "source_tr",
    "source_en",
    "certainty",
)
class RuleSet(models.Model):
    """The deadline in force from a day on. The charter writes a new one when it is adopted; a default row stands until then.

    ``working_days`` counts from the day after receipt. ``latest_calendar_days`` is the bound of the petition law
    (3071, art. 7: thirty days), which no rule may pass. ``consultation_days`` is the shortest round of opinions. A rule that any duty
    rests on can no longer be changed or deleted (trigger): what was promised then stays readable.
    """

    effective_from = models.DateField(_("in effect from"), unique=True)
    working_days = models.PositiveSmallIntegerField(_("working days to answer"))
    extension_days = models.PositiveSmallIntegerField(_("working days by which it may be extended, once"))
    latest_calendar_days = models.PositiveSmallIntegerField(_("latest, in calendar days"), default=30)
    half_day_counts = models.BooleanField(_("the half day before a holiday counts as a working day"), default=True)
    # Calendar days that a round of opinions lasts at least, its first and last day included; empty where no rule says so.
    consultation_days = models.PositiveSmallIntegerField(
        _("shortest round of opinions, in days"), null=True, blank=True
    )
    source_tr = models.CharField(_("source in Turkish"), max_length=300)
    source_en = models.CharField(_("source in English"), max_length=300)
    certainty = models.CharField(
        _("certainty of the source"), max_length=12, choices=Certainty, default=Certainty.TO_VERIFY
    )

    class Meta:
        ordering = ["-effective_from"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(working_days__gte=1, latest_calendar_days__gte=1), name="answering_rule_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(consultation_days=None) | models.Q(consultation_days__gte=1),
                name="answering_consultation_positive",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="rule_in_use_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=pgtrigger.Func(
                    """
                    IF EXISTS (SELECT 1 FROM answering_duty WHERE rule_set_id = OLD.id) THEN
                        RAISE EXCEPTION 'rule set % is in use and cannot be changed', OLD.id
                            USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
                    """
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.effective_from}: {self.working_days}"

    @property
    def source(self) -> str:
        return pick(self, "source")

    @property
    def is_to_verify(self) -> bool:
        """Whether the source has yet to be compared with the official text."""
        return self.certainty == Certainty.TO_VERIFY


class DutyKind(models.TextChoices):
    NEED = "need", _("Need")
    COMMENT = "comment", _("Comment")
    SUGGESTION = "suggestion", _("Suggested change")
    AGENDA_PROPOSAL = "agenda_proposal", _("Agenda proposal")
    ORGANISATION = "organisation", _("Application of an organisation")


class DutyState(models.TextChoices):
    OPEN = "open", _("Waiting for an answer")
    ASKED = "asked", _("Waiting for a reply")
    ANSWERED = "answered", _("Answer given")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_STATES = (DutyState.OPEN, DutyState.ASKED)


class Outcome(models.TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    PARTLY = "partly", _("Partly accepted")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")
    NOTED = "noted", _("Noted")
    TAKEN_UP = "taken_up", _("Taken up")
    REFERRED = "referred", _("Referred to another body")


# How outcomes and states are drawn; the words beside the sign are the labels above.
OUTCOME_SIGNS = {
    Outcome.ACCEPTED: Sign("ok", "check"),
    Outcome.PARTLY: Sign("part", "half"),
    Outcome.NOT_ACCEPTED: Sign("stop", "x"),
    Outcome.NOTED: Sign("off", "ring"),
    Outcome.TAKEN_UP: Sign("move", "people"),
    Outcome.REFERRED: Sign("move", "ext"),
}
STATE_SIGNS = {
    DutyState.OPEN: Sign("wait", "clock"),
    DutyState.ASKED: Sign("part", "help"),
    DutyState.ANSWERED: Sign("ok", "check"),
    DutyState.WITHDRAWN: Sign("off", "ret"),
}
KIND_ICONS = {
    DutyKind.NEED: "ear",
    DutyKind.COMMENT: "chat",
    DutyKind.SUGGESTION: "edit",
    DutyKind.AGENDA_PROPOSAL: "people",
    DutyKind.ORGANISATION: "flag",
}


@kept_history(
    "DutyHistory",
    "reference",
    "kind",
    "organisation",
    "unit",
    "officer",
    "due_on",
    "authority",
    states=("state", "outcome", "confidential"),
    texts=("title", "reason", "extension_reason", "referred_to", "continues"),
    forgets_texts=models.Q(confidential=True),
    found_by=("reference",),
)
class Duty(models.Model):
    """The duty to answer one input by a day, with a reason.

    ``reference`` is the input's own public reference. ``title`` is the input's title for lists; empty where the input is
    confidential (``confidential``: seen only by its submitter and the officers it is assigned to). ``calculation`` keeps how
    ``due_on`` was worked out: rule, first day, every day that was left out and why (see ``workdays.Calculation``). While a question
    asked back is open, ``waiting_since`` is its day and the clock stands still. ``days_taken`` counts the working days to the answer.
    """

    reference = models.CharField(_("reference"), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=DutyKind)
    title = models.CharField(_("title"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=DutyState, default=DutyState.OPEN)
    confidential = models.BooleanField(default=False)
    submitter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="duties_submitted"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="duties"
    )
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="duties", verbose_name=_("responsible unit")
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="duties",
        verbose_name=_("officer"),
    )
    rule_set = models.ForeignKey(RuleSet, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(_("received"))
    due_on = models.DateField(_("answer due"))
    calculation = models.JSONField(default=dict)
    waiting_since = models.DateField(null=True, blank=True)
    extended_at = models.DateTimeField(null=True, blank=True)
    extension_reason = models.TextField(_("reason for the extension"), blank=True, max_length=2000)
    outcome = models.CharField(_("outcome"), max_length=15, choices=Outcome, blank=True)
    reason = models.TextField(_("answer with its reason"), blank=True, max_length=10_000)
    # A referral names a body of the catalogue, or in words one that is not in it; words beside it say which department.
    authority = models.ForeignKey(
        Authority, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("authority")
    )
    referred_to = models.CharField(_("referred to"), max_length=200, blank=True)
    continues = models.TextField(_("what the municipality itself goes on doing"), blank=True, max_length=2000)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    days_taken = models.PositiveSmallIntegerField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    registry_number = models.CharField(_("document number (EBYS)"), max_length=40, blank=True)
    registry_date = models.DateField(_("document date (EBYS)"), null=True, blank=True)
    is_example = models.BooleanField(default=False)
    search_vector = models.GeneratedField(
        expression=Vector(Concat("title", Value(" "), "reference")), output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="answering_state_says_why",
                condition=(
                    models.Q(state="open", answered_at=None, withdrawn_at=None, waiting_since=None)
                    | models.Q(state="asked", answered_at=None, withdrawn_at=None, waiting_since__isnull=False)
                    | models.Q(state="answered", answered_at__isnull=False, withdrawn_at=None, waiting_since=None)
                    | models.Q(state="withdrawn", answered_at=None, withdrawn_at__isnull=False, waiting_since=None)
                ),
            ),
            models.CheckConstraint(
                name="answering_outcome_reason_date",
                condition=(
                    models.Q(outcome="", reason="", answered_at=None)
                    | models.Q(answered_at__isnull=False) & ~models.Q(outcome="") & ~models.Q(reason="")
                ),
            ),
            models.CheckConstraint(
                name="answering_referred_to_somebody",
                condition=~models.Q(outcome="referred") | ~models.Q(referred_to="") | models.Q(authority__isnull=False),
            ),
            models.CheckConstraint(
                name="answering_only_referrals_name_an_authority",
                condition=models.Q(outcome="referred") | models.Q(authority=None, continues=""),
            ),
            models.CheckConstraint(
                name="answering_extension_has_reason",
                condition=models.Q(extended_at=None, extension_reason="")
                | models.Q(extended_at__isnull=False) & ~models.Q(extension_reason=""),
            ),
            models.CheckConstraint(
                name="answering_registry_together",
                condition=models.Q(registry_number="", registry_date=None)
                | ~models.Q(registry_number="") & models.Q(registry_date__isnull=False),
            ),
            models.CheckConstraint(
                name="answering_confidential_has_no_title", condition=models.Q(confidential=False) | models.Q(title="")
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit", "due_on", "id"],
                condition=models.Q(state__in=["open", "asked"]),
                name="answering_open_by_unit",
            ),
            models.Index(
                fields=["officer", "due_on", "id"],
                condition=models.Q(state__in=["open", "asked"]),
                name="answering_open_by_officer",
            ),
            models.Index(fields=["organisation", "-received_at", "-id"], name="answering_by_organisation"),
            models.Index(fields=["submitter", "-received_at", "-id"], name="answering_by_submitter"),
            models.Index(fields=["answered_at"], name="answering_by_answer"),
            models.Index(fields=["due_on"], condition=models.Q(confidential=False), name="answering_scoreboard"),
            GinIndex(fields=["search_vector"], name="answering_search"),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The page of the input itself; inputs without a page of their own are found on the desk."""
        url_name = URL_NAMES.get(self.kind)
        return reverse(url_name, args=[self.reference]) if url_name else reverse("answering:desk")

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def label(self) -> str:
        """The title for lists; what is confidential has none."""
        return gettext("Confidential record") if self.confidential else self.title

    @property
    def is_personal(self) -> bool:
        """Whether people hand such inputs in for themselves too: without an organisation it is nobody's of the municipality."""
        return self.kind in PERSONAL_KINDS

    @property
    def sign(self) -> Sign:
        """The sign of the outcome where there is one, else of the state."""
        return OUTCOME_SIGNS[Outcome(self.outcome)] if self.outcome else STATE_SIGNS[DutyState(self.state)]

    @property
    def standing(self) -> str:
        """The outcome where there is one, else the state, in words."""
        return str(Outcome(self.outcome).label if self.outcome else DutyState(self.state).label)

    @property
    def passed_to(self) -> str:
        """To whom it was referred: the body, and in words the department or a body that is not in the catalogue."""
        return ", ".join(name for name in (self.authority.name if self.authority else "", self.referred_to) if name)

    @property
    def kind_icon(self) -> str:
        return KIND_ICONS[DutyKind(self.kind)]

    @property
    def received_on(self) -> date:
        """The day of receipt in the municipality, whatever the reader's time zone."""
        return municipal_day(self.received_at)

    @property
    def answered_on(self) -> date | None:
        """The day of the answer in the municipality."""
        return municipal_day(self.answered_at) if self.answered_at else None

    @cached_property
    def clock(self) -> Clock:
        """Where the clock stands today. Lists set it for all rows at once (``queries.with_clocks``)."""
        return clock_of(self)

    def is_overdue(self) -> bool:
        """Whether the answer is (or was given) after the due day. Time in which a reply is awaited does not count."""
        last = municipal_day(self.answered_at) if self.answered_at else self.waiting_since or timezone.localdate()
        return self.state != DutyState.WITHDRAWN and last > self.due_on


# The page of an input by kind: the rooms above name theirs here by contract, because a lower room cannot ask them.
URL_NAMES: dict[str, str] = {
    DutyKind.NEED: "needs:detail",
    DutyKind.COMMENT: "rounds:comment",
    DutyKind.SUGGESTION: "suggestions:suggestion",
    DutyKind.ORGANISATION: "answering:application",
}
# What people also hand in for themselves alone; a need without an organisation was written down by staff for others.
PERSONAL_KINDS = (DutyKind.COMMENT, DutyKind.SUGGESTION)


class Question(models.Model):
    """A question asked back. The clock stands still from the day it is asked until the day it is answered."""

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="questions")
    text = models.TextField(_("question"), max_length=2000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    reply = models.TextField(_("reply"), blank=True, max_length=5000)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    replied_at = models.DateTimeField(null=True, blank=True)
    due_before = models.DateField(_("answer was due"))
    due_after = models.DateField(_("answer due after the reply"), null=True, blank=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["duty"], condition=models.Q(replied_at=None), name="answering_one_open_question"
            ),
            models.CheckConstraint(
                name="answering_reply_together",
                condition=models.Q(replied_at=None, reply="", due_after=None)
                | models.Q(replied_at__isnull=False, due_after__isnull=False) & ~models.Q(reply=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.asked_at:%Y-%m-%d}"


class DutyAct(models.TextChoices):
    RECEIVED = "received", _("received")
    ASSIGNED = "assigned", _("given to a unit")
    PASSED_TO_UNIT = "passed_to_unit", _("passed to the unit")
    ASKED_BACK = "asked_back", _("asked back")
    REPLIED = "replied", _("reply received")
    EXTENDED = "extended", _("time extended")
    ANSWERED = "answered", _("answered")
    TAKEN_BACK = "taken_back", _("answer taken back")
    WITHDRAWN = "withdrawn", _("withdrawn")


class DutyEvent(models.Model):
    """What happened to a duty. ``note`` says what the act itself does not: a reason, the new officer's unit, or for an answer
    that was given together with another one, the reference of that."""

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    act = models.CharField(max_length=20, choices=DutyAct)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.act}"


@kept_history("AnswerTemplateHistory", *Term.HISTORY, "unit", states=Term.STATES)
class AnswerTemplate(Term):
    """A reason that is given often, as a beginning: it is put into the box of the answer and edited there before it is sent.

    ``name`` is its title in the list, ``description`` the text. Without a ``unit`` it is offered to all of them. A template
    holds no personal data. Answers that were begun with it keep nothing of it but the words.
    """

    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.CASCADE, related_name="answer_templates", verbose_name=_("unit")
    )
    is_example = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(description_tr=""), name="answering_template_has_text"),
        ]


class OrganisationApplication(models.Model):
    """An organisation asks to take part; answered in time like every input.

    It stands here and not in ``accounts``, because a lower room knows nothing of duties.
    """

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="application")
    duty = models.OneToOneField(Duty, on_delete=models.PROTECT, related_name="application")
    applicant = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    statement = models.TextField(_("how the municipality can verify the organisation"), max_length=2000)
    registry_number = models.CharField(_("registry number (kütük no), if there is one"), max_length=40, blank=True)

    def __str__(self) -> str:
        return str(self.organisation)
