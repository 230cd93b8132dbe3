"""The kinds of rows whose history is kept, of all rooms: what they are called, how one of them is named, who may not see it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Kept:
    """One kind of row.

    ``called`` are the fields that name a row, its own or what it points to; in ``searched`` those of them that a search looks
    through, in ``reference`` the one that has to be typed whole. ``address`` leads to the row. ``hidden`` says which states are
    found by nobody. A kind whose name stands in ``room`` belongs to the group of the list in which people choose.
    """

    name: str
    table_name: str
    room: str | Promise
    label: str | Promise
    called: tuple[str, ...]
    searched: tuple[str, ...] = ()
    reference: str = ""
    address: tuple[str, str] | None = None
    hidden: Callable[[], Q] | None = None

    @cached_property
    def table(self) -> Any:
        return apps.get_model(self.table_name)

    @cached_property
    def tracked(self) -> Any:
        return self.table._meta.get_field("pgh_obj").related_model

    @cached_property
    def fields(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.table._meta.fields if not field.name.startswith("pgh_"))

    @cached_property
    def columns(self) -> dict[str, str]:
        """The fields by the name under which a query finds the value itself, also where it is a number of another row."""
        return {name: self.table._meta.get_field(name).attname for name in self.fields}


def _were_confidential() -> Any:
    """The needs that are confidential or were it in any state that was kept."""
    return apps.get_model("needs.NeedHistory").objects.filter(visibility="confidential")


def _hidden_needs() -> Q:
    return Q(pgh_obj__in=_were_confidential().values("pgh_obj"))


def _hidden_duties() -> Q:
    duties = apps.get_model("answering.DutyHistory").objects.filter(confidential=True)
    return Q(pgh_obj__in=duties.values("pgh_obj")) | Q(reference__in=_were_confidential().values("reference"))


def _hidden_links() -> Q:
    return Q(need__in=_were_confidential().values("pgh_obj"))


def _hidden_mergings() -> Q:
    hidden = _were_confidential().values("pgh_obj")
    return Q(need__in=hidden) | Q(into__in=hidden)


PEOPLE, ANSWERS, NEEDS, TEXTS, BOOKS, CATALOGUE = (
    _("People and organisations"),
    pgettext_lazy("history", "Answers and rounds"),
    pgettext_lazy("history", "Needs and programmes"),
    pgettext_lazy("history", "Texts"),
    _("Handbooks"),
    _("Catalogues"),
)
_TERM: tuple[str, ...] = ("name_tr",)
_SEARCHED = ("name_tr", "name_en", "slug")

KEPT = (
    Kept("user", "accounts.UserHistory", PEOPLE, pgettext_lazy("history", "Person"), ("pgh_obj",)),
    Kept("post", "accounts.StaffPostHistory", PEOPLE, _("Post"), ("user", "unit")),
    Kept("unit", "accounts.UnitHistory", PEOPLE, pgettext_lazy("history", "Unit"), _TERM, _SEARCHED),
    Kept(
        "organisation",
        "accounts.OrganisationHistory",
        PEOPLE,
        _("Organisation"),
        ("name",),
        ("name", "slug"),
        address=("accounts:organisation", "slug"),
    ),
    Kept("membership", "accounts.MembershipHistory", PEOPLE, _("Membership"), ("user", "organisation")),
    Kept("invitation", "accounts.InvitationHistory", PEOPLE, _("Invitation"), ("organisation", "unit")),
    Kept(
        "duty",
        "answering.DutyHistory",
        ANSWERS,
        _("Duty to answer"),
        ("reference",),
        reference="reference",
        hidden=_hidden_duties,
    ),
    Kept("rule", "answering.RuleSetHistory", ANSWERS, _("Rule for answering"), ("effective_from",)),
    Kept("template", "answering.AnswerTemplateHistory", ANSWERS, _("Answer template"), _TERM, _SEARCHED),
    Kept(
        "round",
        "documents.RoundHistory",
        ANSWERS,
        pgettext_lazy("history", "Round"),
        ("reference", "title"),
        ("title",),
        "reference",
        ("rounds:round", "reference"),
    ),
    Kept("question", "documents.RoundQuestionHistory", ANSWERS, _("Question of a round"), ("round", "text"), ("text",)),
    Kept(
        "comment",
        "documents.CommentHistory",
        ANSWERS,
        _("Comment"),
        ("reference",),
        (),
        "reference",
        ("rounds:comment", "reference"),
    ),
    Kept(
        "suggestion",
        "documents.SuggestionHistory",
        ANSWERS,
        _("Suggested change"),
        ("reference",),
        (),
        "reference",
        ("suggestions:suggestion", "reference"),
    ),
    Kept(
        "moderation",
        "documents.ModerationHistory",
        ANSWERS,
        _("What is done about a text that does harm"),
        ("comment", "suggestion"),
    ),
    Kept(
        "need",
        "needs.NeedHistory",
        NEEDS,
        _("Need"),
        ("reference",),
        (),
        "reference",
        ("needs:detail", "reference"),
        _hidden_needs,
    ),
    Kept(
        "merging",
        "needs.MergingHistory",
        NEEDS,
        pgettext_lazy("history", "Merged need"),
        ("need", "into"),
        hidden=_hidden_mergings,
    ),
    Kept("outreach", "needs.OutreachTaskHistory", NEEDS, _("Task for an unheard group"), ("group",)),
    Kept(
        "assessment",
        "assessing.AssessmentHistory",
        NEEDS,
        _("Assessment"),
        ("pgh_obj",),
        (),
        "reference",
        ("assessing:detail", "reference"),
    ),
    Kept(
        "co_writer", "assessing.CoWriterHistory", NEEDS, _("Organisation that writes"), ("organisation", "assessment")
    ),
    Kept(
        "gathered",
        "assessing.GatheredNeedHistory",
        NEEDS,
        _("Need in an assessment"),
        ("need", "assessment"),
        hidden=_hidden_links,
    ),
    Kept("cause_file", "assessing.CauseFileHistory", NEEDS, _("File that bears a cause out"), ("assessment",)),
    Kept("adoption", "assessing.AdoptionHistory", NEEDS, _("Adopted version"), ("assessment", "number")),
    Kept(
        "programme",
        "drafting.ProgrammeHistory",
        NEEDS,
        _("Programme"),
        ("pgh_obj",),
        ("slug",),
        address=("drafting:detail", "slug"),
    ),
    Kept("element", "drafting.ElementHistory", NEEDS, _("Goal, outcome or measure"), ("title",), ("title",)),
    Kept("link", "drafting.NeedLinkHistory", NEEDS, _("Need in a measure"), ("need", "measure"), hidden=_hidden_links),
    Kept(
        "ground", "drafting.AssessmentLinkHistory", NEEDS, _("Assessment behind a measure"), ("assessment", "measure")
    ),
    Kept("charter", "dialogue.CharterHistory", TEXTS, _("Charter"), ("pgh_obj",)),
    Kept(
        "charter_version", "dialogue.CharterVersionHistory", TEXTS, _("Version of the charter"), ("charter", "number")
    ),
    Kept(
        "acceptance",
        "dialogue.AcceptanceHistory",
        TEXTS,
        _("Acceptance of the charter"),
        ("organisation", "charter_version"),
    ),
    Kept("document", "documents.DocumentHistory", TEXTS, _("Document"), ("title",), ("title",)),
    Kept("section", "documents.SectionHistory", TEXTS, _("Heading"), ("document", "title"), ("title",)),
    Kept("block", "documents.BlockHistory", TEXTS, pgettext_lazy("history", "Text of a document"), ("document",)),
    Kept("source", "documents.SourceHistory", TEXTS, _("Source"), ("document", "title"), ("title", "key")),
    Kept("term", "documents.TermHistory", TEXTS, _("Entry of a glossary"), ("document", "term"), ("term",)),
    Kept("index", "documents.IndexEntryHistory", TEXTS, _("Entry of an index"), ("document", "term"), ("term",)),
    Kept(
        "handbook",
        "handbooks.HandbookHistory",
        BOOKS,
        _("Handbook"),
        ("short_title",),
        ("short_title", "slug"),
        address=("handbooks:book", "slug"),
    ),
    Kept("edition", "handbooks.EditionHistory", BOOKS, pgettext_lazy("own data", "Edition"), ("handbook", "number")),
    Kept("task", "handbooks.HandbookTaskHistory", BOOKS, _("Task in a handbook"), ("user", "handbook")),
    Kept("erratum", "handbooks.ErratumHistory", BOOKS, _("Erratum"), ("edition", "place"), ("place",)),
    Kept("municipality", "catalogue.MunicipalityHistory", CATALOGUE, _("Municipality"), ("name",), ("name",)),
    Kept("notice", "catalogue.PrivacyNoticeHistory", CATALOGUE, _("Privacy notice"), ("number",)),
    Kept("closed_day", "catalogue.ClosedDayHistory", CATALOGUE, _("Closed day"), ("date",)),
    Kept("neighbourhood", "catalogue.NeighbourhoodHistory", CATALOGUE, _("Neighbourhood"), _TERM, _SEARCHED),
    Kept("group", "catalogue.RightsHolderGroupHistory", CATALOGUE, _("Rights-holder group"), _TERM, _SEARCHED),
    Kept("right", "catalogue.RightHistory", CATALOGUE, pgettext_lazy("history", "Right"), _TERM, _SEARCHED),
    Kept("provision", "catalogue.ProvisionHistory", CATALOGUE, _("Provision of a right"), ("right", "instrument_tr")),
    Kept("checklist", "catalogue.ChecklistHistory", CATALOGUE, _("Checklist"), _TERM, _SEARCHED),
    Kept(
        "checklist_question",
        "catalogue.ChecklistQuestionHistory",
        CATALOGUE,
        _("Question of a checklist"),
        ("checklist", "number"),
    ),
    Kept("service_area", "catalogue.ServiceAreaHistory", CATALOGUE, _("Service area"), _TERM, _SEARCHED),
    Kept("authority", "catalogue.AuthorityHistory", CATALOGUE, _("Other authority"), _TERM, _SEARCHED),
    Kept("ground", "catalogue.DiscriminationGroundHistory", CATALOGUE, _("Ground of discrimination"), _TERM, _SEARCHED),
)
BY_NAME = {kept.name: kept for kept in KEPT}

# What fields are called whose model gives them no name that people read, or another one than is meant here.
LABELS: dict[str, str | Promise] = {
    "user": _("person"),
    "organisation": _("organisation"),
    "unit": _("unit"),
    "handbook": _("handbook"),
    "document": _("document"),
    "section": pgettext_lazy("history", "heading"),
    "round": pgettext_lazy("history", "round"),
    "checklist": pgettext_lazy("history", "checklist"),
    "right": pgettext_lazy("history", "right"),
    "programme": pgettext_lazy("history", "programme"),
    "parent": pgettext_lazy("history", "belongs to"),
    "measure": pgettext_lazy("history", "measure"),
    "assessment": pgettext_lazy("history", "assessment"),
    "ended_at": pgettext_lazy("history", "taken back on"),
    "comment": pgettext_lazy("history", "opinion"),
    "suggestion": pgettext_lazy("history", "suggested change"),
    "hidden_at": pgettext_lazy("history", "hidden since"),
    "hidden_kind": pgettext_lazy("history", "why it is hidden"),
    "need": pgettext_lazy("history", "need"),
    "edition": pgettext_lazy("history", "edition"),
    "corrected_in": _("corrected in edition"),
    "kind": _("kind"),
    "key": _("short name"),
    "slug": _("address"),
    "data": _("details"),
    "position": _("order"),
    "certainty": _("certainty"),
    "keywords": _("keywords"),
    "confidential": pgettext_lazy("record", "confidential"),
    "membership_role": _("role"),
    "staff_role": _("role"),
    "expires_at": _("valid until"),
    "accepted_at": _("accepted on"),
    "revoked_at": _("revoked on"),
    "deleted_at": _("account deleted on"),
    "left_at": _("left on"),
    "removed_at": _("taken out on"),
    "withdrawn_at": pgettext_lazy("edition", "withdrawn on"),
    "withdrawn_reason": _("reason for the withdrawal"),
    "took_effect_revision": _("taken into the text as state no."),
}


def label_of(kept: Kept, field: str) -> str:
    """Return what a field of a kind is called."""
    verbose = kept.table._meta.get_field(field).verbose_name
    return str(verbose if isinstance(verbose, Promise) else LABELS.get(field, verbose))
