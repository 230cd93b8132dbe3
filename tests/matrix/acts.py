"""What a person does at every address that takes a form: who it is, what they fill in, and what the portal then holds.

Fields that are not named keep what the page shows in them, as in a browser. A new address that takes a POST needs a row here;
``test_sent_twice`` fails without one.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from atasehir_portal.accounts.models import AccountEvent, Invitation, Membership, Organisation, StaffPost, Unit, User
from atasehir_portal.accounts.services import invitations
from atasehir_portal.accounts.services.organisations import suspend_organisation
from atasehir_portal.answering import services as answering
from atasehir_portal.answering.models import AnswerTemplate, DutyEvent, OrganisationApplication, Question
from atasehir_portal.catalogue.models import CatalogueChange, ClosedDay, PrivacyNotice, Right, RightsHolderGroup
from atasehir_portal.documents import intake, proposals, round_queries, rounds
from atasehir_portal.documents.models import (
    Block,
    BlockConflict,
    BlockLineage,
    BlockRevision,
    ChainCheck,
    Comment,
    Document,
    EntryRevision,
    Moderation,
    Move,
    Report,
    Round,
    RoundQuestion,
    RoundReport,
    RoundState,
    Section,
    SectionRevision,
    Source,
    Suggestion,
    Version,
)
from atasehir_portal.documents.services import add_block, freeze, remove_section, save_section
from atasehir_portal.encryption import encrypt
from atasehir_portal.notifications.models import OutboxMail, Preference, RefusedAddress
from atasehir_portal.rendering.models import Rendering
from handbooks import services as handbooks
from handbooks.models import (
    ChapterPreview,
    Edition,
    Erratum,
    Handbook,
    HandbookEvent,
    HandbookState,
    HandbookTask,
    Review,
    Task,
)
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
from tests.conftest import PASSWORD
from tests.programming.needs.factories import picture
from tests.second_factor import SECRET, code

TEXT = "Bu cümle, denemek için yazıldı ve yeterince uzundur."
TOKEN = "deneme-davetiyesi"

Values = Mapping[str, Any]
# What has to be the case before; returns another address where the one of the world does not do.
Before = Callable[["Scene"], str | None]


@dataclass
class Scene:
    """Who acts, in which world, with which browser."""

    world: Any
    people: Mapping[str, User | None]
    user: User | None
    client: Client


class Attached(SimpleUploadedFile):
    """A picture that a person chose; sent as often as the form is."""

    def __init__(self) -> None:
        super().__init__("foto.jpg", picture(), "image/jpeg")

    def read(self, *args: Any) -> bytes:
        self.seek(0)
        return bytes(super().read(*args))


@dataclass(frozen=True)
class Act:
    who: str
    fills: Values | Callable[["Scene"], Values] = field(default_factory=dict)
    # the rows that come into being; other tables may get rows too, but none of them a second time
    makes: Mapping[type[Model], int] = field(default_factory=dict)
    before: Before | None = None

    def filled(self, scene: Scene) -> dict[str, Any]:
        return dict(self.fills(scene) if callable(self.fills) else self.fills)


# --- what has to be the case ------------------------------------------------------------------------------------------


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


def with_password(scene: Scene) -> None:
    """The person has a password and gave it a moment ago."""
    assert scene.user is not None
    scene.user.set_password(PASSWORD)
    scene.user.save()
    scene.client.force_login(scene.user)
    just_signed_in(scene)


def just_signed_in(scene: Scene) -> None:
    """The person said a moment ago again who they are, as the pages about the second factor ask."""
    assert scene.user is not None
    session = scene.client.session
    record = {"method": "password", "at": time.time(), "reauthenticated": True}
    session.update(
        {"account_authentication_methods": [record], "account_authentication_methods_user": str(scene.user.pk)}
    )
    session.save()


def with_device(scene: Scene) -> None:
    """Somebody who need not have a second factor has one all the same."""
    with_password(scene)
    Authenticator.objects.create(user=scene.user, type="totp", data={"secret": encrypt(SECRET)})


def password_of_representative(scene: Scene) -> None:
    user = scene.people["repr"]
    assert user is not None
    user.set_password(PASSWORD)
    user.save()


def at_second_factor(scene: Scene) -> None:
    """Somebody with a second factor has given the password, and is asked for the code."""
    user = scene.people["off"]
    assert user is not None
    user.set_password(PASSWORD)
    user.save()
    scene.client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def with_link_to_new_password(scene: Scene) -> str:
    user = scene.people["repr"]
    assert user is not None
    key = [user_pk_to_url_str(user), default_token_generator.make_token(user)]
    return str(scene.client.get(reverse("account_reset_password_from_key", args=key))["Location"])


def with_link_to_confirm(scene: Scene) -> str:
    address = EmailAddress.objects.create(user=scene.people["repr"], email="ikinci@adimlar.test")
    return reverse("account_confirm_email", args=[EmailConfirmationHMAC(address).key])


def address_refused(scene: Scene) -> None:
    """The mail server of the person refuses them, so that the page has the button."""
    RefusedAddress.objects.create(user=scene.user, address=scene.user.email, code=550)


def invited(scene: Scene) -> str:
    Invitation.objects.update(token_hash=invitations.digest(TOKEN))
    return reverse("accounts:invitation", args=[TOKEN])


def suspended(scene: Scene) -> None:
    suspend_organisation(organisation=_organisation(scene), by=scene.people["admi"], reason=TEXT)


def nobody_in_the_unit(scene: Scene) -> None:
    StaffPost.objects.filter(user=scene.people["off"]).update(until=timezone.now())


def unit_retired(scene: Scene) -> None:
    Unit.objects.filter(slug=scene.world.arguments["accounts:unit_restore"][0]).update(is_active=False)


def template_retired(scene: Scene) -> None:
    AnswerTemplate.objects.update(is_active=False)


def one_chosen(scene: Scene) -> str:
    """One input was ticked on the desk."""
    [reference] = scene.world.arguments["answering:answer"]
    return f"{reverse('answering:together')}?kayit={reference}"


def entry_retired(scene: Scene) -> None:
    RightsHolderGroup.objects.filter(slug="yasli").update(is_active=False)


def conflicts_settled(scene: Scene) -> None:
    BlockConflict.objects.update(resolved_at=timezone.now())


def approved(scene: Scene) -> None:
    conflicts_settled(scene)
    handbook = Handbook.objects.get(number=3)
    if handbook.state != HandbookState.APPROVED:
        handbooks.approve(handbook=handbook, by=scene.people["admi"], reason=TEXT)


def with_reviewer(scene: Scene) -> None:
    """Somebody reviews the book that is sent to review."""
    reviewer, administrator = scene.people["coor"], scene.people["admi"]
    assert reviewer is not None
    assert administrator is not None
    book = Handbook.objects.get(number=3)
    handbooks.give_task(handbook=book, user=reviewer, task=Task.REVIEWER, by=administrator)


def no_planned_round(scene: Scene) -> None:
    """The book in review has no round yet."""
    Round.objects.filter(state=RoundState.PLANNED).delete()


def round_answered(scene: Scene) -> None:
    """The round is over, and everything in it is answered."""
    found = Round.objects.get(state=RoundState.OPEN)
    for duty in round_queries.open_duties(found):
        answering.answer(duty=duty, by=scene.people["admi"], outcome="noted", reason=TEXT)
    rounds.end_round(round=found, by=None)


def section_removed(scene: Scene) -> None:
    uid = scene.world.arguments["documents:section_restore"][0]
    remove_section(section=Section.objects.get(uid=uid), by=scene.people["admi"])


def _section(scene: Scene) -> Section:
    return Section.objects.get(uid=scene.world.arguments["documents:restore_heading"][0])


def proposed(scene: Scene) -> str:
    """A chapter was uploaded and compared; it waits to be taken in."""
    document = Document.objects.get(uid=scene.world.arguments["documents:removed"][0])
    target = intake.of_chapter(document, "yeni.md", "# Yeni bölüm\n\nSöz.\n")
    user = scene.people["admi"]
    assert user is not None
    token = proposals.keep(document=document, user=user, name="yeni.md", target=target)
    return reverse("documents:proposal", args=[document.uid, token])


def heading_changed(scene: Scene) -> None:
    section = _section(scene)
    save_section(section=section, base_revision=section.revision, title="Sonraki başlık", by=scene.people["admi"])


def words_found(scene: Scene) -> str:
    return f"{scene.world.address('documents:replace')}?ara=Ba%C4%9Flamak&yerine=%C4%B0li%C5%9Ftirmek&degistir=on"


def of_a_source_nobody_cites(scene: Scene) -> str:
    uid = scene.world.arguments["documents:entry_remove"][0]
    return reverse("documents:entry_remove", args=[uid, "kaynakca", Source.objects.get(key="k2").pk])


def rendering_failed(scene: Scene) -> None:
    nothing = {"file": "", "file_sha256": "", "size": 0}
    Rendering.objects.update(state="failed", step="preparing", error="storage", finished_at=timezone.now(), **nothing)


def no_preview(scene: Scene) -> None:
    ChapterPreview.objects.all().delete()


def _organisation(scene: Scene) -> Organisation:
    return Organisation.objects.get(slug=scene.world.arguments["accounts:organisation"][0])


def _revision(scene: Scene) -> int:
    uid = scene.world.arguments["documents:restore_revision"][0]
    return int(Block.objects.get(uid=uid).revision)


def two_texts(name: str) -> Callable[["Scene"], str]:
    """Two paragraphs stand at the end of a section, the first of two sentences; it is the first that is acted on."""
    return lambda scene: reverse(f"documents:{name}", args=[_two_texts(scene).uid])


def _two_texts(scene: Scene) -> Block:
    section = Section.objects.get(uid=scene.world.arguments["documents:block_choose"][0])
    first, _second = (
        add_block(section=section, kind="paragraph", body=body, by=scene.user) for body in ("Bir söz. İki.", "Üç.")
    )
    return first


def _last_two(scene: Scene) -> tuple[Block, Block]:
    second, first = Block.objects.order_by("-pk")[:2]
    return first, second


def _moved_down(scene: Scene) -> dict[str, str]:
    first, _second = _last_two(scene)
    before = Block.objects.filter(section=first.section, position__lt=first.position, removed_at=None)
    last = before.order_by("position").last()
    return {"gorulen": f"{first.section.uid}/{last.uid if last else '-'}", "yon": "asagi"}


def _joined(scene: Scene) -> dict[str, str]:
    _first, second = _last_two(scene)
    return {"base_revision": "1", "ile": str(second.uid), "other_revision": "1"}


def _section_out(scene: Scene) -> dict[str, str]:
    section = Section.objects.get(uid=scene.world.arguments["documents:section_move"][0])
    return {"gorulen": f"{section.parent.uid}/-", "yon": "disa"}  # type: ignore[union-attr]


# --- what is filled in ------------------------------------------------------------------------------------------------


def _code(scene: Scene) -> dict[str, str]:
    """The code that the person's device shows now; each test begins with none used."""
    return {"code": code()}


