"""The public scoreboard: how the municipality answers, month by month, as a page and as a file."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from atasehir_portal import charts
from atasehir_portal.answering import figures
from atasehir_portal.answering.queries import FEWEST_ANSWERS
from atasehir_portal.downloads import table_response


@require_safe
def scoreboard(request: HttpRequest) -> HttpResponse:
    """How the municipality answers. Everybody may read it."""
    found = figures.scoreboard()
    context = {
        "board": found,
        "drawings": _drawings(found),
        "kinds": [kind.label for kind in figures.COUNTED_KINDS],
        "fewest": FEWEST_ANSWERS,
    }
    return render(request, "answering/scoreboard.html", context)


@require_safe
def scoreboard_csv(request: HttpRequest) -> HttpResponseBase:
    """The same months as a file."""
    head = [
        _("Month"),
        _("Answers that fell due"),
        _("Answered (%)"),
        _("Answered in time (%)"),
        _("Working days to the answer, median"),
        _("Still without an answer"),
    ]
    return table_response(request, "yanit-karnesi", head, _lines(figures.scoreboard()))


def _lines(board: figures.Scoreboard) -> Iterator[list[Any]]:
    for month in board.months:
        score = month.score
        values = [
            score.due if score.is_enough else None,
            score.answered_percent,
            score.in_time_percent,
            score.median_working_days,
            score.overdue,
        ]
        yield [f"{month.first:%Y-%m}", *("" if value is None else value for value in values)]


def _drawings(board: figures.Scoreboard) -> dict[str, SafeString]:
    """Draw the share answered in time by month, for wide and narrow screens; nothing below two months with figures."""
    shares = [month.score.in_time_percent for month in board.months]
    if sum(share is not None for share in shares) < 2:
        return {}
    language = "en" if (get_language() or "tr").startswith("en") else "tr"
    rows = tuple(
        charts.Row(date_format(month.first, "M Y"), (None if share is None else Decimal(share),))
        for month, share in zip(board.months, shares, strict=True)
    )
    table = charts.Table(_("Month"), (_("Answered in time"),), rows)
    chart = charts.Chart(charts.ChartType.LINE, table, unit="%")
    words = chart.in_words(language)
    label = _("Answered in time, month by month: %(figures)s") % {"figures": words}
    return {
        "wide": charts.svg(chart, width=charts.WIDE, label=label, language=language),
        "narrow": charts.svg(chart, width=charts.NARROW, label=label, language=language),
    }
