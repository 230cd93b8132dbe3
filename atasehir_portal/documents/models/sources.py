"""The scholarly apparatus of a document: its sources, its glossary, its index, and who changed them."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from atasehir_portal.accounts.models import Organisation, Unit
from atasehir_portal.catalogue.models import Certainty
from atasehir_portal.documents.models.text import Document
from atasehir_portal.history import kept_history


class SourceKind(models.TextChoices):
    BOOK = "book", _("book")
    REPORT = "report", _("report")
    LAW = "law", _("law")
    REGULATION = "regulation", _("regulation")
    TREATY = "treaty", _("treaty or declaration")
    WEB = "web", _("web page")


@kept_history(
    "SourceHistory",
    "document",
    "key",
    "kind",
    "author",
    "title",
    "year",
    "publisher",
    "number",
    "article",
    "gazette",
    "last_amendment",
    "seen_on",
    "url",
    "certainty",
    "note",
)
class Source(models.Model):
    """What a citation ``[@key]`` points to. For law: number, article, last amendment and the date on which it was
    seen.

    ``revision`` counts its changes (``EntryRevision``), here as with terms and entries of the index.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="sources")
    key = models.SlugField(max_length=60)
    kind = models.CharField(max_length=12, choices=SourceKind, default=SourceKind.REPORT)
    author = models.CharField(_("author or body"), max_length=250, blank=True)
    title = models.CharField(_("title"), max_length=400)
    year = models.CharField(_("year"), max_length=20, blank=True)
    publisher = models.CharField(_("publisher"), max_length=250, blank=True)
    number = models.CharField(_("number or symbol"), max_length=80, blank=True)
    article = models.CharField(_("article"), max_length=120, blank=True)
    gazette = models.CharField(_("official gazette"), max_length=120, blank=True)
    last_amendment = models.CharField(_("last known amendment"), max_length=200, blank=True)
    seen_on = models.CharField(_("date seen"), max_length=120, blank=True)
    url = models.URLField(_("address"), blank=True, max_length=500)
    certainty = models.CharField(max_length=12, choices=Certainty, default=Certainty.SOURCE)
    note = models.CharField(_("note"), max_length=500, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["author", "title"]
        constraints = [models.UniqueConstraint(fields=["document", "key"], name="documents_source_key")]

    def __str__(self) -> str:
        return self.key


@kept_history("TermHistory", "document", "term", "english", "definition")
class Term(models.Model):
    """An entry of the document's glossary."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="terms")
    term = models.CharField(_("term"), max_length=120)
    english = models.CharField(_("English"), max_length=120, blank=True)
    definition = models.TextField(_("definition"), max_length=1000)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "term"], name="documents_term_once")]

    def __str__(self) -> str:
        return self.term


@kept_history("IndexEntryHistory", "document", "term", "variants", "see", "see_also")
class IndexEntry(models.Model):
    """A word of the index. Where it stands is found in the text (``documents.concordance``), never typed.

    ``variants`` are other words that count as it; ``see`` leads from a word that is not used to the one that is, and
    then it has no places of its own; ``see_also`` names related entries.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="index_entries")
    term = models.CharField(_("term"), max_length=120)
    variants = ArrayField(models.CharField(max_length=120), default=list, blank=True, verbose_name=_("other words"))
    see = models.CharField(_("see"), max_length=120, blank=True)
    see_also = ArrayField(models.CharField(max_length=120), default=list, blank=True, verbose_name=_("see also"))
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "term"], name="documents_index_term_once")]

    def __str__(self) -> str:
        return self.term


class EntryList(models.TextChoices):
    """The lists of a document whose entries have a history."""

    SOURCES = "source", _("sources")
    TERMS = "term", _("glossary")
    INDEX = "index", _("index")


class EntryAct(models.TextChoices):
    ADDED = "added", pgettext_lazy("entry", "added")
    CHANGED = "changed", pgettext_lazy("entry", "changed")
    REMOVED = "removed", pgettext_lazy("entry", "removed")


class EntryRevision(models.Model):
    """One state of a source, a term or an entry of the index: who wrote it, for whom, when and why. Append-only.

    ``entry`` is the number of the row, which may be gone; ``name`` its key or word then; ``data`` all its columns.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="entry_revisions")
    entry_list = models.CharField(max_length=10, choices=EntryList)
    entry = models.PositiveBigIntegerField()
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=10, choices=EntryAct)
    name = models.CharField(max_length=120)
    data = models.JSONField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(_("why"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry_list", "entry", "number"], name="documents_entry_revision_number"),
            models.CheckConstraint(
                name="documents_entry_list_known", condition=models.Q(entry_list__in=EntryList.values)
            ),
            models.CheckConstraint(name="documents_entry_act_known", condition=models.Q(act__in=EntryAct.values)),
        ]
        triggers = [
            pgtrigger.Protect(
                name="documents_entry_revision_is_kept",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("entry_list", "entry", "number", "act", "name", "data", "created_at"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_list} {self.name} / {self.number}"