def _code_of_new_device(scene: Scene) -> dict[str, str]:
    return {"code": code(scene.client.session["mfa.totp.secret"])}


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


def _round(scene: Scene) -> dict[str, Any]:
    first = timezone.localdate() + timedelta(days=3)
    return {
        "title": "Kitap üzerine",
        "summary": TEXT,
        "questions": "Açık mı?\nNe eksik?",
        "opens_on": first.isoformat(),
        "ends_on": (first + timedelta(days=20)).isoformat(),
        "takes_part": "everybody",
        "unit": Unit.objects.get(slug="sosyal-destek").pk,
    }


def _other_unit(scene: Scene) -> dict[str, Any]:
    return {"unit": Unit.objects.get(slug="sosyal-destek").pk, "role": "officer"}


_ORGANISATION = {
    "name": "Sokağın Sesi",
    "kind": "neighbourhood_group",
    "description": TEXT,
    "website": "https://sokaginsesi.test/",
    "statement": TEXT,
    "notice_seen": "on",
}
_PROGRAMME = {"title": "Erişilebilir Duraklar", "first_year": "2027", "last_year": "2029", "summary": TEXT}
_MEASURE = {
    "title": "Duraklar genişletilir.",
    "body": TEXT,
    "unit": "fen-isleri",
    "budget": "18.400.000,00",
    "source": "Bütçe",
}
_TABLE = {"caption": "Sözler", "source": "Deneme.", "body": "| Söz | Sayı |\n| --- | --- |\n| Bir | 1 |"}
_SOURCE = {"kind": "report", "title": "Ağaçtan ize", "author": "Ağaç, Ece", "year": "2021", "certainty": "source"}
_ENTRY = {"name_tr": "Deneme kaydı", "name_en": "Trial entry", "description_tr": TEXT, "position": "700"}

