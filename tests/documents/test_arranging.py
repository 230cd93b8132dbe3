"""The outline, and what is done with a block beside writing it: as pages, without JavaScript and with htmx."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from atasehir_portal.accounts.models import User
from atasehir_portal.documents import queries, services
from atasehir_portal.documents.models import Block, BlockLineage, Document, Section

HTMX = {"HTTP_HX_REQUEST": "true"}
Write = Callable[..., Block]


@pytest.fixture
def writer(client_of: Callable[..., Client], officer: User) -> Client:
    return client_of(officer)


@pytest.fixture
def add(document: Document, officer: User) -> Callable[..., Section]:
    def make(title: str, parent: Section | None = None) -> Section:
        return services.add_section(document=document, parent=parent, title=title, by=officer)

    return make


def _url(name: str, *args: Any) -> str:
    return reverse(f"documents:{name}", args=args)


def _headings(document: Document) -> list[str]:
    return [section.heading for section in queries.read(document).walk()]


def _said(client: Client, address: str) -> str:
    """What the next page tells above its content."""
    html = client.get(address).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition('class="wrap messages"')[2][:2000]).split())


# --- the outline ------------------------------------------------------------------------------------------------------


def test_outline_shows_the_whole_tree_in_the_same_number_of_queries(
    add: Any, document: Document, writer: Client, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for number in (1, 10):
        for index in range(number):
            add(f"En alt {index}", add(f"Alt {index}", add(f"Bölüm {number}-{index}")))
        with django_assert_max_num_queries(12) as captured:
            html = writer.get(_url("outline", document.uid)).content.decode()
        counts.append(len(captured))
        assert html.count('class="outline__item"') == Section.objects.count()
    assert counts[0] == counts[1]
    assert html.count("<h1") == 1
    assert "style=" not in html


def test_outline_offers_what_can_be_done(add: Any, writer: Client) -> None:
    one, two = add("Bir"), add("İki")
    below = add("Alt", two)
    lowest = add("En alt", below)

    def offered(section: Section) -> dict[str, bool]:
        html = writer.get(_url("section_acts", section.uid)).content.decode()
        return {
            step: "disabled" not in found for step, found in re.findall(r'name="yon" value="(\w+)"([^>]*)>', html)
        } | {"below": f"ust={section.uid}" in html}

    assert offered(one) == {"yukari": False, "asagi": True, "ice": False, "disa": False, "below": True}
    assert offered(two) == {"yukari": True, "asagi": False, "ice": False, "disa": False, "below": True}
    assert offered(lowest) == {"yukari": False, "asagi": False, "ice": False, "disa": True, "below": False}
    part = writer.get(_url("section_acts", one.uid), **HTMX).content.decode()
    assert "<html" not in part
    services.remove_section(section=two, by=None)
    assert writer.get(_url("section_acts", below.uid)).status_code == 404


def test_sections_move_to_a_place_and_by_steps(add: Any, document: Document, writer: Client) -> None:
    one, two, three = add("Bir"), add("İki"), add("Üç")
    answer = writer.post(
        _url("section_move", three.uid),
        {"donus": "duzen", "gorulen": f"-/{two.uid}", "yer": f"{one.uid}/-"},
    )
    assert answer["Location"] == f"{_url('outline', document.uid)}?odak={three.uid}#o-{three.uid.hex[:12]}"
    assert _headings(document) == ["1 Bir", "1.1 Üç", "2 İki"]
    writer.post(_url("section_move", three.uid), {"gorulen": f"{one.uid}/-", "yon": "disa"})
    writer.post(_url("section_move", two.uid), {"gorulen": f"-/{three.uid}", "yon": "yukari"})
    assert _headings(document) == ["1 Bir", "2 İki", "3 Üç"]


@pytest.mark.parametrize(
    "sent",
    [
        {"gorulen": "-/-", "yon": "yukari"},
        {"gorulen": "yanlış", "yon": "yukari"},
        {"gorulen": "-/-/-", "yer": "-/-"},
        {"yer": ""},
        {"yer": "a/b"},
        {"yer": f"-/{uuid4()}"},
        {"yer": f"{uuid4()}/-"},
        {"yon": "havaya"},
        {"yer": "\x00/-"},
        {},
    ],
)
def test_move_that_is_out_of_date_or_odd_moves_nothing_and_says_so(
    add: Any, document: Document, writer: Client, sent: dict[str, str]
) -> None:
    add("Bir")
    two = add("İki")
    answer = writer.post(_url("section_move", two.uid), {"donus": "duzen", **sent})
    assert answer.status_code == 302
    assert _headings(document) == ["1 Bir", "2 İki"]
    said = _said(writer, answer["Location"])
    assert ("hiçbir şey taşınmadı" in said) is ("yer" in sent or "gorulen" in sent)


def test_section_of_another_document_is_no_place(add: Any, document: Document, writer: Client, officer: User) -> None:
    one = add("Bir")
    other = services.create_document(kind="deneme", title="Öteki", by=officer)
    elsewhere = services.add_section(document=other, parent=None, title="Uzak", by=officer)
    for place in (f"{elsewhere.uid}/-", f"-/{elsewhere.uid}"):
        answer = writer.post(_url("section_move", one.uid), {"yer": place})
        assert "hiçbir şey taşınmadı" in _said(writer, answer["Location"])
    assert _headings(document) == ["1 Bir"]


def test_heading_is_renamed_and_added_in_its_line(add: Any, document: Document, writer: Client) -> None:
    one = add("Bir")
    address = f"{_url('section_edit', one.uid)}?donus=duzen"
    part = writer.get(address, **HTMX).content.decode()
    assert "<html" not in part
    assert "autofocus" in part
    empty = writer.post(address, {"title": "", "base_revision": "1"}, **HTMX)
    assert empty.status_code == 200
    assert empty["HX-Retarget"] == empty["HX-Reselect"] == f"#of-{one.uid.hex[:12]}"
    assert "field--error" in empty.content.decode()
    saved = writer.post(address, {"title": "Bir söz", "aim": "Amaç", "base_revision": "1"}, **HTMX)
    assert saved["Location"].startswith(_url("outline", document.uid))
    late = writer.post(address, {"title": "Başka", "base_revision": "1"}, **HTMX).content.decode()
    assert "“Bir söz” oldu" in late
    assert 'value="Başka"' in late
    add_address = f"{_url('section_add', document.uid)}?ust={one.uid}&donus=duzen"
    assert writer.post(add_address, {"title": "Alt"}, **HTMX).status_code == 302
    assert _headings(document) == ["1 Bir söz", "1.1 Alt"]


def test_form_that_adds_a_section_adds_once(document: Document, writer: Client) -> None:
    address = _url("section_add", document.uid)
    html = writer.get(address).content.decode()
    key = re.search(r'name="form_key" value="([^"]+)"', html)
    assert key
    for _turn in range(2):
        writer.post(address, {"title": "Bir", "form_key": key[1]})
    assert _headings(document) == ["1 Bir"]


def test_what_was_taken_out_comes_back_from_the_outline(add: Any, document: Document, writer: Client) -> None:
    one = add("Bir")
    address = f"{_url('section_remove', one.uid)}?donus=duzen"
    assert f'href="{_url("outline", document.uid)}' in writer.get(address).content.decode()
    answer = writer.post(address, {"reason": "Fazla", "base_revision": "1"})
    assert answer["Location"] == _url("outline", document.uid)
    assert _url("section_restore", one.uid) in writer.get(answer["Location"]).content.decode()
    back = writer.post(_url("section_restore", one.uid), {"donus": "duzen"})
    assert back["Location"].startswith(_url("outline", document.uid))
    assert _headings(document) == ["1 Bir"]


# --- blocks -----------------------------------------------------------------------------------------------------------


def test_blocks_are_added_at_every_place(section: Section, write: Write, writer: Client, texts: Any) -> None:
    middle = write("2")
    for query, body in ((f"?sonra={middle.uid}", "3"), ("?basa=1", "1"), ("", "4")):
        address = _url("block_choose", section.uid) + query
        page = writer.get(address).content.decode()
        assert _url("block_add", section.uid, "table") + query in page
        part = writer.get(address, **HTMX).content.decode()
        assert "<html" not in part
        closed = writer.get(address + ("&" if query else "?") + "kapat=1", **HTMX).content.decode()
        assert _url("block_choose", section.uid) + query in closed
        assert writer.post(_url("block_add", section.uid, "paragraph") + query, {"body": body}).status_code == 302
    assert texts() == ["1", "2", "3", "4"]


def test_block_added_in_place_comes_with_the_places_around_it(
    section: Section, write: Write, writer: Client, texts: Any
) -> None:
    first = write("1")
    write("4")
    address = _url("block_add", section.uid, "paragraph") + f"?sonra={first.uid}"
    form = writer.get(address, **HTMX).content.decode()
    key = re.search(r'name="form_key" value="([^"]+)"', form)
    assert key
    for _turn in range(2):  # the same form sent twice adds once
        answer = writer.post(address, {"body": "2\n\n3", "form_key": key[1]}, **HTMX)
        html = answer.content.decode()
        assert html.count('class="block"') == 2
        assert html.count('class="gap"') == 3
        assert "text-arrived" in answer["HX-Trigger"]
    assert html.count("hx-swap-oob") == 1  # the number of the block behind them
    assert texts() == ["1", "2", "3", "4"]


def test_block_moves_to_a_place_that_was_chosen(
    document: Document, section: Section, write: Write, writer: Client, officer: User, texts: Any
) -> None:
    one, two = write("Bir."), write("İki.")
    other = services.add_section(document=document, parent=None, title="Öteki", by=officer)
    there = services.add_block(section=other, kind="paragraph", body="Orada.", by=officer)
    page = writer.get(_url("block_place", one.uid)).content.decode()
    assert f'value="{section.uid}/-" checked' in page
    assert f'value="{section.uid}/{two.uid}"' in page
    page = writer.get(_url("block_place", one.uid) + f"?bolum={other.anchor}").content.decode()
    assert f'value="{other.uid}/{there.uid}"' in page
    sent = {"gorulen": f"{section.uid}/-", "yer": f"{other.uid}/{there.uid}"}
    answer = writer.post(_url("block_move", one.uid), sent)
    assert f"?bolum={other.anchor}#" in answer["Location"]
    assert texts() == ["İki."]
    late = writer.post(_url("block_move", one.uid), sent)
    assert "hiçbir şey taşınmadı" in _said(writer, late["Location"].partition("#")[0])
    for place in ("", "x", f"{uuid4()}/-", f"{section.uid}/{uuid4()}", "-/-"):
        assert writer.post(_url("block_move", one.uid), {"yer": place}).status_code == 302
    assert texts() == ["İki."]
    services.remove_block(block_uid=two.uid, by=officer)
    assert writer.get(_url("block_place", two.uid)).status_code == 404


def test_block_is_divided_where_it_is_asked_for(write: Write, writer: Client, texts: Any) -> None:
    block = write("Bir söz. İkinci söz. Üçüncü.")
    page = writer.get(_url("block_divide", block.uid)).content.decode()
    assert page.count('name="at"') == 2
    assert writer.post(_url("block_divide", block.uid), {"base_revision": "1"}).status_code == 422
    assert writer.post(_url("block_divide", block.uid), {"at": "9", "base_revision": "1"}).status_code == 422
    late = writer.post(_url("block_divide", block.uid), {"at": "1", "base_revision": "7"})
    assert late.status_code == 422
    assert writer.post(_url("block_divide", block.uid), {"at": "2", "base_revision": "1"}).status_code == 302
    assert texts() == ["Bir söz. İkinci söz.", "Üçüncü."]


def test_table_is_divided_between_its_rows(write: Write, writer: Client, texts: Any) -> None:
    table = write("| a | b |\n| --- | --- |\n| 1 | 2 |\n| 3 | 4 |", kind="table", data={"caption": "T"})
    page = writer.get(_url("block_divide", table.uid)).content.decode()
    assert page.count('name="at"') == 1
    assert "3 · 4" in page
    assert writer.post(_url("block_divide", table.uid), {"at": "1", "base_revision": "1"}).status_code == 302
    assert texts() == ["| a | b |\n| --- | --- |\n| 1 | 2 |", "| a | b |\n| --- | --- |\n| 3 | 4 |"]
    assert "tek satırı var" in writer.get(_url("block_divide", table.uid)).content.decode()
    assert writer.post(_url("block_divide", table.uid), {"at": "1", "base_revision": "2"}).status_code == 422


def test_page_says_why_a_block_is_not_divided_or_joined(write: Write, writer: Client) -> None:
    data = {"src": "figures/" + "a" * 64 + ".svg", "alt": "A", "caption": "C", "source": "S"}
    figure = write("", kind="figure", data=data)
    one = write("Bir.", kind="box", data={"box_kind": "warning", "title": "Dikkat"})
    write("İki.", kind="box", data={"box_kind": "legal", "title": "Yasa"})
    assert writer.get(_url("block_divide", figure.uid)).status_code == 404
    assert "bölünemez" in writer.get(_url("block_acts", figure.uid)).content.decode()
    page = writer.get(_url("block_acts", one.uid)).content.decode()
    assert "İki kutunun türü farklı" in page
    assert "Sonrakiyle birleştir" not in page
    lists = [write("- a"), write("1. b")]
    assert "Sonrakiyle birleştir" in writer.get(_url("block_acts", lists[0].uid)).content.decode()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_text_is_saved_divided_at_the_cursor(write: Write, writer: Client, texts: Any, headers: Any) -> None:
    block = write("- a\n- b")
    sent = {"body": "- a\r\n- b\r\n- c", "before": "- a\n", "divide": "1", "base_revision": "1"}
    answer = writer.post(_url("block_edit", block.uid), sent, **headers)
    assert answer.status_code == (200 if headers else 302)
    assert texts() == ["- a", "- b\n- c"]
    if headers:
        html = answer.content.decode()
        assert f'id="gap-b-{block.uid.hex[:12]}" data-hx-swap-oob="delete"' in html
        assert html.count('class="gap"') == 2


def test_cursor_at_the_end_saves_without_dividing(write: Write, writer: Client, texts: Any) -> None:
    block = write("Bir.")
    writer.post(
        _url("block_edit", block.uid), {"body": "Bir iki.", "before": "Bir iki.", "divide": "1", "base_revision": "1"}
    )
    assert texts() == ["Bir iki."]


def test_neighbours_are_joined_and_what_changed_meanwhile_is_not(write: Write, writer: Client, texts: Any) -> None:
    one, two, three = write("Bir."), write("İki."), write("- a")
    acts = writer.get(_url("block_acts", one.uid)).content.decode()
    assert f'name="ile" value="{two.uid}"' in acts
    assert 'name="ile"' not in writer.get(_url("block_acts", two.uid)).content.decode()
    for sent in (
        {},
        {"ile": "x"},
        {"ile": str(uuid4())},
        {"ile": str(two.uid), "base_revision": "1", "other_revision": "2"},
        {"ile": str(three.uid), "base_revision": "1", "other_revision": "1"},
    ):
        assert writer.post(_url("block_join", one.uid), sent).status_code == 302
    assert texts() == ["Bir.", "İki.", "- a"]
    writer.post(_url("block_join", one.uid), {"ile": str(two.uid), "base_revision": "1", "other_revision": "1"})
    assert texts() == ["Bir. İki.", "- a"]
    assert BlockLineage.objects.get().kind == "merge"


@pytest.mark.parametrize(
    ("present", "body", "data", "other", "carried"),
    [
        ("paragraph", "Bir.", {}, "box", "Bir."),
        ("list", "- a\n- b|c", {}, "table", "| b\\|c |"),
        ("box", "Bir.\n\nİki.", {"box_kind": "warning", "title": "Dikkat"}, "paragraph", "Bir.\n\nİki."),
        ("table", "| a | b |\n| --- | --- |\n| c | 1 |", {"caption": "Sayılar"}, "paragraph", "- c; 1"),
        ("box", "Bir.", {"box_kind": "warning", "title": "Dikkat"}, "figure", 'value="Dikkat"'),
    ],
)
def test_block_becomes_one_of_another_kind(
    write: Write, writer: Client, texts: Any, present: str, body: str, data: Any, other: str, carried: str
) -> None:
    block = write(body, kind=present, data=data)
    write("Son.")
    choice = writer.get(_url("block_change", block.uid)).content.decode()
    assert _url("block_change_to", block.uid, other) in choice
    assert _url("block_change_to", block.uid, present) not in choice
    form = writer.get(_url("block_change_to", block.uid, other)).content.decode()
    assert carried in form.replace("&quot;", '"')
    assert writer.get(_url("block_change_to", block.uid, present)).status_code == 404
    if other == "paragraph":
        sent = {"body": "Yeni.\n\n- a", "base_revision": "1", "reason": "Kısaltıldı"}
        assert writer.post(_url("block_change_to", block.uid, other), {**sent, "base_revision": "9"}).status_code == 422
        answer = writer.post(_url("block_change_to", block.uid, other), sent)
        assert answer.status_code == 302
        assert "text_arrived" in answer.cookies
        assert texts() == ["Yeni.", "- a", "Son."]
        assert set(BlockLineage.objects.values_list("kind", flat=True)) == {"replace"}


# --- while somebody writes --------------------------------------------------------------------------------------------


def test_pasted_html_comes_back_as_markdown(document: Document, writer: Client) -> None:
    html = "<h1>Baş</h1><p>Bir <b>iki</b></p><img src=x onerror=alert(1)><table><tr><td>a<td>b<tr><td>c<td>1</table>"
    answer = writer.post(_url("pasted", document.uid), {"html": html})
    found = answer.json()
    assert found["markdown"] == "**Baş**\n\nBir **iki**"
    assert found["tables"] == ["| a | b |\n| --- | --- |\n| c | 1 |"]
    assert found["remark"].startswith("1 başlık koyu metne çevrildi")
    assert "1 görsel alınmadı" in found["remark"]
    assert writer.post(_url("pasted", document.uid), {"html": "a" * 2_000_001}).status_code == 413
    assert writer.post(_url("pasted", document.uid)).json()["markdown"] == ""


def test_what_can_be_cited_and_referred_to_is_listed(
    document: Document, section: Section, write: Write, writer: Client
) -> None:
    document.sources.create(key="k5393", title="Belediye <b>Kanunu</b>", kind="law")
    document.terms.create(term="hak sahibi", definition="Hakkı olan.")
    write("| a |\n| --- |\n| b |", kind="table", data={"caption": "Duraklar", "anchor": "duraklar"})
    write("Söz.", kind="box", data={"box_kind": "warning", "title": "Dikkat", "anchor": "dikkat"})
    page = writer.get(_url("pick_source", document.uid)).content.decode()
    assert "[@k5393]" in page
    assert "<b>Kanunu" not in page
    part = writer.get(_url("pick_target", document.uid), HTTP_X_REQUESTED_WITH="fetch").content.decode()
    assert "<html" not in part
    for writing in (f"[](#{section.anchor})", "[](#duraklar)", "[](#dikkat)", "[hak sahibi](#terim-hak-sahibi)"):
        assert f'data-insert="{writing}"' in part, writing


def test_log_in_leads_back_to_the_editor(write: Write, client_of: Any) -> None:
    block = write()
    address = _url("block_edit", block.uid)
    for headers in ({}, HTMX):
        answer = client_of(None).post(address, {"body": "Söz.", "geri": "form"}, **headers)
        assert f"next={address}" in (answer["HX-Redirect"] if headers else answer["Location"])
    came = client_of(None).post(
        _url("block_move", block.uid), {"yon": "asagi"}, HTTP_REFERER="http://testserver/deneme/x/?bolum=a"
    )
    assert "next=/deneme/x/%3Fbolum%3Da" in came["Location"]
    stranger = client_of(None).post(_url("block_move", block.uid), HTTP_REFERER="https://kotu.example/x")
    assert parse_qs(urlsplit(stranger["Location"]).query)["next"] == ["/"]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_browser_is_told_that_a_text_arrived(write: Write, writer: Client, headers: Any) -> None:
    block = write()
    answer = writer.post(_url("block_edit", block.uid), {"body": "Yeni.", "base_revision": "1"}, **headers)
    told = answer["HX-Trigger"] if headers else answer.cookies["text_arrived"].value
    assert f"block-{block.uid}" in told
    refused = writer.post(_url("block_edit", block.uid), {"body": "", "base_revision": "2"}, **headers)
    assert "HX-Trigger" not in refused
    assert "text_arrived" not in refused.cookies
