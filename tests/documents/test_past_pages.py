"""The pages of a document's past: history and restore, the time line, versions, find and replace."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from atasehir_portal.accounts.models import User
from atasehir_portal.documents import services, timeline
from atasehir_portal.documents.models import (
    Block,
    BlockConflict,
    BlockRevision,
    ChainCheck,
    Document,
    Move,
    Section,
    Version,
)
from atasehir_portal.documents.wiring import erase_for


@pytest.fixture
def writer(client_of: Callable[..., Client], officer: User) -> Client:
    return client_of(officer)


@pytest.fixture
def reader(client_of: Callable[..., Client], representative: User) -> Client:
    return client_of(representative)


def _url(name: str, *args: Any, **query: Any) -> str:
    return reverse(f"documents:{name}", args=args) + (f"?{urlencode(query)}" if query else "")


def _words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def _save(block: Block, body: str, by: User, **given: Any) -> None:
    block.refresh_from_db()
    services.save_block(block_uid=block.uid, base_revision=block.revision, body=body, by=by, **given)


# --- a block ----------------------------------------------------------------------------------------------------------


def test_history_shows_each_state_against_the_one_before(
    writer: Client, write: Callable[..., Block], officer: User
) -> None:
    block = write("Süre 2029 sonu.")
    _save(block, "Süre 2028 sonu.", officer, reason="Meclis kararı")
    html = writer.get(_url("history", block.uid)).content.decode()
    assert re.search(r"<del>.*?2029</del><ins>.*?2028</ins> sonu\.", html)
    assert "Meclis kararı" in html
    assert "Ferda Görevli" in html
    assert _url("restore_revision", block.uid, 1) in html


def test_history_costs_the_same_for_one_state_and_many(
    writer: Client, write: Callable[..., Block], officer: User, django_assert_max_num_queries: Any
) -> None:
    block = write("Söz 0.")
    counts = []
    for states in (1, 25):
        for number in range(states):
            _save(block, f"Söz {states} {number}.", officer)
        with django_assert_max_num_queries(10) as seen:
            assert writer.get(_url("history", block.uid)).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert "page=2" in writer.get(_url("history", block.uid)).content.decode()


def test_any_two_states_are_compared(
    writer: Client, reader: Client, write: Callable[..., Block], officer: User
) -> None:
    block = write("Bir.")
    for body in ("İki.", "Üç."):
        _save(block, body, officer)
    html = writer.get(_url("history", block.uid, eski=1, yeni=3)).content.decode()
    assert "1. durumdan 3. duruma" in html
    assert re.search(r"<del>.*?Bir</del><ins>.*?Üç</ins>", html)
    assert reader.get(_url("history", block.uid, eski=3, yeni=1)).status_code == 200
    for query in (
        {"eski": 1, "yeni": 9},
        {"eski": "x", "yeni": 1},
        {"eski": "²", "yeni": 1},
        {"eski": 1},
        {"yeni": "9" * 30},
    ):
        assert writer.get(_url("history", block.uid, **query)).status_code == 404


def test_an_earlier_text_is_shown_before_it_is_brought_back(
    writer: Client, write: Callable[..., Block], officer: User
) -> None:
    block = write("- bir\n- iki", kind="list")
    _save(block, "Tek söz.", officer)
    page = writer.get(_url("restore_revision", block.uid, 1))
    assert page.status_code == 200
    assert "iki" in page.content.decode()
    answer = writer.post(_url("restore_revision", block.uid, 1), {"base_revision": "2", "reason": "Eskisi daha açık"})
    assert answer.status_code == 302
    block.refresh_from_db()
    assert (block.kind, block.body, block.revision) == ("list", "- bir\n- iki", 3)
    assert BlockRevision.objects.get(block=block, number=3).reason == "Eskisi daha açık"


def test_typed_data_come_back_too(writer: Client, write: Callable[..., Block], officer: User) -> None:
    block = write("Söz.", kind="box", data={"box_kind": "legal", "title": "Eski"})
    services.save_block(
        block_uid=block.uid, base_revision=1, body="Söz.", data={"box_kind": "warning", "title": "Yeni"}, by=officer
    )
    writer.post(_url("restore_revision", block.uid, 1), {"base_revision": "2", "reason": ""})
    block.refresh_from_db()
    assert (block.data["box_kind"], block.data["title"]) == ("legal", "Eski")


def test_restoring_over_a_newer_text_keeps_both(writer: Client, write: Callable[..., Block], officer: User) -> None:
    block = write("Bir.")
    _save(block, "İki.", officer)
    _save(block, "Üç.", officer)
    answer = writer.post(_url("restore_revision", block.uid, 1), {"base_revision": "2", "reason": ""})
    conflict = BlockConflict.objects.get()
    assert answer["Location"] == _url("conflict", conflict.pk)
    block.refresh_from_db()
    assert block.body == "Üç."


def test_a_heading_comes_back(writer: Client, section: Section, officer: User) -> None:
    services.save_section(section=section, base_revision=1, title="Yeni ad", aim="", by=officer)
    page = writer.get(_url("restore_heading", section.uid, 1)).content.decode()
    assert re.search(r"<del>.*?Yeni ad</del><ins>.*?Işık ve gölge</ins>", page)
    assert (
        writer.post(_url("restore_heading", section.uid, 1), {"base_revision": "1", "reason": "x"}).status_code == 422
    )
    assert (
        writer.post(_url("restore_heading", section.uid, 1), {"base_revision": "2", "reason": "x"}).status_code == 302
    )
    section.refresh_from_db()
    assert (section.title, section.aim, section.revision) == ("Işık ve gölge", "Görmek.", 3)
    assert writer.get(_url("restore_heading", section.uid, 9)).status_code == 404


# --- the document -----------------------------------------------------------------------------------------------------


@pytest.fixture
def past(
    document: Document, section: Section, write: Callable[..., Block], officer: User, other_officer: User
) -> dict[str, Block]:
    """Everything that can happen to a text."""
    changed, removed, restored, moved = (
        write("Değişen söz."),
        write("Giden söz."),
        write("Dönen söz."),
        write("Gezen söz."),
    )
    _save(changed, "Değişmiş söz.", other_officer, reason="Daha açık")
    services.remove_block(block_uid=removed.uid, by=officer, reason="Yineleniyordu")
    services.remove_block(block_uid=restored.uid, by=officer)
    services.restore_block(block_uid=restored.uid, by=officer)
    other = services.add_section(document=document, parent=None, title="Öteki bölüm", by=officer)
    services.move_block(block_uid=moved.uid, section=other, by=officer)
    services.move_section(section=other, parent=None, by=officer)
    services.save_section(section=section, base_revision=1, title="Işık", aim="Görmek.", by=officer)
    services.freeze(document=document, by=officer, note="İlk sürüm")
    return {"changed": changed, "removed": removed, "restored": restored, "moved": moved}


def _listed(client: Client, document: Document, **query: Any) -> list[timeline.Entry]:
    page = client.get(_url("document_history", document.uid, **query))
    assert page.status_code == 200
    return list(page.context["page_obj"].object_list)


def test_the_time_line_tells_everything(writer: Client, document: Document, past: dict[str, Block]) -> None:
    html = writer.get(_url("document_history", document.uid)).content.decode()
    for words in (
        "Değişmiş söz.",
        "Daha açık",
        "Yineleniyordu",
        "Öteki bölüm",
        "İlk sürüm",
        "geri getirildi",
        "taşındı",
    ):
        assert words in html, words
    acts = [(entry.subject, entry.act) for entry in _listed(writer, document)]
    assert acts.count(("block", "added")) == 4
    for act in ("changed", "removed", "restored", "moved"):
        assert ("block", act) in acts
    assert {("section", "added"), ("section", "changed"), ("section", "moved"), ("version", "frozen")} <= set(acts)
    assert acts[0] == ("version", "frozen")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"ne": "removed"}, {("block", "removed")}),
        ({"ne": "restored"}, {("block", "restored")}),
        ({"ne": "changed"}, {("block", "changed"), ("section", "changed")}),
        ({"ne": "moved", "tur": "section"}, {("section", "moved")}),
        ({"tur": "version"}, {("version", "frozen")}),
        (
            {"bolum": "oteki-bolum"},
            {("section", "added"), ("section", "moved"), ("block", "moved"), ("block", "added")},
        ),
        ({"ne": "frozen", "bolum": "oteki-bolum"}, set()),
        ({"ilk": "2020-01-01", "son": "2020-12-31"}, set()),
        ({"son": "9999-12-31", "ne": "frozen"}, {("version", "frozen")}),
        ({"ne": "yok", "tur": "version"}, {("version", "frozen")}),
    ],
)
def test_the_time_line_is_filtered(
    writer: Client, document: Document, past: dict[str, Block], query: dict[str, str], expected: set[tuple[str, str]]
) -> None:
    assert {(entry.subject, entry.act) for entry in _listed(writer, document, **query)} == expected


def test_the_time_line_by_person_is_for_those_who_see_names(
    writer: Client, reader: Client, document: Document, past: dict[str, Block], other_officer: User
) -> None:
    entries = _listed(writer, document, kisi=other_officer.pk)
    assert [(entry.act, entry.words) for entry in entries] == [("changed", "Değişmiş söz.")]
    page = reader.get(_url("document_history", document.uid, kisi=other_officer.pk))
    assert "kisi" not in page.context["filter"].form.fields
    assert len(page.context["page_obj"].object_list) > 1
    html = page.content.decode()
    assert str(other_officer) not in html
    assert _url("block_restore", past["removed"].uid) not in html


def test_the_time_line_has_pages_and_costs_the_same(
    writer: Client,
    document: Document,
    section: Section,
    write: Callable[..., Block],
    django_assert_max_num_queries: Any,
) -> None:
    counts = []
    for blocks in (21, 24):
        for number in range(blocks):
            write(f"Söz {blocks} {number}.")
        with django_assert_max_num_queries(10) as seen:
            page = writer.get(_url("document_history", document.uid))
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert len(page.context["page_obj"].object_list) == 20
    assert page.context["page_obj"].paginator.num_pages == 3
    last = writer.get(_url("document_history", document.uid, page=99))
    assert len(last.context["page_obj"].object_list) == 6


def test_from_the_time_line_to_the_difference_and_back(
    writer: Client, document: Document, past: dict[str, Block]
) -> None:
    for entry in _listed(writer, document):
        for address in (entry.url, entry.diff_url):
            if address:
                assert writer.get(address).status_code in {200, 302}, address
    taken_out = next(e for e in _listed(writer, document, ne="removed") if e.restore_url)
    assert writer.post(taken_out.restore_url).status_code == 302
    past["removed"].refresh_from_db()
    assert past["removed"].removed_at is None


def test_counting_stops_at_a_thousand(
    writer: Client, document: Document, section: Section, write: Callable[..., Block], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline.pages, "COUNT_STOPS_AT", 5)
    for number in range(9):
        write(f"Söz {number}.")
    page = writer.get(_url("document_history", document.uid))
    assert page.context["total"] == "5+"
    assert len(page.context["page_obj"].object_list) == 5


# --- moves ------------------------------------------------------------------------------------------------------------


def test_moves_are_recorded_and_steps_are_one(
    document: Document, section: Section, write: Callable[..., Block], officer: User, other_officer: User
) -> None:
    first = write("Bir.")
    for number in range(4):
        write(f"Söz {number}.")
    for _step in range(3):
        services.move_block_one(block_uid=first.uid, up=False, by=officer)
    move = Move.objects.get()
    assert (move.block, move.from_section, move.to_section, move.author) == (first, section, section, officer)
    assert move.unit is not None
    services.move_block_one(block_uid=first.uid, up=False, by=other_officer)
    assert Move.objects.count() == 2
    Move.objects.update(created_at=timezone.now() - timedelta(hours=1))
    services.move_block_one(block_uid=first.uid, up=True, by=other_officer)
    assert Move.objects.count() == 3


def test_what_stays_where_it_is_was_not_moved(
    document: Document, section: Section, write: Callable[..., Block], officer: User
) -> None:
    first, second = write("Bir."), write("İki.")
    services.move_block(block_uid=second.uid, section=section, after=first, by=officer)
    services.move_section(section=section, parent=None, by=officer)
    services.move_block_one(block_uid=first.uid, up=True, by=officer)
    assert not Move.objects.exists()


def test_who_leaves_takes_the_name_along(
    document: Document, section: Section, write: Callable[..., Block], officer: User
) -> None:
    first = write("Bir.")
    write("İki.")
    services.move_block_one(block_uid=first.uid, up=False, by=officer)
    services.check_chain(document=document, by=officer)
    erase_for(officer)
    assert Move.objects.get().author is None
    assert Move.objects.get().unit is not None
    assert ChainCheck.objects.get().by is None


# --- versions ---------------------------------------------------------------------------------------------------------


def test_versions_are_listed_with_digest_and_checked_on_demand(
    writer: Client, document: Document, write: Callable[..., Block], officer: User
) -> None:
    write()
    assert "Henüz dondurulmuş sürüm yok" in writer.get(_url("versions", document.uid)).content.decode()
    first = services.freeze(document=document, by=officer, note="İlk")
    services.freeze(document=document, by=officer, note="İkinci")
    html = writer.get(_url("versions", document.uid)).content.decode()
    assert first.digest in html
    assert "Henüz denetlenmedi" in html
    assert writer.get(_url("verify", document.uid)).status_code == 405
    answer = writer.post(_url("verify", document.uid), follow=True).content.decode()
    assert "Zincir sağlam" in answer
    check = ChainCheck.objects.get()
    assert (check.by, check.versions, check.problems, check.is_nightly) == (officer, 2, [], False)


def test_a_broken_chain_is_said_in_words(
    writer: Client, document: Document, write: Callable[..., Block], officer: User
) -> None:
    write()
    version = services.freeze(document=document, by=officer, note="İlk")
    Version.objects.bulk_create([Version(document=document, number=3, snapshot={}, previous=version, digest="x" * 64)])
    html = writer.post(_url("verify", document.uid), follow=True).content.decode()
    assert "Sürüm 2" not in re.findall(r"<b>(.*?)</b>", html)
    assert "2. sürüm yok." in html
    assert "3. sürümün içeriği dondurulan metin değil." in html
    services.verify_all_chains()
    html = writer.get(_url("versions", document.uid)).content.decode()
    assert html.count("2. sürüm yok.") == 2
    assert "Gece denetimi:" in html


def test_versions_are_for_those_who_write(
    reader: Client, client_of: Callable[..., Client], document: Document, applicant: User
) -> None:
    assert reader.get(_url("versions", document.uid)).status_code == 403
    assert reader.post(_url("verify", document.uid)).status_code == 403
    assert client_of(applicant).get(_url("versions", document.uid)).status_code == 404
    assert client_of(None).get(_url("versions", document.uid)).status_code == 302


def test_versions_and_draft_are_compared(
    writer: Client, reader: Client, document: Document, section: Section, write: Callable[..., Block], officer: User
) -> None:
    block = write("Eski söz.")
    assert "Henüz dondurulmuş sürüm yok" in writer.get(_url("compare", document.uid)).content.decode()
    services.freeze(document=document, by=officer, note="İlk")
    _save(block, "Yeni söz.", officer)
    services.freeze(document=document, by=officer, note="İkinci")
    _save(block, "Yepyeni söz.", officer)
    # the draft against the newest version, without being asked
    html = reader.get(_url("compare", document.uid)).content.decode()
    assert "1 değişti" in html
    part = reader.get(_url("compare", document.uid, eski=1, yeni=2, bolum=section.anchor)).content.decode()
    assert re.search(r"<del>.*?Eski</del><ins>.*?Yeni</ins> söz\.", part)
    assert 'href="?eski=1&amp;yeni=2&amp;bolum=isik-ve-golge&amp;goster=tum"' in part
    assert reader.get(_url("compare", document.uid, eski=1, yeni=1)).status_code == 200
    assert reader.get(_url("compare", document.uid, bolum="~")).status_code == 200
    for query in ({"eski": 9}, {"yeni": "x"}, {"eski": 1, "yeni": 2, "bolum": "yok"}, {"eski": "-1"}):
        assert reader.get(_url("compare", document.uid, **query)).status_code == 404


# --- find and replace -------------------------------------------------------------------------------------------------


def _seen(html: str) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', html)
    assert found
    return found[1]


def test_words_are_found_shown_and_replaced(
    writer: Client, document: Document, section: Section, write: Callable[..., Block]
) -> None:
    first, second = write("Bir yol ve bir yol."), write("Yol.")
    empty = writer.get(_url("replace", document.uid)).content.decode()
    assert 'name="ara"' in empty
    assert 'name="secim"' not in empty
    found = writer.get(_url("replace", document.uid, ara="yol")).content.decode()
    assert found.count("<mark>") == 3
    address = _url("replace", document.uid, ara="yol", yerine="iz", degistir="on")
    shown = writer.get(address).content.decode()
    assert re.search(r"<del>.*?Yol</del><ins>.*?İz</ins>", shown)
    keys = re.findall(r'name="secim" value="([^"]*)"', shown)
    assert len(keys) == 3
    answer = writer.post(address, {"secim": keys[1:], "seen": _seen(shown), "reason": "Dil birliği"})
    assert answer.status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.body, second.body) == ("Bir yol ve bir iz.", "İz.")
    assert BlockRevision.objects.get(block=first, number=2).reason == "Dil birliği"
    assert "2 yerde" in writer.get(answer["Location"]).content.decode()


def test_all_places_are_replaced_with_a_reason_of_its_own(
    writer: Client, document: Document, write: Callable[..., Block]
) -> None:
    for number in range(25):
        write(f"{number} yol")
    address = _url("replace", document.uid, ara="yol", yerine="iz", degistir="on", page=2)
    shown = writer.get(address).content.decode()
    assert shown.count('name="secim"') == 5
    writer.post(address, {"hepsi": "on", "seen": _seen(shown)})
    assert Block.objects.filter(body__contains="iz").count() == 25
    reason = BlockRevision.objects.filter(number=2).values_list("reason", flat=True).distinct().get()
    assert reason == "Bul ve değiştir: “yol” yerine “iz”"


def test_what_changed_meanwhile_is_named(
    writer: Client, document: Document, write: Callable[..., Block], officer: User
) -> None:
    block = write("Bir yol.")
    address = _url("replace", document.uid, ara="yol", yerine="iz", degistir="on")
    seen = _seen(writer.get(address).content.decode())
    _save(block, "Başka yol.", officer)
    html = writer.post(address, {"hepsi": "on", "seen": seen}, follow=True).content.decode()
    assert "Olduğu gibi kaldı: “Başka yol.”. Bu arada değişti." in html
    block.refresh_from_db()
    assert block.body == "Başka yol."


def test_nothing_chosen_keeps_the_page(writer: Client, document: Document, write: Callable[..., Block]) -> None:
    write("yol")
    address = _url("replace", document.uid, ara="yol", yerine="iz", degistir="on")
    seen = _seen(writer.get(address).content.decode())
    answer = writer.post(address, {"seen": seen, "reason": "Yazdığım neden"})
    assert answer.status_code == 422
    assert "En az bir yer seçin" in answer.content.decode()
    assert "Yazdığım neden" in answer.content.decode()
    forged = writer.post(address, {"seen": "x", "hepsi": "on"})
    assert forged.status_code == 422
    assert "Bu sayfa eskimiş" in forged.content.decode()
    assert writer.post(_url("replace", document.uid), {"seen": seen, "hepsi": "on"}).status_code == 422
    assert BlockRevision.objects.filter(number=2).count() == 0


def test_finding_is_for_those_who_write(
    reader: Client, client_of: Callable[..., Client], document: Document, applicant: User
) -> None:
    assert reader.get(_url("replace", document.uid, ara="yol")).status_code == 403
    assert client_of(applicant).get(_url("replace", document.uid)).status_code == 404


HOSTILE = ["<script>alert(1)</script>", "\x00", "(((((", "[", "\u202e", "x" * 5000, "%", "yol\r\nyol", "' or 1=1"]


@pytest.mark.parametrize("typed", HOSTILE)
def test_odd_input_is_inert(writer: Client, document: Document, write: Callable[..., Block], typed: str) -> None:
    write("yol (((( [ % ' or 1=1")
    for query in (
        {"ara": typed, "yerine": typed, "degistir": "on"},
        {"ara": "yol", "yerine": typed, "degistir": "on", "page": typed},
    ):
        html = writer.get(_url("replace", document.uid, **query)).content.decode()
        assert "<script>alert" not in html
        assert escape("x") in html
    for name in ("document_history", "compare"):
        assert writer.get(
            _url(name, document.uid, eski=typed, ne=typed, kisi=typed, ilk=typed, page=typed)
        ).status_code in {200, 404}
