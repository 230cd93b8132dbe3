"""Consultations: a frozen version is put before people for some weeks, and what they say about it is answered."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import Organisation, Unit
from atasehir_portal.answering.clock import municipal_day, today
from atasehir_portal.answering.models import Duty
from atasehir_portal.documents.models.history import Version
from atasehir_portal.documents.models.text import Block, Document, Section
from atasehir_portal.history import kept_history


class RoundState(models.TextChoices):
    PLANNED = "planned", _("planned")
    OPEN = "open", _("open")
    ANSWERING = "answering", _("being answered")
    CLOSED = "closed", _("closed")


class TakesPart(models.TextChoices):
    """Who may write in a round. Who may read it is everybody who sees the round."""

    EVERYBODY = "everybody", _("everybody who has signed in")
    ORGANISATIONS = "organisations", _("members of verified organisations")


@kept_history(
    "RoundHistory",
    "reference",
    "document",
    "title",
    "summary",
    "takes_part",
    "unit",
    "opens_on",
    "ends_on",
    states=("state",),
    found_by=("reference",),
)
class Round(models.Model):
    """A consultation on one frozen version of a document.

    Inputs are taken from ``opens_on`` to ``ends_on``, both included, in the municipality's days. It ends by itself on the day after
    and is closed by a person once every input is answered. A document has one round at a time. ``unit`` answers what comes in.
    """

    reference = models.CharField(_("reference"), max_length=20, unique=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="rounds")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="rounds")
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("what it is about, in plain words"), max_length=3000)
    takes_part = models.CharField(_("who may take part"), max_length=15, choices=TakesPart, default=TakesPart.EVERYBODY)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit that answers"))
    opens_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    state = models.CharField(_("state"), max_length=10, choices=RoundState, default=RoundState.PLANNED)
    opened_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="documents_round_lasts", condition=models.Q(ends_on__gte=models.F("opens_on"))),
            models.CheckConstraint(
                name="documents_round_state_says_when",
                condition=(
                    models.Q(state="planned", opened_at=None, ended_at=None, closed_at=None)
                    | models.Q(state="open", opened_at__isnull=False, ended_at=None, closed_at=None)
                    | models.Q(state="answering", opened_at__isnull=False, ended_at__isnull=False, closed_at=None)
                    | models.Q(state="closed", closed_at__isnull=False)
                ),
            ),
            models.UniqueConstraint(
                fields=["document"], condition=~models.Q(state="closed"), name="documents_one_round_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("rounds:round", args=[self.reference])

    @property
    def is_running(self) -> bool:
        """Whether inputs are taken today."""
        return self.state == RoundState.OPEN and self.opens_on <= today() <= self.ends_on

    @property
    def takes_paper(self) -> bool:
        """Whether what came on paper can still be typed in: also while the rest is being answered."""
        return self.state in (RoundState.OPEN, RoundState.ANSWERING)


@kept_history("RoundQuestionHistory", "round", "position", "text")
class RoundQuestion(models.Model):
    """A question that readers of a round are asked."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("question"), max_length=300)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["round", "position"], name="documents_round_question_position")]

    def __str__(self) -> str:
        return self.text


class InputChannel(models.TextChoices):
    """How a contribution came. What came on paper was typed in by staff."""

    PORTAL = "portal", _("through the portal")
    PAPER = "paper", _("on paper")


class HarmKind(models.TextChoices):
    """Why something that was said is reported or hidden (``models.moderation``)."""

    INSULT = "insult", _("Insult or hate speech")
    PERSONAL = "personal", _("Personal data of somebody")
    ADVERT = "advert", _("Advertising")
    OFF_TOPIC = "off_topic", _("Not about this text")
    OTHER = "other", _("Something else")


def _hidden_together() -> models.Q:
    """Hidden is: since when, why, and why in a sentence; never a part of it."""
    return models.Q(hidden_at=None, hidden_kind="", hidden_sentence="") | models.Q(hidden_at__isnull=False) & ~models.Q(
        hidden_kind=""
    ) & ~models.Q(hidden_sentence="")


