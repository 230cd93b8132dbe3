"""Word and Markdown files of an edition: made once, whole or not at all, one at a time."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connections, transaction
from django.template.defaultfilters import filesizeformat
from django.test import Client
from django.urls import reverse

from atasehir_portal.accounts.models import User
from atasehir_portal.stored import stored_files
from handbooks import services, tasks
from handbooks.models import Edition, Handbook
from handbooks.services import texts
from tests.handbooks.conftest import SLUG

ADDRESSES = {"word": "handbooks:download_word", "markdown": "handbooks:download_markdown"}
FOLDER = f"texts/{SLUG}/0.1/"
Made = list[str]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Made:
    """The kinds of file that were made, in their order."""
    kinds: Made = []

    def counted(kind: str, make: Callable[[Edition], bytes]) -> Callable[[Edition], bytes]:
        def count(edition: Edition) -> bytes:
            kinds.append(kind)
            return make(edition)

        return count

    forms = {kind: texts.Form(counted(kind, form.make), form.ending) for kind, form in texts.FORMS.items()}
    monkeypatch.setattr(texts, "FORMS", forms)
    return kinds


def _get(kind: str, **how: Any) -> Any:
    return Client().get(reverse(ADDRESSES[kind], args=[SLUG, "0.1"]), **how)


def _content(kind: str, **how: Any) -> bytes:
    answer = _get(kind, **how)
    assert answer.status_code == 200
    content: bytes = answer.getvalue()
    assert int(answer["Content-Length"]) == len(content)
    return content


def _name(edition: Edition, kind: str) -> str:
    return f"{FOLDER}{kind}/{texts.tag_of(edition, kind)}.{texts.FORMS[kind].ending}"


@pytest.mark.parametrize("kind", ADDRESSES)
def test_file_is_made_once_and_kept(kind: str, published: Edition, made: Made) -> None:
    """Whatever its size, and whatever becomes of the cache, in which it never stood."""
    first = _content(kind)
    cache.clear()
    assert _content(kind) == _content(kind, headers={"accept-language": "en"}) == first
    assert made == [kind]
    with default_storage.open(_name(published, kind)) as kept:
        assert kept.read() == first


def test_file_is_the_same_whoever_asks_first(published: Edition) -> None:
    client = Client()
    client.cookies["django_language"] = "en"
    address = reverse(ADDRESSES["word"], args=[SLUG, "0.1"])
    english = client.get(address).getvalue()
    default_storage.delete(_name(published, "word"))
    assert _content("word") == english


def test_half_a_file_is_made_anew(published: Edition, made: Made) -> None:
    whole = _content("word")
    name = _name(published, "word")
    default_storage.delete(name)
    default_storage.save(name, ContentFile(whole[: len(whole) // 2]))
    assert _content("word") == whole
    assert made == ["word", "word"]
    with default_storage.open(name) as kept:
        assert kept.read() == whole


def test_a_new_release_makes_it_anew_and_keeps_one(
    published: Edition, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    _content("word")
    _content("markdown")
    old = f'"{texts.tag_of(published, "word")}"'
    assert _get("word", headers={"if-none-match": old}).status_code == 304
    monkeypatch.setattr(texts, "version", lambda: "next")
    _content("word", headers={"if-none-match": old})
    assert made == ["word", "markdown", "word"]
    assert len(list(stored_files(folder=FOLDER))) == 2


def test_store_that_takes_nothing_keeps_nobody_from_the_text(
    published: Edition, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: Any, **_how: Any) -> str:
        raise OSError("no space left")

    with monkeypatch.context() as full:
        full.setattr(default_storage, "save", refuse)
        content = _content("word")
    assert list(stored_files(folder=FOLDER)) == []
    assert _content("word") == content
    assert made == ["word", "word"]


# --- by a worker, ahead of everybody ---------------------------------------------------------------------------------------


def test_worker_makes_both_files_once(published: Edition, made: Made) -> None:
    assert tasks.make_texts(published.pk) == 2
    assert tasks.make_texts(published.pk) == 0
    assert len(_content("word")) == texts.sizes_of(published)["word"]
    assert sorted(made) == ["markdown", "word"]


def test_worker_is_woken_when_the_edition_comes_into_the_library(
    approved: Handbook,
    publish: Callable[..., Edition],
    finish: Callable[[Edition], Edition],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    woken: list[tuple[Any, ...]] = []
    monkeypatch.setattr(texts, "wake", lambda *what: woken.append(what))
    edition = publish(approved)
    assert tasks.make_texts(edition.pk) == 0  # nobody may have its text before
    with django_capture_on_commit_callbacks(execute=True):
        finish(edition)
    assert woken == [(tasks.make_texts.name, edition.pk)]


def test_what_a_release_or_a_lost_message_left_is_made(
    published: Edition, administrator: User, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert tasks.make_missing_texts() == 2
    assert tasks.make_missing_texts() == 0
    monkeypatch.setattr(texts, "version", lambda: "next")
    default = texts.FORMS["markdown"]

    def broken(edition: Edition) -> bytes:
        raise LookupError("nobody knows this block")

    monkeypatch.setattr(texts, "FORMS", {**texts.FORMS, "markdown": texts.Form(broken, default.ending)})
    assert tasks.make_missing_texts() == 1  # one that cannot be made keeps no other from being made
    services.withdraw_edition(edition=published, by=administrator, reason="Yanlış.")
    monkeypatch.setattr(texts, "version", lambda: "after the next")
    assert tasks.make_missing_texts() == 0
    assert sorted(made) == ["markdown", "word", "word"]


def test_page_of_the_book_tells_the_sizes_of_files_that_are_there(
    published: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = reverse("handbooks:book", args=[SLUG])
    page = Client().get(book).content.decode()
    assert "Word (.docx)</a>" in page
    assert "Markdown (.zip)</a>" in page
    size = len(_content("word"))
    page = Client().get(book).content.decode()
    assert f"Word (.docx), {filesizeformat(size)}</a>" in page
    assert "Markdown (.zip)</a>" in page
    tasks.make_texts(published.pk)
    page = Client().get(book).content.decode()
    assert f"Markdown (.zip), {filesizeformat(len(_content('markdown')))}</a>" in page

    def refuse(*_given: Any, **_how: Any) -> Any:
        raise OSError("the file store is away")

    cache.clear()
    monkeypatch.setattr(default_storage, "open", refuse)
    assert "Word (.docx)</a>" in Client().get(book).content.decode()


@contextmanager
def _somebody_makes(name: str) -> Iterator[None]:
    """While the block runs, another request is making this file."""
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                assert texts._is_ours(name)
                held.set()
                done.wait(60)
        finally:
            held.set()
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        maker = pool.submit(hold)
        assert held.wait(30)
        try:
            yield
        finally:
            done.set()
        maker.result(60)


@pytest.mark.django_db(transaction=True)  # the lock is held until the request's own transaction ends
def test_who_asks_while_it_is_made_is_asked_to_come_back(published: Edition, made: Made) -> None:
    with _somebody_makes(_name(published, "word")):
        answer = _get("word")
        assert (answer.status_code, answer["Retry-After"]) == (503, "10")
        page = answer.content.decode()
        assert "Dosya hazırlanıyor" in page
        assert f'href="{reverse(ADDRESSES["word"], args=[SLUG, "0.1"])}"' in page
        _content("markdown")  # another file waits for nobody
    assert made == ["markdown"]
    _content("word")
    with _somebody_makes(_name(published, "word")):
        _content("word")  # what is there is given
    assert made == ["markdown", "word"]
