"""The bibliography of a document."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from atasehir_portal.catalogue.models import Certainty
from atasehir_portal.documents.models.text import Document


class SourceKind(models.TextChoices):
    BOOK = "book", _("book")
    REPORT = "report", _("report")
    LAW = "law", _("law")
    REGULATION = "regulation", _("regulation")
    TREATY = "treaty", _("treaty or declaration")
    WEB = "web", _("web page")


class Source(models.Model):
    """What a citation ``[@key]`` points to. For law: number, article, last amendment and the date on which it was
    seen."""

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

    class Meta:
        ordering = ["author", "title"]
        constraints = [models.UniqueConstraint(fields=["document", "key"], name="documents_source_key")]

    def __str__(self) -> str:
        return self.key


class Term(models.Model):
    """An entry of the document's glossary."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="terms")
    term = models.CharField(_("term"), max_length=120)
    english = models.CharField(_("English"), max_length=120, blank=True)
    definition = models.TextField(_("definition"), max_length=1000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "term"], name="documents_term_once")]

    def __str__(self) -> str:
        return self.term
