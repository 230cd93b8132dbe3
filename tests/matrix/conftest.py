"""A small world in which every address of the portal has something to show."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from atasehir_portal.accounts.models import Invitation, Membership, StaffPost
from atasehir_portal.accounts.people import person
from atasehir_portal.accounts.services.invitations import invite_member
from atasehir_portal.answering import services as answering
from atasehir_portal.answering.applications import apply_with_organisation
from atasehir_portal.answering.models import AnswerTemplate
from atasehir_portal.catalogue.models import Checklist, ClosedDay, Right, RightsHolderGroup
from atasehir_portal.documents import entries, figures, rounds
from atasehir_portal.documents.commenting import comment, reply
from atasehir_portal.documents.models import Block, EntryRevision, Round, Section
from atasehir_portal.documents.moderating import services as moderating
from atasehir_portal.documents.nodes.blocks import block_anchor
from atasehir_portal.documents.services import add_block, add_entry, freeze, remove_block, remove_entry, save_block
from atasehir_portal.documents.suggesting import suggest_change
from atasehir_portal.notifications.models import Notification
from atasehir_portal.notifications.preferences import token
from handbooks import services as handbooks
from handbooks.models import Task
from participation.dialogue import services as dialogue
from programming.assessing import services as assessing
from programming.drafting.grounds import link_assessment
from programming.drafting.links import link_need
from programming.drafting.models import Programme, ProgrammeState
from programming.needs.coverage import live, quarters
from programming.needs.merging import merge_need
from programming.needs.models import Visibility
from programming.needs.outreach import give_task
from programming.needs.support import support_need
from tests.handbooks.conftest import (  # noqa: F401
    approved,
    beside,
    finish,
    handbook,
    publish,
    published,
    small_book,
    source,
)
from tests.participation.dialogue.factories import make_in_force
from tests.programming.assessing.factories import (
    adopt_at_once,
    make_adopted_with_files,
    make_assessment,
    make_parts,
    make_tree,
)
from tests.programming.assessing.factories import make_file as make_cause_file
from tests.programming.drafting.factories import make_framework
from tests.programming.needs.factories import (
    add_picture,
    make_draft,
    make_file,
    make_need,
    sheets_of,
)


@dataclass
class World:
    """The arguments of every address, by its name."""

    arguments: dict[str, list[Any]]

    def address(self, name: str) -> str:
        """The address of that name; ``name/case`` is the same address with other arguments."""
        return reverse(name.partition("/")[0], args=self.arguments.get(name, []))


@pytest.fixture
def people(applicant, stranger, contributor, representative, other_officer, officer, coordinator, administrator):
    """Who asks, by the heading of the matrix."""
    return {
        "anon": None,
        "appl": applicant,
        "strg": stranger,
        "cont": contributor,
        "repr": representative,
        "oth": other_officer,
        "off": officer,
        "coor": coordinator,
        "admi": administrator,
    }


def gone_term(document):
    """A term that was removed, as its last state."""
    terms = entries.by_slug("sozluk")
    term = add_entry(document=document, listing=terms, data={"term": "gitti", "definition": "x"}, by=None)
    remove_entry(entry=term, listing=terms, base_revision=1, by=None)
    return EntryRevision.objects.get(document=document, act="removed")


def public_programme(coordinator):
    """A programme that everybody reads, with its past: a picture that stands there, one that stood there before."""
    programme, [measure] = make_framework(coordinator, title="Herkesin okuduğu program")
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} 9"><path d="M0 0h1"/></svg>'
    drawn = [figures.store("matris", "yol.svg", svg.format(width).encode()) for width in (1, 2)]
    shown = {"alt": "Yol", "caption": "Yol.", "source": "Deneme."}
    section = programme.document.sections.first()
    block = add_block(section=section, kind="figure", data={**shown, "src": drawn[0]}, by=coordinator)
    save_block(block_uid=block.uid, base_revision=1, body="", data={**shown, "src": drawn[1]}, by=coordinator)
    Programme.objects.filter(pk=programme.pk).update(state=ProgrammeState.PROPOSED)
    return programme, measure, drawn


def rounds_of(people, organisation, unit, mine, other):
    """An open round on a book of its own, with an opinion on a block, and a planned one on the book in review."""
    administrator, representative = people["admi"], people["repr"]
    day = timezone.localdate()
    about = {"summary": "Ne düşünüyorsunuz?", "unit": unit, "opens_on": day, "ends_on": day + timedelta(days=20)}
    earlier = earlier_said(representative, organisation, administrator, other, about)
    version = freeze(document=other.document, by=administrator, note="Görüş turu için.")
    asked = rounds.plan_round(
        document=other.document, by=administrator, title="Ses üzerine", version=version, questions=["Açık mı?"], **about
    )
    asked = rounds.open_round(round=asked, by=administrator)
    about |= {"opens_on": day + timedelta(days=5), "ends_on": day + timedelta(days=25)}
    planned = rounds.plan_round(document=mine.document, by=administrator, title="Henüz açılmadı", **about)
    block = other.document.blocks.first()
    said = comment(
        round=asked, by=representative, organisation=organisation, block=block, body="Kısık ses nasıl duyulacak?"
    )
    return asked, planned, said, earlier


def earlier_said(representative, organisation, administrator, book, about):
    """What was said in a round that is over, about a block that reads differently since."""
    before = freeze(document=book.document, by=administrator, note="Önceki tur için.")
    given = {**about, "by": administrator, "title": "Önceki tur"}
    over = rounds.plan_round(document=book.document, version=before, **given)
    over = rounds.open_round(round=over, by=administrator)
    block = book.document.blocks.filter(kind="paragraph").first()
    said = comment(round=over, by=representative, organisation=organisation, block=block, body="Bu söz açık değildi.")
    Round.objects.filter(pk=over.pk).update(state="closed", ended_at=timezone.now(), closed_at=timezone.now())
    save_block(block_uid=block.uid, base_revision=block.revision, body=f"{block.body} Açıklandı.", by=administrator)
    return said


def suggested(people, organisation, asked):
    """A suggested change in the open round."""
    block = asked.document.blocks.filter(kind="paragraph").first()
    return suggest_change(
        round=asked,
        by=people["repr"],
        organisation=organisation,
        block_uid=block.uid,
        body="Kısık ses de duyulur ve yazılır.",
        data={},
        reason="Duyulan yazılmazsa unutulur.",
    )


def moderated(people, organisation, said):
    """Three replies of the representative: one that was reported, one that the coordinator hid, and one that the administrator
    hid and against whose hiding there is an appeal."""
    representative = people["repr"]
    bodies = ("Yeter artık.", "Çok ayıp.", "Olmaz böyle.")
    reported, hidden, appealed = (
        reply(comment=said, by=representative, organisation=organisation, body=body) for body in bodies
    )
    moderating.report(said=reported, by=people["appl"], kind="other", words="Kırıcı.")
    about = {"kind": "insult", "sentence": "Karşılıkta birine hakaret ediliyordu."}
    moderating.hide(said=hidden, by=people["coor"], **about)
    moderating.hide(said=appealed, by=people["admi"], **about)
    moderating.appeal(said=appealed, by=representative, reason="Hakaret etmedim.")
    return reported.reference, hidden.reference, appealed.reference


def assessments_of(people, organisation, measure):
    """An assessment that the organisation writes with the staff, one that everybody reads and on which the measure rests, and one on which
    it could rest."""
    officer, representative = people["off"], people["repr"]
    written = make_assessment(officer)
    invited = assessing.invite_organisation(assessment=written, organisation=organisation, by=officer)
    top = make_tree(written, officer)[0]
    make_parts(written, officer)
    taken = make_need(representative, organisation, title="Bir değerlendirmede yer alan ihtiyaç")
    link = assessing.gather_need(assessment=written, need=taken, by=officer)
    adopted, shown, file = make_adopted_with_files(people["coor"])
    kept = make_cause_file(top, officer)
    ground = link_assessment(measure=measure, assessment=adopted, by=people["coor"])
    adopt_at_once(make_assessment(people["coor"], "Okula yardım almadan gitmek"), people["coor"])
    slug = measure.programme.slug
    reference = written.reference
    names = ("detail", "change", "edit", "tree", "needs", "co_writers", "stage", "adopt", "give_up")
    public = {f"assessing:{name}/public": [adopted.reference] for name in ("detail", "edit", "tree", "needs")}
    return {
        **{f"assessing:{name}": [reference] for name in names},
        **{f"assessing:{name}": [top.uid] for name in ("edit_part", "move_cause", "remove_part", "cause_files")},
        **{f"assessing:{name}": [kept.key] for name in ("file", "take_file", "mark_file")},
        "assessing:file/public": [file.key],
        "assessing:add_part": [reference, "claim"],
        "assessing:need_causes": [reference, link.pk],
        "assessing:release_need": [reference, link.pk],
        "assessing:end_co_writing": [reference, invited.pk],
        "assessing:version": [adopted.reference, 1],
        "assessing:version_pdf": [adopted.reference, 1],
        "assessing:version_figure": [adopted.reference, 1, shown],
        "drafting:link_assessment": [slug, measure.block.uid],
        "drafting:unlink_assessment": [slug, ground.pk],
        **public,
    }


def charters_of(people, organisation):
    """Two versions of the charter; the one in force was accepted by the stranger's organisation."""
    for days in (40, 20):
        version = make_in_force(people["coor"], days_ago=days)
    voice = people["strg"]
    other = person(voice).memberships[0].organisation
    dialogue.accept_charter(organisation=other, by=voice, name="Bir Temsilci", digest=version.digest)
    return {
        "dialogue:version": [1],
        "dialogue:version_pdf": [1],
        "dialogue:acceptance": [organisation.slug],
        "dialogue:acceptance/accepted": [other.slug],
        "dialogue:withdraw": [other.slug],
    }


