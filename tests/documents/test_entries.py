"""Sources, glossary and index: added, changed, renamed, removed, brought back; nothing without a trace."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.utils import InternalError
from django.test import Client
from django.urls import reverse

from atasehir_portal.accounts.models import User
from atasehir_portal.documents import entries, queries, services
from atasehir_portal.documents.models import (
    Block,
    BlockConflict,
    Document,
    EntryRevision,
    IndexEntry,
    Section,
    Source,
    Term,
)

SOURCES, TERMS, INDEX = entries.LISTINGS
LAW = {"kind": "law", "title": "Belediye Kanunu", "number": "5393", "article": "13", "certainty": "source"}


@pytest.fixture
def add(document: Document, officer: User) -> Callable[..., Any]:
    """Add an entry to one of the lists."""
    return lambda listing, **data: services.add_entry(document=document, listing=listing, data=data, by=officer)


def _save(entry: Any, listing: entries.Listing, by: User, **changes: Any) -> services.EntryResult:
    data = {**listing.row(entry), **changes}
    return services.save_entry(
        entry=entry, listing=listing, base_revision=entry.revision, data=data, by=by, reason="Düzeltme"
    )


def test_source_without_key_is_given_one(add: Callable[..., Any]) -> None:
    assert add(SOURCES, **LAW).key == "k5393-13"
    assert add(SOURCES, **LAW).key == "k5393-13-2"
    work = {
        "kind": "report",
        "certainty": "source",
        "author": "Ağaç, Ece",
        "title": "Tespit",
        "year": "2020 (2. basım)",
    }
    assert add(SOURCES, **work).key == "agac-2020"
    assert add(SOURCES, kind="web", certainty="source", title="The Şehir").key == "sehir"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"key": "a b"}, "key"),
        ({"key": "../x"}, "key"),
        ({"kind": "şarkı"}, "kind"),
        ({"certainty": ""}, "certainty"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "belediye.example"}, "url"),
        ({"title": "x" * 401}, "title"),
    ],
)
def test_source_is_judged_by_field(add: Callable[..., Any], changes: dict[str, str], field: str) -> None:
    with pytest.raises(ValidationError) as error:
        add(SOURCES, **{**LAW, **changes})
    assert list(error.value.error_dict) == [field]
    assert not Source.objects.exists()


def test_name_stands_once(add: Callable[..., Any], officer: User) -> None:
    first = add(TERMS, term="hak", definition="Talep.")
    with pytest.raises(ValidationError) as error:
        add(TERMS, term="hak", definition="Yine.")
    assert "term" in error.value.error_dict
    other = add(TERMS, term="ödev", definition="Borç.")
    with pytest.raises(ValidationError):
        _save(other, TERMS, officer, term="hak")
    assert Term.objects.get(pk=first.pk).definition == "Talep."


def test_every_change_says_who_when_and_why(add: Callable[..., Any], officer: User) -> None:
    source = add(SOURCES, **LAW)
    result = _save(source, SOURCES, officer, year="2005")
    assert (result.state, result.entry.revision) == ("saved", 2)
    assert _save(result.entry, SOURCES, officer, year="2005").state == "unchanged"
    first, second = EntryRevision.objects.filter(entry=source.pk).order_by("number")
    assert (first.act, first.data["year"], first.author) == ("added", "", officer)
    assert (second.act, second.data["year"], second.reason, second.unit.slug) == (
        "changed",
        "2005",
        "Düzeltme",
        "fen-isleri",
    )
    with pytest.raises(InternalError, match="Cannot update"):
        EntryRevision.objects.filter(pk=first.pk).update(name="x")


def test_second_of_two_is_told_and_changes_nothing(add: Callable[..., Any], officer: User) -> None:
    source = add(SOURCES, **LAW)
    stale = Source.objects.get(pk=source.pk)
    _save(source, SOURCES, officer, year="2005")
    result = _save(stale, SOURCES, officer, year="1999")
    assert (result.state, result.entry.year) == ("conflict", "2005")
    assert Source.objects.get().year == "2005"


def test_new_key_rewrites_every_citation_in_one_go(
    add: Callable[..., Any], write: Callable[..., Block], officer: User
) -> None:
    source = add(SOURCES, **LAW)
    add(SOURCES, **{**LAW, "key": "k5393-13b"})
    term = add(TERMS, term="hak", definition="Talep [@k5393-13].")
    cited = write("Söz [@k5393-13, m. 13] ve [@k5393-13b] `[@x]`.^[Not [@k5393-13].]")
    table = write(
        "| a | b |\n| --- | --- |\n| [@k5393-13] | 1 |",
        kind="table",
        data={"caption": "Sayılar [@k5393-13]", "source": "", "number_columns": []},
    )
    gone = write("Eski [@k5393-13].")
    services.remove_block(block_uid=gone.uid, by=officer)
    plain = write("Başka.")
    waiting = BlockConflict.objects.create(
        block=plain, base_revision=1, found_revision=1, kind="paragraph", body="Bekleyen [@k5393-13].", author=officer
    )
    result = _save(source, SOURCES, officer, key="belediye-13")
    assert result.rewritten == 3
    cited.refresh_from_db()
    assert cited.body == "Söz [@belediye-13, m. 13] ve [@k5393-13b] `[@x]`.^[Not [@belediye-13].]"
    table.refresh_from_db()
    assert "[@belediye-13]" in table.body
    assert table.data["caption"] == "Sayılar [@belediye-13]"
    gone.refresh_from_db()
    assert gone.body == "Eski [@belediye-13]."
    waiting.refresh_from_db()
    assert waiting.body == "Bekleyen [@belediye-13]."
    term.refresh_from_db()
    assert (term.definition, term.revision) == ("Talep [@belediye-13].", 2)
    plain.refresh_from_db()
    assert plain.revision == 1
    last = cited.revisions.order_by("-number")[0]
    assert last.reason == "“k5393-13” artık “belediye-13” adıyla anılıyor. Düzeltme"
    assert last.author == officer


def test_renamed_term_takes_its_references_along(
    add: Callable[..., Any], write: Callable[..., Block], officer: User
) -> None:
    term = add(TERMS, term="hak sahibi", definition="Kişi.")
    block = write("bkz. [](#terim-hak-sahibi) ve [söz](#terim-hak-sahibi).")
    _save(term, TERMS, officer, term="hak öznesi")
    block.refresh_from_db()
    assert block.body == "bkz. [](#terim-hak-oznesi) ve [söz](#terim-hak-oznesi)."


def test_renamed_index_entry_takes_what_leads_to_it_along(add: Callable[..., Any], officer: User) -> None:
    right = add(INDEX, term="hak")
    leads = add(INDEX, term="talep", see="hak")
    beside = add(INDEX, term="ödev", see_also=["hak", "talep"])
    _save(right, INDEX, officer, term="haklar")
    leads.refresh_from_db()
    beside.refresh_from_db()
    assert (leads.see, beside.see_also) == ("haklar", ["haklar", "talep"])
    assert EntryRevision.objects.filter(entry=beside.pk, entry_list="index").count() == 2


def test_cited_source_cannot_be_removed_and_says_where(
    add: Callable[..., Any], write: Callable[..., Block], section: Section, officer: User
) -> None:
    source = add(SOURCES, **LAW)
    block = write("Söz [@k5393-13].")
    with pytest.raises(services.StillUsed) as error:
        services.remove_entry(entry=source, listing=SOURCES, base_revision=1, by=officer)
    assert [(p.section.anchor, p.block.uid) for p in error.value.places if p.block] == [(section.anchor, block.uid)]
    services.save_block(block_uid=block.uid, base_revision=1, body="Söz.", by=officer)
    services.remove_entry(entry=source, listing=SOURCES, base_revision=1, by=officer, reason="Gereksiz")
    assert not Source.objects.exists()
    removed = EntryRevision.objects.get(act="removed")
    assert (removed.data["title"], removed.reason) == ("Belediye Kanunu", "Gereksiz")
    back = services.restore_entry(revision=removed, by=officer)
    assert SOURCES.row(back) == SOURCES.row(source)


def test_term_and_entry_that_others_lead_to_stay(
    add: Callable[..., Any], write: Callable[..., Block], officer: User
) -> None:
    term = add(TERMS, term="hak", definition="Talep.")
    write("bkz. [](#terim-hak)")
    entry = add(INDEX, term="hak")
    add(INDEX, term="talep", see="hak")
    with pytest.raises(services.StillUsed):
        services.remove_entry(entry=term, listing=TERMS, base_revision=1, by=officer)
    with pytest.raises(services.StillUsed) as error:
        services.remove_entry(entry=entry, listing=INDEX, base_revision=1, by=officer)
    assert error.value.names == ["talep"]
    assert IndexEntry.objects.count() == 2


def test_sources_that_may_be_the_same_are_pointed_out() -> None:
    empty = dict.fromkeys(queries.SOURCE_COLUMNS, "")
    rows = [
        {**empty, **LAW, "key": "a"},
        {**empty, **LAW, "key": "b", "title": "5393 sayılı Kanun"},
        {**empty, **LAW, "key": "c", "article": "14"},
        {**empty, "key": "d", "kind": "web", "title": "Sayfa", "url": "https://www.example.org/x/"},
        {**empty, "key": "e", "kind": "report", "title": "Başka", "url": "http://example.org/x"},
        {**empty, "key": "f", "kind": "book", "title": "Kent Hakkı", "year": "2003"},
        {**empty, "key": "g", "kind": "report", "title": "kent hakki", "year": "2003"},
    ]
    found = entries.doubles(rows)
    assert found == {"a": ["b"], "b": ["a"], "d": ["e"], "e": ["d"], "f": ["g"], "g": ["f"]}


# --- pages ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(officer: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(officer)


def _url(name: str, document: Document, slug: str, *args: Any) -> str:
    return reverse(f"documents:{name}", args=[document.uid, slug, *args])


def test_list_shows_where_a_source_is_cited_and_filters(
    desk: Client, document: Document, add: Callable[..., Any], write: Callable[..., Block], section: Section
) -> None:
    add(SOURCES, **LAW)
    add(SOURCES, kind="web", certainty="to_verify", title="Işık ölçümü", url="https://example.org/")
    write("Söz [@k5393-13].")
    html = desk.get(_url("entries", document, "kaynakca")).content.decode()
    assert "[@k5393-13]" in html
    assert f"/deneme/{document.uid}/?bolum={section.anchor}#b-" in html
    assert "Gösterilmiyor" in html

    def shown(**query: str) -> set[str]:
        answer = desk.get(_url("entries", document, "kaynakca"), query)
        return {line.name for line in answer.context["lines"]}

    assert shown() == {"k5393-13", "isik"}
    assert shown(q="IŞIK") == {"isik"}
    assert shown(q="isik olcum") == {"isik"}
    assert shown(kind="law") == {"k5393-13"}
    assert shown(certainty="to_verify") == {"isik"}
    assert shown(use="used") == {"k5393-13"}
    assert shown(use="unused") == {"isik"}
    assert shown(chapter=section.anchor) == {"k5393-13"}
    assert shown(q="yok") == set()
    assert shown(kind="şarkı") == {"k5393-13", "isik"}


def test_lists_cost_the_same_however_long_they_are(
    desk: Client,
    document: Document,
    add: Callable[..., Any],
    django_assert_num_queries: Any,
    write: Callable[..., Block],
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    write("Söz hak.")
    counts = []
    for number in range(2):
        for listing, data in ((SOURCES, LAW), (TERMS, {"definition": "x"}), (INDEX, {})):
            for each in range(1 if not number else 12):
                name = {} if listing is SOURCES else {"term": f"hak {number} {each}"}
                add(listing, **{**data, **name})
        for slug in ("kaynakca", "sozluk", "dizin"):
            with CaptureQueriesContext(connection) as taken:
                assert desk.get(_url("entries", document, slug)).status_code == 200
            counts.append(len(taken))
    assert counts[:3] == counts[3:]
    assert max(counts) <= 10, counts


def test_source_is_added_on_its_page_with_the_fields_of_its_kind(desk: Client, document: Document) -> None:
    page = desk.get(_url("entry_add", document, "kaynakca"), {"tur": "law"}).content.decode()
    assert 'name="gazette"' in page
    assert 'name="publisher"' not in page
    page = desk.get(_url("entry_add", document, "kaynakca"), {"tur": "book"}).content.decode()
    assert 'name="gazette"' not in page
    assert 'name="publisher"' in page
    # the kind changes, what was typed stays: even what the new kind has no field for
    typed = {"kind": "book", "fields": "1", "title": "Ağaç", "gazette": "1/1/2000", "certainty": "source"}
    page = desk.post(_url("entry_add", document, "kaynakca"), typed).content.decode()
    assert 'value="Ağaç"' in page
    assert 'value="1/1/2000"' in page
    assert not Source.objects.exists()
    answer = desk.post(_url("entry_add", document, "kaynakca"), {**LAW, "title": ""})
    assert answer.status_code == 422
    assert 'value="5393"' in answer.content.decode()
    assert desk.post(_url("entry_add", document, "kaynakca"), LAW).status_code == 302
    assert Source.objects.get().key == "k5393-13"


def test_same_source_is_added_only_when_the_person_says_so(desk: Client, document: Document) -> None:
    desk.post(_url("entry_add", document, "kaynakca"), LAW)
    answer = desk.post(_url("entry_add", document, "kaynakca"), {**LAW, "title": "5393 sayılı Kanun"})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "[@k5393-13]" in html
    assert 'type="checkbox" name="is_other"' in html
    assert Source.objects.count() == 1
    desk.post(_url("entry_add", document, "kaynakca"), {**LAW, "title": "5393 sayılı Kanun", "is_other": "on"})
    assert Source.objects.count() == 2


def test_entry_is_edited_and_the_second_writer_sees_both(
    desk: Client, document: Document, add: Callable[..., Any]
) -> None:
    term = add(TERMS, term="hak", definition="Talep.")
    url = _url("entry_edit", document, "sozluk", term.pk)
    assert 'value="hak"' in desk.get(url).content.decode()
    data = {"term": "hak", "english": "right", "definition": "Talep.", "reason": "İngilizcesi", "base_revision": "1"}
    assert desk.post(url, data).status_code == 302
    late = desk.post(url, {**data, "english": "claim"})
    assert late.status_code == 422
    html = late.content.decode()
    assert "right" in html
    assert 'value="claim"' in html
    assert 'name="base_revision" value="2"' in html
    assert desk.post(url, {**data, "english": "claim", "base_revision": "2"}).status_code == 302
    assert Term.objects.get().english == "claim"


def test_removing_says_where_the_source_is_cited(
    desk: Client, document: Document, add: Callable[..., Any], write: Callable[..., Block], section: Section
) -> None:
    source = add(SOURCES, **LAW)
    write("Söz [@k5393-13].")
    url = _url("entry_remove", document, "kaynakca", source.pk)
    assert desk.get(url).status_code == 200
    answer = desk.post(url, {"base_revision": "1"})
    assert answer.status_code == 422
    assert f"?bolum={section.anchor}#b-" in answer.content.decode()
    assert Source.objects.exists()


def test_history_shows_what_changed_and_brings_back(
    desk: Client, document: Document, add: Callable[..., Any], officer: User
) -> None:
    source = add(SOURCES, **LAW)
    changed = _save(source, SOURCES, officer, year="2005").entry
    services.remove_entry(entry=changed, listing=SOURCES, base_revision=2, by=officer)
    html = desk.get(_url("entry_history", document, "kaynakca")).content.decode()
    assert "<ins>2005</ins>" in html
    assert str(officer) in html
    assert desk.get(_url("entry_history", document, "kaynakca"), {"kayit": "x"}).status_code == 200
    removed = EntryRevision.objects.get(act="removed")
    assert desk.post(_url("entry_restore", document, "kaynakca", removed.pk)).status_code == 302
    assert Source.objects.get().year == "2005"
    # once more does nothing twice: the name is taken
    desk.post(_url("entry_restore", document, "kaynakca", removed.pk))
    assert Source.objects.count() == 1


def test_hostile_words_are_inert(
    desk: Client, document: Document, add: Callable[..., Any], write: Callable[..., Block]
) -> None:
    evil = "<script>alert(1)</script>"
    add(SOURCES, **{**LAW, "title": evil, "note": evil})
    add(TERMS, term=evil, definition=evil)
    add(INDEX, term=evil, variants=["(.*)+$", "[", "\\"])
    write(f"Söz {evil} [@k5393-13].")
    for slug in ("kaynakca", "sozluk", "dizin"):
        for name in ("entries", "entry_history"):
            answer = desk.get(_url(name, document, slug))
            assert answer.status_code == 200
            assert "<script>alert" not in answer.content.decode()


def test_those_who_only_read_change_nothing(
    document: Document, add: Callable[..., Any], representative: User, client_of: Callable[[User], Client]
) -> None:
    source = add(SOURCES, **LAW)
    reader = client_of(representative)
    assert reader.get(_url("entries", document, "kaynakca")).status_code == 200
    assert "Kaynak ekle" not in reader.get(_url("entries", document, "kaynakca")).content.decode()
    for name, args in (("entry_add", []), ("entry_edit", [source.pk]), ("entry_remove", [source.pk])):
        assert reader.get(_url(name, document, "kaynakca", *args)).status_code == 403
    assert reader.get(_url("entries", document, "yok")).status_code == 404
