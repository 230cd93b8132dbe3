"""What ``manage.py check --deploy`` says of a deployment beside Django's own checks: notes that keep nothing from starting."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Info, Tags, register


@register(Tags.security, deploy=True)
def check_scanner(app_configs: Any, **_rest: Any) -> Sequence[CheckMessage]:
    """Say where files that people attach are seen by no virus scanner."""
    if settings.MALWARE_SCAN:
        return []
    note = "MALWARE_SCAN is not set: files that people attach are checked by content and stripped, but no virus scanner sees them."
    return [Info(note, hint="Let clamd run and name its socket or host:port (see .env.example).", id="portal.I001")]
