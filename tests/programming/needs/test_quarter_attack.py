"""Nobody works out a small number of needs that are not public, from all tables of a quarter together with the public list.

The attacker knows the public needs (so what is taken from a table is what it says of the others), the rule, and that all tables count the
same needs. First every small world is made, and what it would publish: a number is worked out where all worlds that publish the same agree
in it, or leave fewer numbers than the threshold. Then, with a catalogue of the real size, the worlds of the proof are built: with
each small number as anything from nothing to one below the threshold, they publish the very same tables.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator
from itertools import chain, combinations, combinations_with_replacement, count, product

from hypothesis import given, settings
from hypothesis import strategies as st

from programming.needs.coverage import classes
from programming.needs.coverage.classes import Record

WORDS = (1, 2, 3, 4)
SMALL, LARGEST = 3, 6  # the threshold in the small worlds, and how many needs the largest of them has


def subsets(words, *, least=0):
    return [frozenset(some) for size in range(least, len(words) + 1) for some in combinations(words, size)]


GROUP_SETS, PLACE_SETS = subsets(WORDS, least=1), subsets(WORDS)
GROUPS, AREAS, PLACES = classes.families(groups=len(WORDS), rights=4, places=len(WORDS), areas=3)


def record(groups=(1,), rights=(), places=(), area=None):
    return Record(groups=frozenset(groups), rights=frozenset(rights), places=frozenset(places), area=area)


def numbers(found):
    """What the attacker takes from tables: the numbers of needs that are not public."""
    return {(name, cell): counted.others for name, cells in found.items() for cell, counted in cells.items()}


# --- every small world, of groups and neighbourhoods ------------------------------------------------------------------


def by_class(sizes):
    """The rule of the portal."""
    counted = {kind: size for kind, size in sizes.items() if size >= SMALL}
    return by_word(counted), tuple(counted.values())


def everything(sizes):
    return by_word(sizes), ()


def by_cell(sizes):
    """What looks careful: a cell is shown where it is large enough."""
    return frozenset((word, number) for word, number in by_word(sizes) if number >= SMALL), ()


def by_word(sizes):
    found = Counter()
    for kind, size in sizes.items():
        for word in kind:
            found[word] += size
    return frozenset(found.items())


def shadows(kinds, rule, largest):
    """For each thing that can be published: by how many needs there are in all, what the number of each word can be."""
    found: dict[Hashable, dict] = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    words = frozenset(chain.from_iterable(kinds))
    for total in range(largest + 1):
        for world in combinations_with_replacement(kinds, total):
            true = Counter(chain.from_iterable(world))
            possible = found[rule(Counter(world))][total]
            for word in words:
                possible[word].add(true[word])
    return found


def publication(first, second, rule):
    if rule is by_class and not classes.is_roomy((GROUPS, PLACES), [first[1], second[1]], SMALL):
        return frozenset(), frozenset()
    return first[0], second[0]


def worked_out(rule, words, largest):
    """Return the small numbers that somebody works out from both tables."""
    tables = (shadows(subsets(words, least=1), rule, largest), shadows(subsets(words), rule, largest))
    possible = defaultdict(set)
    pairs = [
        (publication(first, second, rule), tables[0][first], tables[1][second])
        for first, second in product(*tables)
        if tables[0][first].keys() & tables[1][second].keys()
    ]
    for published, *both in pairs:
        for total in both[0].keys() & both[1].keys():
            for place, word in product((0, 1), words):
                possible[published, place, word] |= both[place][total][word]
    found = []
    for published, *both in pairs:
        # the largest worlds have no larger ones beside them here that would publish the same
        for total in [total for total in both[0].keys() & both[1].keys() if total <= largest - SMALL + 1]:
            for place, word in product((0, 1), words):
                small = {number for number in both[place][total][word] if 0 < number < SMALL}
                if small and not possible[published, place, word] >= set(range(SMALL)):
                    found.append((published, place, word, small))
    return found


def test_no_small_number_is_worked_out_in_any_small_world():
    assert worked_out(by_class, WORDS, LARGEST) == []


def test_the_attack_breaks_what_is_not_protected_and_what_only_looks_careful():
    assert worked_out(everything, WORDS[:2], 5)
    assert worked_out(by_cell, WORDS[:2], 7)


def test_small_worlds_publish_what_the_portal_would():
    chance = random.Random(3)  # noqa: S311  the same worlds in every run
    told = 0
    for _ in range(300):
        total = chance.randint(0, LARGEST)
        worlds = [chance.choices(chance.sample(sets, 2), k=total) for sets in (GROUP_SETS, PLACE_SETS)]
        layer = [record(groups, places=places) for groups, places in zip(*worlds, strict=True)]
        found = classes.tables([], [layer], (GROUPS, PLACES), SMALL)
        wanted = publication(*(by_class(Counter(world)) for world in worlds), by_class)
        assert (
            tuple(
                frozenset((word, counted.others) for word, counted in found[name].items())
                for name in ("group", "neighbourhood")
            )
            == wanted
        )
        told += bool(wanted[0])
    assert told > 30


# --- worlds with a catalogue of the real size -------------------------------------------------------------------------

CATALOGUE = {"groups": 40, "rights": 19, "places": 17, "areas": 24}
FAMILIES = classes.families(**CATALOGUE)
THRESHOLD = 5


def every_class(number) -> Iterator[Hashable]:
    """The possible classes of a family, small sets first."""
    groups, rights, places, areas = (range(1, size + 1) for size in CATALOGUE.values())
    if number == 0:
        yield from (frozenset(some) for size in count(1) for some in combinations(groups, size))
    elif number == 1:
        yield from (
            (area, frozenset(some))
            for size in count()
            for some in combinations(rights, size)
            for area in (None, *areas)
        )
    else:
        yield from (frozenset(some) for size in count() for some in combinations(places, size))


def as_record(group_set, area_rights, place_set):
    return record(group_set, area_rights[1], place_set, area_rights[0])


def other_world(layer, number, table, cell, wanted):
    """Build the world of the proof, in which ``wanted`` needs stand in a cell that nothing is told of."""
    sizes = [Counter(family.class_of(each) for each in layer) for family in FAMILIES]
    told = [Counter({each: size for each, size in found.items() if size >= THRESHOLD}) for found in sizes]
    total = max(found.total() for found in told) + THRESHOLD - 1
    for place, found in enumerate(told):
        counted = set(found)

        def is_inside(kind, place=place):
            blank = [(frozenset({1})), (None, frozenset()), frozenset()]
            blank[place] = kind
            return place == number and cell in FAMILIES[number].tables[table](as_record(*blank))

        if place == number and wanted:
            found[next(each for each in every_class(place) if is_inside(each))] += wanted
        for kind in every_class(place):
            if found.total() == total:
                break
            if kind not in counted and not is_inside(kind):
                found[kind] += min(THRESHOLD - 1, total - found.total())
    return [as_record(*kinds) for kinds in zip(*(list(found.elements()) for found in told), strict=True)]


few = st.frozensets(st.integers(1, 3), max_size=2)
records = st.builds(
    Record,
    groups=st.frozensets(st.integers(1, 3), min_size=1, max_size=2),
    rights=few,
    places=few,
    area=st.sampled_from([None, 1, 2]),
)


@settings(max_examples=40)
@given(st.lists(st.tuples(records, st.integers(1, 7)), max_size=6), st.lists(records, max_size=3))
def test_any_other_small_number_would_have_published_the_same(bunches, public):
    layer = [each for each, times in bunches for _ in range(times)]
    published = classes.tables(public, [layer], FAMILIES, THRESHOLD)
    assert all(number == 0 or number >= THRESHOLD for number in numbers(published).values())
    for number, family in enumerate(FAMILIES):
        for table, cells_of in family.tables.items():
            true = Counter(cell for each in layer for cell in cells_of(each))
            for cell, small in [(cell, small) for cell, small in true.items() if small < THRESHOLD]:
                assert numbers(published).get((table, cell), 0) == 0
                for wanted in {0, small, THRESHOLD - 1}:
                    world = other_world(layer, number, table, cell, wanted)
                    assert sum(cell in cells_of(each) for each in world) == wanted
                    assert classes.tables(public, [world], FAMILIES, THRESHOLD) == published


def test_whoever_reads_needs_of_participants_learns_no_more_of_confidential_ones():
    participants, confidential = [record((1,))] * 7, [record((1,))] * 4
    found = classes.tables([record((1,))], [participants, confidential], FAMILIES, THRESHOLD)
    assert found["group"] == {1: classes.Counted(public=1, others=7)}
    found = classes.tables([], [participants[:4], confidential], FAMILIES, THRESHOLD)
    assert found["group"] == {}, "four and four are no eight"


def test_nothing_is_told_where_a_catalogue_is_too_small_to_hide_in():
    tiny = classes.families(groups=2, rights=1, places=1, areas=1)
    found = classes.tables([record((1,))], [[record((1,))] * 9], tiny, THRESHOLD)
    assert found["group"] == {1: classes.Counted(public=1, others=0)}
