"""What this room registers with the rooms below it (called once by ``AppConfig.ready``)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import Unit
from atasehir_portal.accounts.personal_data import PersonalData, personal_data
from atasehir_portal.answering import queries as duties
from atasehir_portal.documents import kinds as documents
from atasehir_portal.documents import validation
from atasehir_portal.documents.block_types import ENGINE_TYPES
from atasehir_portal.documents.kinds import BlockType, DocumentKind
from atasehir_portal.documents.models import Document
from atasehir_portal.notifications.kinds import NotificationKind, kinds
from atasehir_portal.ports import panels
from programming.assessing.models import Assessment
from programming.drafting import elements, figures, forms, grounds, money, permissions, personal, queries, services
from programming.drafting.models import ElementKind
from programming.needs import queries as needs
from programming.needs.figures import FigureColumn
from programming.needs.figures import figures as columns
from programming.needs.models import Need

_FORMS = {
    ElementKind.GOAL: forms.GoalForm,
    ElementKind.OUTCOME: forms.OutcomeForm,
    ElementKind.MEASURE: forms.MeasureForm,
}


NEED_KINDS = {
    "need_measure_rests": (
        _("A measure rests on an assessment of your need: %(reference)s"),
        _(
            "A measure of a programme rests on an assessment that your need is part of. What is written in a draft is not decided and can "
            "still change."
        ),
    ),
    "need_measure_left": (
        _("A measure no longer rests on an assessment of your need: %(reference)s"),
        _(
            "A measure of a programme no longer rests on an assessment that your need is part of. The reason is on its page."
        ),
    ),
}


def connect() -> None:
    """Register the kind of document with its blocks, panels on the pages of needs and assessments and on the home page, kinds of notice,
    own data, and a column of coverage.
    """
    documents.register(
        DocumentKind(
            name=services.DOCUMENT_KIND,
            owner="programme",
            label=_("programme"),
            can_read=lambda user, document: permissions.can_read_text(user, document.programme),
            can_write=lambda user, document: permissions.can_write(user, document.programme),
            can_comment=lambda user, document: permissions.can_comment(user, document.programme),
            can_answer=lambda user, document: permissions.can_write(user, document.programme),
            url=lambda document: reverse("drafting:edit", args=[document.programme.slug]),
            block_kinds={**ENGINE_TYPES, **{kind.value: _block_type(kind) for kind in ElementKind}},
            extras=extras,
        )
    )
    panels.register("need.thread", "drafting", need_thread)
    panels.register("need.actions", "drafting", need_actions)
    panels.register("assessment.after", "drafting", assessment_measures)
    for name, (subject, sentence) in NEED_KINDS.items():
        kinds.register(
            NotificationKind(
                name,
                subject,
                sentence,
                _("Go to the need"),
                "needs:detail",
                needs.visible_references,
                titles=duties.titles,
                topic="became",
            )
        )
    personal_data.register(PersonalData("drafting", personal.export_for, personal.erase_for, personal.LABELS))
    panels.register("home.figures", "drafting", home_figures, order=30)
    columns.register(
        FigureColumn(
            "measures",
            _("Measures (drafts included)"),
            figures.measures_by_group,
            cells=figures.measures_by_cell,
        )
    )
    columns.register(
        FigureColumn(
            "money",
            _("Planned spending (published programmes)"),
            figures.money_by_group,
            cells=figures.money_by_cell,
            unit=money.CURRENCY,
            shown=lambda value: money.shown(Decimal(value)),
        )
    )


def _block_type(kind: ElementKind) -> BlockType:
    return BlockType(
        name=kind.value,
        label=kind.label,
        validate=elements.VALIDATORS[kind],
        form_class=_FORMS[kind],
        template=f"drafting/kinds/{kind.value}.html",
        check_body=validation.check_optional_text,
        changed=services.follow,
        is_addable=False,
        facts=measure_facts if kind is ElementKind.MEASURE else None,
        removal_hint=forms.REMOVAL_IS_READ if kind == ElementKind.MEASURE else "",
    )


def measure_facts(states: Sequence[Mapping[str, Any]]) -> list[list[tuple[str, str]]]:
    """Return what measures say beside their text, in words. One query."""
    units = {unit.slug: str(unit) for unit in Unit.objects.all()}
    read = [elements.Measure.of(state) for state in states]
    return [
        [
            (gettext("Responsible"), units.get(measure.unit, measure.unit)),
            (gettext("Calendar"), measure.period),
            (gettext("Cost"), measure.budget_shown),
            (gettext("Source of the money"), measure.source),
            (gettext("Competence"), measure.competence_label),
            (gettext("Partners"), measure.partners),
        ]
        for measure in read
    ]


def extras(user: Any, document: Document, uids: Sequence[UUID]) -> Mapping[UUID, queries.Node]:
    """Give blocks of the framework their place in it: number, unit, how many needs."""
    return queries.framework(user, document.programme).by_uid


def need_thread(request: HttpRequest, *, need: Need, **_context: Any) -> SafeString | None:
    """Knots on a need's thread: the measures that address it, and those that rest on an assessment of it."""
    planned, behind = queries.planned(request.user, need), grounds.behind(request.user, need)
    if planned.is_empty and not behind:
        return None
    context = {"planned": planned, "behind": behind}
    return render_to_string("drafting/need_thread.html", context, request)


def assessment_measures(request: HttpRequest, *, assessment: Assessment, **_context: Any) -> SafeString | None:
    """Below an assessment: the measures that rest on it, as far as the reader may read their programme."""
    rows = grounds.resting_on(request.user, assessment)
    return render_to_string("drafting/resting.html", {"rows": rows}, request) if rows else None


def need_actions(request: HttpRequest, *, need: Need, **_context: Any) -> SafeString | None:
    """For staff, beside a need: link it to a measure."""
    if need.state not in queries.LINKABLE or not permissions.can_link_somewhere(request.user):
        return None
    return render_to_string("drafting/need_actions.html", {"need": need}, request)


def home_figures(request: HttpRequest, **_context: Any) -> SafeString | None:
    """The third knot of the golden thread. Nothing while no measure addresses a public need: the page then shows it
    as expected.
    """
    totals = queries.totals()
    return render_to_string("drafting/home_figures.html", {"totals": totals}, request) if totals.measures else None
