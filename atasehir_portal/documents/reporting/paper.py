"""The report of a round as a printed document: everything that it says, as one HTML that is frozen with its order."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from atasehir_portal import charts, turkish
from atasehir_portal.answering.clock import municipal_day
from atasehir_portal.answering.models import DutyState, Outcome
from atasehir_portal.catalogue.queries import municipality
from atasehir_portal.documents import round_queries
from atasehir_portal.documents.models import Comment, Round
from atasehir_portal.documents.nodes import Reading
from atasehir_portal.documents.reporting.rows import ReportRow, everything_in, rows_of
from atasehir_portal.rendering import letters, parts
from atasehir_portal.rendering.book import Paper, paper_html, turkish_key

_LINK = re.compile(r"</?a\b[^>]*>")
_HEARD = re.compile(r'<span class="vh">.*?</span>')
_NUMBERS = re.compile(r' (?:id|class="note"|class="cite[^"]*")(?:="[^"]*")?')


@dataclass(frozen=True, slots=True)
class Group:
    """The inputs about one question, one chapter, or the whole, under one heading."""

    heading: str
    rows: Sequence[ReportRow]


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """How much an organisation said."""

    name: str
    kind: str
    comments: int
    suggestions: int
    replies: int


def report_html(round: Round, *, is_interim: bool, on: date) -> str:
    """Return the complete document, in the language of the text. The round was fetched with its text; ``on`` is the day that is
    printed. Signs that the printed fonts lack stand there by their number, so that nobody's words stop the printing."""
    with translation.override(round.document.language):
        reading = round_queries.read_round(round)
        every = rows_of(round, everything_in(round))
        counted = [row for row in every if row.duty.state != DutyState.WITHDRAWN]
        context = {
            "round": round,
            "questions": list(round.questions.all()),
            "figures": round_queries.figures_of(round),
            "reply_count": sum(len(row.replies) for row in counted),
            "took_part": _took_part(round),
            "organisations": _organisations_table(_organisations(counted)),
            "outcomes": _outcomes(counted),
            "groups": [
                (group.heading, [(row, change_html(row)) for row in group.rows]) for group in _grouped(counted, reading)
            ],
            "waiting": [row for row in counted if row.duty.is_open],
            "withdrawn": [row.duty.reference for row in every if row.duty.state == DutyState.WITHDRAWN],
            "is_interim": is_interim,
            "day": on,
        }
        html = render_to_string("documents/rounds/report_paper.html", context)
        paper = Paper(
            title=title_of(round),
            issuer=municipality().name,
            lines=_lines(round, is_interim=is_interim, on=on),
            html=html,
            language=round.document.language,
        )
        return printable(paper_html(paper))


def title_of(round: Round) -> str:
    """Return what the document is called."""
    return gettext("Report of the round: %(title)s") % {"title": round.title}


def _lines(round: Round, *, is_interim: bool, on: date) -> list[str]:
    about = {"title": round.document.title, "number": round.version.number}
    lines = [
        gettext("%(title)s, version %(number)s") % about,
        gettext("Opinions were taken from %(first)s to %(last)s. Number of the round: %(reference)s")
        % {"first": _day(round.opens_on), "last": _day(round.ends_on), "reference": round.reference},
    ]
    if is_interim:
        lines.append(
            gettext("Interim report of %(day)s. The round is not closed: figures and answers still change.")
            % {"day": _day(on)}
        )
    elif round.closed_at is not None:
        lines.append(
            gettext("Closed on %(day)s; this report does not change any more.")
            % {"day": _day(municipal_day(round.closed_at))}
        )
    if round.is_example:
        lines.append(gettext("Example data: invented, about nobody real."))
    return lines


def _day(value: date) -> str:
    return date_format(value, "j F Y")


def change_html(row: ReportRow) -> SafeString:
    """Return what a suggestion proposes for paper: tracked changes without links, and without the words that stand on a page for
    those who hear it; a plus or a minus before the words says the same on paper."""
    if row.change is None:
        return SafeString("")
    text = _plain(row.change.html)
    said = [
        format_html("<p><strong>{}:</strong> {}</p>", each.label, mark_safe(_plain(each.html)))  # noqa: S308
        for each in row.change.fields
    ]
    return mark_safe(text + "".join(said))  # noqa: S308  cleaned by diffing, escaped by format_html


def _plain(html: str) -> str:
    return _NUMBERS.sub("", _LINK.sub("", _HEARD.sub("", html)))


def printable(html: str) -> str:
    """Return a document in which every sign that the printed fonts lack is named by its number: "[U+1F600]"."""
    html = unicodedata.normalize("NFC", html)
    lacking = letters.missing(html)
    if not lacking:
        return html
    runs = re.compile(f"[{re.escape(lacking)}]+")
    return runs.sub(lambda found: "[" + " ".join(f"U+{ord(sign):04X}" for sign in found[0]) + "]", html)


# --- figures ----------------------------------------------------------------------------------------------------------


def _took_part(round: Round) -> SafeString:
    rows = round_queries.took_part(round)
    if len(rows) == 1:  # no table of one row
        words = gettext("%(who)s: %(count)s")
        inputs = ngettext("%(number)s input", "%(number)s inputs", rows[0].inputs) % {"number": rows[0].inputs}
        label = _capital(rows[0].label)
        who = f"{label} ({rows[0].number})" if rows[0].number else label
        return format_html("<p>{}</p>", words % {"who": who, "count": inputs})
    if not rows:
        return SafeString("")
    return parts.table(
        anchor="kimler",
        caption=gettext("Who took part, and with how many inputs"),
        head=[gettext("Who"), gettext("How many"), gettext("Inputs")],
        rows=[
            *(
                [
                    conditional_escape(_capital(row.label)),
                    "–" if row.number is None else _number(row.number),
                    _number(row.inputs),
                ]
                for row in rows
            ),
            [gettext("Together"), "–", _number(sum(row.inputs for row in rows))],
        ],
        number_columns={2, 3},
        language=translation.get_language() or "tr",
    )


