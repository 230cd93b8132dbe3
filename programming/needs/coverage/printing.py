"""The tables of a quarter as a printed document: the same frozen rows, through the one door."""

from collections.abc import Iterator, Sequence

from django.utils import translation
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from atasehir_portal.catalogue.queries import municipality
from atasehir_portal.documents.reporting.paper import printable
from atasehir_portal.rendering import parts
from atasehir_portal.rendering.book import Paper, paper_html
from atasehir_portal.rendering.models import Rendering
from atasehir_portal.rendering.services import request_rendering
from programming.needs.coverage.shown import Shown, quarter_name
from programming.needs.models import QuarterlyTable

STYLE = "document"
LANGUAGE = "tr"


def order(quarter: str, tables: Sequence[QuarterlyTable], *, is_example: bool) -> Rendering:
    """Have the tables printed, in Turkish; the order is written in the caller's transaction."""
    with translation.override(LANGUAGE):
        title = _("Needs heard: %(quarter)s") % {"quarter": quarter_name(quarter)}
        html = format_html_join("", "{}", ((part,) for part in _parts(tables, title)))
        paper = Paper(
            title=title, issuer=municipality().name, lines=explained(tables[0].threshold), html=html, language=LANGUAGE
        )
        whole = printable(paper_html(paper))
    return request_rendering(style=STYLE, title=title, language=LANGUAGE, html=whole, is_example=is_example)


def explained(threshold: int) -> list[str]:
    """Return what whoever reads such tables has to know, a sentence each; on the page and on paper."""
    return [
        _(
            "Counted are the needs that were heard in this quarter, as they stood on the day of publication. The figures stay as they are."
        ),
        _(
            "“Others” are needs for participants and confidential ones. They are counted only where at least %(threshold)s of them agree "
            "in all that such a table says; the rest is left out without a mark, so that no small number can be worked out. Every sum is "
            "a least."
        )
        % {"threshold": threshold},
        _("One need can stand in several rows. There is no total, and rows do not add up."),
    ]


def _parts(tables: Sequence[QuarterlyTable], title: str) -> Iterator[SafeString]:
    head = [_("Row"), _("Public needs"), _("Others"), _("Together, at least")]
    for each in tables:
        shown = Shown.of(each)
        yield format_html('<h2 id="{}">{}</h2>', shown.name, shown.label)
        yield parts.table(
            anchor=f"tablo-{shown.name}",
            caption=escape(title),
            head=[escape(words) for words in head],
            rows=[[escape(row.name), *map(str, (row.public, row.others, row.at_least))] for row in shown.rows],
            number_columns=(2, 3, 4),
            wide=False,
            language=LANGUAGE,
        )
