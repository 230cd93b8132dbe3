"""Documents and the tree of their sections."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from atasehir_portal.accounts.models import User
from atasehir_portal.documents import queries, services
from atasehir_portal.documents.models import Block, Document, Section


@pytest.fixture
def add(document: Document, officer: User) -> Callable[..., Section]:
    def make(title: str, parent: Section | None = None, **given: Any) -> Section:
        return services.add_section(document=document, parent=parent, title=title, by=officer, **given)

    return make


def _tree(document: Document) -> list[Any]:
    def shape(nodes: Any) -> list[Any]:
        return [(node.heading, shape(node.sections)) if node.sections else node.heading for node in nodes]

    return shape(queries.reading_tree(document))


def test_document_needs_a_known_kind_and_a_title(officer: User, db: None) -> None:
    with pytest.raises(LookupError):
        services.create_document(kind="yok", title="Belge", by=officer)
    with pytest.raises(ValidationError):
        services.create_document(kind="deneme", title=" \u202e ", by=officer)


def test_anchor_comes_from_the_title_and_stays(add: Callable[..., Section], officer: User) -> None:
    section = add("Işık, gölge & ÇİÇEK!")
    assert section.anchor == "isik-golge-cicek"
    assert add("Işık gölge çiçek").anchor == "isik-golge-cicek-2"
    assert add("?!").anchor == "bolum"
    result = services.save_section(section=section, base_revision=1, title="Başka", aim="Amaç", by=officer)
    assert (result.state, result.section.anchor, result.section.title) == ("saved", "isik-golge-cicek", "Başka")
    assert list(section.revisions.values_list("number", "title", "author")) == [
        (1, "Işık, gölge & ÇİÇEK!", officer.pk),
        (2, "Başka", officer.pk),
    ]


@pytest.mark.parametrize("anchor", ["Büyük", "a b", "-a", "a_b", "", "a" * 81])
def test_anchor_that_is_none_is_refused(add: Callable[..., Section], anchor: str) -> None:
    with pytest.raises(ValidationError) as error:
        add("Başlık", anchor=anchor)
    assert set(error.value.error_dict) == {"anchor"}


def test_anchor_is_used_once(add: Callable[..., Section]) -> None:
    add("Bir", anchor="bir")
    with pytest.raises(ValidationError):
        add("İki", anchor="bir")


@pytest.mark.parametrize(("title", "aim"), [("", ""), ("a" * 251, ""), ("A", "a" * 501), (":::box", ""), ("A", ":::")])
def test_heading_that_cannot_be_is_refused(add: Callable[..., Section], title: str, aim: str) -> None:
    with pytest.raises(ValidationError):
        add(title, aim=aim)


def test_second_change_of_a_heading_is_told(add: Callable[..., Section], officer: User, other_officer: User) -> None:
    section = add("Bir")
    assert services.save_section(section=section, base_revision=1, title="İki", by=officer).state == "saved"
    assert services.save_section(section=section, base_revision=1, title="İki", by=officer).state == "unchanged"
    late = services.save_section(section=section, base_revision=1, title="Üç", by=other_officer)
    assert (late.state, late.section.title) == ("conflict", "İki")


def test_sections_are_numbered_in_their_order(add: Callable[..., Section], document: Document) -> None:
    add("Sunuş", is_numbered=False)
    one = add("Bir")
    add("Üç")
    two = add("İki", after=one)
    below = add("Alt", two)
    add("En alt", below)
    assert _tree(document) == ["Sunuş", "1 Bir", ("2 İki", [("2.1 Alt", ["2.1.1 En alt"])]), "3 Üç"]


def test_tree_is_three_levels_deep(add: Callable[..., Section], officer: User) -> None:
    one = add("1")
    two = add("2", one)
    three = add("3", two)
    with pytest.raises(ValidationError):
        add("4", three)
    other = add("Başka")
    add("Başka alt", other)
    with pytest.raises(ValidationError):
        services.move_section(section=other, parent=two, by=officer)


def test_section_cannot_stand_inside_itself(add: Callable[..., Section], officer: User) -> None:
    one = add("1")
    two = add("2", one)
    for parent in (one, two):
        with pytest.raises(ValidationError):
            services.move_section(section=one, parent=parent, by=officer)


def test_sections_move_with_all_below(add: Callable[..., Section], document: Document, officer: User) -> None:
    one, two = add("Bir"), add("İki")
    alt = add("Alt", one)
    services.move_section(section=alt, parent=two, by=officer)
    assert _tree(document) == ["1 Bir", ("2 İki", ["2.1 Alt"])]
    services.move_section(section=alt, parent=None, after=one, by=officer)
    assert _tree(document) == ["1 Bir", "2 Alt", "3 İki"]
    services.move_section(section=two, parent=None, by=officer)
    assert _tree(document) == ["1 İki", "2 Bir", "3 Alt"]
    services.move_section_one(section=two, step="down", by=officer)
    services.move_section_one(section=one, step="up", by=officer)
    assert _tree(document) == ["1 Bir", "2 İki", "3 Alt"]


def test_removed_section_hides_what_is_below_and_comes_back_with_it(
    add: Callable[..., Section], document: Document, officer: User
) -> None:
    one, two = add("Bir"), add("İki")
    alt = add("Alt", one)
    services.add_block(section=alt, kind="paragraph", body="Söz.", by=officer)
    services.remove_section(section=one, base_revision=1, by=officer, reason="Taşınacak")
    assert _tree(document) == ["1 İki"]
    assert not list(queries.read(document).all_blocks())
    with pytest.raises(ValidationError):
        services.add_block(section=one, kind="paragraph", body="Söz.", by=officer)
    with pytest.raises(ValidationError):
        add("Yeni", one)
    services.move_section_one(section=two, step="up", by=officer)
    services.restore_section(section=one, by=officer)
    assert _tree(document) == [("1 Bir", ["1.1 Alt"]), "2 İki"]
    assert list(one.revisions.values_list("removed", "reason")) == [(False, ""), (True, "Taşınacak"), (False, "")]
    with pytest.raises(services.ChangedMeanwhile):
        services.remove_section(section=one, base_revision=1, by=officer)


def test_new_section_takes_the_place_that_is_asked_for(
    add: Callable[..., Section], document: Document, write: Any, officer: User
) -> None:
    other = services.create_document(kind="deneme", title="Öteki", by=officer)
    elsewhere = services.add_section(document=other, parent=None, title="Uzak", by=officer)
    with pytest.raises(ValidationError):
        add("Bir", elsewhere)
    with pytest.raises(ValidationError):
        add("Bir", after=elsewhere)
    with pytest.raises(ValidationError):
        services.move_section(section=elsewhere, parent=add("İki"), by=officer)
    assert not Block.objects.filter(document=other).exists()


# --- moving what somebody saw ----------------------------------------------------------------------------------------


def test_sections_go_up_down_in_and_out(add: Callable[..., Section], document: Document, officer: User) -> None:
    one, two, three = add("Bir"), add("İki"), add("Üç")
    services.move_section_one(section=three, step="in", by=officer)
    services.move_section_one(section=two, step="in", by=officer)
    assert _tree(document) == [("1 Bir", [("1.1 İki", ["1.1.1 Üç"])])]
    services.move_section_one(section=three, step="out", by=officer)
    services.move_section_one(section=three, step="up", by=officer)
    assert _tree(document) == [("1 Bir", ["1.1 Üç", "1.2 İki"])]
    services.move_section_one(section=two, step="out", by=officer)
    services.move_section_one(section=two, step="up", by=officer)
    assert _tree(document) == ["1 İki", ("2 Bir", ["2.1 Üç"])]
    for section, step in ((two, "up"), (two, "out"), (two, "in"), (one, "down")):
        services.move_section_one(section=section, step=step, by=officer)
    assert _tree(document) == ["1 İki", ("2 Bir", ["2.1 Üç"])]


def test_section_that_is_too_high_does_not_go_in(add: Callable[..., Section], officer: User) -> None:
    add("Bir")
    two = add("İki")
    add("En alt", add("Alt", two))
    with pytest.raises(ValidationError):
        services.move_section_one(section=two, step="in", by=officer)


def test_section_that_moved_meanwhile_stays_where_it_is(
    add: Callable[..., Section], document: Document, officer: User
) -> None:
    one, two, three = add("Bir"), add("İki"), add("Üç")
    seen = services.Place(None, one.uid)  # of "İki"
    services.move_section(section=one, parent=None, after=three, by=officer)
    with pytest.raises(services.MovedMeanwhile):
        services.move_section_one(section=two, step="down", by=officer, seen=seen)
    with pytest.raises(services.MovedMeanwhile):
        services.move_section(section=two, parent=three, by=officer, seen=seen)
    assert _tree(document) == ["1 İki", "2 Üç", "3 Bir"]
    services.move_section_one(section=two, step="down", by=officer, seen=services.Place(None, None))
    assert _tree(document) == ["1 Üç", "2 İki", "3 Bir"]


def test_section_does_not_move_to_what_is_gone(add: Callable[..., Section], document: Document, officer: User) -> None:
    one, two, three = add("Bir"), add("İki"), add("Üç")
    alt = add("Alt", two)
    services.remove_section(section=two, by=officer)
    for parent, after in ((two, None), (alt, None), (None, two)):
        with pytest.raises(services.MovedMeanwhile):
            services.move_section(section=one, parent=parent, after=after, by=officer)
    with pytest.raises(services.MovedMeanwhile):
        services.move_section_one(section=two, step="up", by=officer)
    # what was taken out does not count as a neighbour
    services.move_section_one(section=three, step="up", by=officer, seen=services.Place(None, one.uid))
    assert _tree(document) == ["1 Üç", "2 Bir"]


def test_anchor_survives_the_move_to_another_chapter(
    add: Callable[..., Section], document: Document, officer: User
) -> None:
    one, two = add("Bir"), add("İki")
    services.add_block(section=one, kind="paragraph", body="Bkz. [İki](#iki).", by=officer)
    services.move_section(section=two, parent=one, by=officer)
    reading = queries.read(document, chapter_address=lambda chapter: f"/{chapter.anchor}/")
    [block] = reading.all_blocks()
    assert 'href="#iki"' in block.html  # it stands on the same page now
    found = reading.section("iki")
    assert found is not None
    assert found.chapter.anchor == "bir"
