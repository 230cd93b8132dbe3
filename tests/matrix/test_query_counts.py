"""Every page that a role can open costs at most ten queries, whatever stands on it; the few that cost more are written down.

Files are not counted: a download is no page.
"""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from atasehir_portal.catalogue.models import Municipality
from atasehir_portal.catalogue.queries import refresh_municipality
from atasehir_portal.notifications import services
from atasehir_portal.notifications.kinds import kinds
from tests.matrix.test_matrix import ROLES, ROWS

MOST = 10
# Pages that cost more: how many at most, and why.
MORE = {
    "notifications:list": (
        11,
        "notices of every room at once, for coordinators: a query for each room, and the titles",
    ),
    "accounts:own_data": (42, "everything that any room holds about a person: a query for each kind of record"),
    "mfa_add_webauthn": (13, "a form: allauth looks at each kind of factor, and writes its question into the session"),
    "mfa_activate_totp": (12, "a form: allauth looks at each kind of factor, and writes its secret into the session"),
    "documents:document_history": (
        12,
        "a time line: a query for each kind of change, and for each list to choose from",
    ),
    "rounds:chapter": (
        12,
        "a text to be read and spoken about: opinions and suggestions of this round, and of earlier ones with their homes",
    ),
    "documents:inputs": (
        12,
        "a list beside the whole text: the text, what was said in groups, their homes, and the page of twenty",
    ),
    "rounds:report": (
        11,
        "a report: figures, who took part, what was hidden, a page of inputs with their replies, the files",
    ),
    "handbooks:check/mine": (
        11,
        "a desk: problems and advice, what reviewers said, whether readers met this text before",
    ),
    "handbooks:review/mine": (13, "a desk: what reviewers said, and what changed in texts, headings and places since"),
}
# By the beginning of its name, what a kind of notice is about: the address that the world has of it.
ABOUT = {
    "need": "needs:detail",
    "organisation": "answering:application",
    "membership": "accounts:organisation",
    "handbook": "handbooks:desk",
    "comment": "rounds:comment",
    "suggestion": "suggestions:suggestion",
    "round": "rounds:round",
    "moderation": "moderating:own",
}


@pytest.fixture
def told(world, people):
    """Everybody is told something by every room."""
    for name in kinds.names():
        about = ABOUT.get(name.partition("_")[0], "handbooks:edition")
        [reference] = world.arguments[about]
        told = [user for user in people.values() if user]
        services.notify(recipients=told, kind=name, reference=reference, event="query-counts")


@pytest.mark.django_db
def test_no_page_costs_more_than_ten_queries(world, told, people, client_of):
    wrong, dear = [], set()
    for role, user in people.items():
        client = client_of(user)
        for name in [name for name, method, *statuses in ROWS if method == "GET" and _gets(statuses, role)]:
            most = MORE[name][0] if name in MORE else MOST
            count, asked = _cost(client, world.address(name), most)
            if count > MOST:
                dear.add(name)
            if count > most:
                wrong.append(f"{name} ({role}): {count}, not {most}\n   " + "\n   ".join(asked))
    assert not wrong, "\n".join(wrong)
    assert dear == set(MORE), "these are no longer as dear as it is written"


def _gets(statuses: list[str], role: str) -> bool:
    return len(statuses) == len(ROLES) and statuses[ROLES.index(role)] == "200"


def _cost(client: Client, address: str, most: int) -> tuple[int, list[str]]:
    """Return how many queries a page costs, and which. Where it costs too many, it is asked once more, with warm caches."""
    for _turn in range(2):
        # in a test nothing is committed, so that the portal does not keep the profile that every page shows
        refresh_municipality(Municipality.objects.get())
        before = transaction.savepoint()
        with CaptureQueriesContext(connection) as caught:
            response = client.get(address)
            if response.streaming:
                b"".join(response.streaming_content)
        transaction.savepoint_rollback(before)
        assert response.status_code == 200, address
        if not response["Content-Type"].startswith("text/html"):
            return 0, []
        if len(caught) <= most:
            break
    return len(caught), [query["sql"][:200] for query in caught.captured_queries]
