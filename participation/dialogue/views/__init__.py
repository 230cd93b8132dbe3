"""Pages of the charter."""

from participation.dialogue.views.accepting import acceptance, withdraw
from participation.dialogue.views.desk import adopt, begin, edit, give_up, stage
from participation.dialogue.views.public import acceptances, acceptances_csv, charter, compare, version, version_pdf

__all__ = [
    "acceptance",
    "acceptances",
    "acceptances_csv",
    "adopt",
    "begin",
    "charter",
    "compare",
    "edit",
    "give_up",
    "stage",
    "version",
    "version_pdf",
    "withdraw",
]
