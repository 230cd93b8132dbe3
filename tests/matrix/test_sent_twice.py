"""Every form of the portal sent twice, and the weightiest at the same moment: what it does is done once."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.http.response import HttpResponseBase
from django.test import Client

from tests.matrix.acts import ACTS, NO_ACT, Act, Scene
from tests.matrix.reading import Page, forms_of
from tests.matrix.test_matrix import ROWS

# sessions are how a browser is known, not what a form does
_NOT_COUNTED = {"django_session", "django_migrations"}
# Sent twice at the same moment, one after the other in one world. What they do cannot be taken back, or goes out as mail.
AT_ONCE = [
    "handbooks:publish",
    "handbooks:withdraw",
    "handbooks:reopen",
    "handbooks:give_task",
    "handbooks:review/mine",
    "handbooks:errata",
    "rounds:write",
    "rounds:reply",
    "suggestions:change",
    "suggestions:accept",
    "moderating:report",
    "moderating:hide",
    "moderating:own",
    "needs:submit",
    "needs:files",
    "needs:step/4",
    "needs:type_in",
    "needs:support",
    "needs:look",
    "needs:give_task",
    "needs:close_task",
    "needs:publish_quarter",
    "answering:assign",
    "answering:ask_back",
    "answering:answer",
    "answering:reply",
    "answering:apply",
    "answering:application",
    "accounts:invitation",
    "accounts:member_invite",
    "accounts:staff_invite",
    "catalogue:notice_new",
    "catalogue:entry_new",
    "documents:block_edit",
    "documents:block_add",
    "documents:section_add",
    "assessing:new",
    "assessing:add_part",
    "assessing:needs",
    "assessing:release_need",
    "drafting:new",
    "drafting:add_goal",
    "drafting:add_below",
    "drafting:link_need",
    "drafting:unlink_need",
]
TAKES_POST = {name.partition("/")[0] for name, method, *expected in ROWS if method == "POST" and "405" not in expected}


def test_every_address_that_takes_a_form_has_its_act():
    assert {name.partition("/")[0] for name in ACTS} | set(NO_ACT) == TAKES_POST
    assert not set(ACTS) & set(NO_ACT)


def rows() -> dict[str, int]:
    """Count the rows of every table."""
    with connection.cursor() as cursor:
        tables = sorted(set(connection.introspection.table_names(cursor)) - _NOT_COUNTED)
        cursor.execute(" union all ".join(f"select '{table}', count(*) from \"{table}\"" for table in tables))  # noqa: S608
        return dict(cursor.fetchall())


def difference(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    return {table: after[table] - before[table] for table in after if after[table] != before[table]}


def unhurried() -> None:
    """Forget how often the person has sent forms: what is tried here in a minute, people do in weeks."""
    caches["default"].key_prefix = f"test-{uuid4().hex[:12]}"


def prepare(act: Act, scene: Scene, name: str) -> tuple[str, dict[str, Any]]:
    """Open the page and fill in its form, as a person does; return where it is sent and what."""
    unhurried()
    address = (act.before(scene) if act.before else None) or scene.world.address(name)
    page = scene.client.get(address)
    filled = act.filled(scene)
    if page.status_code != 200:
        return address, filled
    fields = {form.add_prefix(field) for form in forms_of(page) for field in form.fields}
    shown = Page(page.content.decode()).form_with(fields | set(filled))
    return address, {**shown, **filled}


def problems_of_sending_twice(name: str, act: Act, scene: Scene) -> Iterator[str]:
    address, data = prepare(act, scene, name)
    start = rows()
    first = scene.client.post(address, data)
    once = rows()
    done = difference(start, once)
    for model, number in act.makes.items():
        found = done.get(model._meta.db_table, 0)
        if found != number:
            yield f"{name}: made {found} of {model.__name__}, not {number}: {first.status_code} {said(first)}"
    if first.status_code not in {200, 302} or (first.status_code == 200 and said(first)):
        yield f"{name}: was not taken: {first.status_code} {said(first)}"
    second = scene.client.post(address, data)
    again = difference(once, rows())
    if again:
        yield f"{name}: the second time made {again}"
    if second.status_code not in {200, 302, 403, 404, 409, 422}:
        yield f"{name}: answered the second time {second.status_code}"


def said(response: HttpResponseBase) -> str:
    return " ".join(str(dict(form.errors)) for form in forms_of(response) if form.is_bound and form.errors)


@pytest.mark.django_db
def test_form_that_is_sent_twice_does_its_act_once(world, people, client_of):
    wrong = []
    for name, act in ACTS.items():
        before = transaction.savepoint()
        scene = Scene(world, people, people[act.who], client_of(people[act.who]))
        wrong += problems_of_sending_twice(name, act, scene)
        transaction.savepoint_rollback(before)
        for user in people.values():
            if user is not None:
                user.refresh_from_db()
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def _catalogue_afterwards(django_db_blocker: Any) -> Iterator[None]:
    """A test with real transactions empties the tables; give the next test its catalogue back."""
    yield
    with django_db_blocker.unblock():
        call_command("load_catalogue", verbosity=0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_catalogue_afterwards")
def test_form_that_is_sent_twice_at_the_same_moment_does_its_act_once(world, people, client_of):
    wrong = []
    for name in AT_ONCE:
        act = ACTS[name]
        scene = Scene(world, people, people[act.who], client_of(people[act.who]))
        address, data = prepare(act, scene, name)
        start = rows()
        with transaction.atomic():
            scene.client.post(address, data)
            once = difference(start, rows())
            transaction.set_rollback(True)
        clients = [client_of(scene.user) for _time in range(2)]
        answers = at_once(clients, address, data)
        done = difference(start, rows())
        if not once or done != once:
            wrong.append(f"{name}: once {once}, at the same moment {done}")
        if not set(answers) <= {200, 302, 404, 409, 422}:
            wrong.append(f"{name}: answered {answers}")
    assert not wrong, "\n".join(wrong)


def at_once(clients: list[Client], address: str, data: dict[str, Any]) -> list[int]:
    """Send the form from every browser at the same moment; return what each was answered."""
    start = threading.Barrier(len(clients))

    def send(client: Client) -> int:
        try:
            start.wait(30)
            return client.post(address, data).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(clients)) as pool:
        return list(pool.map(send, clients))
