"""Taking a text in its Markdown form into a document that exists: what stays, what changes, what can be brought back."""

import io
import zipfile
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.utils import timezone

from atasehir_portal.accounts.models import User
from atasehir_portal.documents import comparison, intake, queries, services
from atasehir_portal.documents.dialect import DialectError
from atasehir_portal.documents.intake import archive
from atasehir_portal.documents.models import Block, BlockLineage, BlockRevision, Document, Move, Section, Version
from atasehir_portal.documents.services.versions import snapshot_of
from tests.documents.test_dialect import FILES


@pytest.fixture
def book(officer: User) -> Document:
    """A small document with every kind of block."""
    made = services.import_markdown(kind="deneme", folder_or_texts=FILES, by=officer, media_folder="handbooks/deneme")
    return made.document


@pytest.fixture
def take(book: Document, officer: User) -> Callable[..., bool]:
    """Take files into the document; ``changes`` are given for the files as they would be downloaded."""

    def make(changes: dict[str, Any] | None = None, **replaced: str) -> bool:
        files = _files(book)
        for old, new in (changes or {}).items():
            for name, content in files.items():
                if name.endswith((".md", ".toml")):
                    files[name] = content.replace(old.encode(), new.encode())
        files.update({name.replace("__", "."): text.encode() for name, text in replaced.items()})
        target = intake.of_book(book, files)
        return _bring(book, target.snapshot, officer)

    return make


def _files(document: Document) -> dict[str, bytes]:
    texts = {name: text.encode() for name, text in services.export_markdown(document).items()}
    return {**texts, **services.export_figures(document)}


def _bring(document: Document, target: Any, by: User) -> bool:
    return services.bring_to(
        document=document, seen=snapshot_of(document), target=target, by=by, reason="Alındı", note="Önce"
    )


def _uids(document: Document) -> dict[str, str]:
    return {
        block.body or block.data.get("caption", ""): str(block.uid) for block in queries.read(document).all_blocks()
    }


def _words(document: Document) -> list[str]:
    return [block.body or str(block.data.get("caption")) for block in queries.read(document).all_blocks()]


def test_what_was_downloaded_changes_nothing(book: Document, officer: User, take: Callable[..., bool]) -> None:
    before = snapshot_of(book)
    assert intake.of_book(book, _files(book)).snapshot == before
    assert take() is False
    assert snapshot_of(book) == before
    assert not Version.objects.exists()


def test_rewritten_text_is_a_revision_of_its_block(book: Document, officer: User, take: Callable[..., bool]) -> None:
    uids = _uids(book)
    assert take({"Bu kitap.": "Bu kitap artık uzundur."}) is True
    block = Block.objects.get(document=book, body="Bu kitap artık uzundur.")
    assert str(block.uid) == uids["Bu kitap."]
    assert [r.reason for r in block.revisions.order_by("number")] == ["", "Alındı"]
    assert BlockRevision.objects.filter(number=2).count() == 1
    version = Version.objects.get()
    assert (version.note, version.number) == ("Önce", 1)


def test_new_taken_out_and_moved_texts(book: Document, officer: User, take: Callable[..., bool]) -> None:
    uids = _uids(book)
    files = _files(book)
    (name,) = [name for name in files if name.startswith("01-")]
    text = files[name].decode()
    text = text.replace("- bir\n- iki\n\n", "").replace("> Söz [Ağaç](#b5-agac).", "Yeni söz.")
    text = text.rstrip() + "\n\n- bir\n- iki\n"
    take(**{name.replace(".", "__"): text})
    assert _words(book)[-2:] == ["Yeni söz.", "- bir\n- iki"]
    assert _uids(book)["- bir\n- iki"] == uids["- bir\n- iki"]
    gone = Block.objects.get(uid=uids["> Söz [Ağaç](#b5-agac)."])
    assert gone.removed_at is not None
    assert Move.objects.get().block_id == Block.objects.get(uid=uids["- bir\n- iki"]).pk
    # and back: what had been taken out is brought back as the block that it was
    version = Version.objects.get()
    assert _bring(book, version.snapshot, officer)
    assert _uids(book) == uids
    assert _words(book) == [block.body or str(block.data.get("caption")) for block in _reading(version).all_blocks()]


def _reading(version: Version) -> Any:
    return queries.read_version(version, figure_address=str)


