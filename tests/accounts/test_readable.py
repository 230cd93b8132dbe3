"""Own data as people read it: every field of every room has a name in words, and codes are said in words."""

import ast
import datetime as dt
import inspect
import re
import textwrap
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from atasehir_portal.accounts.models import Organisation, Unit, User
from atasehir_portal.accounts.personal_data import PersonalData, personal_data
from atasehir_portal.accounts.readable import LABELS, readable
from atasehir_portal.answering import services as answering
from atasehir_portal.answering.applications import apply_with_organisation
from atasehir_portal.documents.models import Block
from atasehir_portal.documents.services import save_block
from atasehir_portal.documents.services.versions import snapshot_of
from handbooks import services as handbooks
from handbooks.digests import digest_of
from handbooks.models import Edition, Handbook, Task, Verdict
from tests.handbooks.conftest import approved, finish, handbook, publish, published, source  # noqa: F401
from tests.programming.needs.factories import make_need

pytestmark = pytest.mark.django_db

# A name as machines write it: snake_case, or words joined by hyphens.
CODE = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)+")


def _fields(value: Any) -> set[str]:
    """Return the names of fields that stand anywhere in an export."""
    if isinstance(value, dict):
        return set(value).union(*(_fields(each) for each in value.values()))
    if isinstance(value, list | tuple):
        return set().union(*(_fields(each) for each in value))
    return set()


def _written_fields(export: Any) -> set[str]:
    """Return the names of fields that the function writes, also those that no test has data for: every key of a ``dict`` in
    the function and in what it calls of its own module."""
    module = inspect.getmodule(export)
    waiting, seen, found = [export], set(), set()
    while waiting:
        function = waiting.pop()
        seen.add(function)
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
        for node in ast.walk(tree):
            if isinstance(node, ast.Dict):
                found |= {
                    key.value for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)
                }
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                called = getattr(module, node.func.id, None)
                if inspect.isfunction(called) and inspect.getmodule(called) is module and called not in seen:
                    waiting.append(called)
    return found


def _texts(nodes: list[dict[str, Any]], way: str = "") -> Iterator[tuple[str, str]]:
    """Return every label and every text that people read, with the way there."""
    for node in nodes:
        here = f"{way} / {node['label']}"
        yield here, node["label"]
        if "text" in node:
            yield here, node["text"]
        yield from _texts(node.get("children", []), here)


def _codes() -> set[str]:
    """Return every code that some field of the database is limited to."""
    choices = [
        field.choices for model in apps.get_models() for field in model._meta.get_fields() if hasattr(field, "choices")
    ]
    return {str(code) for each in choices if each for code, _label in each if str(code).isascii()} - {""}


@pytest.fixture
def busy(representative: User, coordinator: User, officer: User, organisation: Organisation, unit: Unit) -> User:
    """Somebody of whom the rooms know something: inputs, a question replied to, an application, notices."""
    need = make_need(representative, organisation)
    answering.assign(duty=need.duty, by=coordinator, unit=unit, officer=officer)
    question = answering.ask_back(duty=need.duty, by=officer, text="Hangi kapı?")
    answering.reply(question=question, by=representative, text="Arka kapı.")
    answering.answer(duty=need.duty, by=officer, outcome="accepted", reason="Rampa yapılacak.")
    apply_with_organisation(
        by=representative,
        name="Sokak Komşuları",
        kind="neighbourhood_group",
        description="Her ay toplanırız.",
        statement="Muhtarlık doğrular.",
    )
    return representative


@pytest.fixture
def bookish(published: Edition, administrator: User, coordinator: User, officer: User) -> list[User]:  # noqa: F811
    """Those of whom the handbooks and the texts know something: who wrote, reviewed, published, noted an error."""
    book: Handbook = published.handbook
    handbooks.note_erratum(
        edition=published, by=administrator, anchor="bir", place="3. sayfa", wrong="Söz duyulur", right="Söz işitilir"
    )
    handbooks.reopen(handbook=book, by=administrator)
    book.refresh_from_db()
    handbooks.give_task(handbook=book, user=officer, task=Task.WRITER, by=administrator)
    handbooks.give_task(handbook=book, user=coordinator, task=Task.REVIEWER, by=administrator)
    paragraph = Block.objects.filter(document=book.document, kind="paragraph")[0]
    save_block(block_uid=paragraph.uid, base_revision=1, body="Değişen metin.", by=officer)
    save_block(block_uid=paragraph.uid, base_revision=1, body="Başka bir metin.", by=officer)
    handbooks.send_to_review(handbook=book, by=officer, note="Dile bakın.")
    digest = digest_of(snapshot_of(book.document))
    handbooks.give_verdict(
        handbook=book, by=coordinator, digest=digest, verdict=Verdict.CHANGES, remarks="Üçüncü bölüm kısa."
    )
    return [administrator, coordinator, officer]


@pytest.mark.parametrize("room", personal_data.rooms, ids=lambda room: room.room)
def test_every_field_that_a_room_may_write_is_called_something(room: PersonalData) -> None:
    unnamed = _written_fields(room.export) - set(LABELS) - set(room.labels)
    assert not unnamed, f"{room.room}: {sorted(unnamed)}"
    assert room.room in LABELS


def test_every_field_of_the_export_is_called_something(busy: User, bookish: list[User]) -> None:
    for user in (busy, *bookish):
        for name, value in personal_data.export(user).items():
            room = personal_data.get(name)
            assert room is not None
            unnamed = _fields(value) - set(LABELS) - set(room.labels)
            assert not unnamed, f"{name}: {sorted(unnamed)}"


def test_nothing_is_said_in_codes_or_in_english(busy: User, bookish: list[User]) -> None:
    words = _codes() | {"you", "somebody else", "text", "heading", "list entry", "moved"}
    for user in (busy, *bookish):
        export = personal_data.export(user)
        raw = [f"{way}: {text}" for way, text in _texts(readable(export)) if CODE.fullmatch(text) or text in words]
        assert not raw
    assert any("görev verildi" in text for _way, text in _texts(readable(export)))
    assert any(text == "Söz ve İz" for _way, text in _texts(readable(export)))


def test_own_data_page_says_codes_and_days_in_words(busy: User, client_of: Any) -> None:
    client: Client = client_of(busy)
    page = client.get(reverse("accounts:own_data")).content.decode()
    assert "Kabul edildi" in page
    assert "accepted" not in page
    today = dt.datetime.now(tz=dt.UTC).astimezone()
    assert f"{today:%Y-%m-%d}" not in page


def test_day_is_read_as_a_day_and_a_number_stays() -> None:
    [room] = readable({"x": {"a": "2026-12-31", "b": "2026-13-31", "c": "K-2026-6R3PC"}})
    assert [node["text"] for node in room["children"]] == ["31 Aralık 2026", "2026-13-31", "K-2026-6R3PC"]
