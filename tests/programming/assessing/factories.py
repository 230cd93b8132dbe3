"""Assessments for tests, made through the services that people use."""

import uuid
from typing import Any

from atasehir_portal.accounts.models import User
from atasehir_portal.catalogue.models import Right, RightsHolderGroup
from atasehir_portal.documents import figures
from atasehir_portal.documents.models import Block
from atasehir_portal.documents.services import add_block, remove_block
from programming.assessing import evidence
from programming.assessing.elements import Level
from programming.assessing.models import Adoption, Assessment, AssessmentState, CauseFile
from programming.assessing.services import add_part, create_assessment
from programming.assessing.services.stages import write_down
from tests.programming.needs.factories import picture

TITLE = "Sağlık merkezine yardım almadan ulaşmak"


def make_assessment(by: User, title: str = TITLE, *, right: str = "saglik", group: str = "yasli") -> Assessment:
    return create_assessment(
        title=title,
        right=Right.objects.get(slug=right),
        groups=RightsHolderGroup.objects.filter(slug=group),
        by=by,
        form_key=uuid.uuid4(),
    )


def make_cause(
    assessment: Assessment, by: User, title: str, level: Level = Level.MANIFESTATION, parent: Block | None = None
) -> Block:
    data = {"title": title, "level": level.value, "parent": str(parent.uid) if parent else "", "source": ""}
    return add_part(assessment=assessment, kind="cause", body="", data=data, by=by)


def make_tree(assessment: Assessment, by: User) -> list[Block]:
    """A cause on every level, each below the one before, and a second immediate one."""
    top = make_cause(assessment, by, "Tekerlekli sandalyeyle merkeze varılamıyor.")
    immediate = make_cause(assessment, by, "Kaldırımda rampa yok.", Level.IMMEDIATE, top)
    underlying = make_cause(assessment, by, "Bakım işleri denetlenmeden teslim alınıyor.", Level.UNDERLYING, immediate)
    root = make_cause(assessment, by, "Erişilebilirlik bütçede bir kalem değil.", Level.ROOT, underlying)
    other = make_cause(assessment, by, "Direkler geçişi kapatıyor.", Level.IMMEDIATE, top)
    return [top, immediate, underlying, root, other]


PARTS: dict[str, dict[str, Any]] = {
    "claim": {"data": {"holder": "Tekerlekli sandalye kullananlar"}, "body": "Merkeze yardım almadan varabilmek."},
    "obligation": {
        "data": {"bearer": "Fen İşleri Müdürlüğü", "duty": "fulfil", "competence": "district"},
        "body": "Kaldırımı erişilebilir yapmak ve öyle tutmak.",
    },
    "gap": {
        "data": {
            "side": "bearer",
            "who": "Fen İşleri Müdürlüğü",
            "component": "human",
            "closes": "Kullanıcılarla iki günlük eğitim.",
        },
        "body": "Denetleyecek yetişmiş kimse yok.",
    },
    "appraisal": {
        "data": {"checklist": "aaaq", "number": "10", "judgement": "not_met"},
        "body": "Yol üzerindeki dokuz lambanın dördü yanmıyor.",
    },
    "score": {"data": {"criterion": "gravity", "score": "4"}, "body": "Her gün araç yoluna iniliyor."},
}


def make_parts(assessment: Assessment, by: User) -> dict[str, Block]:
    """One part of every kind but causes."""
    return {kind: add_part(assessment=assessment, kind=kind, by=by, **given) for kind, given in PARTS.items()}


def make_picture(assessment: Assessment, by: User, width: int) -> Block:
    """A picture in the chapter of the situation, told apart from others by its width."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} 9"><path d="M0 0h1"/></svg>'
    data = {"alt": "Yol", "caption": "Merkeze giden yol.", "source": "Deneme.", "src": stored_picture(svg)}
    section = assessment.document.sections.get(anchor="durum")
    return add_block(section=section, kind="figure", data=data, by=by)


def stored_picture(svg: str) -> str:
    return figures.store("deneme", "yol.svg", svg.encode())


def make_file(cause: Block, by: User, *, is_public: bool = False) -> CauseFile:
    """A picture that bears a cause out."""
    assessment = Assessment.objects.select_related("document").get(document=cause.document_id)
    given = {"content": picture(), "name": "rampa.jpg", "shows": "Rampasız kaldırımın yandan görünüşü."}
    return evidence.add_file(assessment=assessment, cause=cause, by=by, is_public=is_public, **given)


def make_adopted_with_files(by: User) -> tuple[Assessment, str, CauseFile]:
    """An assessment that everybody reads, a picture that stands in its version and no longer in the working text, and a file that bears
    a cause out for everybody.
    """
    made = make_assessment(by, "Parka yardım almadan gitmek")
    file = make_file(make_tree(made, by)[0], by, is_public=True)
    make_parts(made, by)
    shown = make_picture(made, by, 1)
    adopt_at_once(made, by)
    remove_block(block_uid=shown.uid, by=by)
    return made, shown.data["src"], file


def make_adopted(by: User, title: str = "Parka yardım almadan gitmek") -> Assessment:
    """An assessment that everybody reads, as if its round were over."""
    made = make_assessment(by, title)
    make_tree(made, by)
    make_parts(made, by)
    adopt_at_once(made, by)
    return made


def adopt_at_once(assessment: Assessment, by: User) -> Adoption:
    """Adopt the first version as if its round were over."""
    Assessment.objects.filter(pk=assessment.pk).update(state=AssessmentState.ADOPTED)
    assessment.refresh_from_db()
    return write_down(assessment=assessment, by=by, note="İlk sürüm, görüş turundan sonra.", number=1)


def cause_form(**changes: Any) -> dict[str, Any]:
    """What a browser sends for a good cause."""
    return {
        "form_key": str(uuid.uuid4()),
        "title": "Kaldırımda rampa yok.",
        "level": "manifestation",
        "parent": "",
        "body": "",
        "source": "",
        **changes,
    }
