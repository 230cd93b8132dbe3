"""What happened to a need, and who looked at one that is confidential."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programming.needs.models.need import Need


class NeedEvent(models.Model):
    """One knot on a need's thread that is not an event of its duty: heard, linked to a measure, link removed, made visible, …"""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="events")
    act = models.CharField(max_length=20)
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.need_id} {self.act}"


class ConfidentialLook(models.Model):
    """Somebody looked at a confidential need. Shown to its submitter; a look by anyone not assigned needs a reason."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="looks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    unit_name = models.CharField(max_length=200, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.need_id} {self.at:%Y-%m-%d}"
