"""Backup and restore: the database and every stored file in one archive.

The archive is a tar file with ``database.dump`` (pg_dump's custom format), ``media/…`` and, last, ``manifest.json``
with the rows of every table and the SHA-256 of every file; an archive without its manifest was cut off. Files are
read through the default storage, so that this works for a directory and for S3 alike. The keys of encrypted fields
are not in it: they are kept apart from backups.
"""

import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection, transaction

from atasehir_portal.stored import stored_files

FORMAT = 1
DUMP = "database.dump"
MANIFEST = "manifest.json"
MEDIA = "media/"
PIECE = 1024 * 1024


class BackupError(Exception):
    """A backup or restore that cannot be done; the text says why and what to do."""


@dataclass(frozen=True)
class Manifest:
    """What an archive holds: rows by table, SHA-256 by file name, when it was made (UTC, ISO 8601)."""

    made_at: str
    tables: dict[str, int]
    files: dict[str, str]
    format: int = FORMAT


# --- looking ---------------------------------------------------------------------------------------------------------


def count_rows() -> dict[str, int]:
    """Return the number of rows of every table of the portal."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        counts = {}
        for table in sorted(tables):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608  a quoted name
            counts[table] = cursor.fetchone()[0]
    return counts


def digest(content: IO[Any]) -> str:
    """Return the SHA-256 of a stream, read piece by piece."""
    found = hashlib.sha256()
    while piece := content.read(PIECE):
        found.update(piece)
    return found.hexdigest()


# --- PostgreSQL's own programs ---------------------------------------------------------------------------------------


def _program(name: str) -> str:
    folder = os.environ.get("PORTAL_PG_BIN")
    found = shutil.which(name, path=folder) if folder else shutil.which(name)
    if not found:
        raise BackupError(f"{name} was not found. Install the PostgreSQL client or set PORTAL_PG_BIN to its directory.")
    return found


def _connection() -> tuple[str, dict[str, str]]:
    """Return the address of the database for PostgreSQL's programs, and the environment with the password."""
    values = connection.get_connection_params()
    password = values.pop("password", "")
    known = {"dbname", "user", "host", "port", "sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout"}
    address = " ".join(f"{key}='{value}'" for key, value in values.items() if key in known and value)
    return address, {**os.environ, "PGPASSWORD": str(password)} if password else dict(os.environ)


