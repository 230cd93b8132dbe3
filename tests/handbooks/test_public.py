"""The public library: what is shown, read and downloaded, and by whom."""

import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from atasehir_portal.accounts.models import User
from atasehir_portal.documents import services as documents
from atasehir_portal.documents.models import Block
from atasehir_portal.rendering import services as rendering
from atasehir_portal.rendering.errors import RenderingFailed
from atasehir_portal.rendering.models import Reason, Rendering, State
from handbooks import queries, services
from handbooks.models import Edition, Handbook
from tests.handbooks.conftest import PDF, REASON, SLUG

Publish = Callable[..., Edition]
LIBRARY = "/kitaplik/"
BOOK = f"/kitaplik/{SLUG}/"
FIRST, CHAPTER, PLAN = f"{BOOK}oku/", f"{BOOK}oku/bir/", f"{BOOK}oku/iki/"
SOURCES = f"{BOOK}kaynakca/"
DOWNLOAD = f"{BOOK}0.1/pdf/"


def text(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


def picture(edition: Edition) -> str:
    return str(Block.objects.get(document=edition.handbook.document, kind="figure").data["src"])


# --- before anything is published ----------------------------------------------------------------------------------------


def test_empty_library_says_so(client: Client, catalogue: object) -> None:
    assert text(client, LIBRARY)


def test_draft_is_named_and_not_readable(client: Client, handbook: Handbook) -> None:
    assert "Kısa Kitap: Söz ve İz" in text(client, LIBRARY)
    page = text(client, BOOK)
    assert " duyulur " not in page
    assert "/pdf/" not in page
    for url in (FIRST, CHAPTER, SOURCES, DOWNLOAD):
        text(client, url, 404)


@pytest.mark.parametrize("state", [State.QUEUED, State.RUNNING, State.FAILED])
def test_edition_is_not_in_the_library_before_its_pdf_is_ready(
    client: Client, approved: Handbook, publish: Publish, state: str
) -> None:
    edition = publish(approved)
    if state != State.QUEUED:
        claimed = rendering.claim(rendering_id=edition.pdf_id, worker="test")
        assert claimed is not None
        if state == State.FAILED:
            rendering.fail(rendering=claimed, failure=RenderingFailed(Reason.BROKEN_CONTENT))
    page = text(client, LIBRARY)
    assert "0.1" in page
    assert "/pdf/" not in page
    for url in (FIRST, CHAPTER, SOURCES, DOWNLOAD):
        text(client, url, 404)


# --- published --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [None, "administrator", "officer", "representative", "applicant"])
@pytest.mark.parametrize("url", [LIBRARY, BOOK, FIRST, CHAPTER, PLAN, SOURCES, DOWNLOAD, "/"])
def test_everybody_reads_and_downloads(
    published: Edition, client_of: Callable[[Any], Client], url: str, role: str | None, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(role) if role else None
    answer = client_of(user).get(url)
    assert answer.status_code == 200
    assert answer.getvalue()


def test_library_shows_edition_pages_and_size(client: Client, published: Edition) -> None:
    page = text(client, LIBRARY)
    assert DOWNLOAD in page
    assert "Sözün izini anlatır." in page


def test_book_page_shows_contents_statements_citation_and_hash(client: Client, published: Edition) -> None:
    page = text(client, BOOK)
    for words in (
        "1 Söz",
        "2 İz",
        "Bu metin denemedir.",
        "Söz üzerine bir rehber",
        published.version.digest,
        "Ataşehir Belediyesi",
    ):
        assert words in page


def test_chapter_shows_its_text_figure_table_box_note_and_sources(client: Client, published: Edition) -> None:
    page = text(client, CHAPTER)
    for words in (
        " duyulur ",
        'alt="Söz, ize dönüşür."',
        "Sözler",
        "Kapatmadan önce",
        "sözü duyan yazar",
        "Deneme Kanunu",
    ):
        assert words in page
    assert page.count("<h1") == 1
    assert f'href="{PLAN}"' in page
    assert f'href="{FIRST}sunus/"' in page


def test_links_lead_to_the_chapter_where_the_anchor_stands(client: Client, published: Edition) -> None:
    assert f'href="{PLAN}#iki"' in text(client, f"{BOOK}oku/sunus/")


def test_planned_chapter_shows_its_plan(client: Client, published: Edition) -> None:
    page = text(client, PLAN)
    assert "2.1 Bağlamak" in page
    assert "Sözü ize bağlamak." in page


def test_readers_get_the_frozen_text_while_the_draft_goes_on(
    client: Client, published: Edition, approved: Handbook, administrator: User
) -> None:
    services.reopen(handbook=approved, by=administrator)
    block = Block.objects.get(document=approved.document, section__anchor="bir-duymak", position=0)
    documents.save_block(block_uid=block.uid, base_revision=1, body="Bambaşka bir cümle.", by=administrator)
    approved.document.sections.filter(anchor="bir").update(title="Başka başlık")
    assert " duyulur " in text(client, CHAPTER)
    for url in (LIBRARY, BOOK, CHAPTER):
        assert "Bambaşka" not in text(client, url)
        assert "Başka başlık" not in text(client, url)


@pytest.mark.parametrize(
    "path",
    [
        "yok/",
        "kisa-kitap/oku/yok/",
        "kisa-kitap/9.9/pdf/",
        "kisa-kitap/0.1%0A/pdf/",
        "basim/K3-9.9/",
        "basim/K9-0.1/",
        "basim/x/",
    ],
)
def test_what_does_not_exist_is_not_found(client: Client, published: Edition, path: str) -> None:
    text(client, f"/kitaplik/{path}", 404)


def test_reference_leads_to_the_book(client: Client, published: Edition) -> None:
    reference = queries.reference_of(published)
    assert reference == "K3-0.1"
    assert client.get(reverse("handbooks:edition", args=[reference])).headers["Location"] == BOOK


@pytest.mark.parametrize("url", [LIBRARY, BOOK, FIRST, CHAPTER, SOURCES, DOWNLOAD])
def test_reading_writes_nothing(client: Client, published: Edition, url: str) -> None:
    assert client.post(url).status_code == 405


# --- the file ---------------------------------------------------------------------------------------------------------------


def test_download_is_the_file_and_is_asked_for_again_after_an_hour(client: Client, published: Edition) -> None:
    answer = client.get(DOWNLOAD)
    assert answer.getvalue() == PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="kisa-kitap-0.1.pdf"'
    assert answer.headers["Content-Length"] == str(len(PDF))
    assert answer.headers["ETag"] == f'"{published.pdf.file_sha256}"'
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert not answer.cookies


def test_download_is_not_sent_again_to_who_has_it(client: Client, published: Edition) -> None:
    answer = client.get(DOWNLOAD, headers={"If-None-Match": f'W/"x", "{published.pdf.file_sha256}"'})
    assert (answer.status_code, answer.content) == (304, b"")


def test_head_of_a_download_has_no_body(client: Client, published: Edition) -> None:
    answer = client.head(DOWNLOAD)
    assert answer.status_code == 200
    assert answer.headers["Content-Length"] == str(len(PDF))
    answer.close()


def test_file_that_is_gone_is_not_found(client: Client, published: Edition) -> None:
    default_storage.delete(str(published.pdf.file))
    text(client, DOWNLOAD, 404)


# --- withdrawn and replaced ---------------------------------------------------------------------------------------------------


def test_withdrawn_edition_is_explained_and_gone(client: Client, published: Edition, administrator: User) -> None:
    src = picture(published)
    services.withdraw_edition(edition=published, by=administrator, reason="Bir kaynak yanlış okunmuştu.")
    for url in (LIBRARY, BOOK):
        page = text(client, url)
        assert "Bir kaynak yanlış okunmuştu." in page
        assert "/pdf/" not in page
    for url in (FIRST, CHAPTER, SOURCES, DOWNLOAD, f"{BOOK}0.1/", f"{BOOK}0.1/oku/bir/", f"{BOOK}0.1/kaynak-goster/"):
        assert "Bir kaynak yanlış okunmuştu." in text(client, url, 410)
    text(client, reverse("handbooks:figure", args=[SLUG, "0.1", src]), 404)


def test_earlier_edition_stays_downloadable(
    client: Client,
    published: Edition,
    approved: Handbook,
    administrator: User,
    publish: Publish,
    finish: Callable[..., Edition],
) -> None:
    services.reopen(handbook=approved, by=administrator)
    block = Block.objects.get(document=approved.document, section__anchor="bir-duymak", position=0)
    documents.save_block(block_uid=block.uid, base_revision=1, body="İkinci basımın cümlesi.", by=administrator)
    services.approve(handbook=approved, by=administrator, reason=REASON)
    second = publish(approved, "0.2", "Bir cümle değişti.")
    assert " duyulur " in text(client, CHAPTER)  # the second one is not ready yet
    finish(second)
    assert "İkinci basımın cümlesi." in text(client, CHAPTER)
    page = text(client, BOOK)
    assert DOWNLOAD in page
    assert f"{BOOK}0.2/pdf/" in page


# --- pictures -----------------------------------------------------------------------------------------------------------------


def test_picture_of_an_edition_is_shown_to_everybody(client: Client, published: Edition) -> None:
    url = reverse("handbooks:figure", args=[SLUG, "0.1", picture(published)])
    assert url in text(client, CHAPTER)
    answer = client.get(url)
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert b"<svg" in answer.getvalue()


def test_drawing_brings_its_letters_and_the_policy_lets_in_nothing_else(client: Client, published: Edition) -> None:
    answer = client.get(reverse("handbooks:figure", args=[SLUG, "0.1", picture(published)]))
    [style] = re.findall(rb"<style>(.*?)</style>", answer.getvalue())
    assert style.startswith(b'@font-face{font-family:"Kitap Sans";')
    said = b64encode(sha256(style).digest()).decode()
    assert answer.headers["Content-Security-Policy"] == (
        f"default-src 'none'; style-src 'sha256-{said}'; font-src data:; sandbox"
    )


def test_picture_that_only_stands_in_the_draft_is_not_found(
    client: Client, published: Edition, approved: Handbook, administrator: User
) -> None:
    from atasehir_portal.documents import figures

    new = figures.store("handbooks/3", "yeni.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><title>Yeni</title></svg>')
    services.reopen(handbook=approved, by=administrator)
    figure = Block.objects.get(document=approved.document, kind="figure")
    Block.objects.filter(pk=figure.pk).update(data={**figure.data, "src": new})
    text(client, reverse("handbooks:figure", args=[SLUG, "0.1", new]), 404)


@pytest.mark.parametrize(
    "src", ["renderings/aa/bb.pdf", "../settings.py", "pictures/../x.svg", "pictures/x'y.svg", "pictures/yok.svg"]
)
def test_other_files_are_not_pictures(client: Client, published: Edition, src: str) -> None:
    assert client.get(f"{BOOK}0.1/sekil/{src}").status_code == 404


# --- costs --------------------------------------------------------------------------------------------------------------------


def more_editions(edition: Edition, count: int) -> None:
    """Add ready editions of the same book, straight into the tables."""
    for number in range(2, count + 2):
        version = documents.freeze(document=edition.handbook.document, by=None, note="")
        pdf = Rendering.objects.get(pk=edition.pdf_id)
        pdf.pk, pdf.key = None, f"{number:064}"
        pdf.save(force_insert=True)
        Edition.objects.create(
            handbook=edition.handbook,
            version=version,
            number=f"0.{number}",
            change_note="Söz.",
            front_matter=edition.front_matter,
            pdf=pdf,
        )


@pytest.mark.parametrize(
    ("url", "queries_expected"),
    [(LIBRARY, 3), (BOOK, 6), (CHAPTER, 4), (SOURCES, 2), (DOWNLOAD, 1)],
    ids=["library", "book", "chapter", "sources", "download"],
)
@pytest.mark.parametrize("count", [1, 10])
def test_pages_cost_the_same_for_any_number_of_editions(
    client: Client, published: Edition, url: str, queries_expected: int, count: int, django_assert_num_queries: Any
) -> None:
    more_editions(published, count - 1)
    client.get(url).getvalue()  # read to its end, a download closes its file
    with django_assert_num_queries(queries_expected):
        answer = client.get(url)
    assert answer.status_code == 200
    assert answer.getvalue()


def test_chapter_of_a_large_book_costs_the_same(
    client: Client,
    approved: Handbook,
    administrator: User,
    publish: Publish,
    finish: Callable[..., Edition],
    django_assert_num_queries: Any,
) -> None:
    services.reopen(handbook=approved, by=administrator)
    section = approved.document.sections.get(anchor="bir-duymak")
    Block.objects.bulk_create(
        Block(
            document=approved.document,
            section=section,
            position=100 + number,
            body=f"Söz {number} [@k1].^[Not {number}.]",
        )
        for number in range(300)
    )
    services.approve(handbook=approved, by=administrator, reason=REASON)
    finish(publish(approved))
    client.get(CHAPTER)
    with django_assert_num_queries(4):
        assert "Not 299." in text(client, CHAPTER)