def _capital(words: str) -> str:
    return turkish.upper(words[:1]) + words[1:]


def _number(value: int) -> str:
    return charts.shown(Decimal(value), language=translation.get_language() or "tr")


def _organisations(rows: Sequence[ReportRow]) -> list[OrganisationRow]:
    """Return the organisations that said something, by name as Turkish sorts; those that only replied too."""
    names: dict[int, tuple[str, str]] = {}
    counts: dict[str, Counter[int]] = {"comment": Counter(), "suggestion": Counter(), "reply": Counter()}
    for row in rows:
        kind = "comment" if isinstance(row.said_by, Comment) else "suggestion"
        for said, name in ((row.said_by, kind), *((reply, "reply") for reply in row.replies)):
            organisation = said.organisation
            if organisation is not None:
                names[organisation.pk] = (organisation.name, organisation.get_kind_display())
                counts[name][organisation.pk] += 1
    found = [
        OrganisationRow(name, kind, counts["comment"][pk], counts["suggestion"][pk], counts["reply"][pk])
        for pk, (name, kind) in names.items()
    ]
    return sorted(found, key=lambda each: turkish_key(each.name))


def _organisations_table(rows: Sequence[OrganisationRow]) -> SafeString:
    if not rows:
        return SafeString("")
    return parts.table(
        anchor="kuruluslar",
        caption=gettext("The organisations that took part"),
        head=[
            gettext("Organisation"),
            gettext("Kind"),
            gettext("Opinions"),
            gettext("Suggested changes"),
            gettext("Replies"),
        ],
        rows=[
            *(
                [
                    conditional_escape(row.name),
                    conditional_escape(_capital(row.kind)),
                    _number(row.comments),
                    _number(row.suggestions),
                    _number(row.replies),
                ]
                for row in rows
            ),
            [
                gettext("Together"),
                "–",
                _number(sum(row.comments for row in rows)),
                _number(sum(row.suggestions for row in rows)),
                _number(sum(row.replies for row in rows)),
            ],
        ],
        number_columns={3, 4, 5},
        language=translation.get_language() or "tr",
    )


def _outcomes(rows: Sequence[ReportRow]) -> SafeString:
    """Return the outcomes as a drawing with its table: opinions and suggestions apart, and what waits."""
    if not rows:
        return SafeString("")
    waiting = gettext("Waiting for an answer")
    names = [*(str(label) for _value, label in Outcome.choices), waiting]
    counts: Counter[tuple[str, bool]] = Counter(
        (str(Outcome(row.duty.outcome).label) if row.duty.outcome else waiting, isinstance(row.said_by, Comment))
        for row in rows
    )
    lines = [(name, counts[name, True], counts[name, False]) for name in names]
    shown = [line for line in lines if line[1] + line[2]]
    comments, suggestions = [line[1] for line in shown], [line[2] for line in shown]
    columns = (gettext("Opinions"), gettext("Suggested changes"))
    language = translation.get_language() or "tr"
    chart = charts.Chart(
        charts.ChartType.STACKED,
        charts.Table(
            gettext("Answer"), columns, tuple(charts.table.Row(name, (Decimal(a), Decimal(b))) for name, a, b in shown)
        ),
        unit=gettext("inputs"),
    )
    drawing = parts.figure(
        anchor="sonuclar",
        src=parts.embedded(charts.svg(chart, language=language).encode()),
        alt=chart.in_words(language),
        caption=gettext("How the inputs were answered"),
        language=language,
    )
    table = parts.table(
        anchor="sonuclar-cizelge",
        caption=gettext("How the inputs were answered, in figures"),
        head=[gettext("Answer"), *columns, gettext("Together")],
        rows=[
            *([conditional_escape(name), _number(a), _number(b), _number(a + b)] for name, a, b in shown),
            [gettext("Together"), *(_number(sum(each)) for each in (comments, suggestions, [*comments, *suggestions]))],
        ],
        number_columns={2, 3, 4},
        language=language,
    )
    return format_html("{}{}", drawing, table)


# --- every input ------------------------------------------------------------------------------------------------------


def _grouped(rows: Sequence[ReportRow], reading: Reading) -> Iterator[Group]:
    """Return the inputs by what they are about, in the order of the round: its questions, the chapters of the text, the whole; within
    a chapter as the text runs."""
    blocks: dict[UUID, int] = {block.uid: place for place, block in enumerate(reading.all_blocks())}
    chapters = {chapter.uid: place for place, chapter in enumerate(reading.chapters)}

    def where(row: ReportRow) -> tuple[int, int]:
        if row.question is not None:
            return 0, row.question.position
        if row.section is not None:
            return 1, chapters.get(row.section.chapter.uid, 0)
        return 2, 0

    def order(row: ReportRow) -> tuple[tuple[int, int], int]:
        return where(row), blocks[row.node.uid] if row.node is not None else -1

    for (kind, _place), found in groupby(sorted(rows, key=order), key=where):
        group = list(found)
        first = group[0]
        if kind == 0 and first.question is not None:
            words = gettext("Question %(number)s: %(text)s")
            heading = words % {"number": first.question.position, "text": first.question.text}
        elif kind == 1 and first.section is not None:
            heading = first.section.chapter.heading
        else:
            heading = gettext("The text as a whole")
        yield Group(heading, group)
