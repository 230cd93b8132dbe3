"""Files of editions: parts of them after a broken connection, and how often they are fetched."""

import re
import threading
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from atasehir_portal.rendering import services as rendering
from handbooks import queries
from handbooks.models import DownloadCount, Edition
from handbooks.services import downloads
from tests.handbooks.conftest import EPUB, PDF, SLUG

BOOK = f"/kitaplik/{SLUG}/"
DOWNLOAD = f"{BOOK}0.1/pdf/"
PERSON = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"}


def fetch(client: Client, **headers: str) -> Any:
    answer = client.get(DOWNLOAD, headers=PERSON | headers)
    return answer.status_code, answer.getvalue(), answer.headers.get("Content-Range")


# --- parts ------------------------------------------------------------------------------------------------------------------

END = len(PDF)


@pytest.mark.parametrize(
    ("asked", "status", "start", "end"),
    [
        ("bytes=0-", 206, 0, END),
        ("bytes=5-", 206, 5, END),
        ("bytes=5-9", 206, 5, 10),
        ("bytes=0-0", 206, 0, 1),
        ("bytes=-4", 206, END - 4, END),
        (f"bytes=-{END * 9}", 206, 0, END),
        (f"bytes=3-{END * 9}", 206, 3, END),
        ("bytes=9-5", 200, 0, END),
        ("bytes=0-1,3-4", 200, 0, END),
        ("bytes=-", 200, 0, END),
        ("bytes=a-b", 200, 0, END),
        ("Bytes 0-1", 200, 0, END),
        ("bytes=٣-٥", 200, 0, END),
    ],
)
def test_part_of_a_file(client: Client, published: Edition, asked: str, status: int, start: int, end: int) -> None:
    got = fetch(client, range=asked)
    assert got == (status, PDF[start:end], f"bytes {start}-{end - 1}/{END}" if status == 206 else None)


@pytest.mark.parametrize("asked", [f"bytes={END}-", "bytes=999999999999999999999999-", "bytes=-0"])
def test_part_beyond_the_end(client: Client, published: Edition, asked: str) -> None:
    assert fetch(client, range=asked) == (416, b"", f"bytes */{END}")


def test_part_of_another_state_of_the_file_is_the_whole(client: Client, published: Edition) -> None:
    etag = client.head(DOWNLOAD).headers["ETag"]
    assert fetch(client, range="bytes=5-", if_range=etag)[0] == 206
    assert fetch(client, range="bytes=5-", if_range='"another"')[:2] == (200, PDF)


def test_broken_download_is_completed(client: Client, published: Edition) -> None:
    whole = client.get(DOWNLOAD, headers=PERSON)
    assert whole.headers["Accept-Ranges"] == "bytes"
    first = whole.getvalue()[:7]
    assert first + fetch(client, range="bytes=7-", if_range=whole.headers["ETag"])[1] == PDF


# --- counts -----------------------------------------------------------------------------------------------------------------


def counted() -> int:
    return sum(DownloadCount.objects.values_list("count", flat=True))


