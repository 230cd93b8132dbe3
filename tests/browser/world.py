"""Make the world of the browser tests in a fresh database and print the addresses of its things. Run by the portal.

The example data, three copies of one short book (one to be published in the story, one published while the broker is
down, one with an edition, a history and a conflict), and one of everything that has a page of its own.
"""

import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from allauth.account.forms import default_token_generator  # noqa: E402
from allauth.account.models import EmailAddress, EmailConfirmationHMAC  # noqa: E402
from allauth.account.utils import user_pk_to_url_str  # noqa: E402
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes  # noqa: E402
from allauth.mfa.totp.internal.auth import TOTP  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth.models import AnonymousUser  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.test import Client, RequestFactory  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone, translation  # noqa: E402

from atasehir_portal.accounts.example import PASSWORD  # noqa: E402
from atasehir_portal.accounts.models import (  # noqa: E402
    Invitation,
    Membership,
    Organisation,
    StaffPost,
    StaffRole,
    Unit,
    User,
)
from atasehir_portal.accounts.services import invitations  # noqa: E402
from atasehir_portal.accounts.services.organisations import suspend_organisation  # noqa: E402
from atasehir_portal.answering import services as answering  # noqa: E402
from atasehir_portal.answering.applications import apply_with_organisation  # noqa: E402
from atasehir_portal.catalogue.models import ClosedDay  # noqa: E402
from atasehir_portal.catalogue.queries import current_notice  # noqa: E402
from atasehir_portal.documents import intake, proposals, rounds  # noqa: E402
from atasehir_portal.documents.commenting import comment, reply  # noqa: E402
from atasehir_portal.documents.models import Block, Comment, Section  # noqa: E402
from atasehir_portal.documents.moderating import services as moderating  # noqa: E402
from atasehir_portal.documents.nodes.blocks import block_anchor  # noqa: E402
from atasehir_portal.documents.services import add_block, freeze, remove_block, save_block  # noqa: E402
from atasehir_portal.documents.suggesting import suggest_change  # noqa: E402
from atasehir_portal.notifications import preferences  # noqa: E402
from atasehir_portal.site import views  # noqa: E402
from atasehir_portal.site.middleware import unavailable  # noqa: E402
from handbooks import services as handbooks  # noqa: E402
from handbooks.importing import import_handbook  # noqa: E402
from handbooks.models import Handbook, Task  # noqa: E402
from participation.dialogue.models import Charter  # noqa: E402
from programming.assessing import services as assessing  # noqa: E402
from programming.drafting.grounds import link_assessment  # noqa: E402
from programming.drafting.models import Element, ElementKind, NeedLink, Programme  # noqa: E402
from programming.needs.coverage import live, quarters  # noqa: E402
from programming.needs.models import Need, NeedState, NeedSupport, OutreachTask, Visibility  # noqa: E402
from tests.handbooks.conftest import FILES, NUMBER, SLUG, beside  # noqa: E402
from tests.matrix.conftest import earlier_said  # noqa: E402
from tests.participation.dialogue.factories import make_in_force, rule_block, set_rule  # noqa: E402
from tests.programming.assessing.factories import make_adopted_with_files, make_assessment, make_parts, make_tree  # noqa: E402
from tests.programming.assessing.factories import make_file as make_cause_file  # noqa: E402
from tests.programming.needs.factories import (  # noqa: E402
    add_picture,
    make_draft,
    make_file,
    make_need,
    sheets_of,
)
from tests.second_factor import SECRET  # noqa: E402

BOOKS = {1: "oyku", 2: "kesinti", 3: "kitap"}


def person(name: str) -> User:
    return User.objects.get(email=f"{name}@ornek.test")


def somebody(name: str, full_name: str) -> User:
    made = User.objects.create_user(
        f"{name}@ornek.test", PASSWORD, full_name=f"{full_name} (örnek)", notice=current_notice(), is_example=True
    )
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return made