def test_paragraph_becomes_a_list_and_stays_the_same_block(book: Document, take: Callable[..., bool]) -> None:
    uids = _uids(book)
    take({"> Söz [Ağaç](#b5-agac).": "- Söz [Ağaç](#b5-agac)."})
    block = Block.objects.get(uid=uids["> Söz [Ağaç](#b5-agac)."])
    assert (block.kind, block.body) == ("list", "- Söz [Ağaç](#b5-agac).")


def test_sections_are_renamed_added_moved_and_taken_out(book: Document, take: Callable[..., bool]) -> None:
    sections = {section.anchor: section.pk for section in book.sections.all()}
    take(
        {
            "## Ağaç {#b5-agac}": "## Orta {#b5-orta}\n\nYeni.\n\n## Büyük ağaç {#b5-agac}",
            "## Son {#b5-son .outline}": "## Başka {#b5-baska}\n\nSöz.",
        }
    )
    reading = queries.read(book)
    assert [section.title for section in reading.chapters[1].sections] == ["Orta", "Büyük ağaç", "Başka"]
    assert Section.objects.get(anchor="b5-agac").pk == sections["b5-agac"]
    assert Section.objects.get(anchor="b5-agac").revisions.count() == 2
    assert Section.objects.get(anchor="b5-son").removed_at is not None


def test_chapter_that_left_comes_back_with_its_history(
    book: Document, officer: User, take: Callable[..., bool]
) -> None:
    before = snapshot_of(book)
    files = _files(book)
    (name,) = [name for name in files if name.startswith("01-")]
    whole = files.pop(name)
    _bring(book, intake.of_book(book, files).snapshot, officer)
    assert [chapter.anchor for chapter in queries.read(book).chapters] == ["sunus"]
    take(**{name.replace(".", "__"): whole.decode()})
    after = snapshot_of(book)
    assert _without_revisions(after) == _without_revisions(before)


def _without_revisions(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_revisions(item) for key, item in value.items() if key != "revision"}
    return [_without_revisions(item) for item in value] if isinstance(value, list) else value


def test_one_chapter_leaves_the_others_alone(book: Document, officer: User) -> None:
    uids = _uids(book)
    target = intake.of_chapter(book, "sunus.md", "# Sunuş {#sunus}\n\nBu kitap yenidir.\n\n## Ek\n\nEk söz.\n")
    assert _bring(book, target.snapshot, officer)
    reading = queries.read(book)
    assert [section.heading for section in reading.walk()][:3] == ["Sunuş", "Ek", "1 Nedenler"]
    assert _uids(book)["Bu kitap yenidir."] == uids["Bu kitap."]
    assert len(reading.chapters) == 2


def test_chapter_that_nobody_knows_comes_at_the_end(book: Document, officer: User) -> None:
    target = intake.of_chapter(book, "yeni.md", "# Yeni bölüm\n\nSöz.\n")
    assert _bring(book, target.snapshot, officer)
    assert [(c.heading, c.anchor) for c in queries.read(book).chapters][-1] == ("2 Yeni bölüm", "yeni-bolum")


def test_pictures_are_kept_by_name_and_new_ones_are_stored(book: Document, officer: User) -> None:
    figure = Block.objects.get(document=book, kind="figure")
    files = _files(book)
    without = {name: content for name, content in files.items() if not name.startswith("figures/")}
    assert _bring(book, intake.of_book(book, without).snapshot, officer) is False
    files["figures/agac.svg"] = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><title>x</title></svg>'
    assert _bring(book, intake.of_book(book, files).snapshot, officer)
    changed = Block.objects.get(pk=figure.pk)
    assert changed.data["src"] != figure.data["src"]
    assert default_storage.exists(changed.data["src"])
    files["figures/agac.svg"] = b"<svg"
    with pytest.raises(DialectError) as error:
        intake.of_book(book, files)
    assert error.value.file == "figures/agac.svg"


def test_lists_follow_and_stay_where_they_do_not_come_along(book: Document, officer: User) -> None:
    files = _files(book)
    files["kaynakca.toml"] += b'\n[[source]]\nkey = "yeni"\ntitle = "Yeni kaynak"\n'
    files["sozluk.toml"] = '[[term]]\nterm = "hak"\nenglish = "right"\ndefinition = "Başka."\n'.encode()
    assert _bring(book, intake.of_book(book, files).snapshot, officer)
    assert set(book.sources.values_list("key", flat=True)) == {"k5393", "yeni"}
    assert book.terms.get().definition == "Başka."
    assert book.entry_revisions.filter(reason="Alındı").count() == 2
    only_text = {name: content for name, content in files.items() if name.endswith(".md")}
    assert _bring(book, intake.of_book(book, only_text).snapshot, officer) is False


