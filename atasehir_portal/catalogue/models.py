"""What the municipality is and the words it sorts things by: all of it data, loaded from files and editable."""

import re

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atasehir_portal.bilingual import Term, pick
from atasehir_portal.history import kept_history


@kept_history(
    "MunicipalityHistory",
    "name",
    "short_name",
    "portal_name",
    "province",
    "website",
    "help_tr",
    "help_en",
    "suppression_threshold",
)
class Municipality(models.Model):
    """The one municipality that this portal serves (each is its own data controller)."""

    singleton = models.BooleanField(default=True, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=60)
    portal_name = models.CharField(_("name of the portal"), max_length=60)
    province = models.CharField(_("province"), max_length=60)
    logo = models.ImageField(_("logo"), upload_to="logo/", blank=True)
    address = models.TextField(_("address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("web site"), blank=True)
    help_tr = models.TextField(_("how to reach us without the internet, in Turkish"), blank=True)
    help_en = models.TextField(_("how to reach us without the internet, in English"), blank=True)
    suppression_threshold = models.PositiveSmallIntegerField(_("smallest figure that is published"), default=5)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(singleton=True), name="catalogue_one_municipality")]

    def __str__(self) -> str:
        return self.name

    @property
    def help(self) -> str:
        return pick(self, "help")

    @property
    def can_be_reached(self) -> bool:
        """Whether it says how to reach it; where it does not, no page promises that."""
        return bool(self.phone or self.email or self.address or self.help_tr or self.help_en)

    @property
    def number_to_call(self) -> str:
        """The telephone number for a link: its digits, without a remark in brackets such as an extension."""
        return re.sub(r"[^0-9+]", "", re.sub(r"\([^()]*[^\W\d_][^()]*\)", "", self.phone))