def second_editor() -> None:
    """Somebody else who may write in the handbooks."""
    made = somebody("yayin", "Yaman Yayıncı")
    StaffPost.objects.create(user=made, unit=Unit.objects.get(slug="bilgi-islem"), role=StaffRole.ADMINISTRATOR)


def second_factors() -> None:
    """Two people with an app and recovery codes, one of them for the way through signing in; two with nothing yet."""
    for name, full_name in (("korunan", "Kıvanç Korunan"), ("yarida", "Yonca Yarıda")):
        made = somebody(name, full_name)
        TOTP.activate(made, SECRET)
        RecoveryCodes.activate(made)
    somebody("anahtar", "Anıl Anahtar")
    somebody("uygulama", "Umay Uygulama")
    somebody("titiz", "Tülin Titiz")


def passwordless(organisation: Organisation, inviter: User) -> dict[str, list[Any]]:
    """Somebody without a password who is invited, and adds an address; links that are mailed, as long as they work."""
    made = somebody("parolasiz", "Pelin Parolasız")
    made.set_unusable_password()
    made.save()
    added = EmailAddress.objects.create(user=made, email="pelin@ornek.test", verified=False)
    forgetful = somebody("unutkan", "Umut Unutkan")
    invitations.invite_member(organisation=organisation, email=made.email, role="contributor", by=inviter)
    token = "bilinen-birine-davetiye"
    Invitation.objects.filter(email=made.email).update(token_hash=invitations.digest(token))
    return {
        "account_confirm_email/valid": [EmailConfirmationHMAC(added).key],
        "account_reset_password_from_key/valid": [
            user_pk_to_url_str(forgetful),
            default_token_generator.make_token(forgetful),
        ],
        "accounts:invitation/known": [token],
    }


def session_of(user: User) -> dict[str, str]:
    """Sign somebody in who has nothing to sign in with; return the cookie."""
    client = Client()
    client.force_login(user)
    return {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}


def errors() -> Iterator[tuple[str, str]]:
    """The pages for what went wrong, by status and language."""
    for language in ("tr", "en"):
        request = RequestFactory().get("/", headers={"accept-language": language})
        request.user = AnonymousUser()
        with translation.override(language):
            for status, page in (
                (400, views.bad_request(request)),
                (403, views.permission_denied(request)),
                (404, views.page_not_found(request)),
                (429, render(request, "429.html")),
                (500, views.server_error(request)),
                (503, unavailable(request)),
            ):
                yield f"error {status} {language}", page.content.decode()


def book(folder: Path, number: int, slug: str) -> Handbook:
    """Take the short book in under another number and name."""
    source = folder / f"{number}-{slug}"
    for name, text in FILES.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace(SLUG, slug).replace(f"number = {NUMBER}", f"number = {number}"), encoding="utf-8")
    made = import_handbook(folder=source, number=number, by=None)
    assert made is not None
    return made


def moderated(said: Comment) -> dict[str, list[Any]]:
    """Replies of the representative: one that was reported, one that the coordinator hid, one with an appeal, and one that was left."""
    representative, head = person("temsilci"), person("muhtar")
    bodies = ("Yeter artık.", "Çok ayıp.", "Olmaz böyle.", "Bunu yazan hiç gelmemiş.")
    reported, hidden, appealed, left = (reply(comment=said, by=representative, body=body) for body in bodies)
    made = [moderating.report(said=each, by=head, kind="other", words="Kırıcı buldum.") for each in (reported, left)]
    moderating.leave(moderation=made[1].moderation, by=person("koordinator"), reason="Sert bir söz, hakaret değil.")
    about = {"kind": "insult", "sentence": "Karşılıkta birine hakaret ediliyordu."}
    moderating.hide(said=hidden, by=person("koordinator"), **about)
    moderating.hide(said=appealed, by=person("yonetici"), **about)
    moderating.appeal(said=appealed, by=representative, reason="Hakaret etmedim.")
    return {
        "moderating:case": [reported.reference],
        "moderating:leave": [reported.reference],
        "moderating:hide": [reported.reference],
        "moderating:hide/personal": [reported.reference],
        "moderating:decide": [appealed.reference],
        "moderating:own": [hidden.reference],
        "moderating:report": [reported.reference],
    }


