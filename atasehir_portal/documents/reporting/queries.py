"""Reads of printed reports."""

from typing import Any

from atasehir_portal.documents import permissions
from atasehir_portal.documents.models import ReportKind, Round, RoundReport


def reports_for(user: Any, round: Round) -> dict[str, RoundReport]:
    """Return the printed reports of a round that this person may have, by kind: the final one is for everybody who sees the
    round, an interim one for the staff who may order it. One query."""
    found = RoundReport.objects.filter(round=round).select_related("rendering").defer("rendering__source_html")
    if not permissions.can_type_in(user, round):
        found = found.filter(kind=ReportKind.FINAL)
    return {report.kind: report for report in found}