@pytest.mark.parametrize(
    ("headers", "counts"),
    [
        ({}, 1),
        ({"range": "bytes=0-"}, 1),
        ({"range": "bytes=0-9"}, 0),
        ({"range": "bytes=9-"}, 0),
        ({"range": f"bytes={END}-"}, 0),
        ({"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}, 0),
        ({"user-agent": "Mozilla/5.0 (compatible; bingbot/2.0)"}, 0),
        ({"user-agent": "facebookexternalhit/1.1 (preview)"}, 0),
        ({"user-agent": ""}, 0),
        ({"user-agent": "Cubot Note 20 Mozilla/5.0 (Linux; Android 11) Firefox/145.0"}, 1),
        ({"sec-purpose": "prefetch;prerender"}, 0),
        ({"purpose": "prefetch"}, 0),
    ],
)
def test_whole_file_for_a_person_counts_once(
    client: Client, published: Edition, headers: dict[str, str], counts: int
) -> None:
    client.get(DOWNLOAD, headers=PERSON | headers).getvalue()
    assert counted() == counts


def test_head_unchanged_and_missing_files_do_not_count(client: Client, published: Edition) -> None:
    etag = client.head(DOWNLOAD, headers=PERSON).headers["ETag"]
    client.get(DOWNLOAD, headers=PERSON | {"if-none-match": etag})
    client.get(f"{BOOK}0.1/doc/", headers=PERSON)
    client.get(f"{BOOK}9.9/pdf/", headers=PERSON)
    assert counted() == 0


def test_days_are_counted_apart_and_nothing_else_is_kept(client: Client, published: Edition) -> None:
    for _turn in range(3):
        fetch(client)
    DownloadCount.objects.update(day=timezone.localdate() - timedelta(days=1))
    fetch(client)
    assert sorted(DownloadCount.objects.values_list("count", flat=True)) == [1, 3]
    fields = {field.name for field in DownloadCount._meta.get_fields()}
    assert fields == {"id", "edition", "kind", "day", "count"}
    assert queries.downloads_of([published]) == {(published.pk, "pdf"): 4}


def test_counts_are_shown_from_ten_on(client: Client, published: Edition) -> None:
    DownloadCount.objects.create(edition=published, kind="pdf", day=timezone.localdate(), count=9)
    assert "kez indirildi" not in client.get(BOOK).content.decode()
    DownloadCount.objects.create(edition=published, kind="epub", day=timezone.localdate(), count=1391)
    assert "Bütün basımlarıyla 1.400 kez indirildi." in client.get(BOOK).content.decode()


def test_count_that_fails_costs_nobody_the_file(
    client: Client, published: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DownloadCount._meta, "db_table", "no_such_table")
    assert fetch(client)[:2] == (200, PDF)


@pytest.mark.parametrize(("kind", "ending"), [("word", "docx"), ("markdown", "zip")])
def test_text_to_work_with_is_sent_and_counted_like_the_other_files(
    client: Client, published: Edition, administrator: Any, client_of: Callable[[Any], Client], kind: str, ending: str
) -> None:
    address = f"{BOOK}0.1/{kind}/"
    whole = client.get(address, headers=PERSON)
    content, etag = whole.getvalue(), whole.headers["ETag"]
    assert whole.headers["Content-Disposition"] == f'attachment; filename="{SLUG}-0.1.{ending}"'
    rest = client.get(address, headers=PERSON | {"range": "bytes=9-", "if-range": etag})
    assert (rest.status_code, rest.getvalue()) == (206, content[9:])
    assert client.get(address, headers=PERSON | {"range": f"bytes={len(content)}-"}).status_code == 416
    assert client.get(address, headers=PERSON | {"if-none-match": etag}).status_code == 304
    assert client.head(address, headers=PERSON).headers["Content-Length"] == str(len(content))
    client.get(address, headers={"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"}).getvalue()
    assert list(DownloadCount.objects.values_list("kind", "count")) == [(kind, 1)]
    desk = client_of(administrator).get(f"/kitaplik/yayin-masasi/K{published.handbook.number}/").content.decode()
    assert re.search(rf'href="{address}">\w+</a> <span class="soft">· 1 kez', desk)


@pytest.mark.django_db(transaction=True)
def test_downloads_at_the_same_moment_are_all_counted(published: Edition) -> None:
    start = threading.Barrier(8)

    def download() -> None:
        start.wait()
        downloads.count_download(edition=published, kind="pdf")
        connections.close_all()

    threads = [threading.Thread(target=download) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    connection.close()
    assert DownloadCount.objects.get().count == 8


# --- EPUB -------------------------------------------------------------------------------------------------------------------


def test_epub_is_offered_once_it_is_ready(
    client: Client, approved: Any, publish: Callable[..., Edition], finish: Callable[..., Edition]
) -> None:
    edition = publish(approved)
    claimed = rendering.claim(rendering_id=edition.pdf_id, worker="test")
    assert claimed is not None
    rendering.finish(rendering=claimed, file=BytesIO(PDF), pages=3)
    address = f"{BOOK}0.1/epub/"
    assert address not in client.get(BOOK).content.decode()
    assert client.get(address).status_code == 404
    claimed = rendering.claim(rendering_id=edition.epub_id, worker="test")
    assert claimed is not None
    rendering.finish(rendering=claimed, file=BytesIO(EPUB), pages=0)
    assert address in client.get(BOOK).content.decode()
    answer = client.get(address, headers=PERSON)
    assert answer.getvalue() == EPUB
    assert answer.headers["Content-Type"] == "application/epub+zip"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="kisa-kitap-0.1.epub"'
    assert DownloadCount.objects.get().kind == "epub"
