"""Every address × every role, and what each page costs. A new address without a row fails; so does a row without an address.

``matrix.txt`` holds, per address and method, the status that each role gets: 200 seen, 302 sent on (to log in, or after
an act), 403 may look but not act, 404 does not exist for this person, 422 refused because of what was (not) sent.
"""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from atasehir_portal.notifications import services
from atasehir_portal.notifications.kinds import kinds
from tests.matrix.costs import MORE, MOST, ask, most

ROWS = [
    line.split() for line in (Path(__file__).parent / "matrix.txt").read_text().splitlines() if line and line[0] != "#"
]
ROLES, ROWS = ROWS[0], ROWS[1:]


# The world is dear to make: it is made once for each share of the addresses, not for each room.
SHARES = 2


def _names(resolver, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _names(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces)
        else:
            yield ":".join([*spaces, pattern.name])


def test_every_address_has_its_row_and_every_row_its_address():
    wanted = set(_names(get_resolver()))
    written = {row[0].partition("/")[0] for row in ROWS}
    assert wanted - written == set()
    assert written - wanted == set()


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
    "quarter": "needs:publish_quarter",
    "assessment": "assessing:detail",
    "charter": "dialogue:version",
    "acceptance": "dialogue:acceptance",
    "outreach": "needs:close_task",
}


@pytest.fixture
def told(world, people):
    """Everybody is told something by every room."""
    for name in kinds.names():
        about = ABOUT.get(name.partition("_")[0], "handbooks:edition")
        [reference] = world.arguments[about]
        told = [user for user in people.values() if user]
        services.notify(recipients=told, kind=name, reference=reference, event="query-counts")


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.usefixtures("told")
def test_each_role_gets_what_the_matrix_says_and_no_page_costs_too_much(share, world, people, client_of):
    """An act is undone before the next role tries it, so that every role meets the same world."""
    wrong, dear = [], set()
    clients = {role: client_of(user) for role, user in people.items()}
    rows = {(name, method): expected for name, method, *expected in ROWS}
    names = sorted({name for name, _ in rows})[share::SHARES]
    for name, method in product(names, ("GET", "POST")):
        # A method that is not offered is tried by the one who may do most.
        expected = rows.get((name, method), ["405"])
        got = []
        for role in ROLES if len(expected) > 1 else ["admi"]:
            if method == "GET":
                asked = ask(clients[role], world.address(name), name)
                got.append(str(asked.status))
                if len(asked.queries) > MOST:
                    dear.add(name)
                if len(asked.queries) > most(name):
                    wrong.append(f"{name} ({role}) costs {len(asked.queries)}\n   " + "\n   ".join(asked.queries))
            else:
                status, is_as_before = act(clients[role], world.address(name))
                got.append(status)
                if not is_as_before:
                    clients[role] = client_of(people[role])
        if got != expected:
            wrong.append(f"{name} {method}\n   says {' '.join(expected)}\n   gets {' '.join(got)}")
    assert not wrong, "\n".join(wrong)
    assert dear == set(MORE) & set(names), "these are no longer as dear as it is written"


# what an answer sets where the session, or what it keeps to be said later, has changed
REMEMBERED = {settings.SESSION_COOKIE_NAME, "messages"}


def act(client: Client, address: str) -> tuple[str, bool]:
    """Send an empty form and undo what it did. Returns the status, and whether the browser is signed in as it was before."""
    before = transaction.savepoint()
    response = client.post(address)
    if response.streaming:
        b"".join(response.streaming_content)
    transaction.savepoint_rollback(before)
    return str(response.status_code), not REMEMBERED & set(response.cookies)
