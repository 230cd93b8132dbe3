"""What this room registers with the rooms below it (called once by ``AppConfig.ready``)."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.db.models.signals import post_delete
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from atasehir_portal import markdown
from atasehir_portal.accounts.models import User
from atasehir_portal.accounts.personal_data import PersonalData, personal_data
from atasehir_portal.answering import queries as duties
from atasehir_portal.documents import kinds as documents
from atasehir_portal.documents import validation
from atasehir_portal.documents.block_types import ENGINE_TYPES
from atasehir_portal.documents.kinds import BlockType, DocumentKind
from atasehir_portal.documents.models import Document
from atasehir_portal.documents.nodes import BlockNode
from atasehir_portal.notifications.kinds import NotificationKind, Rows, kinds
from atasehir_portal.ports import panels
from atasehir_portal.stored import forget_stored
from programming.assessing import elements, forms, permissions, personal, queries, services
from programming.assessing.elements import Kind
from programming.assessing.models import Assessment, AssessmentState, CauseFile
from programming.needs import queries as needs
from programming.needs.figures import FigureColumn, figures
from programming.needs.models import Need

NEED_KINDS = {
    "need_gathered": (
        _("Your need was taken into an assessment: %(reference)s"),
        _(
            "The municipality analyses, with organisations, the problem that "
            "your need is about. The answer to the need does not wait for it."
        ),
    ),
    "need_released": (
        _("Your need is no longer part of an assessment: %(reference)s"),
        _("An assessment no longer takes up the need that you raised. The reason is on its page."),
    ),
}


def connect() -> None:
    """Register the kind of document with its blocks, kinds of notice, own data, panels on pages of needs, a column of coverage."""
    documents.register(
        DocumentKind(
            name=services.DOCUMENT_KIND,
            owner="assessment",
            label=_("assessment"),
            can_read=lambda user, document: permissions.can_read_text(user, document.assessment),
            can_write=lambda user, document: permissions.can_write(user, document.assessment),
            can_comment=lambda user, document: False,
            can_answer=lambda user, document: False,
            can_see_names=lambda user, document: permissions.can_begin(user),
            can_run_round=lambda user, document: permissions.can_decide(user, document.assessment),
            not_ready_for_round=not_ready_for_round,
            url=lambda document: reverse("assessing:edit", args=[document.assessment.reference]),
            block_kinds={**ENGINE_TYPES, **{kind.value: _block_type(kind) for kind in Kind}},
            version_names=version_names,
        )
    )
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
    kinds.register(
        NotificationKind(
            "assessment_invited",
            _("Your organisation is invited to write an assessment: %(reference)s"),
            _(
                "The municipality invites your organisation to write the analysis of a rights problem together with its staff."
            ),
            _("Go to the assessment"),
            "assessing:detail",
            visible_references,
            titles=titles,
            topic="answers",
        )
    )
    post_delete.connect(forget_stored, sender=CauseFile, dispatch_uid="assessing.forget_stored")
    personal_data.register(PersonalData("assessing", personal.export_for, personal.erase_for, personal.LABELS))
    panels.register("need.thread", "assessing", need_thread, order=50)
    panels.register("need.actions", "assessing", need_actions, order=50)
    figures.register(
        FigureColumn("assessments", _("Assessments"), queries.assessments_by_group, cells=queries.assessments_by_cell)
    )


def _block_type(kind: Kind) -> BlockType:
    return BlockType(
        name=kind.value,
        label=kind.label,
        validate=elements.validator(kind),
        form_class=forms.FORMS[kind],
        template=f"assessing/kinds/{kind.value}.html",
        check_body=validation.check_optional_text if kind == Kind.CAUSE else validation.check_text,
        print_html=print_part,
        changed=services.follow,
        is_addable=False,
        edit_url=lambda uid: reverse("assessing:edit_part", args=[uid]),
        facts=partial(_facts, kind),
    )


def _facts(kind: str, states: Sequence[Mapping[str, Any]]) -> list[list[tuple[str, str]]]:
    return [elements.facts(kind, state) for state in states]


def print_part(node: BlockNode, language: str) -> SafeString:
    """Print a part that stands by itself, outside the table of its chapter."""
    said = "; ".join(f"{label}: {words}" for label, words in elements.facts(node.kind, node.data) if words)
    text = markdown.render(node.body, references=node.section.reading.print_references())
    return format_html("<p><strong>{}</strong></p>{}", said, text)


def not_ready_for_round(document: Document) -> str:
    """Opinions are asked for on a text that was put to a round, on which organisations no longer write."""
    if document.assessment.state == AssessmentState.IN_ROUND:
        return ""
    return gettext("The assessment is still being written. Put it to a round on its page, then plan the round.")


def version_names(document: Document) -> dict[int, str]:
    """Return what readers call the frozen versions: the adopted ones by their number."""
    rows = document.assessment.adoptions.values_list("version__number", "number")
    return {version: gettext("adopted version %(number)s") % {"number": number} for version, number in rows}


@Rows
def visible_references(user: User, these: Collection[str]) -> QuerySet[Assessment]:
    """Return those assessments that this person may find."""
    return queries.visible_to(user).filter(reference__in=these)


def titles(user: User, these: Collection[str]) -> dict[str, str]:
    """Return the titles of assessments for the portal, never for a mail."""
    found = Assessment.objects.filter(reference__in=these)
    return dict(found.values_list("reference", "document__title"))


def need_thread(request: HttpRequest, *, need: Need, **_context: Any) -> SafeString | None:
    """Knots on a need's thread: the assessments that take it up."""
    found = queries.taken_up(request.user, need)
    return None if found.is_empty else render_to_string("assessing/need_thread.html", {"found": found}, request)


def need_actions(request: HttpRequest, *, need: Need, **_context: Any) -> SafeString | None:
    """For staff, beside a need that everybody finds in a list: take it into an assessment."""
    if need.state not in queries.GATHERED_STATES or need.visibility == "confidential":
        return None
    if not permissions.can_gather_somewhere(request.user):
        return None
    return render_to_string("assessing/need_actions.html", {"need": need}, request)