@kept_history("PrivacyNoticeHistory", "number", "text_tr", "text_en", "effective_from")
class PrivacyNotice(models.Model):
    """A version of the notice under the data-protection law (6698, art. 10). Never changed: a new text is a new row."""

    number = models.PositiveSmallIntegerField(_("version"), unique=True)
    text_tr = models.TextField(_("text in Turkish"))
    text_en = models.TextField(_("text in English"))
    effective_from = models.DateField(_("in effect from"))

    class Meta:
        ordering = ["-number"]
        triggers = [pgtrigger.Protect(name="notice_never_changes", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def text(self) -> str:
        return pick(self, "text")


@kept_history("ClosedDayHistory", "date", "reason_tr", "reason_en")
class ClosedDay(models.Model):
    """A day on which the municipality does not work beyond the public holidays (administrative leave and the like)."""

    date = models.DateField(_("date"), unique=True)
    reason_tr = models.CharField(_("reason in Turkish"), max_length=200)
    reason_en = models.CharField(_("reason in English"), max_length=200)

    class Meta:
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d}"

    @property
    def reason(self) -> str:
        return pick(self, "reason")


@kept_history("NeighbourhoodHistory", *Term.HISTORY, "aliases", states=Term.STATES)
class Neighbourhood(Term):
    """A mahalle, with the other spellings under which people look for it."""

    aliases = ArrayField(models.CharField(max_length=80), default=list, blank=True, verbose_name=_("other spellings"))


@kept_history(
    "RightsHolderGroupHistory", *Term.HISTORY, "leads_to_special_data", "note_tr", "note_en", states=Term.STATES
)
class RightsHolderGroup(Term):
    """A group whose rights are at stake. ``leads_to_special_data``: naming a person's membership makes special-category data."""

    leads_to_special_data = models.BooleanField(_("leads to special-category data"), default=False)
    note_tr = models.CharField(_("note in Turkish"), max_length=200, blank=True)
    note_en = models.CharField(_("note in English"), max_length=200, blank=True)

    @property
    def note(self) -> str:
        return pick(self, "note")


class Certainty(models.TextChoices):
    """How sure a legal fact is; ``to_verify`` is printed only with that caveat."""

    SOURCE = "source", _("seen in the source")
    SECONDARY = "secondary", _("seen in a secondary source")
    TO_VERIFY = "to_verify", _("to be verified against the official text")


@kept_history("ChecklistHistory", *Term.HISTORY, "source", states=Term.STATES)
class Checklist(Term):
    """Questions by which work is checked: PANEL, AAAQ and the profiles that other rights need."""

    source = models.CharField(_("source"), max_length=200, blank=True)


@kept_history("ChecklistQuestionHistory", "checklist", "number", "element_tr", "element_en", "text_tr", "text_en")
class ChecklistQuestion(models.Model):
    checklist = models.ForeignKey(Checklist, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField(_("number"))
    element_tr = models.CharField(_("element in Turkish"), max_length=120)
    element_en = models.CharField(_("element in English"), max_length=120)
    text_tr = models.CharField(_("question in Turkish"), max_length=300)
    text_en = models.CharField(_("question in English"), max_length=300)

    class Meta:
        ordering = ["checklist", "number"]
        constraints = [models.UniqueConstraint(fields=["checklist", "number"], name="catalogue_question_number")]

    def __str__(self) -> str:
        return f"{self.number}. {pick(self, 'text')}"

    @property
    def text(self) -> str:
        return pick(self, "text")

    @property
    def element(self) -> str:
        return pick(self, "element")


@kept_history("RightHistory", *Term.HISTORY, "checklist", "services_tr", "services_en", states=Term.STATES)
class Right(Term):
    """A human right, the provisions it rests on, and the checklist its appraisal uses (AAAQ does not fit every right)."""

    checklist = models.ForeignKey(Checklist, null=True, blank=True, on_delete=models.SET_NULL, related_name="rights")
    services_tr = models.CharField(_("typical municipal services, in Turkish"), max_length=300, blank=True)
    services_en = models.CharField(_("typical municipal services, in English"), max_length=300, blank=True)


@kept_history(
    "ProvisionHistory", "right", "instrument_tr", "instrument_en", "article", "certainty", "seen_on", "position"
)
class Provision(models.Model):
    """An article that a right rests on, with how sure we are of it and when it was seen."""

    right = models.ForeignKey(Right, on_delete=models.CASCADE, related_name="provisions")
    instrument_tr = models.CharField(_("instrument in Turkish"), max_length=120)
    instrument_en = models.CharField(_("instrument in English"), max_length=120)
    article = models.CharField(_("article"), max_length=60, blank=True)
    certainty = models.CharField(_("certainty"), max_length=12, choices=Certainty, default=Certainty.TO_VERIFY)
    seen_on = models.DateField(_("date seen"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["right", "position"]

    def __str__(self) -> str:
        return f"{self.instrument} {self.article}".strip()

    @property
    def instrument(self) -> str:
        return pick(self, "instrument")


class Competence(models.TextChoices):
    """Whose task it is."""

    DISTRICT = "district", _("district municipality")
    METROPOLITAN = "metropolitan", _("metropolitan municipality")
    CENTRAL = "central", _("central government")
    OTHER = "other", _("another body")


@kept_history("ServiceAreaHistory", *Term.HISTORY, "competence", states=Term.STATES)
class ServiceArea(Term):
    """A field of municipal service, in the order of Law 5393, art. 14."""

    competence = models.CharField(_("competence"), max_length=12, choices=Competence, default=Competence.DISTRICT)


@kept_history("AuthorityHistory", *Term.HISTORY, "competence", states=Term.STATES)
class Authority(Term):
    """Another body to which an input is referred, because the matter is its task."""

    competence = models.CharField(_("competence"), max_length=12, choices=Competence, default=Competence.CENTRAL)


@kept_history("DiscriminationGroundHistory", *Term.HISTORY, "in_law", states=Term.STATES)
class DiscriminationGround(Term):
    """A ground of discrimination. The list in Law 6701 art. 3/2 is closed; ``in_law`` keeps it apart from open standards."""

    in_law = models.BooleanField(_("named in Law 6701, art. 3/2"), default=False)


class LoadedEntry(models.Model):
    """What ``load_catalogue`` wrote, as a digest: while the row still has it, nobody has edited it and it may be refreshed."""

    vocabulary = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vocabulary", "key"], name="catalogue_loaded_once")]

    def __str__(self) -> str:
        return f"{self.vocabulary}/{self.key}"


class ChangeAct(models.TextChoices):
    CREATED = "created", _("created")
    CHANGED = "changed", _("changed")
    RETIRED = "retired", _("retired")
    RESTORED = "restored", _("taken into use again")
    REMOVED = "removed", _("removed")


class CatalogueChange(models.Model):
    """Who changed which entry of the catalogue, when."""

    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    vocabulary = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    act = models.CharField(max_length=10, choices=ChangeAct)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["vocabulary", "key", "-at"], name="catalogue_change_entry")]

    def __str__(self) -> str:
        return f"{self.vocabulary}/{self.key} {self.act}"
