"""The engine's pages: who may, with and without JavaScript, errors beside the field, nothing typed lost."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from atasehir_portal.accounts.models import Organisation, User
from atasehir_portal.documents import figures, services
from atasehir_portal.documents.models import Block, BlockConflict, Document, EntryRevision, Section, Source, Term

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1"/></svg>'
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def writer(client_of: Callable[..., Client], officer: User) -> Client:
    return client_of(officer)


def _url(name: str, *args: Any) -> str:
    return reverse(f"documents:{name}", args=args)


def _hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, name
    return found[1]


def _as_read(html: str) -> str:
    """The page without what its marks say went, and without the marks themselves."""
    return re.sub(r'<del>.*?</del>|<span class="vh">[^<]*</span>|</?ins>', "", html)


# --- who may ----------------------------------------------------------------------------------------------------------


def _removed_term(document: Document) -> EntryRevision:
    data = {"term": "eski", "english": "", "definition": "Gitti."}
    return EntryRevision.objects.create(
        document=document, entry_list="term", entry=10**6, number=2, act="removed", name="eski", data=data
    )


@pytest.fixture
def addresses(write: Callable[..., Block], document: Document, section: Section, officer: User) -> dict[str, str]:
    """Every address of the room for one document."""
    block = write()
    src = figures.store("deneme", "x.svg", SVG)
    write("", kind="figure", data={"src": src, "alt": "a", "caption": "c", "source": "s"})
    services.save_block(block_uid=block.uid, base_revision=1, body="Yeni.", by=officer)
    late = services.save_block(block_uid=block.uid, base_revision=1, body="Geç.", by=officer)
    assert late.conflict is not None
    term = Term.objects.create(document=document, term="hak", definition="Talep.")
    version = services.freeze(document=document, by=officer, note="")
    return {
        "block": _url("block", block.uid),
        "block_edit": _url("block_edit", block.uid),
        "block_acts": _url("block_acts", block.uid),
        "block_move": _url("block_move", block.uid),
        "block_remove": _url("block_remove", block.uid),
        "block_restore": _url("block_restore", block.uid),
        "history": _url("history", block.uid),
        "restore_revision": _url("restore_revision", block.uid, 1),
        "restore_heading": _url("restore_heading", section.uid, 1),
        "document_history": _url("document_history", document.uid),
        "versions": _url("versions", document.uid),
        "verify": _url("verify", document.uid),
        "compare": _url("compare", document.uid),
        "inputs": _url("inputs", document.uid),
        "replace": _url("replace", document.uid),
        "block_place": _url("block_place", block.uid),
        "block_divide": _url("block_divide", block.uid),
        "block_join": _url("block_join", block.uid),
        "block_change": _url("block_change", block.uid),
        "block_change_to": _url("block_change_to", block.uid, "box"),
        "block_choose": _url("block_choose", section.uid),
        "block_add": _url("block_add", section.uid, "paragraph"),
        "section_edit": _url("section_edit", section.uid),
        "section_acts": _url("section_acts", section.uid),
        "section_move": _url("section_move", section.uid),
        "section_remove": _url("section_remove", section.uid),
        "section_restore": _url("section_restore", section.uid),
        "section_add": _url("section_add", document.uid),
        "outline": _url("outline", document.uid),
        "removed": _url("removed", document.uid),
        "block_preview": _url("block_preview", document.uid),
        "pasted": _url("pasted", document.uid),
        "pick_source": _url("pick_source", document.uid),
        "pick_target": _url("pick_target", document.uid),
        "figure": _url("figure", document.uid, src),
        "section_plan": _url("section_plan", section.uid),
        "entries": _url("entries", document.uid, "kaynakca"),
        "entry_history": _url("entry_history", document.uid, "sozluk"),
        "entry_add": _url("entry_add", document.uid, "dizin"),
        "entry_edit": _url("entry_edit", document.uid, "sozluk", term.pk),
        "entry_remove": _url("entry_remove", document.uid, "sozluk", term.pk),
        "entry_restore": _url("entry_restore", document.uid, "sozluk", _removed_term(document).pk),
        "transfer": _url("transfer", document.uid),
        "markdown_file": _url("markdown_file", document.uid),
        "word_file": _url("word_file", document.uid),
        "propose_version": _url("propose_version", document.uid, version.number),
        "proposal": _url("proposal", document.uid, "yok"),
        "conflict": _url("conflict", late.conflict.pk),
        "conflict_set_aside": _url("conflict_set_aside", late.conflict.pk),
    }


READING = {"block", "history", "figure", "document_history", "compare", "entries", "entry_history"}
# read by whoever may read, once signed in
TAKEN_OUT = {"transfer", "markdown_file", "word_file", "inputs"}
POST_ONLY = {
    "block_move",
    "block_join",
    "pasted",
    "block_restore",
    "restore_revision",
    "verify",
    "section_move",
    "section_restore",
    "block_preview",
    "conflict_set_aside",
    "section_plan",
    "entry_restore",
    "propose_version",
}
ASIDE = {"block_preview", "pasted"}
# what is found only by those who write
HIDDEN_FROM_READERS = {"conflict", "conflict_set_aside"}


def test_every_address_has_a_row(addresses: dict[str, str]) -> None:
    from atasehir_portal.documents.urls import urlpatterns

    assert {pattern.name for pattern in urlpatterns} == set(addresses)


def _ask(client: Client, name: str, address: str) -> int:
    if name in POST_ONLY:
        return client.post(address, {"kind": "paragraph", "body": "Söz.", "base_revision": "2"}).status_code
    return _get(client, address).status_code


def _get(client: Client, address: str) -> Any:
    """Ask and take the whole answer, so that no file stays open."""
    answer = client.get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer


def test_nobody_knows_of_what_they_may_not_see(addresses: dict[str, str], client_of: Any, applicant: User) -> None:
    anonymous, outside = client_of(None), client_of(applicant)
    for name, address in addresses.items():
        assert _ask(outside, name, address) == 404, name
        # who is not signed in is asked to, whether the thing exists or not
        # (what is asked while somebody writes does not take them away: the editor tells them)
        assert _ask(anonymous, name, address) == (404 if name in READING else 401 if name in ASIDE else 302), name


def test_expired_session_sends_the_whole_page_to_the_log_in(addresses: dict[str, str], client_of: Any) -> None:
    current = {"HTTP_HX_CURRENT_URL": "http://testserver/deneme/?bolum=a"}
    answer = client_of(None).post(addresses["block_edit"], {"body": "Söz."}, **HTMX, **current)
    assert "hesap/login" in answer["HX-Redirect"]
    assert "next=/deneme/%3Fbolum%3Da" in answer["HX-Redirect"]
    plain = client_of(None).post(addresses["block_edit"], {"body": "Söz."})
    assert plain.status_code == 302


def test_readers_look_and_do_not_write(addresses: dict[str, str], client_of: Any, representative: User) -> None:
    client = client_of(representative)
    for name, address in addresses.items():
        expected = 302 if name == "block" else 404 if name in HIDDEN_FROM_READERS else 403
        if name in (READING | TAKEN_OUT) - {"block"}:
            expected = 200
        assert _ask(client, name, address) == expected, name


def test_writers_do_everything(addresses: dict[str, str], writer: Client) -> None:
    for name, address in addresses.items():
        assert _ask(writer, name, address) in {200, 302}, name


def test_what_does_not_exist_is_not_found(writer: Client, document: Document, section: Section, write: Any) -> None:
    block = write()
    for address in (
        _url("block_edit", uuid4()),
        _url("history", uuid4()),
        _url("section_edit", uuid4()),
        _url("section_add", uuid4()),
        _url("conflict", 999_999),
        _url("block_add", section.uid, "goal"),
        _url("block_add", section.uid, "list"),
        _url("block_add", section.uid, "paragraph") + "?sonra=x",
        _url("block_add", section.uid, "paragraph") + f"?sonra={uuid4()}",
        _url("section_add", document.uid) + "?ust=x",
        _url("figure", document.uid, "pictures/deneme/0/x.svg"),
        _url("figure", document.uid, "../../etc/passwd"),
    ):
        assert writer.get(address).status_code == 404, address
    assert writer.post(_url("restore_revision", block.uid, 9), {"base_revision": "1"}).status_code == 404
    assert writer.get(_url("block_move", block.uid)).status_code == 405


def test_documents_of_a_kind_that_is_gone_are_not_found(write: Any, document: Document, writer: Client) -> None:
    block = write()
    Document.objects.filter(pk=document.pk).update(kind="gitti")
    assert writer.get(_url("block_edit", block.uid)).status_code == 404
    assert writer.get(_url("history", block.uid)).status_code == 404


# --- the workspace ----------------------------------------------------------------------------------------------------


def test_workspace_shows_text_and_acts(write: Any, document: Document, section: Section, writer: Client) -> None:
    block = write("Bir *söz*.^[Not.]")
    html = writer.get(f"/deneme/{document.uid}/").content.decode()
    assert f'id="b-{block.uid.hex[:12]}"' in html
    assert "<em>söz</em>" in html
    assert _url("block_edit", block.uid) in html
    assert _url("block_choose", section.uid) + f"?sonra={block.uid}" in html
    assert html.count("<h1") == 1
    assert "style=" not in html
    assert "Not." in html


def test_workspace_for_readers_has_no_acts(
    write: Any, document: Document, client_of: Any, representative: User
) -> None:
    write()
    html = client_of(representative).get(f"/deneme/{document.uid}/").content.decode()
    assert "İlk söz." in html
    assert "/yaz/" not in html
    assert 'method="post" action="/metin/' not in html


def test_workspace_shows_the_chapter_that_is_asked_for(
    document: Document, section: Section, write: Any, officer: User, writer: Client
) -> None:
    write("Birinci bölümde.")
    second = services.add_section(document=document, parent=None, title="İkinci", by=officer)
    below = services.add_section(document=document, parent=second, title="Alt", by=officer)
    services.add_block(section=below, kind="paragraph", body="İkinci bölümde.", by=officer)
    for anchor in (second.anchor, below.anchor):
        html = writer.get(f"/deneme/{document.uid}/?bolum={anchor}").content.decode()
        assert "İkinci bölümde." in html
        assert "Birinci bölümde." not in html
    assert "Birinci bölümde." in writer.get(f"/deneme/{document.uid}/?bolum=yok").content.decode()


def test_empty_workspace_says_what_to_do_next(
    document: Document, writer: Client, client_of: Any, representative: User
) -> None:
    assert _url("section_add", document.uid) in writer.get(f"/deneme/{document.uid}/").content.decode()
    assert client_of(representative).get(f"/deneme/{document.uid}/").status_code == 200


@pytest.mark.parametrize("count", [1, 10, 100])
def test_pages_cost_the_same_whatever_the_size(
    write: Any,
    document: Document,
    section: Section,
    officer: User,
    writer: Client,
    count: int,
    django_assert_max_num_queries: Any,
) -> None:
    blocks = [write(f"Söz {number}.^[Not {number}.]") for number in range(count)]
    for number in range(1, count + 1):
        services.save_block(block_uid=blocks[0].uid, base_revision=number, body=f"Yeni {number}.", by=officer)
    for number in range(count):
        services.add_section(document=document, parent=section, title=f"Alt {number}", by=officer)
    writer.get(f"/deneme/{document.uid}/")  # the session and the content types are known from here on
    counts = {}
    for name, address, headers in (
        ("workspace", f"/deneme/{document.uid}/", {}),
        ("history", _url("history", blocks[0].uid), {}),
        ("edit", _url("block_edit", blocks[0].uid), {}),
        ("part", _url("block", blocks[0].uid), HTMX),
        ("removed", _url("removed", document.uid), {}),
    ):
        with django_assert_max_num_queries(50) as captured:
            assert writer.get(address, **headers).status_code == 200
        counts[name] = len(captured)
    assert counts == LIMITS


LIMITS = {"workspace": 9, "history": 7, "edit": 4, "part": 8, "removed": 6}


# --- writing ----------------------------------------------------------------------------------------------------------


def test_block_is_edited_on_its_own_page(write: Any, document: Document, section: Section, writer: Client) -> None:
    block = write()
    page = writer.get(_url("block_edit", block.uid))
    html = page.content.decode()
    assert page.status_code == 200
    assert html.count("<h1") == 1
    assert "İlk söz." in html
    assert f'data-keep="block-{block.uid}" data-keep-all data-keep-base="1"' in html
    answer = writer.post(
        _url("block_edit", block.uid),
        {"body": "Yeni söz.", "reason": "Kısa", "base_revision": _hidden(html, "base_revision")},
    )
    assert answer.status_code == 302
    assert answer["Location"] == f"/deneme/{document.uid}/?bolum={section.anchor}#b-{block.uid.hex[:12]}"
    block.refresh_from_db()
    assert (block.body, block.revision) == ("Yeni söz.", 2)


def test_block_is_edited_in_place_with_htmx(write: Any, writer: Client) -> None:
    block = write()
    part = writer.get(_url("block_edit", block.uid), **HTMX).content.decode()
    assert "<html" not in part
    assert part.count('class="block block--open"') == 1
    answer = writer.post(_url("block_edit", block.uid), {"body": "Yeni.\n\nİkinci.", "base_revision": "1"}, **HTMX)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in html
    assert html.count('class="block"') == 2
    assert "İkinci." in html
    assert writer.get(_url("block", block.uid), **HTMX).content.decode().count('class="block"') == 1


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_error_stands_beside_the_field_and_nothing_typed_is_lost(write: Any, writer: Client, headers: Any) -> None:
    block = write()
    answer = writer.post(
        _url("block_edit", block.uid),
        {"body": "# Başlık\n\nUzun söz.", "reason": "Neden", "base_revision": "1"},
        **headers,
    )
    html = answer.content.decode()
    assert answer.status_code == (200 if headers else 422)
    assert "Uzun söz." in html
    assert 'value="Neden"' in html
    assert "field--error" in html
    assert 'aria-invalid="true"' in html
    block.refresh_from_db()
    assert block.revision == 1


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"body": ""},
        {"body": "a" * 30_000, "base_revision": "1"},
        {"body": "Söz.", "base_revision": "x"},
        {"body": "Söz.", "base_revision": "-1"},
        {"body": "Söz.", "base_revision": "9" * 30},
        {"body": "Söz.", "reason": "a" * 600, "base_revision": "1"},
        {"body": "[@yok]", "base_revision": "1"},
        {"body": "\x00\u202e", "base_revision": "1"},
    ],
)
def test_odd_input_is_answered_with_an_error_never_a_crash(write: Any, writer: Client, data: dict[str, str]) -> None:
    block = write()
    assert writer.post(_url("block_edit", block.uid), data).status_code == 422
    block.refresh_from_db()
    assert block.revision == 1


def test_hostile_text_is_saved_as_text(write: Any, document: Document, writer: Client) -> None:
    block = write()
    writer.post(
        _url("block_edit", block.uid), {"body": "<script>alert(1)</script>\x00 \u202eson", "base_revision": "1"}
    )
    block.refresh_from_db()
    assert block.body == "<script>alert(1)</script> son"
    html = writer.get(f"/deneme/{document.uid}/").content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_sources_may_be_cited_once_they_are_listed(write: Any, document: Document, writer: Client) -> None:
    block = write()
    Source.objects.create(document=document, key="k5393", title="Belediye Kanunu")
    assert (
        writer.post(_url("block_edit", block.uid), {"body": "Söz [@k5393].", "base_revision": "1"}).status_code == 302
    )


def test_preview_shows_the_text_without_saving(write: Any, document: Document, writer: Client) -> None:
    block = write()
    html = writer.post(
        _url("block_edit", block.uid), {"body": "Bir *iki*.", "preview": "1", "base_revision": "1"}
    ).content.decode()
    assert "<em>iki</em>" in html
    assert "Bir *iki*." in html
    live = writer.post(
        _url("block_preview", document.uid), {"kind": "paragraph", "body": "Bir *iki* üç.^[Not.]"}
    ).content.decode()
    assert "<em>iki</em>" in live
    assert "Not." in live
    block.refresh_from_db()
    assert block.revision == 1


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "table", "body": "| a |\n|---|\n| b |"},
        {"kind": "table", "body": "yarım", "caption": "C", "number_columns": "x"},
        {"kind": "box", "body": "", "title": "T"},
        {"kind": "box", "box_kind": "legal", "title": "T", "body": "Söz."},
        {"kind": "figure", "src": "sahte", "alt": "x"},
        {"kind": "paragraph"},
        {"kind": "paragraph", "body": "<script>" * 4000},
    ],
)
def test_preview_of_half_a_text_never_fails(document: Document, writer: Client, data: dict[str, str]) -> None:
    assert writer.post(_url("block_preview", document.uid), data).status_code == 200


def test_preview_is_not_asked_for_more_often_than_a_person_types(document: Document, writer: Client) -> None:
    statuses = [
        writer.post(_url("block_preview", document.uid), {"kind": "paragraph", "body": "a"}).status_code
        for _ in range(61)
    ]
    assert statuses == [200] * 60 + [429]


def test_blocks_of_every_kind_are_added(section: Section, document: Document, writer: Client) -> None:
    for kind, data in {
        "paragraph": {"body": "Söz."},
        "table": {"body": "| a | b |\n|---|---|\n| c | 1 |", "caption": "Sayılar", "number_columns": "2"},
        "box": {"body": "Söz.", "box_kind": "warning", "title": "Dikkat"},
        "figure": {
            "picture": SimpleUploadedFile("a.svg", SVG),
            "alt": "Ağaç",
            "caption": "Bir ağaç",
            "source": "Çizildi.",
        },
    }.items():
        assert writer.get(_url("block_add", section.uid, kind)).status_code == 200
        assert writer.post(_url("block_add", section.uid, kind), data).status_code == 302, kind
    assert list(section.blocks.values_list("kind", flat=True)) == ["paragraph", "table", "box", "figure"]
    figure = section.blocks.get(kind="figure")
    assert _get(writer, _url("figure", document.uid, figure.data["src"])).status_code == 200
    html = writer.get(f"/deneme/{document.uid}/").content.decode()
    assert "<table" in html
    assert 'alt="Ağaç"' in html


def test_block_is_added_after_the_one_it_was_asked_for(
    write: Any, section: Section, writer: Client, texts: Any
) -> None:
    first = write("1")
    write("3")
    writer.post(_url("block_add", section.uid, "paragraph") + f"?sonra={first.uid}", {"body": "2"})
    assert texts() == ["1", "2", "3"]


def test_uploaded_picture_survives_an_error_elsewhere(section: Section, writer: Client) -> None:
    address = _url("block_add", section.uid, "figure")
    page = writer.post(address, {"picture": SimpleUploadedFile("a.svg", SVG), "alt": "", "caption": "C", "source": "S"})
    assert page.status_code == 422
    token = _hidden(page.content.decode(), "src")
    assert writer.post(address, {"src": token, "alt": "Ağaç", "caption": "C", "source": "S"}).status_code == 302
    assert section.blocks.get().data["src"].endswith("/a.svg")


@pytest.mark.parametrize(
    "src",
    ["", "pictures/deneme/x.svg", signing.dumps("pictures/deneme/x.svg", salt="başka")],
    ids=["none", "unsigned", "signed for something else"],
)
def test_picture_of_somebody_else_cannot_be_named(section: Section, writer: Client, src: str) -> None:
    answer = writer.post(
        _url("block_add", section.uid, "figure"), {"src": src, "alt": "A", "caption": "C", "source": "S"}
    )
    assert answer.status_code == 422
    assert not section.blocks.exists()


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"<html><script>alert(1)</script></html>", b"\x89PNG broken", b""])
def test_file_that_is_no_picture_is_refused_beside_the_field(section: Section, writer: Client, content: bytes) -> None:
    data = {"picture": SimpleUploadedFile("a.png", content), "alt": "A", "caption": "C", "source": "S"}
    answer = writer.post(_url("block_add", section.uid, "figure"), data)
    assert answer.status_code == 422
    assert "field--error" in answer.content.decode()


def test_member_of_two_organisations_says_for_which(
    kind: Any,
    write: Any,
    client_of: Any,
    representative: User,
    other_organisation: Organisation,
    organisation: Organisation,
    join: Any,
) -> None:
    from dataclasses import replace

    from atasehir_portal.documents import kinds

    kinds.register(replace(kind, can_write=lambda user, document: True))
    client, block = client_of(representative), write()
    client.post(_url("block_edit", block.uid), {"body": "Bir kuruluş.", "base_revision": "1"})
    assert block.revisions.get(number=2).organisation == organisation
    join(representative, other_organisation)
    client = client_of(User.objects.get(pk=representative.pk))
    assert client.post(_url("block_edit", block.uid), {"body": "İki.", "base_revision": "2"}).status_code == 422
    client.post(
        _url("block_edit", block.uid), {"body": "İki.", "base_revision": "2", "organisation": other_organisation.pk}
    )
    assert block.revisions.get(number=3).organisation == other_organisation


# --- conflicts --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_second_writer_comes_to_the_merge_page(
    write: Any, writer: Client, other_officer: User, officer: User, client_of: Any, headers: Any
) -> None:
    block = write("Yol dardır. Direk vardır.")
    writer.post(
        _url("block_edit", block.uid),
        {"body": "Yol çok dardır. Direk vardır.", "base_revision": "1", "reason": "Gördüm"},
    )
    other = client_of(other_officer)
    answer = other.post(
        _url("block_edit", block.uid), {"body": "Yol dardır. İki direk vardır.", "base_revision": "1"}, **headers
    )
    conflict = BlockConflict.objects.get()
    assert answer["HX-Redirect" if headers else "Location"] == _url("conflict", conflict.pk)
    html = other.get(_url("conflict", conflict.pk)).content.decode()
    assert html.count("<h1") == 1
    shown = _as_read(html)
    for words in (
        "Yol çok dardır. Direk vardır.",
        "Yol dardır. İki direk vardır.",
        "Gördüm",
        officer.full_name,
        "merge__side--mine",
    ):
        assert words in shown
    # both changes are in the text to begin with
    assert "Yol çok dardır. İki direk vardır." in html
    answer = other.post(
        _url("conflict", conflict.pk),
        {"body": "Yol çok dardır. İki direk vardır.", "base_revision": _hidden(html, "base_revision")},
    )
    assert answer.status_code == 302
    block.refresh_from_db()
    assert (block.body, block.revision) == ("Yol çok dardır. İki direk vardır.", 3)
    assert "Yol" in other.get(_url("conflict", conflict.pk)).content.decode()


def test_merge_keeps_what_was_typed_on_an_error_and_shows_a_preview(addresses: dict[str, str], writer: Client) -> None:
    bad = writer.post(addresses["conflict"], {"body": "# Bir", "base_revision": "2"})
    assert bad.status_code == 422
    assert "# Bir" in bad.content.decode()
    shown = writer.post(addresses["conflict"], {"body": "*Bir*", "base_revision": "2", "preview": "1"}).content.decode()
    assert "<em>Bir</em>" in shown
    assert BlockConflict.objects.get().resolved_at is None


def test_merge_that_is_late_again_leads_to_the_newest(addresses: dict[str, str], writer: Client, officer: User) -> None:
    block = BlockConflict.objects.get().block
    services.save_block(block_uid=block.uid, base_revision=2, body="Üçüncü.", by=officer)
    answer = writer.post(addresses["conflict"], {"body": "Birleşik.", "base_revision": "2"})
    newest = BlockConflict.objects.get(body="Birleşik.")
    assert answer["Location"] == _url("conflict", newest.pk)


def test_conflict_waits_in_the_workspace_until_it_is_settled(
    addresses: dict[str, str], document: Document, writer: Client
) -> None:
    assert addresses["conflict"] in writer.get(f"/deneme/{document.uid}/").content.decode()
    writer.post(addresses["conflict_set_aside"])
    assert addresses["conflict"] not in writer.get(f"/deneme/{document.uid}/").content.decode()


def test_own_text_is_found_again_by_who_may_no_longer_write(
    kind: Any, write: Any, officer: User, representative: User, client_of: Any
) -> None:
    block = write()
    services.save_block(block_uid=block.uid, base_revision=1, body="Yeni.", by=officer)
    late = services.save_block(block_uid=block.uid, base_revision=1, body="Benim sözüm.", by=representative)
    assert late.conflict is not None
    client = client_of(representative)
    assert "Benim sözüm." in _as_read(client.get(_url("conflict", late.conflict.pk)).content.decode())
    assert client.post(_url("conflict", late.conflict.pk), {"body": "x", "base_revision": "2"}).status_code == 403


def test_own_text_does_not_open_a_document_that_one_may_no_longer_read(
    kind: Any, write: Any, officer: User, other_officer: User, client_of: Any
) -> None:
    block = write()
    services.save_block(block_uid=block.uid, base_revision=1, body="Yeni.", by=other_officer)
    late = services.save_block(block_uid=block.uid, base_revision=1, body="Benim sözüm.", by=officer)
    officer.posts.update(until="2026-01-01T00:00Z", since="2025-01-01T00:00Z")
    client = client_of(User.objects.get(pk=officer.pk))
    assert client.get(_url("conflict", late.conflict.pk)).status_code == 404
    assert client.post(_url("conflict_set_aside", late.conflict.pk)).status_code == 404


def test_text_for_a_block_that_was_taken_out_is_kept(write: Any, writer: Client, officer: User) -> None:
    block = write()
    services.remove_block(block_uid=block.uid, by=officer)
    answer = writer.post(_url("block_edit", block.uid), {"body": "Geç söz.", "base_revision": "1"})
    conflict = BlockConflict.objects.get()
    assert (conflict.body, answer["Location"]) == ("Geç söz.", _url("conflict", conflict.pk))
    assert _url("block_restore", block.uid) in writer.get(_url("conflict", conflict.pk)).content.decode()
    assert writer.get(_url("block_edit", block.uid))["Location"] == _url("removed", block.document.uid)


# --- structure and past -----------------------------------------------------------------------------------------------


def test_blocks_move_by_buttons(write: Any, writer: Client, texts: Any) -> None:
    one = write("1")
    write("2")
    writer.post(_url("block_move", one.uid), {"yon": "asagi"})
    assert texts() == ["2", "1"]
    writer.post(_url("block_move", one.uid), {"yon": "yukari"})
    assert texts() == ["1", "2"]


def test_block_is_taken_out_and_brought_back(write: Any, document: Document, writer: Client, texts: Any) -> None:
    block = write("Bir söz.")
    page = writer.get(_url("block_remove", block.uid)).content.decode()
    assert "Bir söz." in page
    writer.post(_url("block_remove", block.uid), {"reason": "Tekrar", "base_revision": _hidden(page, "base_revision")})
    assert texts() == []
    assert "Bir söz." in writer.get(_url("removed", document.uid)).content.decode()
    writer.post(_url("block_restore", block.uid))
    assert texts() == ["Bir söz."]


def test_block_that_changed_is_shown_again_before_it_is_taken_out(
    write: Any, writer: Client, officer: User, texts: Any
) -> None:
    block = write("Bir söz.")
    services.save_block(block_uid=block.uid, base_revision=1, body="Daha iyi söz.", by=officer)
    answer = writer.post(_url("block_remove", block.uid), {"reason": "Tekrar", "base_revision": "1"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Daha iyi söz." in html
    assert 'value="Tekrar"' in html
    assert _hidden(html, "base_revision") == "2"
    assert texts() == ["Daha iyi söz."]


def test_sections_are_added_changed_moved_and_taken_out(document: Document, section: Section, writer: Client) -> None:
    assert writer.post(_url("section_add", document.uid), {"title": "Yeni bölüm", "aim": "Amaç"}).status_code == 302
    assert (
        writer.post(_url("section_add", document.uid) + f"?ust={section.uid}", {"title": "Alt bölüm"}).status_code
        == 302
    )
    new, below = document.sections.get(title="Yeni bölüm"), document.sections.get(title="Alt bölüm")
    assert below.parent == section
    page = writer.get(_url("section_edit", new.uid)).content.decode()
    writer.post(
        _url("section_edit", new.uid), {"title": "Başka ad", "aim": "", "base_revision": _hidden(page, "base_revision")}
    )
    new.refresh_from_db()
    assert (new.title, new.anchor) == ("Başka ad", "yeni-bolum")
    writer.post(_url("section_move", new.uid), {"yon": "yukari"})
    assert list(document.sections.filter(parent=None).values_list("title", flat=True)) == ["Başka ad", section.title]
    writer.post(_url("section_remove", new.uid), {"base_revision": "2"})
    assert "Başka ad" in writer.get(_url("removed", document.uid)).content.decode()
    writer.post(_url("section_restore", new.uid))
    new.refresh_from_db()
    assert new.removed_at is None


@pytest.mark.parametrize("title", ["", "a" * 251, ":::"])
def test_heading_that_cannot_be_is_refused_beside_the_field(document: Document, writer: Client, title: str) -> None:
    answer = writer.post(_url("section_add", document.uid), {"title": title, "aim": "Amaç korunur"})
    assert answer.status_code == 422
    assert "Amaç korunur" in answer.content.decode()


def test_second_change_of_a_heading_shows_both(section: Section, writer: Client, officer: User) -> None:
    services.save_section(section=section, base_revision=1, title="Onların adı", by=officer)
    answer = writer.post(_url("section_edit", section.uid), {"title": "Benim adım", "base_revision": "1"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Onların adı" in html
    assert 'value="Benim adım"' in html
    assert (
        writer.post(
            _url("section_edit", section.uid), {"title": "Benim adım", "base_revision": _hidden(html, "base_revision")}
        ).status_code
        == 302
    )
    section.refresh_from_db()
    assert section.title == "Benim adım"


def test_history_shows_states_and_goes_back(write: Any, writer: Client, officer: User) -> None:
    block = write("Bir *söz*.")
    services.save_block(block_uid=block.uid, base_revision=1, body="İkinci.", by=officer, reason="Kısaltıldı")
    html = writer.get(_url("history", block.uid)).content.decode()
    for words in ("<em>söz</em>", "İkinci.", "Kısaltıldı", officer.full_name):
        assert words in html
    answer = writer.post(_url("restore_revision", block.uid, 1), {"base_revision": "2"})
    assert answer.status_code == 302
    block.refresh_from_db()
    assert (block.revision, block.body) == (3, "Bir *söz*.")
    late = writer.post(_url("restore_revision", block.uid, 2), {"base_revision": "2"})
    assert late["Location"] == _url("conflict", BlockConflict.objects.get().pk)
    odd = writer.post(_url("restore_revision", block.uid, 2), {"base_revision": "x"})
    assert odd.status_code == 422


def test_names_are_shown_to_those_who_write_together_only(
    write: Any, client_of: Any, stranger: User, representative: User, organisation: Organisation, writer: Client
) -> None:
    block = write()
    services.save_block(
        block_uid=block.uid, base_revision=1, body="Yeni.", by=representative, organisation=organisation
    )
    inside = writer.get(_url("history", block.uid)).content.decode()
    outside = client_of(stranger).get(_url("history", block.uid)).content.decode()
    assert representative.full_name in inside
    assert representative.full_name not in outside
    assert organisation.name in outside


def test_picture_is_given_to_readers_of_its_document_only(
    write: Any, document: Document, officer: User, client_of: Any, representative: User, applicant: User
) -> None:
    src = figures.store("deneme", "x.svg", SVG)
    address = _url("figure", document.uid, src)
    reader = client_of(representative)
    assert reader.get(address).status_code == 404
    block = write("", kind="figure", data={"src": src, "alt": "a", "caption": "c", "source": "s"})
    answer = _get(reader, address)
    assert answer["Content-Type"] == "image/svg+xml"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert client_of(applicant).get(address).status_code == 404
    # a picture of an earlier state is still shown in the history
    other = figures.store("deneme", "y.svg", SVG.replace(b"rect", b"path"))
    services.save_block(block_uid=block.uid, base_revision=1, body="", data={**block.data, "src": other}, by=officer)
    assert _get(reader, address).status_code == 200


def test_get_never_writes(addresses: dict[str, str], writer: Client, document: Document) -> None:
    before = (Block.objects.count(), BlockConflict.objects.count(), document.sections.count())
    for name, address in addresses.items():
        if name not in POST_ONLY:
            _get(writer, address)
    assert (Block.objects.count(), BlockConflict.objects.count(), document.sections.count()) == before
