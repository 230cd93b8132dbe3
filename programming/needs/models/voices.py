"""Voices for needs that somebody else raised."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from atasehir_portal.accounts.models import Organisation
from atasehir_portal.accounts.people import person
from programming.needs.models.need import Need


class SupportQuerySet(models.QuerySet["NeedSupport"]):
    def mine(self, user: Any) -> "SupportQuerySet":
        """The voices of this person, and of the organisations they act for."""
        own = models.Q(organisation=None, user=user)
        return self.filter(own | models.Q(organisation__in=person(user).organisation_ids))


class NeedSupport(models.Model):
    """One voice for a need that somebody else raised: of an organisation, or of a person who acts for none.

    Counted, never listed: to whom a voice belongs is seen by those whose it is. ``user`` is who added it.
    """

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="supports")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="need_supports")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="need_supports"
    )
    at = models.DateTimeField(default=timezone.now)
    is_example = models.BooleanField(default=False)

    objects = SupportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["need", "organisation"], name="needs_one_voice_of_an_organisation"),
            models.UniqueConstraint(
                fields=["need", "user"], condition=models.Q(organisation=None), name="needs_one_voice_of_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need_id} +1"