class Input(models.Model):
    """What comments and suggestions have in common: who said it for whom, in which round, and the duty to answer it.

    ``author`` is who wrote it, or for what came on paper who typed it in. ``form_key`` is the form's one-time key: the same
    form sent twice makes one input.
    """

    reference = models.CharField(_("reference"), max_length=20, unique=True)
    channel = models.CharField(_("how it came"), max_length=10, choices=InputChannel, default=InputChannel.PORTAL)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    form_key = models.UUIDField(null=True, blank=True, unique=True)
    is_example = models.BooleanField(default=False)
    # Where moderators hid it, its words are no longer in this row, but what everybody may read (``moderating``).
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_kind = models.CharField(max_length=10, choices=HarmKind, blank=True)
    hidden_sentence = models.CharField(max_length=300, blank=True)
    # Set by ``moderating.queries.uncover``: the same with its words, for who may read them; when it was hidden and shown again; what
    # the reader can do about it.
    behind: Any = None
    has_kept_words = False
    past_hidings: Sequence[Any] = ()
    moderation_acts: Any = None

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.reference

    @property
    def is_hidden(self) -> bool:
        """Whether moderators hid what was said."""
        return self.hidden_at is not None

    @property
    def is_covered(self) -> bool:
        """Whether this object has not the words of who wrote it: hidden, and not given them (``moderating.words.with_kept``)."""
        return self.is_hidden and not self.has_kept_words

    @property
    def tombstone(self) -> str:
        """What stands in the place of a hidden text: since when it is hidden, and why. Empty where it is not hidden."""
        if self.hidden_at is None:
            return ""
        return self._hidden_words() % {
            "day": formats.date_format(municipal_day(self.hidden_at), "j F Y"),
            "kind": HarmKind(self.hidden_kind).label,
            "sentence": self.hidden_sentence,
        }

    @property
    def hidden_title(self) -> str:
        """What lists call a hidden text. Empty where it is not hidden."""
        if self.hidden_at is None:
            return ""
        return gettext("Hidden on %(day)s: %(kind)s") % {
            "day": formats.date_format(municipal_day(self.hidden_at), "j F Y"),
            "kind": HarmKind(self.hidden_kind).label,
        }

    def _hidden_words(self) -> str:
        raise NotImplementedError

    @property
    def who(self) -> str:
        """Who said it, as everybody reads it: an organisation, a unit, paper, or a person without a name."""
        if self.channel == InputChannel.PAPER:
            return gettext("A contribution on paper")
        if self.organisation is not None:
            return self.organisation.name
        unit = getattr(self, "unit", None)
        return unit.name if unit is not None else gettext("A person for themselves")


# How many letters of a comment stand beside the text.
BEGINNING = 220