def assessments(organisation: Organisation, officer: User, taken: Need, measure: Element) -> dict[str, list[Any]]:
    """An assessment that is being written with an organisation, and one that everybody reads and on which a measure rests."""
    written = make_assessment(officer)
    assessing.invite_organisation(assessment=written, organisation=organisation, by=officer)
    top = make_tree(written, officer)[0]
    make_parts(written, officer)
    link = assessing.gather_need(assessment=written, need=taken, by=officer)
    adopted, _shown, _file = make_adopted_with_files(person("koordinator"))
    ground = link_assessment(measure=measure, assessment=adopted, by=person("koordinator"))
    slug = measure.programme.slug
    names = ("detail", "change", "edit", "tree", "needs", "co_writers", "stage", "adopt", "give_up")
    return {
        **{f"assessing:{name}": [written.reference] for name in names},
        **{f"assessing:{name}": [top.uid] for name in ("edit_part", "remove_part", "cause_files")},
        "assessing:mark_file": [make_cause_file(top, officer).key],
        **{f"assessing:{name}": [written.reference, link.pk] for name in ("need_causes", "release_need")},
        "assessing:add_part": [written.reference, "gap"],
        "assessing:detail/public": [adopted.reference],
        "assessing:version": [adopted.reference, 1],
        "assessing:gather_from_need": [taken.reference],
        "drafting:link_assessment": [slug, measure.block.uid],
        "drafting:unlink_assessment": [slug, ground.pk],
    }


def charter(organisation: Organisation) -> dict[str, list[Any]]:
    """A version after the one of the example data, which the organisation has not accepted yet."""
    coordinator = person("koordinator")
    set_rule(Charter.objects.get(), "grace_days", "45", coordinator)
    version = make_in_force(coordinator, days_ago=10)
    return {
        "dialogue:version": [version.number - 1],
        "dialogue:acceptance": [organisation.slug],
        "dialogue:withdraw": [organisation.slug],
        "dialogue:compare": [],
        "documents:block_edit/rule": [rule_block(version.charter, "answer_days").uid],
    }


