"""Numbers follow from the order, whatever was moved or taken out."""

import re
from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from programming.drafting.models import ElementKind
from programming.drafting.numbering import Place, in_order, numbers

BELOW = {None: ElementKind.GOAL, ElementKind.GOAL: ElementKind.OUTCOME, ElementKind.OUTCOME: ElementKind.MEASURE}


@st.composite
def frameworks(draw: st.DrawFn) -> list[Place]:
    """Any framework: each element below an earlier one of the right kind, in any order, some of them missing."""
    places: list[Place] = []
    for pk in range(1, draw(st.integers(0, 40)) + 1):
        parents: list[Place | None] = [None, *(p for p in places if p.kind != ElementKind.MEASURE)]
        parent = draw(st.sampled_from(parents))
        order = (draw(st.integers(0, 5)), draw(st.integers(0, 5)))
        places.append(Place(pk, parent.pk if parent else None, BELOW[parent.kind if parent else None], order))
    removed = draw(st.sets(st.integers(1, 40), max_size=5))
    return draw(st.permutations([p for p in places if p.pk not in removed]))


def test_numbers_of_a_small_framework():
    places = [
        Place(1, None, "goal", (1, 0)),
        Place(2, None, "goal", (0, 0)),
        Place(3, 1, "outcome", (0, 0)),
        Place(4, 3, "measure", (0, 2)),
        Place(5, 3, "measure", (0, 1)),
    ]
    assert numbers(places) == {2: "A1", 1: "A2", 3: "H2.1", 5: "F2.1.1", 4: "F2.1.2"}


@given(frameworks())
def test_numbers_are_unique_without_gaps_and_below_their_parent(places):
    found = numbers(places)
    by_pk = {place.pk: place for place in places}
    assert len(set(found.values())) == len(found)
    siblings = defaultdict(list)
    for pk, number in found.items():
        place = by_pk[pk]
        digits = number[1:]
        assert re.fullmatch(
            {"goal": r"A\d+", "outcome": r"H\d+\.\d+", "measure": r"F\d+\.\d+\.\d+"}[place.kind], number
        )
        if place.parent is not None:
            assert digits.rpartition(".")[0] == found[place.parent][1:]
        siblings[place.parent].append((place.order, pk, int(digits.rpartition(".")[2])))
    for rows in siblings.values():
        assert [last for _order, _pk, last in sorted(rows)] == list(range(1, len(rows) + 1))


@given(frameworks())
def test_only_what_stands_below_something_removed_has_no_number(places):
    found = numbers(places)
    by_pk = {place.pk: place for place in places}

    def is_whole(place: Place) -> bool:
        return place.parent is None or (place.parent in by_pk and is_whole(by_pk[place.parent]))

    assert set(found) == {place.pk for place in places if is_whole(place)}


@given(frameworks(), st.randoms())
def test_numbers_do_not_depend_on_the_order_in_which_rows_arrive(places, random):
    mixed = list(places)
    random.shuffle(mixed)
    assert in_order(mixed) == in_order(places)
