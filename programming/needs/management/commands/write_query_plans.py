"""Print how PostgreSQL answers the main queries of the needs room, for ``docs/query-plans.md``."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from atasehir_portal.accounts.models import User
from programming.needs import queries, similar
from programming.needs.coverage import live
from programming.needs.filters import NeedFilter
from programming.needs.models import Need


class Command(BaseCommand):
    help = "Prints the plans of the main queries as Markdown, with the needs that are in this database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--as", dest="as_person", required=True, help="e-mail address of the person who asks")

    def handle(self, *args: Any, as_person: str, **options: Any) -> None:
        user = User.objects.get(email=as_person)
        listed = queries.visible_to(user).order_by("-submitted_at", "-pk")
        asked = {"q": "kaldırım", "group": "yasli", "neighbourhood": "icerenkoy", "answer": "answered"}
        newest = listed.first()
        acts = {
            "The list": lambda: list(queries.for_list(listed)[:21]),
            "Search with three filters": lambda: list(queries.for_list(NeedFilter(asked, queryset=listed).qs)[:21]),
            "One need": lambda: newest and queries.get_readable(user, newest.reference),
            "Similar needs": lambda: similar.similar_needs(
                user, title="Kaldırımda rampa yok", body="Durağa geçilemiyor."
            ),
            "Coverage": lambda: live.cells(user),
            "Coverage of one state": lambda: live.cells(user, {"state": "submitted"}),
            "Coverage of one state and one quarter": lambda: live.cells(
                user, {"state": "submitted", "period": "2026-3"}
            ),
        }
        self.stdout.write("# Query plans of the needs room\n\n")
        self.stdout.write(
            f"Printed by `manage.py write_query_plans` with {Need.objects.count()} needs, for a person of the staff.\n"
        )
        for name, act in acts.items():
            self.stdout.write(f"\n## {name}\n\n```text\n{self._plan(act)}\n```\n")

    def _plan(self, act: Any) -> str:
        """Return the plan of the longest query that an act asks."""
        with CaptureQueriesContext(connection) as caught:
            act()
        longest = max(
            (query["sql"] for query in caught.captured_queries if query["sql"].lstrip().startswith("SELECT")), key=len
        )
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN (COSTS OFF) " + longest.replace("%", "%%"), [])
            return "\n".join(line[:200] for (line,) in cursor.fetchall())
