"""The kept summary of coverage, and the quarterly tables."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atasehir_portal.rendering.models import Rendering


class Facet(models.TextChoices):
    """By what coverage is narrowed, one at a time; ``ALL`` is not narrowed. By ``DAY`` groups are counted alone, over all rights."""

    ALL = "all", _("everything")
    NEIGHBOURHOOD = "neighbourhood", _("Neighbourhood")
    AREA = "area", _("Service")
    PERIOD = "period", _("Heard in")
    STATE = "state", _("State")
    KIND = "kind", _("Raised by")
    DAY = "day", _("Heard on")


class CoverageCounted(models.Model):
    """What a need last gave to the summary. Written by triggers of the database only, in the transaction of the change. What is not
    listed, as confidential needs, has a row that says nothing (``counts`` is false).

    The list is narrowed by it, too (``narrowing``): its rows are short, and one index holds groups, rights and neighbourhoods.
    """

    need_id = models.BigIntegerField(primary_key=True)
    counts = models.BooleanField(db_default=False)
    is_public = models.BooleanField(db_default=False)
    state = models.CharField(max_length=15, db_default="")
    answered = models.BooleanField(db_default=False)
    period = models.CharField(max_length=6, db_default="")
    day = models.DateField(null=True)
    area = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=20, db_default="")
    people = models.IntegerField(db_default=0)
    groups = ArrayField(models.BigIntegerField(), db_default=[])
    rights = ArrayField(models.BigIntegerField(), db_default=[])
    places = ArrayField(models.BigIntegerField(), db_default=[])

    class Meta:
        indexes = [
            # written at once: a list of what is still to be written would be read by everybody who narrows
            GinIndex(
                fields=["groups", "rights", "places"],
                condition=models.Q(counts=True),
                fastupdate=False,
                name="needs_said_of",
            ),
        ]

    def __str__(self) -> str:
        return str(self.need_id)


class CoverageCell(models.Model):
    """A part of one cell of groups × rights; the parts of a cell add up, so that two acts at once never wait for each other.

    ``group`` and ``right`` are numbers of the catalogue, 0 stands for all of them. ``people`` is the sum of the lower bounds of the
    ranges. Written by triggers; ``kept.fold`` makes one settled row out of the parts.
    """

    facet = models.CharField(max_length=15, choices=Facet)
    value = models.CharField(max_length=20)
    is_public = models.BooleanField()
    group = models.BigIntegerField()
    right = models.BigIntegerField()
    needs = models.BigIntegerField()
    answered = models.BigIntegerField()
    people = models.BigIntegerField()
    is_settled = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["facet", "value", "is_public", "group", "right"],
                condition=models.Q(is_settled=True),
                name="needs_coverage_settled_once",
            ),
        ]
        indexes = [
            models.Index(fields=["facet", "value"], name="needs_coverage_narrowed"),
            models.Index(fields=["group", "-value"], condition=models.Q(facet="day"), name="needs_coverage_by_day"),
            models.Index(fields=["id"], condition=models.Q(is_settled=False), name="needs_coverage_parts"),
        ]

    def __str__(self) -> str:
        return f"{self.facet} {self.value}: {self.group} × {self.right}"


class QuarterlyTable(models.Model):
    """One published table of a quarter, with needs that are not public: frozen, never computed again.

    ``rows`` are those of ``coverage.quarters.Row``: short name, both names of the word as they were then, public needs, others. By what
    rule the others are counted says ``coverage.classes``; ``threshold`` is the smallest class that was told.
    """

    class Name(models.TextChoices):
        GROUP = "group", _("By group")
        RIGHT = "right", _("By right")
        AREA = "area", _("By service")
        NEIGHBOURHOOD = "neighbourhood", _("By neighbourhood")

    quarter = models.CharField(_("quarter"), max_length=6)
    name = models.CharField(max_length=15, choices=Name)
    rows = models.JSONField()
    threshold = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # The printed tables: one file for the tables of a quarter.
    rendering = models.ForeignKey(Rendering, null=True, on_delete=models.PROTECT, related_name="+")
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["-quarter", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["quarter", "name"], name="needs_quarter_published_once"),
            models.CheckConstraint(
                condition=models.Q(quarter__regex=r"^20[0-9]{2}-[1-4]$"), name="needs_quarter_is_a_quarter"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="needs_quarter_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="needs_quarter_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "quarter", "name", "rows", "threshold", "published_at", "rendering", "is_example"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quarter} {self.name}"
