"""Documents, rounds, suggestions and books: what a person does at each form."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from atasehir_portal.accounts.models import Unit
from atasehir_portal.answering import services as answering
from atasehir_portal.answering.models import DutyEvent
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
from atasehir_portal.documents.services import add_block, remove_section, save_section
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
from tests.matrix.acts.common import MEASURE
from tests.matrix.acts.scene import TEXT, Act, Scene


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


_TABLE = {"caption": "Sözler", "source": "Deneme.", "body": "| Söz | Sayı |\n| --- | --- |\n| Bir | 1 |"}


_SOURCE = {"kind": "report", "title": "Ağaçtan ize", "author": "Ağaç, Ece", "year": "2021", "certainty": "source"}


ACTS: dict[str, Act] = {
    # --- documents
    "documents:block_edit": Act("admi", {"body": TEXT, "reason": "Daha açık."}, {BlockRevision: 1}),
    "documents:block_edit/measure": Act("coor", MEASURE, {BlockRevision: 1}),
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
}
