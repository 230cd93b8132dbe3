"""The tree of causes and the other parts: what holds between them, whoever changes them."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from atasehir_portal.documents import queries as documents
from atasehir_portal.documents import services as engine
from atasehir_portal.documents.models import Section
from programming.assessing import analysis, drawing, priority, queries, services, tables
from programming.assessing.elements import Kind, Level
from tests.programming.assessing.factories import PARTS, make_assessment, make_cause, make_parts, make_tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(officer):
    return make_assessment(officer)


def shape(assessment):
    """The tree as numbers and titles' first words."""
    read = analysis.of(documents.read(assessment.document))
    return [f"{cause.number} {cause.title.split()[0]}" for cause in read.all_causes()]


def changed(cause, **data):
    cause.refresh_from_db()
    return engine.save_block(
        block_uid=cause.uid, base_revision=cause.revision, body="", data={**cause.data, **data}, by=None
    )


def test_tree_follows_parents_and_order(assessment, officer):
    top, immediate, underlying, root, other = make_tree(assessment, officer)
    assert shape(assessment) == [
        "1 Tekerlekli",
        "1.1 Kaldırımda",
        "1.1.1 Bakım",
        "1.1.1.1 Erişilebilirlik",
        "1.2 Direkler",
    ]
    services.move_cause(assessment=assessment, block=other, direction="up", by=officer)
    assert shape(assessment)[1] == "1.1 Direkler"
    services.move_cause(assessment=assessment, block=other, direction="up", by=officer)
    services.move_cause(assessment=assessment, block=other, direction="down", by=officer)
    assert shape(assessment)[1] == "1.1 Kaldırımda"
    # under another one: a new parent
    changed(underlying, parent=str(other.uid))
    assert shape(assessment)[-3:] == ["1.2 Direkler", "1.2.1 Bakım", "1.2.1.1 Erişilebilirlik"]
    assert top.section.anchor == "nedenler"
    assert root.section_id == immediate.section_id


def test_levels_circles_and_lost_parents_are_refused(assessment, officer):
    top, immediate, underlying, root, other = make_tree(assessment, officer)
    refused = [
        (immediate, {"parent": ""}, "parent"),  # only what people meet stands at the top
        (immediate, {"level": "manifestation"}, "parent"),  # and that explains nothing
        (immediate, {"parent": str(underlying.uid)}, "parent"),  # a circle
        (other, {"parent": str(root.uid)}, "level"),  # not deeper than what it explains
        (immediate, {"level": "underlying"}, "level"),  # what hangs below would no longer lie deeper
        (underlying, {"parent": str(assessment.document.uid)}, "parent"),  # nothing of this text
    ]
    for cause, data, field in refused:
        with pytest.raises(ValidationError) as error:
            changed(cause, **data)
        assert field in error.value.error_dict, data
    # the engine's own page takes no cause out from above others
    with pytest.raises(ValidationError):
        engine.remove_block(block_uid=immediate.uid, by=None)
    engine.remove_block(block_uid=root.uid, by=None)
    engine.remove_block(block_uid=underlying.uid, by=None)
    with pytest.raises(ValidationError):
        engine.restore_block(block_uid=root.uid, by=None)
    # with its chapter everything goes, and comes back
    chapter = Section.objects.get(pk=top.section_id)
    engine.remove_section(section=chapter, by=None)
    assert shape(assessment) == []
    with pytest.raises(ValidationError):
        make_cause(assessment, officer, "Bölüm yok.")
    engine.restore_section(section=chapter, by=None)
    assert shape(assessment) == ["1 Tekerlekli", "1.1 Kaldırımda", "1.2 Direkler"]


def test_taking_out_asks_for_those_below(assessment, officer):
    top, immediate, underlying, root, _other = make_tree(assessment, officer)
    assert services.remove_part(assessment=assessment, block=underlying, by=officer) == 1
    root.refresh_from_db()
    assert root.data["parent"] == str(immediate.uid)
    with pytest.raises(ValidationError):
        # what hangs below the top has nothing else to explain
        services.remove_part(assessment=assessment, block=top, by=officer)
    assert services.remove_part(assessment=assessment, block=top, by=officer, with_children=True) == 4
    assert shape(assessment) == []


