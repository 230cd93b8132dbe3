"""Needs, answers, assessments, the programme, the charter: what a person does at each form."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from django.urls import reverse
from django.utils import timezone

from atasehir_portal.accounts.models import Organisation, Unit
from atasehir_portal.answering.models import AnswerTemplate, DutyEvent, OrganisationApplication, Question
from atasehir_portal.catalogue.models import CatalogueChange, Right, RightsHolderGroup
from atasehir_portal.documents.models import (
    Block,
    BlockRevision,
    Document,
    Round,
    Section,
    Version,
)
from atasehir_portal.documents.services import freeze
from atasehir_portal.rendering.models import Rendering
from participation.dialogue.models import Acceptance, Charter, CharterVersion
from programming.assessing.models import Assessment, CauseFile, CoWriter, GatheredNeed
from programming.drafting.models import AssessmentLink, Element, NeedLink, Programme
from programming.needs.models import (
    ConfidentialLook,
    Merging,
    Need,
    NeedDraft,
    NeedEvent,
    NeedFile,
    NeedSupport,
    OutreachTask,
    QuarterlyTable,
)
from tests.matrix.acts.common import ENTRY, MEASURE, other_unit
from tests.matrix.acts.scene import TEXT, Act, Attached, Scene


def _other_adopted(scene: Scene) -> Mapping[str, Any]:
    """The adopted assessment on which the measure does not rest yet."""
    linked = scene.world.arguments["assessing:version"][0]
    return {"assessment": Assessment.objects.exclude(reference=linked).get(adoptions__isnull=False).reference}


def after_its_round(scene: Scene) -> None:
    """The assessment was put to a round, which is closed."""
    assessment = Assessment.objects.get(reference=scene.world.arguments["assessing:adopt"][0])
    Assessment.objects.filter(pk=assessment.pk).update(state="in_round")
    now, day = timezone.now(), timezone.localdate()
    Round.objects.create(
        reference="G-2026-AAAAA",
        document=assessment.document,
        version=freeze(document=assessment.document, by=scene.user, note="Tur için"),
        title="Tur",
        summary=TEXT,
        unit=Unit.objects.get(slug="fen-isleri"),
        opens_on=day,
        ends_on=day,
        state="closed",
        opened_at=now,
        ended_at=now,
        closed_at=now,
    )


def charter_after_its_round(scene: Scene) -> None:
    """The charter was put to a round, which is closed."""
    charter = Charter.objects.get()
    Charter.objects.filter(pk=charter.pk).update(state="in_round")
    now, day = timezone.now(), timezone.localdate()
    Round.objects.create(
        reference="G-2026-BBBBB",
        document=charter.document,
        version=freeze(document=charter.document, by=scene.user, note="Tur için"),
        title="Tur",
        summary=TEXT,
        unit=Unit.objects.get(slug="fen-isleri"),
        opens_on=day,
        ends_on=day,
        state="closed",
        opened_at=now,
        ended_at=now,
        closed_at=now,
    )


def no_charter(scene: Scene) -> None:
    """No charter was begun, or it was given up; nothing was adopted."""
    Acceptance.objects.all().delete()
    CharterVersion.objects.all().delete()
    Charter.objects.update(state="withdrawn", closing_reason=TEXT)


def charter_draft(scene: Scene) -> None:
    """The charter is a draft of which nothing was adopted."""
    Acceptance.objects.all().delete()
    CharterVersion.objects.all().delete()


def template_retired(scene: Scene) -> None:
    AnswerTemplate.objects.update(is_active=False)


def one_chosen(scene: Scene) -> str:
    """One input was ticked on the desk."""
    [reference] = scene.world.arguments["answering:answer"]
    return f"{reverse('answering:together')}?kayit={reference}"


def _passed_on(scene: Scene) -> dict[str, Any]:
    """What people without access told at a visit, today."""
    today = timezone.localdate().isoformat()
    return {"channel": "visit", "notice_told": "on", "consent": "on", "consent_how": "spoken", "consent_on": today}


def one_to_give(scene: Scene) -> str:
    """What is to be given was ticked on the desk."""
    reference = scene.world.arguments["answering:answer"][0]
    return f"{reverse('answering:assign_several')}?kayit={quote(reference)}"


def _to_the_unit(scene: Scene) -> dict[str, Any]:
    reference = scene.world.arguments["answering:answer"][0]
    return {"kayit": reference, "unit": Unit.objects.get(slug="sosyal-destek").pk, "officer": ""}


def _other_need(scene: Scene) -> str:
    """The need with which another one is merged was chosen."""
    into = scene.world.arguments["needs:take_back/joined"][0]
    return f"{scene.world.address('needs:merge')}?into={quote(into)}"


def _outreach(scene: Scene) -> dict[str, Any]:
    """A visit within ten days, by another unit."""
    day = timezone.localdate() + timedelta(days=10)
    unit = Unit.objects.get(slug="sosyal-destek").pk
    return {"kind": "visit", "unit": unit, "due_on": day.isoformat(), "note": TEXT}


def _assessment(scene: Scene) -> dict[str, Any]:
    groups = [RightsHolderGroup.objects.get(slug="cocuk").pk]
    return {"title": "Kreşe akşam da ulaşmak", "right": Right.objects.get(slug="saglik").pk, "groups": groups}


def _other_organisation(scene: Scene) -> dict[str, Any]:
    """The one that does not write the assessment."""
    return {"organisation": Organisation.objects.filter(assessments_written=None).get(state="verified").pk}


def _acceptance(scene: Scene) -> dict[str, Any]:
    version = CharterVersion.objects.select_related("version").get(superseded_at=None)
    return {"digest": version.digest, "name": "Bir Temsilci", "agreed": "on"}


def _decision(scene: Scene) -> dict[str, Any]:
    return {"decision_number": "2026/45", "decision_on": timezone.localdate().isoformat(), "note": TEXT}


def _sheet(scene: Scene) -> dict[str, Any]:
    groups = [RightsHolderGroup.objects.get(slug="cocuk").pk]
    return {**_passed_on(scene), "title": "Kreş saatleri vardiyaya uymuyor", "body": TEXT, "groups": groups}


_ORGANISATION = {
    "name": "Sokağın Sesi",
    "kind": "neighbourhood_group",
    "description": TEXT,
    "website": "https://sokaginsesi.test/",
    "statement": TEXT,
    "notice_seen": "on",
}


_PROGRAMME = {"title": "Erişilebilir Duraklar", "first_year": "2027", "last_year": "2029", "summary": TEXT}


ACTS: dict[str, Act] = {
    # --- answering
    "answering:answer": Act("off", {"outcome": "accepted", "reason": TEXT}, {DutyEvent: 1}),
    "answering:answer/confidential": Act("off", {"outcome": "accepted", "reason": TEXT}, {DutyEvent: 1}),
    "answering:ask_back": Act("off", {"text": TEXT}, {Question: 1, DutyEvent: 1}),
    "answering:reply": Act("repr", {"text": TEXT}, {DutyEvent: 1}),
    "answering:extend": Act("off", {"reason": TEXT}, {DutyEvent: 1}),
    "answering:assign": Act("coor", {"officer": ""}, {DutyEvent: 1}),
    # the common text alone sends nothing: each answer is seen before (tests/answering/test_together.py sends them)
    "answering:assign_several": Act("off", _to_the_unit, before=one_to_give),
    "answering:together": Act("off", {"outcome": "accepted", "reason": TEXT}, before=one_chosen),
    "answering:template_new": Act("coor", ENTRY, {AnswerTemplate: 1, CatalogueChange: 1}),
    "answering:template": Act("coor", {"description_tr": TEXT}, {CatalogueChange: 1}),
    "answering:template_retire": Act("coor", makes={CatalogueChange: 1}),
    "answering:template_restore": Act("coor", makes={CatalogueChange: 1}, before=template_retired),
    "answering:apply": Act("strg", _ORGANISATION, {Organisation: 1, OrganisationApplication: 1}),
    "answering:application": Act("coor", {"decision": "verify", "reason": TEXT}, {DutyEvent: 1}),
    # --- needs, programmes
    "needs:submit": Act("repr", {"title": "Kreş saatleri vardiyamıza uymuyor", "body": TEXT}, {NeedDraft: 1}),
    "needs:step/1": Act("repr", {"title": "Kreş saatleri vardiyamıza uymuyor", "body": TEXT}),
    "needs:step/2": Act("repr", lambda scene: {"groups": [RightsHolderGroup.objects.get(slug="cocuk").pk]}),
    "needs:step/3": Act("repr", {"suggestion": "Nöbetçi sınıf."}),
    "needs:step/4": Act("repr", makes={Need: 1}),
    "needs:step/staff": Act("off", _passed_on, {Need: 1}),
    "needs:discard": Act("repr"),
    "needs:files": Act("repr", lambda scene: {"file": Attached(), "shows": TEXT}, {NeedFile: 1}),
    "needs:take_file": Act("repr"),
    "needs:paper": Act("off", makes={Rendering: 1}),
    "needs:type_in": Act("off", _sheet, {Need: 1}),
    "needs:support": Act("strg", makes={NeedSupport: 1}),
    "needs:take_back/joined": Act("strg"),
    "needs:give_task": Act("coor", _outreach, {OutreachTask: 1}),
    "needs:close_task": Act("off", {"outcome": TEXT}),
    "needs:change_task": Act("coor", {"note": TEXT}),
    "needs:withdraw_task": Act("coor", {"reason": TEXT}),
    "needs:merge": Act("off", {"reason": TEXT}, {Merging: 1}, before=_other_need),
    "needs:unmerge": Act("off", {"reason": TEXT}),
    "needs:publish_quarter": Act("coor", makes={QuarterlyTable: 4, Rendering: 1}),
    "needs:look": Act("coor", {"reason": TEXT}, {ConfidentialLook: 1}),
    "needs:visibility": Act("coor", {"visibility": "confidential", "reason": TEXT}, {NeedEvent: 1}),
    "needs:sheet": Act("repr", {"act": "choose"}),
    "needs:sheet_columns": Act("repr"),
    "needs:sheet_row": Act("repr", {"groups": "Gençler"}),
    "needs:sheet_import": Act("repr"),
    "needs:sheet_undo": Act("repr"),
    "needs:sheet_discard": Act("repr"),
    "needs:withdraw": Act("repr", makes={DutyEvent: 1}),
    "dialogue:acceptance": Act("repr", _acceptance, {Acceptance: 1}),
    "dialogue:withdraw": Act("strg"),
    "dialogue:begin": Act("coor", {"language": "tr"}, {Charter: 1, Document: 1}, before=no_charter),
    "dialogue:stage": Act("coor", {"act": "put_to_round"}),
    "dialogue:adopt": Act("coor", _decision, {CharterVersion: 1, Version: 1}, before=charter_after_its_round),
    "dialogue:give_up": Act("coor", {"reason": TEXT}, before=charter_draft),
    "assessing:new": Act("off", _assessment, {Assessment: 1, Document: 1}),
    "assessing:change": Act("off", {"title": "Sağlık merkezine güvenle ulaşmak"}),
    "assessing:gather_from_need": Act(
        "off",
        lambda scene: {"assessment": scene.world.arguments["assessing:detail"][0]},
        {GatheredNeed: 1, NeedEvent: 1},
    ),
    "assessing:needs": Act(
        "off", lambda scene: {"need": scene.world.arguments["drafting:link"][0]}, {GatheredNeed: 1, NeedEvent: 1}
    ),
    "assessing:need_causes": Act("off"),
    "assessing:release_need": Act("off", {"reason": TEXT}, {NeedEvent: 1}),
    "assessing:edit_part": Act("off", {"title": TEXT}, {BlockRevision: 1}),
    "assessing:remove_part": Act("off", {"children": "together"}, {BlockRevision: 5}),
    "assessing:add_part": Act("repr", {"holder": "Yaşlılar", "body": TEXT}, {Block: 1, BlockRevision: 1}),
    "assessing:cause_files": Act("repr", lambda scene: {"file": Attached(), "shows": TEXT}, {CauseFile: 1}),
    "assessing:take_file": Act("repr"),
    "assessing:mark_file": Act("repr", {"public": "yes"}),
    "assessing:co_writers": Act("off", _other_organisation, {CoWriter: 1}),
    "assessing:end_co_writing": Act("off"),
    "assessing:stage": Act("coor", {"act": "put_to_round"}),
    "assessing:adopt": Act("coor", {"note": TEXT}, {Version: 1}, before=after_its_round),
    "assessing:give_up": Act("coor", {"reason": TEXT}, {NeedEvent: 1}),
    "drafting:new": Act("coor", lambda scene: {**_PROGRAMME, **other_unit(scene)}, {Programme: 1}),
    "drafting:change": Act("coor", {"title": "Eşit Erişim", "summary": TEXT}),
    "drafting:add_goal": Act("coor", {"heading": "Ulaşım", "title": TEXT}, {Element: 1, Section: 1, Block: 1}),
    "drafting:add_below": Act("coor", MEASURE, {Element: 1, Block: 1}),
    "drafting:edit_measure": Act("coor", MEASURE, {BlockRevision: 1}),
    "drafting:remove": Act("coor", {"reason": TEXT}, {BlockRevision: 1, NeedEvent: 1}),
    "drafting:link": Act(
        "coor", lambda scene: {"measure": scene.world.arguments["drafting:measure"][1]}, {NeedLink: 1, NeedEvent: 1}
    ),
    "drafting:link_need": Act(
        "coor", lambda scene: {"need": scene.world.arguments["drafting:link"][0]}, {NeedLink: 1, NeedEvent: 1}
    ),
    "drafting:link_assessment": Act("coor", _other_adopted, {AssessmentLink: 1}),
    "drafting:unlink_assessment": Act("coor", {"reason": TEXT}),
    "drafting:unlink_need": Act("coor", {"reason": TEXT}, {NeedEvent: 1}),
}
