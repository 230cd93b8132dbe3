"""What this database knows about itself as a whole."""

from django.db import models
from django.utils import timezone


class ExampleDataRemoval(models.Model):
    """The example data were removed from this database for good: no start loads them again, also not after a restore."""

    removed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.removed_at:%Y-%m-%d}"
