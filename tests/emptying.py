"""After a test with transactions of its own the tables are put back as they were, the catalogue among them.

Django would empty every table and make its own rows anew, and the catalogue would have to be loaded again: seconds for each such
test, most of them for tables that nobody has touched.
"""

from typing import Any

from django.core.management import call_command
from django.db import connection

_FINGERPRINT = "(select md5(string_agg(row::text, chr(10) order by row::text)) from {table} row)"
_at_first: dict[str, str | None] = {}


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
    return [connection.ops.quote_name(name) for name in names]


def _fingerprints(tables: list[str]) -> dict[str, str | None]:
    """Return what stands in each table as a short text, None for an empty one; one query for all."""
    parts = [f"select '{table}', {_FINGERPRINT.format(table=table)}" for table in tables]
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(parts))
        return dict(cursor.fetchall())


def remember() -> None:
    """Keep in mind how the tables are before the first test."""
    _at_first.update(_fingerprints(_tables()))


def put_back(_case: Any = None) -> None:
    """Take out what a test has written. Where it changed the catalogue itself, everything is emptied and loaded again."""
    touched = [table for table, found in _fingerprints(list(_at_first)).items() if found != _at_first[table]]
    if any(_at_first[table] is not None for table in touched):
        call_command("flush", verbosity=0, interactive=False)
        call_command("load_catalogue", verbosity=0)
        _at_first.clear()
        remember()
        return
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")  # no trigger, no foreign key: all of it goes
        for table in touched:
            cursor.execute(f"delete from {table}")  # noqa: S608
        cursor.execute("set session_replication_role = origin")