def _run(argv: list[str], env: dict[str, str]) -> None:
    done = subprocess.run(argv, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupError(f"{Path(argv[0]).name}: {done.stderr.strip()[-2000:]}")


# --- backup ----------------------------------------------------------------------------------------------------------


def back_up(target: Path) -> Manifest:
    """Write database and files into ``target`` (readable by its owner alone) while the portal may go on working.

    Rows are counted in the very snapshot that is dumped. The archive appears under its name only when it is whole.
    Raises BackupError where the target exists or PostgreSQL's programs fail.
    """
    if target.exists():
        raise BackupError(f"{target} exists already. Choose another name.")
    partial = target.with_name(target.name + ".partial")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as output, tarfile.open(fileobj=output, mode="w") as archive:
            manifest = _write(archive)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def _write(archive: tarfile.TarFile) -> Manifest:
    with tempfile.TemporaryDirectory() as place:
        dump = Path(place) / DUMP
        tables = _dump(dump)
        archive.add(dump, DUMP)
        files = {}
        for name in stored_files():
            try:
                with default_storage.open(name) as stored, tempfile.TemporaryFile(dir=place) as copy:
                    shutil.copyfileobj(stored, copy, PIECE)
                    files[name] = _add(archive, MEDIA + name, copy)
            except FileNotFoundError:
                continue  # removed since it was listed, with its row
        manifest = Manifest(made_at=datetime.now(UTC).isoformat(timespec="seconds"), tables=tables, files=files)
        content = json.dumps(asdict(manifest), indent=1, ensure_ascii=False).encode()
        _add(archive, MANIFEST, io.BytesIO(content))
    return manifest


def _dump(dump: Path) -> dict[str, int]:
    """Dump the database and count its rows in one snapshot."""
    address, env = _connection()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
        tables = count_rows()
        argv = [_program("pg_dump"), "--dbname", address, "--format=custom", "--no-owner", "--no-privileges"]
        _run([*argv, f"--snapshot={snapshot}", f"--file={dump}"], env)
    return tables


def _add(archive: tarfile.TarFile, name: str, content: IO[bytes]) -> str:
    content.seek(0, os.SEEK_END)
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = content.tell(), 0o600
    content.seek(0)
    found = digest(content)
    content.seek(0)
    archive.addfile(entry, content)
    return found


# --- restore ---------------------------------------------------------------------------------------------------------


def restore(source: Path, *, force: bool = False) -> Manifest:
    """Bring back what ``source`` holds, and compare rows and files with its manifest.

    The database is replaced in one transaction: it is restored whole or stays as it was. Raises BackupError where the
    archive is not whole, where there is something here already and ``force`` was not said, or where the result differs.
    """
    if not source.is_file():
        raise BackupError(f"{source} does not exist.")
    with tarfile.open(source) as archive:
        manifest = _read_manifest(archive)
        _refuse_unless_empty(force)
        for name, expected in manifest.files.items():
            _restore_file(archive, name, expected)
        _restore_database(archive)
    for name in set(stored_files()) - set(manifest.files):
        default_storage.delete(name)
    found = count_rows()
    if found != manifest.tables:
        different = [name for name in found.keys() | manifest.tables if found.get(name) != manifest.tables.get(name)]
        raise BackupError(f"The restored tables differ from the archive's manifest: {', '.join(sorted(different))}")
    return manifest


def _read_manifest(archive: tarfile.TarFile) -> Manifest:
    try:
        content = archive.extractfile(MANIFEST)
        found = json.load(content) if content else {}
        if found["format"] != FORMAT:
            raise BackupError(f"The archive has format {found['format']}; this version reads {FORMAT}.")
        return Manifest(**found)
    except (KeyError, TypeError, ValueError, tarfile.TarError) as error:
        raise BackupError("The archive has no manifest: it was cut off or is no backup of the portal.") from error


def _refuse_unless_empty(force: bool) -> None:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    file = next(stored_files(), None)
    if not force and (tables or file):
        what = f"{len(tables)} tables" if tables else f"the file {file}"
        raise BackupError(f"There is something here already ({what}). Say --force (make: FORCE=yes) to replace it.")


def _restore_file(archive: tarfile.TarFile, name: str, expected: str) -> None:
    """Put one file in its place; the same content under the same name stays as it is."""
    if default_storage.exists(name):
        with default_storage.open(name) as there:
            if digest(there) == expected:
                return
        default_storage.delete(name)
    content = archive.extractfile(MEDIA + name)
    if content is None or digest(content) != expected:
        raise BackupError(f"The file {name} in the archive is damaged.")
    content.seek(0)
    stored = default_storage.save(name, File(content))
    if stored != name:
        raise BackupError(f"The storage keeps {name} as {stored}; it cannot be restored there.")


def _restore_database(archive: tarfile.TarFile) -> None:
    address, env = _connection()
    with tempfile.TemporaryDirectory() as place:
        content = archive.extractfile(DUMP)
        if content is None:
            raise BackupError("The archive holds no database.")
        dump, script = Path(place) / DUMP, Path(place) / "database.sql"
        with dump.open("wb") as output:
            shutil.copyfileobj(content, output, PIECE)
        _run([_program("pg_restore"), "--no-owner", "--no-privileges", f"--file={script}", str(dump)], env)
        connection.close()
        argv = [_program("psql"), "--dbname", address, "--no-psqlrc", "--quiet", "--single-transaction"]
        argv += ["--set", "ON_ERROR_STOP=1", "--output", os.devnull]
        empty = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;"
        _run([*argv, "--command", empty, "--file", str(script)], env)


def place_of_files() -> str:
    """Name where files are kept, for the person at the terminal."""
    return f"s3://{settings.S3_BUCKET}" if settings.S3_BUCKET else str(settings.MEDIA_ROOT)