ACTS: dict[str, Act] = {
    # --- one's own account
    "account_login": Act(
        "anon",
        lambda scene: {"login": scene.people["repr"].email, "password": PASSWORD},
        before=password_of_representative,
    ),
    "account_logout": Act("repr"),
    "account_signup": Act(
        "anon",
        {"full_name": "Yeni Kişi", "email": "yeni@kisi.test", "password1": "Uzun-Bir-Parola-26", "notice_seen": "on"},
        {User: 1, EmailAddress: 1},
    ),
    "account_reauthenticate": Act("repr", {"password": PASSWORD}, before=with_password),
    "account_email": Act("repr", {"email": "ikinci@adimlar.test", "action_add": ""}, {EmailAddress: 1}),
    "account_confirm_email": Act("repr", before=with_link_to_confirm),
    "account_change_password": Act(
        "repr",
        {"oldpassword": PASSWORD, "password1": "Uzun-Bir-Parola-26", "password2": "Uzun-Bir-Parola-26"},
        before=with_password,
    ),
    "account_set_password": Act("repr", {"password1": "Uzun-Bir-Parola-26", "password2": "Uzun-Bir-Parola-26"}),
    "account_reset_password": Act("anon", {"email": "ruya@adimlar.test"}, {}, before=password_of_representative),
    "account_reset_password_from_key": Act(
        "anon",
        {"password1": "Uzun-Bir-Parola-26", "password2": "Uzun-Bir-Parola-26"},
        before=with_link_to_new_password,
    ),
    "usersessions_list": Act("repr"),
    "mfa_authenticate": Act("anon", _code, before=at_second_factor),
    "mfa_reauthenticate": Act("off", _code),
    "mfa_activate_totp": Act("repr", _code_of_new_device, before=with_password),
    "mfa_deactivate_totp": Act("repr", before=with_device),
    "mfa_generate_recovery_codes": Act("off", before=just_signed_in),
    "accounts:me": Act("repr", {"full_name": "Rüya Temsilcioğlu"}),
    "accounts:delete": Act("cont", {"sure": "on"}, {AccountEvent: 2}),
    # --- organisations, people, units
    "accounts:invitation": Act(
        "anon",
        {"full_name": "Yeni Kişi", "password": "Uzun-Bir-Parola-26", "notice_seen": "on"},
        {User: 1, Membership: 1},
        invited,
    ),
    "accounts:invitation_revoke": Act("repr", makes={AccountEvent: 1}),
    "accounts:organisation_edit": Act("repr", {"description": TEXT, "website": "https://adimlar.test/"}),
    "accounts:suspend": Act("admi", {"reason": TEXT}, {AccountEvent: 1}),
    "accounts:lift": Act("admi", {"reason": TEXT}, {AccountEvent: 1}, suspended),
    "accounts:member_invite": Act(
        "repr", {"email": "baska@adimlar.test", "role": "contributor"}, {Invitation: 1, AccountEvent: 1, OutboxMail: 1}
    ),
    "accounts:member_role": Act("repr", {"role": "representative"}, {AccountEvent: 1}),
    "accounts:member_remove": Act("repr", makes={AccountEvent: 1}),
    "accounts:leave": Act("cont", makes={AccountEvent: 1}),
    "accounts:publicity": Act("repr", {"name_is_public": "on"}),
    "accounts:staff_invite": Act(
        "admi",
        lambda scene: {"email": "yeni@belediye.test", **_other_unit(scene)},
        {Invitation: 1, AccountEvent: 1, OutboxMail: 1},
    ),
    "accounts:post": Act("admi", lambda scene: {**_other_unit(scene), "reason": TEXT}, {AccountEvent: 1}),
    "accounts:post_end": Act("admi", {"reason": TEXT}, {AccountEvent: 1}),
    "accounts:unit_new": Act("admi", {**_ENTRY, "email": "deneme@belediye.test"}, {Unit: 1, CatalogueChange: 1}),
    "accounts:unit": Act("admi", {"name_en": "Public Works", "description_tr": TEXT}, {CatalogueChange: 1}),
    "accounts:unit_retire": Act("admi", makes={CatalogueChange: 1}, before=nobody_in_the_unit),
    "accounts:unit_restore": Act("admi", makes={CatalogueChange: 1}, before=unit_retired),
    # --- notifications, catalogue
    "notifications:read": Act("repr"),
    "notifications:open": Act("repr"),
    "notifications:read_one": Act("repr"),
    "notifications:preferences": Act("repr", {"questions": "daily"}, {Preference: 1}),
    "notifications:try_again": Act("repr", makes={RefusedAddress: -1}, before=address_refused),
    "notifications:switch_off": Act("anon", makes={Preference: 1}),
    "catalogue:municipality": Act("admi", {"address": TEXT, "phone": "0216 000 00 00"}, {CatalogueChange: 1}),
    "catalogue:closed_days": Act(
        "admi",
        {"date": "2027-04-05", "reason_tr": "İdari izin", "reason_en": "Administrative leave"},
        {ClosedDay: 1, CatalogueChange: 1},
    ),
    "catalogue:closed_day_remove": Act("admi", makes={ClosedDay: -1, CatalogueChange: 1}),
    "catalogue:notice_new": Act(
        "admi", {"text_tr": f"# Bildirim\n\n{TEXT * 5}", "text_en": f"# Notice\n\n{TEXT * 5}"}, {PrivacyNotice: 1}
    ),
    "catalogue:entry_new": Act("admi", _ENTRY, {RightsHolderGroup: 1, CatalogueChange: 1}),
    "catalogue:entry": Act("admi", {"description_tr": TEXT}, {CatalogueChange: 1}),
    "catalogue:entry/checklist": Act("admi", {"description_tr": TEXT}, {CatalogueChange: 1}),
    "catalogue:entry/right": Act("admi", {"description_tr": TEXT}, {CatalogueChange: 1}),
    "catalogue:entry_retire": Act("admi", makes={CatalogueChange: 1}),
    "catalogue:entry_restore": Act("admi", makes={CatalogueChange: 1}, before=entry_retired),
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
    "answering:template_new": Act("coor", _ENTRY, {AnswerTemplate: 1, CatalogueChange: 1}),
    "answering:template": Act("coor", {"description_tr": TEXT}, {CatalogueChange: 1}),
    "answering:template_retire": Act("coor", makes={CatalogueChange: 1}),
    "answering:template_restore": Act("coor", makes={CatalogueChange: 1}, before=template_retired),
    "answering:apply": Act("strg", _ORGANISATION, {Organisation: 1, OrganisationApplication: 1}),
    "answering:application": Act("coor", {"decision": "verify", "reason": TEXT}, {DutyEvent: 1}),
    # --- documents
    "documents:block_edit": Act("admi", {"body": TEXT, "reason": "Daha açık."}, {BlockRevision: 1}),
    "documents:block_edit/measure": Act("coor", _MEASURE, {BlockRevision: 1}),
    "documents:block_move": Act("admi", _moved_down, {Move: 1}, before=two_texts("block_move")),
    "documents:block_divide": Act(
        "admi", {"at": "1"}, {Block: 1, BlockRevision: 2, BlockLineage: 1}, before=two_texts("block_divide")
    ),
    "documents:block_join": Act("admi", _joined, {BlockRevision: 2, BlockLineage: 1}, before=two_texts("block_join")),
    "documents:block_change_to": Act(
        "admi", {"box_kind": "warning", "title": "Dikkat", "body": TEXT}, {Block: 1, BlockLineage: 1}
    ),
    "documents:block_remove": Act("admi", {"reason": "Yinelenmiş."}, {BlockRevision: 1}),
    "documents:block_restore": Act("admi", makes={BlockRevision: 1}),
    "documents:restore_revision": Act("admi", lambda scene: {"base_revision": _revision(scene)}, {BlockRevision: 1}),
    "documents:restore_heading": Act(
        "admi",
        lambda scene: {"base_revision": _section(scene).revision, "reason": TEXT},
        {SectionRevision: 1},
        before=heading_changed,
    ),
    "documents:verify": Act("admi", makes={ChainCheck: 1}),
    "documents:replace": Act("admi", {"hepsi": "on", "reason": TEXT}, {SectionRevision: 1}, before=words_found),
    "documents:block_add": Act("admi", {"body": TEXT}, {Block: 1, BlockRevision: 1}),
    "documents:block_add/box": Act("admi", {"title": "Kutu", "box_kind": "definition", "body": TEXT}, {Block: 1}),
    "documents:block_add/table": Act("admi", _TABLE, {Block: 1}),
    "documents:block_edit/figure": Act("admi", {"alt": TEXT, "caption": TEXT}, {BlockRevision: 1}),
    "documents:section_edit": Act("admi", {"title": "Yeni başlık", "aim": TEXT}, {SectionRevision: 1}),
    "documents:section_move": Act("admi", _section_out, {Move: 1}),
    "documents:section_remove": Act("admi", {"reason": "Yinelenmiş."}, {SectionRevision: 1}),
    "documents:section_restore": Act("admi", makes={SectionRevision: 1}, before=section_removed),
    "documents:section_add": Act("admi", {"title": "Yeni bölüm", "aim": TEXT}, {Section: 1, SectionRevision: 1}),
    "documents:proposal": Act("admi", makes={Section: 1, Block: 1, Version: 1}, before=proposed),
    "documents:section_plan": Act("admi", {"plan": "1"}, {SectionRevision: 1}),
    "documents:entry_add": Act("admi", _SOURCE, {Source: 1, EntryRevision: 1}),
    "documents:entry_add/term": Act("admi", {"term": "iz", "english": "trace", "definition": TEXT}, {EntryRevision: 1}),
    "documents:entry_add/index": Act("admi", {"term": "iz", "variants": "izi\nizler"}, {EntryRevision: 1}),
    "documents:entry_edit": Act("admi", {"title": "Başka bir ad", "reason": "Ad düzeltildi."}, {EntryRevision: 1}),
    "documents:entry_remove": Act("admi", {"reason": "Yinelenmiş."}, {EntryRevision: 1}, of_a_source_nobody_cites),
    "documents:entry_restore": Act("admi", makes={EntryRevision: 1}),
    "documents:conflict": Act("admi", {"body": TEXT, "reason": "İkisi birleştirildi."}, {BlockRevision: 1}),
    "documents:conflict_set_aside": Act("admi"),
    # --- handbooks
    "rendering:retry": Act("admi", before=rendering_failed),
    "handbooks:approve": Act("admi", {"reason": TEXT}, makes={HandbookEvent: 1}, before=conflicts_settled),
    "handbooks:reopen": Act("admi", makes={HandbookEvent: 1}, before=approved),
    "handbooks:publish": Act("admi", {"change_note": TEXT}, {Edition: 1, Rendering: 2, HandbookEvent: 1}, approved),
    "handbooks:withdraw": Act("admi", {"reason": TEXT}, {HandbookEvent: 1}),
    "handbooks:give_task": Act(
        "admi",
        lambda scene: {"user": scene.people["off"].pk, "task": "writer"},
        {HandbookTask: 1, HandbookEvent: 1},
    ),
    "handbooks:take_task": Act("admi", makes={HandbookEvent: 1}),
    "handbooks:send_to_review": Act("admi", {"note": TEXT}, {HandbookEvent: 1}, with_reviewer),
    "handbooks:review/mine": Act("coor", {"verdict": "ready", "remarks": TEXT}, {Review: 1, HandbookEvent: 1}),
    "handbooks:send_back/mine": Act("admi", {"note": TEXT}, {HandbookEvent: 1}),
    "handbooks:order_preview": Act("admi", makes={ChapterPreview: 1}, before=no_preview),
    "handbooks:errata": Act(
        "admi", {"place": "4. sayfa", "wrong": TEXT, "right": "Bu cümle kısadır."}, {Erratum: 1, HandbookEvent: 1}
    ),
    "handbooks:erratum": Act("admi", {"right": TEXT}, {HandbookEvent: 1}),
    "handbooks:remove_erratum": Act("admi", makes={HandbookEvent: 1}),
    # --- rounds
    "rounds:plan": Act("admi", _round, {Round: 1, Version: 1, RoundQuestion: 2}, no_planned_round),
    "rounds:change": Act("off", {"title": "Başka bir başlık"}),
    "rounds:open": Act("off"),
    "rounds:discard": Act("off"),
    "rounds:close": Act("admi", makes={RoundReport: 1, Rendering: 1}, before=round_answered),
    "rounds:order_interim": Act("off", makes={RoundReport: 1, Rendering: 1}),
    "rounds:write": Act("repr", {"body": TEXT}, {Comment: 1, DutyEvent: 1}),
    "rounds:paper": Act("off", {"body": TEXT}, {Comment: 1, DutyEvent: 1}),
    "rounds:reply": Act("repr", lambda _scene: {"body": TEXT, "form_key": str(uuid4())}, {Comment: 1}),
    "rounds:withdraw": Act("repr", makes={DutyEvent: 1}),
    # --- suggestions
    "suggestions:change": Act("repr", {"body": TEXT, "reason": TEXT}, {Suggestion: 1, DutyEvent: 1}),
    "suggestions:insert": Act("repr", {"body": TEXT, "reason": TEXT}, {Suggestion: 1, DutyEvent: 1}),
    "suggestions:insert_first": Act("repr", {"body": TEXT, "reason": TEXT}, {Suggestion: 1, DutyEvent: 1}),
    "suggestions:remove": Act("repr", {"reason": TEXT}, {Suggestion: 1, DutyEvent: 1}),
    "suggestions:accept": Act(
        "admi", {"yanit-outcome": "accepted", "yanit-reason": TEXT}, {BlockRevision: 1, DutyEvent: 1}
    ),
    "suggestions:withdraw": Act("repr", makes={DutyEvent: 1}),
    # --- moderation
    "moderating:report": Act("strg", {"kind": "insult"}, {Report: 1, Moderation: 1}),
    "moderating:leave": Act("coor", {"sentence": TEXT}),
    "moderating:hide": Act("coor", {"kind": "insult", "sentence": TEXT}),
    "moderating:decide": Act("coor", {"decision": "confirm", "reason": TEXT}),
    "moderating:own": Act("repr", {"reason": TEXT}),
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
    "drafting:new": Act("coor", lambda scene: {**_PROGRAMME, **_other_unit(scene)}, {Programme: 1}),
    "drafting:change": Act("coor", {"title": "Eşit Erişim", "summary": TEXT}),
    "drafting:add_goal": Act("coor", {"heading": "Ulaşım", "title": TEXT}, {Element: 1, Section: 1, Block: 1}),
    "drafting:add_below": Act("coor", _MEASURE, {Element: 1, Block: 1}),
    "drafting:edit_measure": Act("coor", _MEASURE, {BlockRevision: 1}),
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

# Addresses where a second time is meant, or where nothing is kept that could be doubled.
NO_ACT = {
    "set_language": "keeps a cookie",
    "set_theme": "keeps a cookie",
    "set_text_size": "keeps a cookie",
    "healthz": "a probe",
    "readyz": "a probe",
    "account_confirm_login_code": "signing in by a code is switched off",
    "mfa_download_recovery_codes": "the same file, whichever way it is asked for",
    "mfa_add_webauthn": "needs a key: tests/browser/test_second_factor.py",
    "mfa_reauthenticate_webauthn": "needs a key: tests/browser/test_second_factor.py",
    "mfa_remove_webauthn": "needs a key: tests/browser/test_second_factor.py",
    "mfa_edit_webauthn": "needs a key: tests/browser/test_second_factor.py",
    "accounts:own_data_file": "every copy that leaves the portal is recorded",
    "documents:block_preview": "shows, keeps nothing",
    "needs:sheets": "takes a file: tests/programming/needs/test_sheet_pages.py",
    "documents:transfer": "compares, changes nothing",
    "documents:propose_version": "compares, changes nothing",
    "documents:pasted": "reads the clipboard, keeps nothing",
    "drafting:move": "one place further each time",
    "assessing:move_cause": "one place further each time",
}
