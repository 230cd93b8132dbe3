"""The kept summary of coverage, and the quarterly tables."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Facet(models.TextChoices):
    """By what coverage is narrowed, one at a time; ``ALL`` is not narrowed."""

    ALL = "all", _("everything")
    NEIGHBOURHOOD = "neighbourhood", _("Neighbourhood")
    AREA = "area", _("Service")
    PERIOD = "period", _("Heard in")
    STATE = "state", _("State")
    KIND = "kind", _("Raised by")


class CoverageCounted(models.Model):
    """What a need last gave to the summary. Written by triggers of the database only. What is not listed, as confidential needs, has
    a row that says nothing (``counts`` is false)."""

    need_id = models.BigIntegerField(primary_key=True)
    counts = models.BooleanField(db_default=False)
    is_public = models.BooleanField(db_default=False)
    state = models.CharField(max_length=15, db_default="")
    answered = models.BooleanField(db_default=False)
    period = models.CharField(max_length=6, db_default="")
    area = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=20, db_default="")
    people = models.IntegerField(db_default=0)
    groups = ArrayField(models.BigIntegerField(), db_default=[])
    rights = ArrayField(models.BigIntegerField(), db_default=[])
    places = ArrayField(models.BigIntegerField(), db_default=[])

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
            models.Index(fields=["id"], condition=models.Q(is_settled=False), name="needs_coverage_parts"),
        ]

    def __str__(self) -> str:
        return f"{self.facet} {self.value}: {self.group} × {self.right}"
