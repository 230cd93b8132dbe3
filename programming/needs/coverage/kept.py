"""The kept summary of coverage: its parts are made one, and it is compared with a full count.

Triggers write a part for every change of a need, in the transaction of the change (``migrations/0009_coverage_counting.py``), so the
sum of the parts is right at every moment. Nothing here makes it right; ``recount`` proves that it was.
"""

from dataclasses import dataclass

from django.db import connection, transaction

_FOLD = """
    WITH gone AS (
        DELETE FROM needs_coveragecell WHERE NOT is_settled RETURNING *
    ), summed AS (
        SELECT facet, value, is_public, "group", "right", sum(needs) AS needs, sum(answered) AS answered, sum(people) AS people
        FROM gone GROUP BY facet, value, is_public, "group", "right"
    )
    INSERT INTO needs_coveragecell AS kept (facet, value, is_public, "group", "right", needs, answered, people, is_settled)
    SELECT facet, value, is_public, "group", "right", needs, answered, people, true FROM summed
    ON CONFLICT (facet, value, is_public, "group", "right") WHERE is_settled
    DO UPDATE SET needs = kept.needs + excluded.needs, answered = kept.answered + excluded.answered, people = kept.people + excluded.people
"""
_CELLS = """
    SELECT facet, value, is_public, "group", "right", sum(needs), sum(answered), sum(people) FROM needs_coveragecell
    GROUP BY facet, value, is_public, "group", "right" HAVING sum(needs) <> 0 OR sum(answered) <> 0 OR sum(people) <> 0
"""
# One fold at a time; whoever comes second goes away.
_LOCK = 5_009_001

Row = tuple[str, str, bool, int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that was not what a full count says: its key, what was kept and what is right (needs, answered, people)."""

    key: tuple[str, str, bool, int, int]
    kept: tuple[int, int, int]
    counted: tuple[int, int, int]


@transaction.atomic
def fold() -> int:
    """Make one row out of the parts of each cell. Returns how many cells had parts; 0 too where another fold is at work."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        [[is_mine]] = cursor.fetchall()
        if not is_mine:
            return 0
        cursor.execute(_FOLD)
        return cursor.rowcount


@transaction.atomic
def recount() -> list[Difference]:
    """Count everything anew and keep that. Returns the cells that had been wrong: none, unless somebody switched triggers off.

    Whoever changes a need meanwhile waits until it is done.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute("LOCK TABLE needs_coveragecounted, needs_coveragecell IN EXCLUSIVE MODE")
        cursor.execute(_CELLS)
        before = _by_key(cursor.fetchall())
        cursor.execute("SELECT needs_coverage_recount()")
        cursor.execute(_CELLS)
        after = _by_key(cursor.fetchall())
    nothing = (0, 0, 0)
    keys = sorted(before.keys() | after.keys())
    return [
        Difference(key, before.get(key, nothing), after.get(key, nothing))
        for key in keys
        if before.get(key) != after.get(key)
    ]


def _by_key(rows: list[Row]) -> dict[tuple[str, str, bool, int, int], tuple[int, int, int]]:
    return {(row[0], row[1], row[2], row[3], row[4]): (int(row[5]), int(row[6]), int(row[7])) for row in rows}
