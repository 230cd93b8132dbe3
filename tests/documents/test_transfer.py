"""Documents from and to their Markdown form, through the database."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage

from atasehir_portal.accounts.models import User
from atasehir_portal.documents import problems, queries, services
from atasehir_portal.documents.dialect import DialectError
from atasehir_portal.documents.models import Block, BlockRevision, Document, SectionRevision, Version
from tests.documents.test_dialect import BOOKS, FILES


def _imported(files: Any, by: User, folder: str = "handbooks/deneme") -> services.transfer.Imported:
    return services.import_markdown(kind="deneme", folder_or_texts=files, by=by, media_folder=folder)


def _shape(document: Document | Version) -> Any:
    reading = (
        queries.read(document) if isinstance(document, Document) else queries.read_version(document, figure_address=str)
    )
    sections = [
        (s.level, s.path, s.anchor, s.title, s.aim, [(b.kind, b.body, b.data) for b in s.blocks])
        for s in reading.walk()
    ]
    return sections, list(reading.source_rows), list(reading.term_rows)


def test_import_makes_document_history_and_pictures(officer: User) -> None:
    made = _imported(FILES, officer)
    assert (made.document.title, made.front["number"]) == ("Deneme", 1)
    reading = queries.read(made.document)
    assert [section.heading for section in reading.walk()] == [
        "Sunuş",
        "1 Nedenler",
        "1.1 Ağaç",
        "1.1.1 Dal",
        "1.2 Son",
    ]
    blocks = list(reading.all_blocks())
    assert [b.kind for b in blocks] == ["paragraph", "paragraph", "list", "box", "table", "figure", "quotation"]
    assert BlockRevision.objects.filter(author=officer, number=1).count() == len(blocks)
    assert SectionRevision.objects.filter(author=officer, number=1).count() == 5
    src = blocks[5].data["src"]
    assert src.startswith("pictures/handbooks/deneme/")
    assert src.endswith("/agac.svg")
    assert default_storage.exists(src)


@pytest.mark.parametrize("folder", BOOKS, ids=lambda path: path.name)
def test_handbook_comes_back_the_same_from_the_database(
    folder: Path, officer: User, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(30):
        made = _imported(folder, officer, f"handbooks/{folder.name}")
    texts, pictures = services.export_markdown(made.document), services.export_figures(made.document)
    again = _imported({**texts, **pictures}, officer, f"handbooks/{folder.name}")
    assert _shape(again.document) == _shape(made.document)
    assert services.export_markdown(again.document) == texts
    assert problems.problems(queries.read(again.document)) == []


def test_frozen_version_is_exported_as_it_was(officer: User) -> None:
    made = _imported(FILES, officer)
    version = services.freeze(document=made.document, by=officer, note="")
    before = _shape(version)
    block = Block.objects.get(document=made.document, body="Bu kitap.")
    services.save_block(block_uid=block.uid, base_revision=1, body="Başka kitap.", by=officer)
    again = _imported({**services.export_markdown(version), **services.export_figures(version)}, officer)
    assert _shape(again.document) == before


@pytest.mark.parametrize(
    "svg",
    ["", "kötü", "<html></html>", '<!DOCTYPE svg [<!ENTITY x "y">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>'],
)
def test_import_refuses_what_is_no_drawing_and_stores_nothing(officer: User, svg: str) -> None:
    with pytest.raises(DialectError) as error:
        _imported({**FILES, "figures/agac.svg": svg}, officer)
    assert error.value.file == "figures/agac.svg"
    assert not Document.objects.exists()


def test_import_refuses_a_kind_of_block_that_the_document_may_not_hold(officer: User) -> None:
    with pytest.raises(DialectError) as error:
        _imported({**FILES, "00-sunus.md": '# A {#a}\n\n:::block kind="goal" data="{}"\n:::\n'}, officer)
    assert (error.value.file, error.value.line) == ("00-sunus.md", 3)
    assert not Document.objects.exists()


def test_problems_of_a_text_are_found(officer: User) -> None:
    made = _imported(FILES, officer)
    made.document.sources.all().delete()
    block = Block.objects.get(document=made.document, body="Bu kitap.")
    services.save_block(block_uid=block.uid, base_revision=1, body="Bu [kitap](#yok).", by=officer)
    figure = Block.objects.get(document=made.document, kind="figure")
    default_storage.delete(figure.data["src"])
    found = problems.problems(queries.read(made.document))
    assert [problem.anchor for problem in found] == ["sunus", "b5", "b5-dal"]
