"""What must be mended before a text is approved: each kind of problem, named with its place."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import translation

from atasehir_portal.accounts.models import User
from atasehir_portal.documents import entries, problems, queries, services
from atasehir_portal.documents.models import Block, Document, Section, SectionRevision

CHART = {"type": "bar", "title": "", "unit": "", "table": [["a", "b"], ["x", "1"]]}


@pytest.fixture
def found(document: Document, section: Section) -> Callable[[], list[str]]:
    """What is wrong with the document, in English."""

    def messages() -> list[str]:
        with translation.override("en"):
            return [str(problem.message) for problem in problems.problems(queries.read(document))]

    return messages


def _change(block: Block, **values: Any) -> None:
    """Make a state that no form would let pass: it came from an import of long ago, or a source was removed since."""
    Block.objects.filter(pk=block.pk).update(**values)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("Söz [@yok].", "The source “yok” is not in the list of sources."),
        ("Söz.^[Not [@yok].]", "The source “yok” is not in the list of sources."),
        ("[söz](#yok)", "The link to “#yok” leads nowhere."),
        ("bkz. [](#yok)", "The link to “#yok” leads nowhere."),
        ("bkz. [](#terim-yok)", "The term “terim-yok” is not in the glossary."),
        ("bkz. [](kitap:9)", "The link to “kitap:9” leads to no book of the series, or to no place in it."),
        ("[söz](kitap:9#x)", "The link to “kitap:9#x” leads to no book of the series, or to no place in it."),
    ],
)
def test_reference_that_leads_nowhere(
    write: Callable[..., Block], found: Callable[[], list[str]], body: str, message: str
) -> None:
    write(body)
    assert found() == [message]


def test_letters_that_the_printed_fonts_lack_are_named(
    write: Callable[..., Block], found: Callable[[], list[str]], document: Document, section: Section, officer: User
) -> None:
    write("Ωmega, 人, ☺, ب ve yine Ω.")
    write("| a | b |\n| --- | --- |\n| x | ✓ |", kind="table", data={"caption": "λ"})
    services.save_section(section=section, base_revision=1, title="Başlık 🙂", aim="", by=officer)
    row = {"term": "hak", "english": "", "definition": "δίκαιο"}
    services.add_entry(document=document, listing=entries.by_slug("sozluk"), data=row, by=officer)
    heading, text, table, term = found()
    assert heading == "The printed books have no letter for 🙂 (U+1F642). Write it in another way."
    assert text.startswith("The printed books have no letters for Ω (U+03A9), 人 (U+4EBA), ☺ (U+263A), ب (U+0628). ")
    assert "λ (U+03BB)" in table
    assert "δ (U+03B4)" in term
    [entry] = [problem for problem in problems.problems(queries.read(document)) if problem.entry]
    assert (entry.entry, entry.listing) == ("hak", "sozluk")


def test_letters_of_turkish_and_usual_signs_are_printed(
    write: Callable[..., Block], found: Callable[[], list[str]]
) -> None:
    write("ÇĞİÖŞÜ çğıöşü âîû “…” ‘’ – — • § % € ₺ × é ñ ß ø š ½ ² → s\u0327 \u00a0\u00ad\u200b")
    assert found() == []


def test_references_that_lead_somewhere_are_no_problem(
    write: Callable[..., Block], found: Callable[[], list[str]], section: Section, document: Document, officer: User
) -> None:
    add = {"document": document, "by": officer}
    services.add_entry(listing=entries.by_slug("sozluk"), data={"term": "hak", "definition": "x"}, **add)
    services.add_entry(
        listing=entries.by_slug("kaynakca"),
        data={"key": "k", "kind": "web", "certainty": "source", "title": "x"},
        **add,
    )
    table = write(
        "| a | b |\n| --- | --- |\n| x | 1 |",
        kind="table",
        data={"caption": "c", "source": "", "number_columns": "", "anchor": "cizelge"},
    )
    write(f"[@k] [](#{section.anchor}) [](#cizelge) [](#terim-hak) [x](#{queries.block_anchor(table.uid)})")
    assert found() == []


def test_missing_text(write: Callable[..., Block], found: Callable[[], list[str]]) -> None:
    empty, box = write("Söz."), write("Söz.", kind="box", data={"box_kind": "legal", "title": "T"})
    _change(empty, body=" ")
    _change(box, body="", data={"box_kind": "legal", "title": ""})
    assert found() == ["There is no text in it.", "There is no text in it.", "The box has no title."]


def test_table_without_what_it_needs(write: Callable[..., Block], found: Callable[[], list[str]]) -> None:
    data = {"caption": "c", "source": "", "number_columns": ""}
    body = "| a | b |\n| --- | --- |\n| x | 1 |"
    blocks = [write(body, kind="table", data=data) for _number in range(5)]
    _change(blocks[0], data={**data, "caption": "", "number_columns": []})
    _change(blocks[1], body="söz")
    _change(blocks[2], body="| a | b |\n| --- | --- |")
    _change(blocks[3], body="| a |  |\n| --- | --- |\n| x | 1 |")
    _change(blocks[4], body="| a | b |\n| --- | --- |\n|  | 1 |")
    assert found() == [
        "The caption is missing.",
        "This is no table that can be read.",
        "The table has headings but no row.",
        "A column of the table has no heading.",
        "A row of the table has no name in its first column.",
    ]


def test_figure_without_what_it_needs(write: Callable[..., Block], found: Callable[[], list[str]]) -> None:
    data = {"chart": CHART, "alt": "a", "caption": "c", "source": "s"}
    complete = write("", kind="figure", data=data)
    assert found() == []
    _change(complete, data={"chart": CHART, "alt": " ", "caption": "", "source": ""})
    assert found() == [
        "The figure has no description for people who cannot see it.",
        "The caption is missing.",
        "It does not say where the figure is from.",
    ]
    _change(complete, data={**data, "chart": {**CHART, "table": [["a", "b"], ["x", "iki"]]}})
    assert found() == ["Row 2, column “b”: “iki” is no number."]
    _change(complete, data={"src": "pictures/x/yok.png", "alt": "a", "caption": "c", "source": "s"})
    assert found() == ["The picture of this figure is not in the file store."]
    assert not default_storage.exists("pictures/x/yok.png")


def test_anchor_used_twice(write: Callable[..., Block], found: Callable[[], list[str]], section: Section) -> None:
    data = {"box_kind": "legal", "title": "T", "anchor": "kutu"}
    write("Söz.", kind="box", data=data)
    other = write("Söz.", kind="box", data={**data, "anchor": "oteki"})
    assert found() == []
    _change(other, data=data)
    assert found() == ["The anchor “kutu” is used twice."] * 2
    _change(other, data={**data, "anchor": section.anchor})
    assert found() == [f"The anchor “{section.anchor}” is used twice."]


def test_index_that_leads_nowhere(
    write: Callable[..., Block], document: Document, officer: User, found: Callable[[], list[str]]
) -> None:
    write("Söz.")
    entry = services.add_entry(
        document=document, listing=entries.by_slug("dizin"), data={"term": "hak", "see": "yok"}, by=officer
    )
    assert found() == ["“hak” leads to “yok”, which is not in the index."]
    (problem,) = problems.problems(queries.read(document))
    assert (problem.entry, problem.block) == (entry.term, None)


def test_empty_section_is_a_problem_until_it_says_that_it_is_a_plan(
    section: Section, document: Document, officer: User, found: Callable[[], list[str]], write: Callable[..., Block]
) -> None:
    below = services.add_section(document=document, parent=section, title="Alt", aim="Görmek.", by=officer)
    (problem,) = problems.problems(queries.read(document))
    assert (problem.anchor, problem.message) == (below.anchor, problems.EMPTY_SECTION)
    # the mark of a chapter counts for all that stands below it
    services.plan_section(section=section, is_outline=True, by=officer)
    assert found() == []
    chapter = queries.read(document).chapters[0]
    assert chapter.is_planned
    assert chapter.sections[0].is_planned
    services.plan_section(section=section, is_outline=False, by=officer)
    services.plan_section(section=below, is_outline=True, by=officer)
    write("Söz.")
    assert found() == []
    chapter = queries.read(document).chapters[0]
    assert not chapter.is_planned
    assert chapter.sections[0].is_planned


def test_mark_says_nothing_once_there_is_text(
    section: Section, document: Document, officer: User, write: Callable[..., Block]
) -> None:
    services.plan_section(section=section, is_outline=True, by=officer)
    write("Söz.")
    assert not queries.read(document).chapters[0].is_planned


def test_mark_is_recorded_once(section: Section, officer: User, document: Document) -> None:
    for _time in range(2):
        services.plan_section(section=section, is_outline=True, by=officer)
    revisions = SectionRevision.objects.filter(section=section)
    assert [r.number for r in revisions] == [1, 2]
    assert revisions[1].author == officer
    services.remove_section(section=section, by=officer)
    with pytest.raises(services.ChangedMeanwhile):
        services.plan_section(section=section, is_outline=False, by=officer)


def test_mark_is_set_and_taken_away_in_the_workspace(
    section: Section, document: Document, officer: User, representative: User, client_of: Callable[..., Any]
) -> None:
    desk, page = client_of(officer), f"/deneme/{document.uid}/"
    url = reverse("documents:section_plan", args=[section.uid])
    assert "Plan olarak işaretle" in desk.get(page).content.decode()
    assert desk.get(url).status_code == 405
    assert desk.post(url, {"plan": "1"}).status_code == 302
    section.refresh_from_db()
    assert section.is_outline
    assert "Plan işaretini kaldır" in desk.get(page).content.decode()
    assert client_of(representative).post(url, {"plan": "0"}).status_code == 403
    desk.post(url, {"plan": "0"})
    section.refresh_from_db()
    assert not section.is_outline


def test_plan_inside_a_written_chapter_says_so(
    section: Section, document: Document, officer: User, write: Callable[..., Block]
) -> None:
    from django.template.loader import render_to_string

    from atasehir_portal.documents import printing

    write("Söz.")
    below = services.add_section(document=document, parent=section, title="Alt", by=officer)
    services.plan_section(section=below, is_outline=True, by=officer)
    chapter = queries.read(document).chapters[0]
    words = "Bu bölümün metni henüz yazılmadı."
    assert words in render_to_string("documents/reading.html", {"chapter": chapter})
    assert words in printing.print_html(chapter)
