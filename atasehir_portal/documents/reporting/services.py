"""Ordering the printed report of a round. What it says is frozen in the transaction that orders it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone, translation

from atasehir_portal.accounts.models import User
from atasehir_portal.answering.clock import today
from atasehir_portal.documents import permissions, rounds
from atasehir_portal.documents.models import ReportKind, Round, RoundReport, RoundState
from atasehir_portal.documents.reporting.paper import report_html, title_of
from atasehir_portal.rendering.models import Rendering
from atasehir_portal.rendering.services import discard_rendering, request_rendering
from atasehir_portal.transitions import NotInThisState

STYLE = "document"


def make_final(sender: Any = None, *, round: Round, **_rest: Any) -> RoundReport:
    """Order the report of a round that was just closed (receiver of ``round_closed``, in its transaction). Interim ones go."""
    return _make(round, ReportKind.FINAL)


@transaction.atomic
def make_interim(*, round: Round, by: User) -> RoundReport:
    """Order a report of how a round stands now; it takes the place of an earlier one. Raises PermissionDenied, NotInThisState where
    the round has not begun, or is closed and has its report.
    """
    if not permissions.can_type_in(by, round):
        raise PermissionDenied
    found = rounds.locked(round)
    if found.state not in (RoundState.OPEN, RoundState.ANSWERING):
        raise NotInThisState
    return _make(found, ReportKind.INTERIM)


@transaction.atomic
def make_anew(*, round: Round) -> None:
    """Print the reports that a round has once more, because words in them may no longer be shown, or may be shown again; the earlier
    files go. Called in the transaction of the act; it waits for a round that is just being closed.
    """
    found = rounds.locked(round)
    for kind in RoundReport.objects.filter(round=found).values_list("kind", flat=True).order_by("kind"):
        _make(found, ReportKind(kind))


def _make(round: Round, kind: ReportKind) -> RoundReport:
    whole = Round.objects.select_related("document", "version", "unit").get(pk=round.pk)
    is_interim = kind == ReportKind.INTERIM
    html = report_html(whole, is_interim=is_interim, on=today())
    with translation.override(whole.document.language):
        title = title_of(whole)[:300]
    rendering = request_rendering(
        style=STYLE,
        title=title,
        language=whole.document.language,
        html=html,
        is_example=whole.is_example,
    )
    outdated = RoundReport.objects.filter(round=whole)
    if is_interim:
        outdated = outdated.filter(kind=kind)
    old = {report.rendering_id for report in outdated} - {rendering.pk}
    outdated.delete()
    made = RoundReport.objects.create(round=whole, kind=kind, rendering=rendering, made_at=timezone.now())
    for each in Rendering.objects.filter(pk__in=old).defer("source_html"):
        discard_rendering(rendering=each)
    return made