@pytest.fixture
def world(people, organisation, unit, published, tmp_path):  # noqa: F811
    """Public, participants' and confidential needs, an open question, an application, a programme, a book and its edition,
    a second book in review, which the officer writes and the coordinator reviews ("/mine"), and a programme that everybody
    reads ("/public")."""
    representative, officer, coordinator, administrator = (people[key] for key in ("repr", "off", "coor", "admi"))
    need = make_need(representative, organisation)
    answering.assign(duty=need.duty, by=coordinator, unit=unit, officer=officer)
    asked = make_need(representative, organisation, title="Sorulan bir ihtiyaç var burada")
    answering.assign(duty=asked.duty, by=coordinator, unit=unit, officer=officer)
    answering.ask_back(duty=asked.duty, by=officer, text="Hangi salon?")
    participants = make_need(representative, organisation, visibility=Visibility.PARTICIPANTS)
    confidential = make_need(representative, organisation, visibility=Visibility.CONFIDENTIAL)
    draft = make_draft(representative)
    of_draft, of_need, of_confidential = add_picture(draft), make_file(need), make_file(confidential)
    joined = make_need(representative, organisation, title="Katılınan bir ihtiyaç var burada")
    voice = people["strg"]
    support_need(need=joined, by=voice, organisation=person(voice).memberships[0].organisation)
    answering.assign(duty=confidential.duty, by=coordinator, unit=unit, officer=officer)
    same = make_need(representative, organisation, title="Birleştirilen bir ihtiyaç var burada")
    answering.assign(duty=same.duty, by=coordinator, unit=unit, officer=officer)
    merge_need(need=same, into=joined, by=coordinator, reason="İkisi de aynı yeri anlatıyor.")
    group = RightsHolderGroup.objects.get(slug="roman")
    outreach = give_task(group=group, kind="visit", unit=unit, due_on=timezone.localdate(), by=coordinator)

    application = apply_with_organisation(
        by=people["appl"],
        name="Sokak Komşuları",
        kind="neighbourhood_group",
        description="Her ay toplanırız.",
        groups=[],
        neighbourhoods=[],
        statement="Muhtarlık doğrulayabilir.",
    )
    template = AnswerTemplate.objects.create(slug="rampa", name_tr="Rampa", description_tr="Rampa programa alındı.")
    programme, [measure] = make_framework(coordinator)
    link_need(measure=measure, need=need, by=coordinator)
    slug, uid = programme.slug, measure.block.uid
    public, public_measure, [drawn_before, drawn] = public_programme(coordinator)

    book = published.handbook
    beside(published, "0.0")
    beside(published, "0.2", withdrawn="Bir kaynak yanlış okunmuştu.")
    handbooks.reopen(handbook=book, by=administrator)
    blocks = Block.objects.filter(document=book.document)
    block = blocks.filter(kind="paragraph").first()
    for _turn in range(2):
        saved = save_block(block_uid=block.uid, base_revision=1, body=f"Değişen metin {uuid.uuid4()}", by=administrator)
    removed = blocks.filter(kind="box").first()
    remove_block(block_uid=removed.uid, by=administrator)
    section = Section.objects.filter(document=book.document, parent__isnull=False).first()
    figure = blocks.filter(kind="figure").first().data["src"]
    preview = handbooks.order_preview(handbook=book, anchor="bir", by=administrator)

    noted = {"anchor": "bir", "place": "3. sayfa", "wrong": "Söz duyulur", "right": "Söz işitilir"}
    erratum = handbooks.note_erratum(edition=published, by=administrator, **noted)

    mine = small_book(tmp_path, 2, "ikinci-kitap")
    written = handbooks.give_task(handbook=mine, user=officer, task=Task.WRITER, by=administrator)
    handbooks.give_task(handbook=mine, user=coordinator, task=Task.REVIEWER, by=administrator)
    handbooks.send_to_review(handbook=mine, by=officer, note="Dile bakın.")

    asked_round, planned_round, said, earlier = rounds_of(
        people, organisation, unit, mine, small_book(tmp_path, 1, "gorusulen")
    )
    suggestion = suggested(people, organisation, asked_round)
    proposed = [asked_round.reference, suggestion.block.uid]
    reported, hidden, appealed = moderated(people, organisation, said)

    invite_member(organisation=organisation, email="yeni@adimlar.test", role="contributor", by=representative)
    invitation = Invitation.objects.get()
    membership = Membership.objects.get(user=people["cont"])
    post = StaffPost.objects.get(user=officer)
    closed = ClosedDay.objects.create(date="2027-03-01", reason_tr="İdari izin", reason_en="Administrative leave")
    Notification.objects.create(
        recipient=representative, kind="need_answered", reference=need.reference, event_key="matrix"
    )
    told = Notification.objects.get(event_key="matrix")

    last = quarters.last_ended()
    quarters.publish_quarter(quarter=last, by=coordinator)

    ref, org = need.reference, [organisation.slug]
    entry = ["gruplar", "yasli"]
    arguments: dict[str, list[Any]] = {
        "needs:detail": [ref],
        "rounds:plan": [mine.document.uid],
        "rounds:round": [asked_round.reference],
        "rounds:round/planned": [planned_round.reference],
        "rounds:chapter": [asked_round.reference, "ses"],
        "rounds:figure": [asked_round.reference, "yok.png"],
        "rounds:comments": [asked_round.reference],
        "rounds:earlier": [asked_round.reference],
        "rounds:since": [asked_round.reference, earlier.reference],
        "documents:inputs": [asked_round.document.uid],
        "rounds:comment": [said.reference],
        "rounds:write": [asked_round.reference],
        "rounds:paper": [asked_round.reference],
        "rounds:reply": [said.reference],
        "rounds:withdraw": [said.reference],
        "rounds:report": [asked_round.reference],
        "rounds:report_csv": [asked_round.reference],
        "rounds:report_pdf": [asked_round.reference],
        "rounds:order_interim": [asked_round.reference],
        "rounds:interim_pdf": [asked_round.reference],
        "rounds:change": [planned_round.reference],
        "rounds:open": [planned_round.reference],
        "rounds:discard": [planned_round.reference],
        "rounds:close": [asked_round.reference],
        "rounds:comments_csv": [asked_round.reference],
        "suggestions:list": [asked_round.reference],
        "suggestions:csv": [asked_round.reference],
        "suggestions:change": proposed,
        "suggestions:insert": [*proposed, "paragraph"],
        "suggestions:insert_first": [asked_round.reference, suggestion.section.uid, "paragraph"],
        "suggestions:remove": proposed,
        "suggestions:suggestion": [suggestion.reference],
        "suggestions:accept": [suggestion.reference],
        "suggestions:withdraw": [suggestion.reference],
        "moderating:case": [reported],
        "moderating:report": [said.reference],
        "moderating:leave": [reported],
        "moderating:hide": [reported],
        "moderating:decide": [appealed],
        "moderating:own": [hidden],
        "needs:detail/participants": [participants.reference],
        "needs:detail/confidential": [confidential.reference],
        **{f"needs:step/{number}": [draft.key, number] for number in (1, 2, 3, 4)},
        "needs:step/staff": [make_draft(officer).key, 4],
        "needs:discard": [draft.key],
        "needs:files": [draft.key],
        "needs:take_file": [draft.key, of_draft.key],
        "needs:file": [of_need.key],
        "needs:file/draft": [of_draft.key],
        "needs:file/confidential": [of_confidential.key],
        "needs:support": [ref],
        "needs:take_back": [ref],
        "needs:take_back/joined": [joined.reference],
        "needs:give_task": [group.slug],
        **{f"needs:{act}_task": [outreach.key] for act in ("close", "change", "withdraw")},
        "needs:merge": [ref],
        "needs:unmerge": [same.reference],
        **{f"needs:quarter{file}": [last] for file in ("", "_csv", "_json", "_pdf")},
        "needs:publish_quarter": [live.quarter_of(live.bounds(last)[0] - timedelta(days=1))],
        "needs:look": [confidential.reference],
        "needs:visibility": [participants.reference],
        "needs:withdraw": [participants.reference],
        **sheets_of(representative, organisation, participants),
        "answering:answer": [ref],
        "answering:answer/confidential": [confidential.reference],
        "answering:ask_back": [ref],
        "answering:reply": [asked.reference],
        "answering:extend": [ref],
        "answering:assign": [ref],
        "answering:template": [template.slug],
        "answering:template_retire": [template.slug],
        "answering:template_restore": [template.slug],
        "answering:application": [application.duty.reference],
        "notifications:open": [told.pk],
        "notifications:read_one": [told.pk],
        "notifications:switch_off": [token(representative.pk, "answers")],
        "accounts:invitation": ["yok"],
        "accounts:invitation_revoke": [invitation.pk],
        "accounts:organisation": org,
        "accounts:organisation_edit": org,
        "accounts:suspend": org,
        "accounts:lift": org,
        "accounts:members": org,
        "accounts:member_invite": org,
        "accounts:member_role": [*org, membership.pk],
        "accounts:member_remove": [*org, membership.pk],
        "accounts:leave": org,
        "accounts:publicity": org,
        "accounts:post": [post.pk],
        "accounts:post_end": [post.pk],
        "accounts:unit": [unit.slug],
        "accounts:unit_retire": [unit.slug],
        "accounts:unit_restore": [unit.slug],
        "catalogue:privacy_notice_version": [1],
        "catalogue:closed_day_remove": [closed.pk],
        "catalogue:entries": entry[:1],
        "catalogue:entries_csv": entry[:1],
        "catalogue:entry_new": entry[:1],
        "catalogue:entry": entry,
        "catalogue:entry/checklist": ["kontrol-listeleri", Checklist.objects.all()[0].slug],
        "catalogue:entry/right": ["haklar", Right.objects.filter(provisions__isnull=False)[0].slug],
        "catalogue:entry_retire": entry,
        "catalogue:entry_restore": entry,
        "documents:block": [block.uid],
        "documents:block_edit": [block.uid],
        "documents:block_edit/measure": [uid],
        "documents:block_edit/figure": [blocks.filter(kind="figure").first().uid],
        "documents:block_move": [block.uid],
        "documents:block_acts": [block.uid],
        "documents:block_place": [block.uid],
        "documents:block_divide": [block.uid],
        "documents:block_join": [block.uid],
        "documents:block_change": [block.uid],
        "documents:block_change_to": [block.uid, "box"],
        "documents:block_choose": [section.uid],
        "documents:outline": [book.document.uid],
        "documents:section_acts": [section.uid],
        "documents:pasted": [book.document.uid],
        "documents:pick_source": [book.document.uid],
        "documents:pick_target": [book.document.uid],
        "documents:block_remove": [block.uid],
        "documents:block_restore": [removed.uid],
        "documents:history": [block.uid],
        "documents:restore_revision": [block.uid, 1],
        "documents:restore_heading": [section.uid, 1],
        "documents:document_history": [book.document.uid],
        "documents:versions": [book.document.uid],
        "documents:verify": [book.document.uid],
        "documents:compare": [book.document.uid],
        "documents:replace": [book.document.uid],
        "documents:block_add": [section.uid, "paragraph"],
        "documents:block_add/box": [section.uid, "box"],
        "documents:block_add/table": [section.uid, "table"],
        "documents:section_edit": [section.uid],
        "documents:section_move": [section.uid],
        "documents:section_remove": [section.uid],
        "documents:section_restore": [section.uid],
        "documents:section_add": [book.document.uid],
        "documents:removed": [book.document.uid],
        "documents:section_plan": [section.uid],
        "documents:transfer": [book.document.uid],
        "documents:markdown_file": [book.document.uid],
        "documents:word_file": [book.document.uid],
        "documents:propose_version": [book.document.uid, 1],
        "documents:proposal": [book.document.uid, "yok"],
        "documents:entries": [book.document.uid, "kaynakca"],
        "documents:entries/terms": [book.document.uid, "sozluk"],
        "documents:entries/index": [book.document.uid, "dizin"],
        "documents:entry_add": [book.document.uid, "kaynakca"],
        "documents:entry_add/term": [book.document.uid, "sozluk"],
        "documents:entry_add/index": [book.document.uid, "dizin"],
        "documents:entry_history": [book.document.uid, "kaynakca"],
        "documents:entry_edit": [book.document.uid, "kaynakca", book.document.sources.first().pk],
        "documents:entry_remove": [book.document.uid, "kaynakca", book.document.sources.get(key="k1").pk],
        "documents:entry_restore": [book.document.uid, "sozluk", gone_term(book.document).pk],
        "documents:block_preview": [book.document.uid],
        "documents:figure": [book.document.uid, figure],
        "documents:conflict": [saved.conflict.pk],
        "documents:conflict_set_aside": [saved.conflict.pk],
        "rendering:progress": [published.pdf.key],
        "rendering:retry": [published.pdf.key],
        "handbooks:edition": [f"{book.number}-{published.number}"],
        "handbooks:book": [book.slug],
        "handbooks:by_number": [book.number, "bir"],
        "handbooks:read_first": [book.slug],
        "handbooks:read": [book.slug, "bir"],
        "handbooks:sources": [book.slug],
        "handbooks:compare": [book.slug],
        "handbooks:edit": [book.slug],
        "handbooks:check": [book.slug],
        "handbooks:order_preview": [book.slug, "bir"],
        "handbooks:preview": [book.slug, preview.pk],
        "handbooks:preview_file": [book.slug, preview.pk],
        "handbooks:approve": [book.slug],
        "handbooks:reopen": [book.slug],
        "handbooks:publish": [book.slug],
        "handbooks:download": [book.slug, published.number],
        "handbooks:figure": [book.slug, published.number, figure],
        "handbooks:edition_page": [book.slug, published.number],
        "handbooks:edition_page/older": [book.slug, "0.0"],
        "handbooks:edition_page/withdrawn": [book.slug, "0.2"],
        "handbooks:read_edition": [book.slug, published.number, "bir"],
        "handbooks:read_edition/older": [book.slug, "0.0", "bir"],
        "handbooks:read_edition/withdrawn": [book.slug, "0.2", "bir"],
        "handbooks:read_edition_first": [book.slug, published.number],
        "handbooks:edition_sources": [book.slug, published.number],
        "handbooks:edition_sources/older": [book.slug, "0.0"],
        "handbooks:figure_page": [book.slug, published.number, block_anchor(blocks.filter(kind="figure").first().uid)],
        "handbooks:cite": [book.slug, published.number],
        "handbooks:cite_file": [book.slug, published.number, "bib"],
        "handbooks:download_epub": [book.slug, published.number],
        "handbooks:download/withdrawn": [book.slug, "0.2"],
        "handbooks:download_word": [book.slug, published.number],
        "handbooks:download_markdown": [book.slug, published.number],
        "handbooks:withdraw": [book.slug, published.number],
        "handbooks:desk": [book.reference],
        "handbooks:desk/mine": [mine.reference],
        "handbooks:check/mine": [mine.slug],
        "handbooks:approve/mine": [mine.slug],
        "handbooks:reopen/mine": [mine.slug],
        "handbooks:publish/mine": [mine.slug],
        "handbooks:give_task": [book.slug],
        "handbooks:give_task/mine": [mine.slug],
        "handbooks:take_task": [mine.slug, written.pk],
        "handbooks:send_to_review": [book.slug],
        "handbooks:send_to_review/mine": [mine.slug],
        "handbooks:review": [book.slug],
        "handbooks:review/mine": [mine.slug],
        "handbooks:send_back": [book.slug],
        "handbooks:send_back/mine": [mine.slug],
        "handbooks:errata": [book.slug, published.number],
        "handbooks:erratum": [book.slug, published.number, erratum.pk],
        "handbooks:remove_erratum": [book.slug, published.number, erratum.pk],
        "documents:block_edit/mine": [mine.document.blocks.get().uid],
        "documents:history/public": [public_measure.block.uid],
        "documents:document_history/public": [public.document.uid],
        "documents:compare/public": [public.document.uid],
        "documents:versions/public": [public.document.uid],
        "documents:entries/public": [public.document.uid, "kaynakca"],
        "documents:entry_history/public": [public.document.uid, "kaynakca"],
        "documents:figure/public": [public.document.uid, drawn],
        "documents:figure/public-before": [public.document.uid, drawn_before],
        "drafting:detail/public": [public.slug],
        "drafting:edit/public": [public.slug],
        "drafting:measure/public": [public.slug, public_measure.block.uid],
        **assessments_of(people, organisation, measure),
        **charters_of(people, organisation),
        "assessing:gather_from_need": [asked.reference],
        "drafting:link": [asked.reference],
        "drafting:detail": [slug],
        "drafting:csv": [slug],
        "drafting:change": [slug],
        "drafting:edit": [slug],
        "drafting:framework": [slug],
        "drafting:add_goal": [slug],
        "drafting:unlink_need": [slug, measure.need_links.get().pk],
        "drafting:measure": [slug, uid],
        "drafting:edit_measure": [slug, uid],
        "drafting:add_below": [slug, measure.parent.block.uid],
        "drafting:move": [slug, uid],
        "drafting:remove": [slug, uid],
        "drafting:link_need": [slug, uid],
        "account_confirm_email": ["yok"],
        "account_reset_password_from_key": ["1", "yok"],
        "mfa_remove_webauthn": [1],
        "mfa_edit_webauthn": [1],
    }
    return World(arguments)
