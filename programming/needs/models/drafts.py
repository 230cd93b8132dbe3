"""Needs that are still being written."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from programming.needs.models.need import Visibility


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