def prepare(folder: Path) -> dict[str, list[Any]]:
    """Return the arguments of every address, by its name."""
    administrator, coordinator, officer = (person(name) for name in ("yonetici", "koordinator", "gorevli"))
    representative, head = person("temsilci"), person("muhtar")
    organisation = Organisation.objects.get(slug="ornek-engelsiz-adimlar")
    post = StaffPost.objects.get(user=officer)

    need = make_need(representative, organisation, title="Merdivenli girişten hizmet binasına çıkılamıyor")
    answering.assign(duty=need.duty, by=coordinator, unit=post.unit, officer=officer)
    asked = make_need(representative, organisation, title="Salonun kapısı ağır, tek başına açılamıyor")
    answering.assign(duty=asked.duty, by=coordinator, unit=post.unit, officer=officer)
    answering.ask_back(duty=asked.duty, by=officer, text="Hangi salon?")
    confidential = make_need(
        representative, organisation, title="Gizli kalması gereken bir ihtiyaç", visibility=Visibility.CONFIDENTIAL
    )
    answering.assign(duty=confidential.duty, by=coordinator, unit=post.unit, officer=officer)
    others = Organisation.objects.get(slug="ornek-mahalle-muhtarligi")
    waiting = make_need(head, others, title="Parkın kapısı geceleri kilitli")
    linked = Need.objects.get(pk=NeedLink.objects.order_by("pk")[0].need_id)

    merged = Need.objects.get(state=NeedState.MERGED)
    draft = make_draft(representative)
    add_picture(draft)
    make_file(need)

    application = apply_with_organisation(
        by=head,
        name="Sokak Komşuları (örnek)",
        kind="neighbourhood_group",
        description="Her ay toplanırız.",
        groups=[],
        neighbourhoods=[],
        statement="Muhtarlık doğrulayabilir.",
    )
    suspended = Organisation.objects.create(
        slug="askida", name="Askıda Bir Dernek (örnek)", kind="association", state="verified", is_example=True
    )
    suspend_organisation(organisation=suspended, by=administrator, reason="Denemek için askıya alındı.")
    invitations.invite_member(organisation=organisation, email="yeni@ornek.test", role="contributor", by=representative)
    token = "deneme-davetiyesi"
    Invitation.objects.update(token_hash=invitations.digest(token))
    mailed = passwordless(organisation, representative)

    story, outage, handbook = (book(folder, number, slug) for number, slug in BOOKS.items())
    for each in (outage, handbook):
        handbooks.approve(handbook=each, by=administrator, reason="Yazarlar okudu.")
    edition = handbooks.publish_edition(handbook=handbook, by=administrator, number="0.1", change_note="İlk basım.")
    call_command("render_waiting", verbosity=0)
    beside(edition, "0.0")
    beside(edition, "0.2", withdrawn="Bir kaynak yanlış okunmuştu.")
    handbooks.reopen(handbook=handbook, by=administrator)
    preview = handbooks.order_preview(handbook=handbook, anchor="bir", by=administrator)
    call_command("render_waiting", verbosity=0)
    noted = {"anchor": "bir-duymak", "place": "3. sayfa", "wrong": "Söz duyulur", "right": "Söz işitilir"}
    erratum = handbooks.note_erratum(edition=edition, by=administrator, **noted)
    handbooks.give_task(handbook=handbook, user=officer, task=Task.WRITER, by=administrator)
    handbooks.give_task(handbook=handbook, user=coordinator, task=Task.REVIEWER, by=administrator)
    handbooks.send_to_review(handbook=handbook, by=officer, note="Dile ve kaynaklara bakın.")
    blocks = Block.objects.filter(document=handbook.document)
    paragraph = blocks.filter(kind="paragraph")[0]
    for text in ("Değişen metin.", "Başka bir metin."):
        saved = save_block(block_uid=paragraph.uid, base_revision=1, body=text, by=administrator)
    removed = blocks.get(kind="box")
    remove_block(block_uid=removed.uid, by=administrator)
    section = Section.objects.filter(document=handbook.document, parent__isnull=False)[0]
    divisible = add_block(section=section, kind="paragraph", body="Bir söz. İkinci söz.", by=administrator)
    target = intake.of_chapter(handbook.document, "yeni.md", "# Yeni bölüm\n\nSöz.\n")
    proposal = proposals.keep(document=handbook.document, user=administrator, name="yeni.md", target=target)

    tomorrow = timezone.localdate() + timedelta(days=1)
    days = {"opens_on": tomorrow, "ends_on": tomorrow + timedelta(days=20)}
    about = {"summary": "Ne düşünüyorsunuz?", "unit": post.unit, "questions": ["Açık mı?"], "by": administrator, **days}
    frozen = freeze(document=outage.document, by=administrator, note="Görüş turu için.")
    round = rounds.plan_round(document=outage.document, version=frozen, title="Kitap üzerine", **about)
    round = rounds.open_round(round=round, by=administrator)
    planned = rounds.plan_round(document=handbook.document, title="Henüz açılmadı", **about)
    remarked = outage.document.blocks.filter(kind="paragraph")[0]
    said = comment(round=round, by=representative, organisation=organisation, block=remarked, body="Bu söz açık değil.")
    reply(comment=said, by=head, body="Biz de öyle düşünüyoruz.")
    by_head = reply(comment=said, by=head, body="Gelin bizden alın, ucuz.")
    moderating.report(said=by_head, by=representative, kind="advert")
    today = {**about, "opens_on": timezone.localdate()}
    carried = earlier_said(representative, organisation, administrator, story, today)
    spoken = rounds.plan_round(
        document=story.document,
        version=freeze(document=story.document, by=administrator, note="Öneriler için."),
        title="Yazılan kitap üzerine",
        **today,
    )
    spoken = rounds.open_round(round=spoken, by=administrator)
    worded = story.document.blocks.filter(kind="paragraph")[0]
    suggestion = suggest_change(
        round=spoken,
        by=representative,
        organisation=organisation,
        block_uid=worded.uid,
        body=f"{worded.body} Duyulan söz yazılır.",
        data={},
        reason="Yazılmayan söz unutulur.",
    )

    hidden_change = suggest_change(
        round=spoken,
        by=representative,
        organisation=organisation,
        block_uid=worded.uid,
        body=f"{worded.body} Bunu yazan okumamış.",
        data={},
        reason="Yazanlar okuma bilmiyor.",
    )
    hidden_opinion = comment(
        round=round, by=representative, organisation=organisation, block=remarked, body="Yazanlar okuma bilmiyor."
    )
    for each in (hidden_change, hidden_opinion):
        moderating.hide(said=each, by=coordinator, kind="insult", sentence="Yazanlar küçük düşürülüyordu.")

    programme = Programme.objects.get()
    measure = Element.objects.filter(programme=programme, kind=ElementKind.MEASURE)[0]
    ClosedDay.objects.create(date="2027-03-01", reason_tr="İdari izin", reason_en="Administrative leave")
    last = quarters.last_ended()
    quarters.publish_quarter(quarter=last, by=coordinator)
    slug, uid, org = programme.slug, measure.block.uid, [organisation.slug]
    return {
        "needs:detail": [need.reference],
        "rounds:round": [round.reference],
        "rounds:round/planned": [planned.reference],
        "rounds:chapter": [round.reference, "bir"],
        "rounds:comments": [round.reference],
        "rounds:earlier": [spoken.reference],
        "rounds:since": [spoken.reference, carried.reference],
        "documents:inputs": [story.document.uid],
        "rounds:comment": [said.reference],
        "rounds:comment/own": [said.reference],
        "rounds:report": [round.reference],
        "rounds:write": [round.reference],
        "rounds:withdraw": [said.reference],
        "rounds:paper": [round.reference],
        "rounds:plan": [handbook.document.uid],
        "rounds:change": [planned.reference],
        "rounds:discard": [planned.reference],
        **moderated(said),
        "suggestions:suggestion/hidden": [hidden_change.reference],
        "rounds:comment/hidden": [hidden_opinion.reference],
        "answering:answer/hidden": [hidden_change.reference],
        "suggestions:accept/hidden": [hidden_change.reference],
        "moderating:report/reported": [by_head.reference],
        "suggestions:list": [spoken.reference],
        "suggestions:suggestion": [suggestion.reference],
        "suggestions:accept": [suggestion.reference],
        "suggestions:withdraw": [suggestion.reference],
        "suggestions:change": [spoken.reference, worded.uid],
        "suggestions:insert": [spoken.reference, worded.uid, "paragraph"],
        "suggestions:insert/table": [spoken.reference, worded.uid, "table"],
        "suggestions:insert_first": [spoken.reference, worded.section.uid, "paragraph"],
        "suggestions:remove": [spoken.reference, worded.uid],
        "answering:answer/suggestion": [suggestion.reference],
        "answering:answer/comment": [said.reference],
        "needs:detail/linked": [linked.reference],
        "needs:detail/waiting": [waiting.reference],
        "needs:detail/asked": [asked.reference],
        "needs:detail/confidential": [confidential.reference],
        "needs:visibility": [need.reference],
        "needs:detail/merged": [merged.reference],
        "needs:merge": [need.reference],
        "needs:unmerge": [merged.reference],
        "needs:withdraw": [need.reference],
        **sheets_of(representative, organisation, need, waits=False),
        **{f"needs:step/{number}": [draft.key, number] for number in (1, 2, 3, 4)},
        "needs:step/staff": [make_draft(officer).key, 4],
        "needs:discard": [draft.key],
        "needs:files": [draft.key],
        "needs:support": [waiting.reference],
        "needs:take_back": [NeedSupport.objects.get(organisation=organisation).need.reference],
        "needs:give_task": ["evsiz"],
        "needs:quarter": [last],
        "needs:publish_quarter": [live.quarter_of(live.bounds(last)[0] - timedelta(days=1))],
        **{
            f"needs:{act}_task": [OutreachTask.objects.get(done_on=None).key] for act in ("close", "change", "withdraw")
        },
        "notifications:switch_off": [preferences.token(representative.pk, "answers")],
        "answering:answer": [need.reference],
        "answering:ask_back": [need.reference],
        "answering:reply": [asked.reference],
        "answering:extend": [need.reference],
        "answering:assign": [waiting.reference],
        "answering:template": ["ornek-buyuksehir"],
        "answering:application": [application.duty.reference],
        **mailed,
        "accounts:invitation": [token],
        "accounts:invitation/gone": ["yok"],
        "accounts:organisation": org,
        "accounts:organisation_edit": org,
        "accounts:suspend": org,
        "accounts:lift": [suspended.slug],
        "accounts:members": org,
        "accounts:member_invite": org,
        "accounts:member_role": [*org, Membership.objects.get(user=person("uye")).pk],
        "accounts:member_remove": [*org, Membership.objects.get(user=person("uye")).pk],
        "accounts:leave": org,
        "accounts:post": [post.pk],
        "accounts:post_end": [post.pk],
        "accounts:unit": [post.unit.slug],
        "catalogue:privacy_notice_version": [1],
        "catalogue:entries": ["gruplar"],
        "catalogue:entry_new": ["gruplar"],
        "catalogue:entry": ["gruplar", "yasli"],
        "documents:block_edit": [paragraph.uid],
        "documents:block_edit/figure": [blocks.filter(kind="figure")[0].uid],
        "documents:block_edit/table": [blocks.filter(kind="table")[0].uid],
        "documents:block_edit/measure": [uid],
        "documents:block_remove": [paragraph.uid],
        "documents:block_acts": [paragraph.uid],
        "documents:block_place": [paragraph.uid],
        "documents:block_divide": [divisible.uid],
        "documents:block_change": [paragraph.uid],
        "documents:block_change_to": [paragraph.uid, "table"],
        "documents:block_choose": [section.uid],
        "documents:outline": [handbook.document.uid],
        "documents:section_acts": [section.uid],
        "documents:pick_source": [handbook.document.uid],
        "documents:pick_target": [handbook.document.uid],
        "documents:history": [paragraph.uid],
        "documents:restore_revision": [paragraph.uid, 1],
        "documents:restore_heading": [section.uid, 1],
        "documents:document_history": [handbook.document.uid],
        "documents:compare": [handbook.document.uid],
        "documents:versions": [handbook.document.uid],
        "documents:replace": [handbook.document.uid],
        "documents:block_add": [section.uid, "box"],
        "documents:section_edit": [section.uid],
        "documents:section_remove": [section.uid],
        "documents:section_add": [handbook.document.uid],
        "documents:removed": [handbook.document.uid],
        "documents:transfer": [handbook.document.uid],
        "documents:proposal": [handbook.document.uid, proposal],
        "documents:entries": [handbook.document.uid, "kaynakca"],
        "documents:entries/terms": [handbook.document.uid, "sozluk"],
        "documents:entries/index": [handbook.document.uid, "dizin"],
        "documents:entry_add": [handbook.document.uid, "sozluk"],
        "documents:entry_history": [handbook.document.uid, "kaynakca"],
        "documents:entry_edit": [handbook.document.uid, "kaynakca", handbook.document.sources.all()[0].pk],
        "documents:entry_remove": [handbook.document.uid, "kaynakca", handbook.document.sources.all()[0].pk],
        "documents:conflict": [saved.conflict.pk],
        "rendering:progress": [edition.pdf.key],
        "handbooks:book": [handbook.slug],
        "handbooks:book/unpublished": [story.slug],
        "handbooks:read": [handbook.slug, "bir"],
        "handbooks:sources": [handbook.slug],
        "handbooks:compare": [handbook.slug],
        "handbooks:edition_page/older": [handbook.slug, "0.0"],
        "handbooks:edition_page/withdrawn": [handbook.slug, "0.2"],
        "handbooks:read_edition/older": [handbook.slug, "0.0", "bir"],
        "handbooks:edition_sources/older": [handbook.slug, "0.0"],
        "handbooks:figure_page": [handbook.slug, edition.number, block_anchor(blocks.filter(kind="figure")[0].uid)],
        "handbooks:cite": [handbook.slug, edition.number],
        "handbooks:edit": [handbook.slug],
        "handbooks:edit/story": [story.slug],
        "handbooks:check": [handbook.slug],
        "handbooks:preview": [handbook.slug, preview.pk],
        "handbooks:desk": [handbook.reference],
        "handbooks:give_task": [handbook.slug],
        "handbooks:send_to_review": [story.slug],
        "handbooks:review": [handbook.slug],
        "handbooks:send_back": [handbook.slug],
        "handbooks:errata": [handbook.slug, edition.number],
        "handbooks:erratum": [handbook.slug, edition.number, erratum.pk],
        "handbooks:publish": [outage.slug],
        "handbooks:publish/story": [story.slug],
        "handbooks:withdraw": [handbook.slug, edition.number],
        **assessments(organisation, officer, waiting, measure),
        **charter(organisation),
        "drafting:link": [asked.reference],
        "drafting:detail": [slug],
        "drafting:change": [slug],
        "drafting:edit": [slug],
        "drafting:framework": [slug],
        "drafting:add_goal": [slug],
        "drafting:unlink_need": [slug, NeedLink.objects.filter(measure__programme=programme)[0].pk],
        "drafting:measure": [slug, uid],
        "drafting:edit_measure": [slug, uid],
        "drafting:add_below": [slug, measure.parent.block.uid],
        "drafting:remove": [slug, uid],
        "account_confirm_email": ["yok"],
        "account_reset_password_from_key": ["1", "yok"],
    }