def test_title_stays_and_that_is_said(book: Document) -> None:
    files = _files(book)
    files["kitap.toml"] = 'title = "Başka ad"\n'.encode()
    target = intake.of_book(book, files)
    assert target.snapshot["document"]["title"] == "Deneme"
    assert "kitap.toml" in target.warnings[0]


def test_text_that_changed_in_the_meantime_is_not_written_over(book: Document, officer: User) -> None:
    seen = snapshot_of(book)
    target = deepcopy(seen)
    target["sections"][0]["title"] = "Başka"
    block = Block.objects.get(document=book, body="Bu kitap.")
    services.save_block(block_uid=block.uid, base_revision=1, body="Arada yazıldı.", by=officer)
    with pytest.raises(services.ChangedMeanwhile):
        services.bring_to(document=book, seen=seen, target=target, by=officer, reason="", note="")
    assert Section.objects.get(anchor="sunus").title == "Sunuş"
    assert not Version.objects.exists()


def test_taking_in_twice_changes_once(book: Document, officer: User) -> None:
    seen = snapshot_of(book)
    target = intake.of_chapter(book, "yeni.md", "# Yeni bölüm\n\nSöz.\n").snapshot
    act = {"document": book, "seen": seen, "target": target, "by": officer, "reason": "", "note": ""}
    assert [services.bring_to(**act), services.bring_to(**act)] == [True, False]
    assert Block.objects.filter(document=book, body="Söz.").count() == 1


def test_what_a_reader_would_stumble_over_does_not_stop_a_writer(book: Document) -> None:
    target = intake.of_chapter(book, "x.md", "# X {#x}\n\n[Yok](#yok) ve [@yok].\n")
    assert target.snapshot["sections"][-1]["blocks"][0]["body"] == "[Yok](#yok) ve [@yok]."


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Söz.", 1),
        ("# A\n\n```\nkod\n```", 3),
        ("# A {#a}\n\n## B {#a}", 3),
        ("# A\n\n:::figure src=figures/yok.svg alt=a caption=c source=s\n:::", 3),
        ("# A\n\n:::block kind=goal data={}\n:::", 3),
    ],
)
def test_fault_names_file_and_line(book: Document, text: str, line: int) -> None:
    with pytest.raises(DialectError) as error:
        intake.of_chapter(book, "bolum.md", text)
    assert (error.value.file, error.value.line) == ("bolum.md", line)


def test_preview_counts_what_the_act_does(book: Document, officer: User) -> None:
    files = _files(book)
    (name,) = [name for name in files if name.startswith("00-")]
    files[name] = "# Sunuş {#sunus}\n\nBu kitap yenidir.\n\nEk.\n".encode()
    target = intake.of_book(book, files).snapshot
    found = comparison.compare(queries.read(book), queries.read_snapshot(target, figure_address=str))
    assert (found.counts.changed, found.counts.added, found.counts.removed) == (1, 1, 0)


def test_text_that_moved_to_another_section_is_the_same_block(book: Document, officer: User, take: Any) -> None:
    uids = _uids(book)
    take({"Bu kitap.": "Başka bir söz, bambaşka.", "İlk söz [@k5393, m. 13].^[Not.]": "Bu kitap."})
    block = Block.objects.get(uid=uids["Bu kitap."])
    assert (block.body, block.section.anchor) == ("Bu kitap.", "b5")
    assert not BlockLineage.objects.exists()


# --- the archive ------------------------------------------------------------------------------------------------------


def _zip(files: dict[str, bytes], **how: Any) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in files.items():
            opened.writestr(name, content, **how)
    out.seek(0)
    return out


def _opened(files: dict[str, bytes]) -> dict[str, bytes]:
    return intake.unpacked(_zip(files), size=1)


def test_archive_comes_back_the_same_and_in_the_same_bytes(book: Document) -> None:
    files = _files(book)
    day = timezone.localdate()
    packed = intake.packed(files, day=day)
    assert intake.unpacked(io.BytesIO(packed), size=len(packed)) == files
    assert intake.packed(dict(reversed(files.items())), day=day) == packed


