"""Reads of the charter: the working text, the adopted versions, who accepted. Adopted versions are everybody's."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from atasehir_portal.accounts.models import Organisation, OrganisationState
from atasehir_portal.accounts.people import person
from atasehir_portal.answering import rules as answering_rules
from atasehir_portal.answering.clock import today
from atasehir_portal.answering.models import RuleSet
from atasehir_portal.documents import queries as documents
from atasehir_portal.documents.nodes import Reading
from atasehir_portal.turkish import Query, SortKey, Vector
from participation.dialogue import permissions, rules, standings
from participation.dialogue.models import Acceptance, Charter, CharterState, CharterVersion
from participation.dialogue.standings import Standing


def charter() -> Charter | None:
    """Return the charter that is not given up, with its document; None where none was begun."""
    return Charter.objects.exclude(state=CharterState.WITHDRAWN).select_related("document").first()


def get_charter(user: Any) -> Charter:
    """Return the charter for those who work on it. Raises Http404 where there is none, or the person is not of the staff."""
    found = charter() if permissions.can_see_desk(user) else None
    if found is None:
        raise Http404
    return found


# --- adopted versions -------------------------------------------------------------------------------------------------


def _versions() -> QuerySet[CharterVersion]:
    return CharterVersion.objects.select_related("version__document", "pdf").defer(
        "version__snapshot", "pdf__source_html"
    )


def versions() -> list[CharterVersion]:
    """Return the adopted versions, newest first, without their text (one query)."""
    return list(_versions().order_by("-number"))


def version_in_force() -> CharterVersion | None:
    """Return the version in force without its text; None where no charter was adopted."""
    return _versions().filter(superseded_at=None).first()


def with_text(number: int | None = None) -> CharterVersion | None:
    """Return a version with its text, by its number or the one in force; None where there is none."""
    found = CharterVersion.objects.select_related("version__document", "pdf").defer("pdf__source_html")
    return (found.filter(superseded_at=None) if number is None else found.filter(number=number)).first()


def read(version: CharterVersion) -> Reading:
    """Return a version as it is read. Needs its text."""
    return documents.read_version(version.version, figure_address=lambda src: src)


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule as tables show it: what it is called, what holds, what held in the version before ("" where that is the same or none),
    and where it is kept."""

    rule: rules.Rule
    words: str
    before: str = ""


def rule_rows(version: CharterVersion, earlier: CharterVersion | None = None) -> list[RuleRow]:
    """Return the rules of a version in their order, with what changed since an earlier one."""
    rows = []
    for rule in rules.RULES:
        words = rules.said(rule.key, getattr(version, rule.key))
        before = rules.said(rule.key, getattr(earlier, rule.key)) if earlier is not None else ""
        rows.append(RuleRow(rule, words, before if before != words else ""))
    return rows


def starting_rules() -> RuleSet:
    """Return the rule for answering in force today, where no charter was adopted yet."""
    return answering_rules.in_force(today())


# --- who accepted -----------------------------------------------------------------------------------------------------


def visible_to(user: Any) -> QuerySet[Acceptance]:
    """The newest acceptance of each organisation that stands, whether or not it is of the version in force. Organisation and date are
    everybody's, as long as the organisation is verified; the staff find all.
    """
    newer = Acceptance.objects.filter(
        organisation=OuterRef("organisation"),
        withdrawn_at=None,
        charter_version__number__gt=OuterRef("charter_version__number"),
    )
    found = Acceptance.objects.filter(~Exists(newer), withdrawn_at=None)
    if not person(user).is_staff_member:
        found = found.filter(organisation__state=OrganisationState.VERIFIED)
    return found.select_related("organisation", "charter_version").order_by(SortKey("organisation__name"), "pk")


def search(acceptances: QuerySet[Acceptance], typed: str) -> QuerySet[Acceptance]:
    """Narrow the acceptances to organisations whose name matches, as Turkish people type it."""
    typed = typed.strip()
    return acceptances.annotate(words=Vector("organisation__name")).filter(words=Query(typed)) if typed else acceptances


def with_standings(acceptances: Sequence[Acceptance]) -> list[tuple[Acceptance, Standing]]:
    """Return acceptances each with where its organisation stands today (two queries)."""
    known = standings.of_many([each.organisation_id for each in acceptances])
    return [(each, known[each.organisation_id]) for each in acceptances]


def own_standings(user: Any) -> list[tuple[Organisation, Standing]]:
    """Return the verified organisations that a person acts for, each with where it stands (two queries; none for others)."""
    ids = set(person(user).organisation_ids)
    own = [member.organisation for member in person(user).memberships if member.organisation_id in ids]
    if not own:
        return []
    known = standings.of_many([each.pk for each in own])
    return [(each, known[each.pk]) for each in own]


def get_organisation(user: Any, slug: str) -> Organisation:
    """Return an organisation whose acceptance this person may see by name. Raises Http404."""
    found = Organisation.objects.filter(slug=slug).first()
    if found is None or not permissions.can_see_acceptance(user, found):
        raise Http404
    return found


def acceptances_of(organisation: Organisation) -> list[Acceptance]:
    """Return what an organisation accepted and withdrew, newest first (one query)."""
    return list(
        organisation.charter_acceptances.select_related("charter_version", "person").order_by("-accepted_at", "-pk")
    )