def main(folder: Path) -> None:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("load_catalogue", verbosity=0)
    call_command("load_example_data", verbosity=0)
    second_editor()
    second_factors()
    addresses = {key: reverse(key.partition("/")[0], args=args) for key, args in prepare(folder).items()}
    addresses["handbooks:search/found"] = f"{reverse('handbooks:search')}?q=deneme"
    need = addresses["answering:answer"].rstrip("/").rpartition("/")[2]
    addresses["answering:together/chosen"] = f"{reverse('answering:together')}?kayit={need}"
    addresses["answering:assign_several/chosen"] = f"{reverse('answering:assign_several')}?kayit={need}"
    other = addresses["needs:detail/waiting"].rstrip("/").rpartition("/")[2]
    addresses["needs:merge/both"] = f"{addresses['needs:merge']}?into={other}"
    addresses["handbooks:compare/chapter"] = f"{addresses['handbooks:compare']}?bolum=bir&goster=tum"
    addresses["dialogue:compare/chapter"] = f"{addresses['dialogue:compare']}?bolum=degisiklik"
    addresses["documents:history/compared"] = f"{addresses['documents:history']}?eski=1&yeni=2"
    addresses["documents:compare/chapter"] = f"{addresses['documents:compare']}?bolum=sunus"
    addresses["documents:replace/found"] = f"{addresses['documents:replace']}?ara=s%C3%B6z&yerine=iz&degistir=on"
    print(json.dumps({**addresses, **dict(errors()), "session": session_of(person("parolasiz"))}))


main(Path(sys.argv[1]) / "books")