@kept_history(
    "CommentHistory",
    "reference",
    "channel",
    "organisation",
    "unit",
    "round",
    states=("hidden_at", "hidden_kind"),
    texts=("body",),
    forgets_texts=models.Q(hidden_at__isnull=False),
    found_by=("reference",),
)
class Comment(Input):
    """What somebody says about a block, about one of the round's questions, or about the whole.

    It is anchored to (``round.version``, ``block``): the text that was read is the frozen one. A reply (``parent``) belongs to the
    thread of its comment, one level deep, and is answered with it: only the comment itself has a duty.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="comments")
    block = models.ForeignKey(Block, null=True, blank=True, on_delete=models.PROTECT, related_name="comments")
    question = models.ForeignKey(
        RoundQuestion, null=True, blank=True, on_delete=models.PROTECT, related_name="comments"
    )
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies")
    body = models.TextField(_("comment"), max_length=5000)
    # whose words they are where somebody of the municipality writes
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    duty = models.OneToOneField(Duty, null=True, blank=True, on_delete=models.PROTECT, related_name="comment")

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(
                fields=["round", "block", "-created_at", "-id"],
                condition=models.Q(parent=None),
                name="documents_comment_by_block",
            ),
            models.Index(
                fields=["round", "-created_at", "-id"],
                condition=models.Q(parent=None),
                name="documents_comment_newest",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="documents_comment_on_one_thing",
                condition=models.Q(block=None) | models.Q(question=None),
            ),
            models.CheckConstraint(
                name="documents_comment_thread_has_one_duty",
                condition=models.Q(parent=None, duty__isnull=False) | models.Q(parent__isnull=False, duty=None),
            ),
            models.CheckConstraint(name="documents_comment_hidden_together", condition=_hidden_together()),
        ]

    def get_absolute_url(self) -> str:
        return reverse("rounds:comment", args=[self.reference])

    @property
    def beginning(self) -> str:
        """What is said, or its first words where it is long, for beside the text."""
        return self.body if len(self.body) <= BEGINNING else f"{self.body[: BEGINNING - 1].rstrip()}…"

    def _hidden_words(self) -> str:
        if self.parent_id:
            return gettext("This reply was hidden on %(day)s. Reason: %(kind)s. %(sentence)s")
        return gettext("This opinion was hidden on %(day)s. Reason: %(kind)s. %(sentence)s")


class SuggestionAct(models.TextChoices):
    CHANGE = "change", _("change")
    INSERT = "insert", _("insert")
    REMOVE = "remove", _("remove")


@kept_history(
    "SuggestionHistory",
    "reference",
    "channel",
    "organisation",
    "unit",
    "round",
    "act",
    "section",
    "kind",
    states=("took_effect_revision", "hidden_at", "hidden_kind"),
    texts=("body", "reason"),
    typed=("data",),
    forgets_texts=models.Q(hidden_at__isnull=False),
    found_by=("reference",),
)
class Suggestion(Input):
    """A change that somebody proposes: other words for a block, a new block after one (or at the beginning of a section), or its
    removal, always with a reason.

    ``base_revision`` is the revision of ``block`` in the round's version. Where it is accepted, ``took_effect`` is the block that it
    changed or became and ``took_effect_revision`` its revision then, credited to the author and the organisation.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="suggestions")
    act = models.CharField(_("what is proposed"), max_length=10, choices=SuggestionAct)
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="suggestions")
    block = models.ForeignKey(Block, null=True, blank=True, on_delete=models.PROTECT, related_name="suggestions")
    base_revision = models.PositiveIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=30, blank=True)
    body = models.TextField(_("text"), blank=True)
    data = models.JSONField(default=dict, blank=True)
    reason = models.TextField(_("why"), max_length=2000)
    # whose words they are where somebody of the municipality proposes
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    duty = models.OneToOneField(Duty, on_delete=models.PROTECT, related_name="suggestion")
    took_effect = models.ForeignKey(Block, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    took_effect_revision = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["round", "block", "-created_at", "-id"], name="documents_suggestion_by_block"),
            models.Index(fields=["round", "-created_at", "-id"], name="documents_suggestion_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                name="documents_suggestion_names_its_block",
                condition=models.Q(act="insert") | models.Q(block__isnull=False, base_revision__isnull=False),
            ),
            models.CheckConstraint(
                name="documents_suggestion_effect_together",
                condition=models.Q(took_effect=None, took_effect_revision=None)
                | models.Q(took_effect__isnull=False, took_effect_revision__isnull=False),
            ),
            models.CheckConstraint(name="documents_suggestion_has_reason", condition=~models.Q(reason="")),
            models.CheckConstraint(name="documents_suggestion_hidden_together", condition=_hidden_together()),
            models.CheckConstraint(
                name="documents_suggestion_hidden_is_empty",
                condition=models.Q(hidden_at=None) | models.Q(body="", data={}),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("suggestions:suggestion", args=[self.reference])

    def _hidden_words(self) -> str:
        return gettext("This suggestion was hidden on %(day)s. Reason: %(kind)s. %(sentence)s")
