"""A portal's database and files by themselves, without the processes around them."""

import hashlib
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from ops import places, postgres


def address(database: str) -> str:
    """Return the address of another database of the tests' server."""
    before, _, query = os.environ["DATABASE_URL"].partition("?")
    return f"{before.rpartition('/')[0]}/{database}" + (f"?{query}" if query else "")


def sql(database: str, text: str) -> list[str]:
    """Run SQL with PostgreSQL's own client and return the lines of the answer."""
    argv = [postgres.binaries() / "psql", "-d", address(database), "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", text]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@dataclass(frozen=True)
class Place:
    """A portal's database and files, used through ``manage.py`` as an operator does."""

    database: str
    media: Path

    def manage(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        env = {**os.environ, "PORTAL_ENV": "test", "EXAMPLE_DATA": "true", "DATABASE_URL": address(self.database)}
        env |= {"MEDIA_ROOT": str(self.media), "PORTAL_PG_BIN": str(postgres.binaries())}
        argv = [places.python(), "manage.py", *arguments]
        return subprocess.run(argv, cwd=places.ROOT, env=env, capture_output=True, text=True)

    def must(self, *arguments: str | Path) -> str:
        done = self.manage(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def rows(self) -> dict[str, str]:
        """Return number and content hash of every table's rows."""
        tables = sql(self.database, "select tablename from pg_tables where schemaname = 'public' order by 1")
        found = "select count(*), md5(string_agg(t::text, '' order by t::text))"
        return {table: sql(self.database, f'{found} from "{table}" t')[0] for table in tables}

    def files(self) -> dict[str, str]:
        return {
            str(path.relative_to(self.media)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in self.media.rglob("*")
            if path.is_file()
        }
