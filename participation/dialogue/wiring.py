"""What this room registers with the rooms below it (called once by ``AppConfig.ready``)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import Organisation, OrganisationState, User
from atasehir_portal.accounts.people import person
from atasehir_portal.accounts.personal_data import PersonalData, personal_data
from atasehir_portal.documents import kinds as documents
from atasehir_portal.documents import validation
from atasehir_portal.documents.block_types import ENGINE_TYPES
from atasehir_portal.documents.kinds import BlockType, DocumentKind
from atasehir_portal.documents.models import Document
from atasehir_portal.notifications.kinds import NotificationKind, kinds
from atasehir_portal.ports import panels
from participation.dialogue import forms, paper, permissions, personal, rules, services, standings
from participation.dialogue.models import CharterState
from participation.dialogue.standings import Stand


def connect() -> None:
    """Register the kind of document with its rules, kinds of notice, own data, the standing on an organisation's page."""
    documents.register(
        DocumentKind(
            name=services.DOCUMENT_KIND,
            owner="charter",
            label=_("charter"),
            can_read=lambda user, document: permissions.can_read_text(user, document.charter),
            can_write=lambda user, document: permissions.can_write(user, document.charter),
            can_comment=lambda user, document: False,
            can_answer=lambda user, document: False,
            can_see_names=lambda user, document: permissions.can_see_desk(user),
            can_run_round=lambda user, document: permissions.can_decide(user, document.charter),
            not_ready_for_round=not_ready_for_round,
            url=lambda document: reverse("dialogue:edit"),
            block_kinds={**ENGINE_TYPES, rules.KIND: rule_type()},
            version_names=version_names,
        )
    )
    kinds.register(
        NotificationKind(
            "charter_adopted",
            _("The municipal council adopted the charter: version %(reference)s"),
            _(
                "A new version of the charter of dialogue is in force. Read it and accept it for your organisation; "
                "its page says until when an earlier acceptance counts."
            ),
            _("Go to the charter"),
            "dialogue:version",
            visible_versions,
            topic="answers",
        )
    )
    for name, (subject, sentence) in ACCEPTANCE_KINDS.items():
        kinds.register(
            NotificationKind(
                name,
                subject,
                sentence,
                _("Go to the acceptance"),
                "dialogue:acceptance",
                visible_organisations,
                titles=names_of_organisations,
                topic="answers",
            )
        )
    personal_data.register(PersonalData("dialogue", personal.export_for, personal.erase_for, personal.LABELS))
    panels.register("organisation.facts", "charter", organisation_facts)


ACCEPTANCE_KINDS = {
    "acceptance_given": (
        _("Your organisation accepted the charter"),
        _(
            "Your copy is kept on the page of the acceptance: the text as PDF, with the date and the hash of what was accepted."
        ),
    ),
    "acceptance_withdrawn": (
        _("Your organisation withdrew its acceptance of the charter"),
        _(
            "It can make no agenda proposals and cast no votes until it accepts the charter again. What it did before stays."
        ),
    ),
}


def rule_type() -> BlockType:
    """Return the kind of block that a rule is."""
    return BlockType(
        name=rules.KIND,
        label=_("rule"),
        validate=rules.validate,
        form_class=forms.RuleForm,
        template="dialogue/kinds/rule.html",
        check_body=validation.check_optional_text,
        print_html=paper.print_rule,
        changed=services.follow,
        is_addable=False,
        facts=_facts,
    )


def _facts(states: Sequence[Mapping[str, Any]]) -> list[list[tuple[str, str]]]:
    return [rules.facts(state) for state in states]


def not_ready_for_round(document: Document) -> str:
    """Opinions are asked for on a text that was put to a round."""
    if document.charter.state == CharterState.IN_ROUND:
        return ""
    return gettext("The charter is still being written. Put it to a round on its page, then plan the round.")


def version_names(document: Document) -> dict[int, str]:
    """Return what readers call the frozen versions: the adopted ones by their number."""
    rows = document.charter.versions.values_list("version__number", "number")
    return {version: gettext("charter version %(number)s") % {"number": number} for version, number in rows}


def visible_versions(user: User, these: Collection[str]) -> set[str]:
    """Adopted versions are everybody's, and none is ever taken back: no query."""
    return {each for each in these if each.isdecimal()}


def visible_organisations(user: User, these: Collection[str]) -> set[str]:
    """Return those organisations of which the person is a member: whose acceptances they are told of (no query of its own)."""
    return set(names_of_organisations(user, these))


def names_of_organisations(user: User, these: Collection[str]) -> dict[str, str]:
    """Return the names of the person's organisations for the portal, never for a mail."""
    own = {member.organisation.slug: member.organisation.name for member in person(user).memberships}
    return {slug: name for slug, name in own.items() if slug in these}


def organisation_facts(request: HttpRequest, *, organisation: Organisation, **_context: Any) -> SafeString | None:
    """On a verified organisation's page: where it stands with the charter in force."""
    if organisation.state != OrganisationState.VERIFIED:
        return None
    standing = standings.of(organisation)
    if standing.stand == Stand.NO_CHARTER:
        return None
    context = {
        "organisation": organisation,
        "standing": standing,
        "can_accept": permissions.can_accept(request.user, organisation),
        "can_see": person(request.user).is_staff_member or permissions.can_see_acceptance(request.user, organisation),
    }
    return render_to_string("dialogue/organisation_facts.html", context, request)
