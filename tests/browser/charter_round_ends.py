"""Let the calendar end the open round of the charter: its last day has passed. Run by the portal."""

import django

django.setup()

from atasehir_portal.documents import rounds  # noqa: E402
from atasehir_portal.documents.models import Round, RoundState  # noqa: E402

if __name__ == "__main__":
    for one in Round.objects.filter(state=RoundState.OPEN, document__kind="charter"):
        rounds.end_round(round=one, by=None)
