"""The workspace as people find their way in it: tools in sight, what an act did told where it was done, tables without gaps."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from atasehir_portal import markdown
from atasehir_portal.accounts.models import User
from atasehir_portal.documents import services
from atasehir_portal.documents.models import Block, Document, Section

HTMX = {"HTTP_HX_REQUEST": "true"}
Write = Callable[..., Block]


@pytest.fixture
def writer(client_of: Callable[..., Client], officer: User) -> Client:
    return client_of(officer)


def test_tools_stand_above_the_text_and_not_behind_the_chapters(
    writer: Client, document: Document, write: Write
) -> None:
    write()
    page = writer.get(f"/deneme/{document.uid}/").content.decode()
    above, _, behind = page.partition('<nav class="toc"')
    chapters = behind.partition("</nav>")[0]
    for name in ("outline", "removed", "document_history", "compare", "versions", "replace", "transfer"):
        address = reverse(f"documents:{name}", args=[document.uid])
        assert f'href="{address}"' in above, name
        assert f'href="{address}"' not in chapters, name
    for slug in ("kaynakca", "sozluk", "dizin"):
        assert f'href="{reverse("documents:entries", args=[document.uid, slug])}"' in above


def test_who_only_reads_is_offered_no_tools_of_writers(
    client_of: Callable[..., Client], representative: User, document: Document
) -> None:
    page = client_of(representative).get(f"/deneme/{document.uid}/").content.decode()
    assert reverse("documents:outline", args=[document.uid]) not in page
    assert reverse("documents:versions", args=[document.uid]) not in page


def test_section_that_somebody_came_for_is_open_in_the_outline(
    writer: Client, document: Document, section: Section
) -> None:
    workspace = writer.get(f"/deneme/{document.uid}/").content.decode()
    found = re.search(r'href="([^"#]*/duzen/\?odak=[^"#]*)#', workspace)
    assert found
    outline = writer.get(found[1].replace("&amp;", "&")).content.decode()
    assert re.search(rf'data-opened data-item="{section.uid}"', outline)
    assert reverse("documents:section_remove", args=[section.uid]) in outline
    assert (
        "data-opened"
        not in writer.get(f"{reverse('documents:outline', args=[document.uid])}?odak={section.uid}").content.decode()
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (
            "| A | B |\n| --- | --- |\n| a | b |\n|  |  |\n| c |  |\n|  |",
            "| A | B |\n| --- | --- |\n| a | b |\n| c |  |",
        ),
        ("| A |\n| --- |\n|  |", "| A |\n| --- |\n|  |"),
        ("| A |\n| --- |\n| \\| |", "| A |\n| --- |\n| \\| |"),
    ],
)
def test_rows_in_which_nothing_stands_are_not_kept(typed: str, kept: str) -> None:
    assert markdown.without_empty_rows(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept", "left"),
    [
        ("| A |  | C |\n| --- | --- | --- |\n| a |  | \\|c |", "| A | C |\n| --- | --- |\n| a | \\|c |", [1, 3]),
        ("|  | B |\n|---|---|\n| a | b |", "|  | B |\n|---|---|\n| a | b |", [1, 2]),
        ("|  |  |\n|---|---|\n|  |  |", "|  |  |\n|---|---|\n|  |  |", [1, 2]),
    ],
)
def test_columns_in_which_nothing_stands_are_not_kept(typed: str, kept: str, left: list[int]) -> None:
    assert markdown.without_empty_columns(typed) == (kept, left)


def test_table_is_saved_without_gaps_and_its_figures_stay_figures(writer: Client, section: Section) -> None:
    given = {
        "caption": "Duraklar",
        "body": "| Mahalle |  | Sayı |\n| --- | --- | --- |\n| Barbaros |  | 14 |\n|  |  |  |",
        "number_columns": "3",
    }
    answer = writer.post(reverse("documents:block_add", args=[section.uid, "table"]), given)
    assert answer.status_code == 302
    block = Block.objects.get(kind="table")
    assert block.body == "| Mahalle | Sayı |\n| --- | --- |\n| Barbaros | 14 |"
    assert block.data["number_columns"] == [2]


def test_removal_is_told_where_the_block_stood_with_the_way_back(
    writer: Client, document: Document, write: Write
) -> None:
    first, second = write("Bir."), write("İki.")
    answer = writer.post(reverse("documents:block_remove", args=[second.uid]), {"base_revision": 1})
    assert answer["Location"].endswith(f"#b-{first.uid.hex[:12]}")
    page = writer.get(answer["Location"].partition("#")[0]).content.decode()
    assert f'<a href="{reverse("documents:removed", args=[document.uid])}">Geri getir</a>' in page


def test_what_htmx_saved_says_when(writer: Client, write: Write) -> None:
    block = write()
    answer = writer.post(
        reverse("documents:block_edit", args=[block.uid]), {"body": "Yeni.", "base_revision": 1}, **HTMX
    )
    assert re.search(r"data-saved-now>.*Kaydedildi · \d\d\.\d\d", answer.content.decode(), re.DOTALL)
    assert "data-saved-now" not in writer.get(reverse("documents:block", args=[block.uid]), **HTMX).content.decode()


def test_merge_page_marks_in_both_texts_what_they_changed(
    writer: Client, client_of: Callable[..., Client], write: Write, officer: User, other_officer: User
) -> None:
    block = write("Yol dardır.")
    services.save_block(block_uid=block.uid, base_revision=1, body="Yol geniştir.", by=other_officer)
    late = services.save_block(block_uid=block.uid, base_revision=1, body="Yol kapalıdır.", by=officer)
    assert late.conflict is not None
    address = reverse("documents:conflict", args=[late.conflict.pk])
    page = writer.get(address).content.decode()
    for word in ("geniştir", "kapalıdır"):
        assert re.search(rf"<del>[^/]*/span>dardır</del><ins>[^/]*/span>{word}</ins>", page), word
    assert "sizin metninizle başlar" in page
    assert "öteki metinle başlar" in client_of(other_officer).get(address).content.decode()
