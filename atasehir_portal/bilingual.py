"""Terms that the municipality keeps in Turkish and English."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def pick(instance: Any, field: str) -> str:
    """Return the field in the reader's language, in Turkish where the translation is empty."""
    if (get_language() or "tr").startswith("en"):
        return getattr(instance, f"{field}_en") or getattr(instance, f"{field}_tr")
    return getattr(instance, f"{field}_tr")


def pick_from(row: Mapping[str, str], field: str = "name") -> str:
    """Return the field of a row of plain data (``name_tr``, ``name_en``) in the reader's language."""
    english = (get_language() or "tr").startswith("en")
    return (english and row.get(f"{field}_en")) or row[f"{field}_tr"]


class Term(models.Model):
    """An entry of a controlled vocabulary. Retired entries stay, because records point to them."""

    # what ``history.kept_history`` keeps of every entry
    HISTORY: ClassVar = ("slug", "name_tr", "name_en", "description_tr", "description_en", "position")
    STATES: ClassVar = ("is_active",)

    slug = models.SlugField(_("short name"), unique=True, max_length=60)
    name_tr = models.CharField(_("name in Turkish"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    description_tr = models.TextField(_("description in Turkish"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return pick(self, "name")

    @property
    def description(self) -> str:
        return pick(self, "description")