def test_drawing_says_every_cause_and_breaks_long_words(assessment, officer):
    tops = make_tree(assessment, officer)
    long = make_cause(assessment, officer, f"{'erişilemezleştirilmiş' * 3} yol", Level.IMMEDIATE, tops[0])
    read = analysis.of(documents.read(assessment.document))
    svg = drawing.svg(read.causes, label="Neden ağacı")
    assert svg.count("<rect") == 6
    assert "<title" in svg
    assert "1.1.1.1 Kök neden: Erişilebilirlik bütçede bir kalem değil." in svg
    assert "style=" not in svg
    assert "<script" not in svg
    assert max(len(line) for line in drawing.wrapped(long.data["title"], drawing.COLUMN - 2 * drawing.PAD)) <= 22
    hostile = make_cause(assessment, officer, "<script>alert(1)</script> & “söz”")
    svg = drawing.svg(analysis.of(documents.read(assessment.document)).causes, label="x")
    assert hostile.data["title"] not in svg
    assert "&lt;script&gt;" in svg


def test_parts_become_tables_and_a_calculation(assessment, officer):
    parts = make_parts(assessment, officer)
    assert {kind: block.section.anchor for kind, block in parts.items()} == {
        "claim": "roller",
        "obligation": "roller",
        "gap": "kapasite",
        "appraisal": "olcut",
        "score": "oncelik",
    }
    # the words of the question and the published weight stand in the block
    assert parts["appraisal"].data["question"].startswith("Hava karardıktan sonra")
    assert parts["score"].data["weight"] == "30"
    read = analysis.of(documents.read(assessment.document))
    rows = tables.all_of(read)
    assert rows[Kind.OBLIGATION].rows[0][:3] == ["Fen İşleri Müdürlüğü", "yerine getirme", "ilçe belediyesi"]
    assert not read.calculation.is_whole
    assert str(read.calculation.result) == "4.00"
    for key, score in (("furthest_behind", 5), ("impact", 3), ("competence", 5), ("feasibility", 2)):
        data = {"criterion": key, "score": str(score)}
        services.add_part(assessment=assessment, kind="score", body="Çünkü.", data=data, by=officer)
    read = analysis.of(documents.read(assessment.document))
    assert read.calculation.is_whole
    assert tables.calculation_in_words(read.calculation) == (
        "Hesap: (30 × 4 + 25 × 5 + 20 × 3 + 15 × 5 + 10 × 2) / 100 = 400 / 100 = 5 üzerinden 4,00"
    )
    assert sum(each.weight for each in priority.criteria().values()) == 100


def test_a_question_is_judged_once_and_weights_are_the_published_ones(assessment, officer):
    make_parts(assessment, officer)
    for kind in ("appraisal", "score"):
        with pytest.raises(ValidationError):
            services.add_part(assessment=assessment, kind=kind, by=officer, **PARTS[kind])
    bad = {
        "cause": [{"title": "", "level": "root"}, {"title": "x", "level": "yok"}],
        "obligation": [{"bearer": "x", "duty": "yok", "competence": "district"}],
        "gap": [{"side": "holder", "who": "x", "component": "human", "closes": ""}],
        "appraisal": [{"checklist": "aaaq", "number": "99", "judgement": "met"}],
        "score": [{"criterion": "impact", "score": "6"}, {"criterion": "yok", "score": "3"}],
        "claim": [{"holder": "x", "yabanci": "y"}, {"holder": "a\x00"}],
    }
    for kind, tries in bad.items():
        for data in tries:
            with pytest.raises(ValidationError):
                services.add_part(assessment=assessment, kind=kind, body="Metin.", data=data, by=officer)
    data = {"criterion": "impact", "score": "3", "weight": "99", "title": "Benim ölçütüm"}
    made = services.add_part(assessment=assessment, kind="score", body="Çünkü.", data=data, by=officer)
    assert (made.data["weight"], made.data["title"]) == ("20", "Çözümün etkisi")


def test_same_form_adds_once_and_strangers_write_nothing(assessment, officer, representative):
    key = assessment.document.uid
    given = {"assessment": assessment, "kind": "claim", "form_key": key, **PARTS["claim"]}
    assert services.add_part(by=officer, **given).pk == services.add_part(by=officer, **given).pk
    with pytest.raises(PermissionDenied):
        services.add_part(by=representative, **given)
    assert len(queries.live_parts(assessment.document)) == 1
