"""What is backed up comes back the same, into an empty place, or not at all."""

import io
import json
import os
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ops.place import Place, sql

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def portal(with_catalogue: Place) -> Place:
    """A portal with its catalogue, and files in folders."""
    place = with_catalogue
    for name, content in {"a.bin": os.urandom(3_000_000), "ekler/ş/ğ ı.pdf": b"%PDF", "ekler/empty": b""}.items():
        (place.media / name).parent.mkdir(parents=True, exist_ok=True)
        (place.media / name).write_bytes(content)
    (place.media / "health").mkdir()
    return place


@pytest.fixture(scope="module")
def archive(portal: Place, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("backup") / "portal.tar"
    said = portal.must("backup", file)
    assert "3 files" in said
    assert "keep them apart" in said
    return file


def test_backup_is_for_its_owner_alone_and_lists_what_it_holds(portal: Place, archive: Path) -> None:
    assert archive.stat().st_mode & 0o777 == 0o600
    with tarfile.open(archive) as opened:
        assert opened.getnames()[0] == "database.dump"
        assert opened.getnames()[-1] == "manifest.json"
        content = opened.extractfile("manifest.json")
        assert content
        manifest = json.load(content)
    assert manifest["files"] == portal.files()
    assert manifest["tables"] == {table: int(found.partition("|")[0]) for table, found in portal.rows().items()}
    assert sum(manifest["tables"].values()) > 100


def test_backup_refuses_to_overwrite(portal: Place, archive: Path) -> None:
    before = archive.stat()
    done = portal.manage("backup", archive)
    assert done.returncode != 0
    assert "exists already" in done.stderr
    assert archive.stat().st_mtime_ns == before.st_mtime_ns
    assert list(archive.parent.iterdir()) == [archive]


def test_restore_into_an_empty_place_brings_back_every_row_and_file(
    portal: Place, archive: Path, make_place: Callable[..., Place]
) -> None:
    empty = make_place()
    assert "All counts and sums agree." in empty.must("restore", archive)
    assert empty.rows() == portal.rows()
    assert empty.files() == portal.files()
    assert "No migrations to apply" in empty.must("migrate")
    # Sequences go on where they were: a new row collides with none.
    assert empty.manage("load_catalogue").returncode == 0


def test_restore_refuses_a_place_that_is_not_empty_unless_told(
    portal: Place, archive: Path, make_place: Callable[..., Place]
) -> None:
    used = make_place()
    sql(used.database, "create table something (word text)")
    done = used.manage("restore", archive)
    assert done.returncode != 0
    assert "There is something here already (1 tables)" in done.stderr
    assert list(used.rows()) == ["something"]

    (used.media / "ekler").mkdir(parents=True)
    (used.media / "a.bin").write_bytes(b"another content")
    (used.media / "ekler" / "later.pdf").write_bytes(b"not in the backup")
    used.must("restore", "--force", archive)
    assert used.rows() == portal.rows()
    assert used.files() == portal.files()


def test_restore_refuses_where_only_files_are_there(archive: Path, make_place: Callable[..., Place]) -> None:
    used = make_place()
    used.media.mkdir(parents=True)
    (used.media / "a.bin").write_bytes(b"somebody's")
    done = used.manage("restore", archive)
    assert "the file a.bin" in done.stderr
    assert (used.media / "a.bin").read_bytes() == b"somebody's"


def test_restore_refuses_an_archive_that_was_cut_off(
    archive: Path, make_place: Callable[..., Place], tmp_path: Path
) -> None:
    cut = tmp_path / "cut.tar"
    cut.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])
    empty = make_place()
    done = empty.manage("restore", cut)
    assert done.returncode != 0
    assert "cut off or is no backup" in done.stderr
    assert empty.rows() == {}


def test_restore_refuses_a_damaged_file_and_leaves_the_database_alone(
    archive: Path, make_place: Callable[..., Place], tmp_path: Path
) -> None:
    damaged = tmp_path / "damaged.tar"
    with tarfile.open(archive) as source, tarfile.open(damaged, "w") as target:
        for entry in source:
            content = source.extractfile(entry)
            assert content
            data = content.read()
            if entry.name == "media/ekler/ş/ğ ı.pdf":
                data = b"%PDX"
            target.addfile(entry, io.BytesIO(data))
    empty = make_place()
    done = empty.manage("restore", damaged)
    assert done.returncode != 0
    assert "is damaged" in done.stderr
    assert empty.rows() == {}