def test_folder_around_the_files_and_what_systems_put_beside_them_are_left_out() -> None:
    files = {
        "kitap/01-a.md": b"# A",
        "kitap/figures/x.png": b"x",
        "__MACOSX/kitap/._01-a.md": b"",
        "kitap/.DS_Store": b"",
    }
    assert set(_opened(files)) == {"01-a.md", "figures/x.png"}


@pytest.mark.parametrize(
    "name",
    [
        "../01-a.md",
        "/etc/passwd",
        "a/b/01-a.md",
        "figures/../01-a.md",
        "figures\\x.png",
        "C:\\01-a.md",
        "figures/x.html",
        "figures/x.svgz",
        "01-a.md.exe",
        "kitap.yaml",
        "figures/.x.png",
        "01-a\n.md",
    ],
)
def test_strange_names_are_refused(name: str) -> None:
    with pytest.raises(ValidationError) as error:
        _opened({"01-b.md": b"# B", name: b"x"})
    assert error.value.messages


def test_bombs_locked_files_links_doubles_and_nonsense_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValidationError):
        _opened({"01-a.md": b"a" * (archive.LARGEST_TEXT + 1)})
    with pytest.raises(ValidationError):
        _opened({f"{number}-a.md": b"" for number in range(archive.MOST_FILES + 1)})
    monkeypatch.setattr(archive, "LARGEST_WHOLE", 1000)
    with pytest.raises(ValidationError):
        _opened({"01-a.md": b"a" * 600, "02-a.md": b"a" * 600})
    link = zipfile.ZipInfo("01-a.md")
    link.external_attr = 0o120777 << 16
    with pytest.raises(ValidationError):
        intake.unpacked(_zip({link: b"/etc/passwd"}), size=1)  # type: ignore[dict-item]
    locked = _zip({"01-a.md": b"a"}).getvalue()
    locked = locked.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01").replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"
    )
    with pytest.raises(ValidationError):
        intake.unpacked(io.BytesIO(locked), size=1)
    for nonsense in (b"", b"PK", b"PK\x03\x04" + b"\x00" * 40, b"# Baslik", _zip({}).getvalue()):
        with pytest.raises(ValidationError):
            intake.unpacked(io.BytesIO(nonsense), size=len(nonsense))
    with pytest.raises(ValidationError):
        intake.unpacked(io.BytesIO(b""), size=archive.LARGEST_UPLOAD + 1)


def test_header_that_lies_about_the_size_is_not_believed() -> None:
    packed = bytearray(_zip({"01-a.md": b"a" * 3_000_000}).getvalue())
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = packed.index(mark) + offset
        packed[at : at + 4] = (100).to_bytes(4, "little")
    with pytest.raises(ValidationError):
        intake.unpacked(io.BytesIO(bytes(packed)), size=len(packed))


@pytest.mark.parametrize("packed_by", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_damaged_archive_and_one_packed_in_a_strange_way_are_refused(packed_by: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packed_by) as opened:
        opened.writestr("01-a.md", "Söz. " * 3000)
    whole = out.getvalue()
    damaged = whole[:41] + bytes(byte ^ 0xFF for byte in whole[41:70]) + whole[70:]
    for content in (damaged, *([] if packed_by == zipfile.ZIP_DEFLATED else [whole])):
        with pytest.raises(ValidationError) as error:
            intake.unpacked(io.BytesIO(content), size=len(content))
        assert error.value.messages == [str(archive.NO_ARCHIVE)]


@pytest.mark.parametrize(
    "content",
    ["a = " + "[" * 20_000, "a = " + "1" * 5000, 'source = "söz"', "source = 5", "source = [1]", "[source]\nkey = 'a'"],
)
@pytest.mark.parametrize("name", ["kaynakca.toml", "dizin.toml"])
def test_lists_that_are_none_are_refused_with_their_file(book: Document, name: str, content: str) -> None:
    content = content.replace("source", "entry") if name == "dizin.toml" else content
    with pytest.raises(DialectError) as error:
        intake.of_book(book, {**_files(book), name: content.encode()})
    assert error.value.file == name


def test_data_of_a_block_that_never_end_are_refused(book: Document) -> None:
    with pytest.raises(DialectError):
        intake.of_chapter(book, "x.md", f"# A\n\n:::block kind=goal data={'[' * 20_000}\n:::")
