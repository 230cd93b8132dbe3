"""Every address × every role. A new address without a row fails; so does a row without an address.

``matrix.txt`` holds, per address and method, the status that each role gets: 200 seen, 302 sent on (to log in, or after
an act), 403 may look but not act, 404 does not exist for this person, 422 refused because of what was (not) sent.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import get_resolver

ROWS = [
    line.split() for line in (Path(__file__).parent / "matrix.txt").read_text().splitlines() if line and line[0] != "#"
]
ROLES, ROWS = ROWS[0], ROWS[1:]


def _room(name: str) -> str:
    return name.rpartition(":")[0] or "site"


ROOMS = sorted({_room(row[0]) for row in ROWS})


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


@pytest.mark.django_db
@pytest.mark.parametrize("room", ROOMS)
def test_each_role_gets_what_the_matrix_says(room, world, people, client_of):
    """An act is undone before the next role tries it, so that every role meets the same world."""
    wrong = []
    clients = {role: client_of(user) for role, user in people.items()}
    rows = {(name, method): expected for name, method, *expected in ROWS if _room(name) == room}
    for name, method in sorted({(name, method) for name, _ in rows for method in ("GET", "POST")}):
        # A method that is not offered is tried by the one who may do most.
        expected = rows.get((name, method), ["405"])
        roles = ROLES if len(expected) > 1 else ["admi"]
        got = []
        for role in roles:
            before = transaction.savepoint()
            response = getattr(clients[role], method.lower())(world.address(name))
            if response.streaming:
                b"".join(response.streaming_content)
            got.append(str(response.status_code))
            transaction.savepoint_rollback(before)
            if method == "POST" and people[role] is not None:
                clients[role].force_login(people[role])
        if got != expected:
            wrong.append(f"{name} {method}\n   says {' '.join(expected)}\n   gets {' '.join(got)}")
    assert not wrong, "\n".join(wrong)
