"""``make run``: from a fresh clone to a portal in the browser, and back."""

import hashlib
import json
import os
import signal
import sys
import time
from collections import deque
from pathlib import Path
from types import FrameType

from ops import catalogues, environment, places, say, system
from ops.processes import Process
from ops.say import Trouble
from ops.stack import Stack, check_port

PARTS = ("worker", "beat", "web")
NAMES = {
    "web": "web sunucusu · web server",
    "worker": "arka plan işçisi · worker",
    "beat": "zamanlayıcı · beat",
    "broker": "ileti kuyruğu · broker",
    "postgres": "veritabanı · database",
    "step": "hazırlık · set-up",
}
# What decides whether the database and the static files are prepared for this code.
SOURCES = ("atasehir_portal", "handbooks", "participation", "programming", "templates", "static", "locale")
GIVE_UP_AFTER = 5  # ends of the same part within GIVE_UP_WITHIN seconds
GIVE_UP_WITHIN = 60.0


class Stopped(BaseException):
    """Somebody asked us to stop (Ctrl-C, or a signal from the system)."""


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


def listen_for_stop() -> None:
    """Let Ctrl-C, a closed terminal and a polite kill all mean the same, also where a shell had them ignored."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)


def _deaf() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def set_up() -> None:
    """Install what running needs: system libraries, Python packages, compiled messages."""
    outside = os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")
    system.ensure([system.ENVIRONMENT])
    environment.ensure(environment.WITHOUT_SERVERS if outside else environment.RUNNING)
    system.ensure(system.RUNNING)
    catalogues.compile_all()


def run(port: int) -> int:
    """Start everything, show the screen, keep it running until somebody stops it. Returns the exit status."""
    started = time.monotonic()
    listen_for_stop()
    data = places.default_data()
    status = 0
    stack: Stack | None = None
    try:
        data.mkdir(parents=True, exist_ok=True)
        set_up()
        stack = Stack(data, port=port)
        stack.registry.lock(f"{stack.address}, PID {os.getpid()}")
        stack.clean_up()
        check_port(port)
        _start(stack)
        _screen(stack, started)
        _watch(stack)
    except Trouble as problem:
        say.trouble(problem)
        status = 1
    except Stopped:
        say.line()
    finally:
        _deaf()
        if stack and stack.children:
            say.step("Durduruluyor", "stopping")
            for part in stack.stop():
                say.line(f"  {NAMES.get(part, part)}")
            say.step("Her şey durduruldu; veriler .data altında", "everything is stopped; the data is in .data")
        if stack:
            stack.registry.unlock()
    return status


def _start(stack: Stack) -> None:
    with say.timed("Veritabanı başlatılıyor", "starting the database"):
        stack.start_database()
    say.step("İleti kuyruğu başlatılıyor", "starting the broker")
    stack.start_broker()
    ready = Prepared(stack)
    if not ready.current():
        _prepare(stack)
        ready.note("code", ready.fingerprint())
    with say.timed("Web sunucusu, işçi ve zamanlayıcı başlatılıyor", "starting web server, worker and beat"):
        for part in PARTS:
            stack.start(part)
        stack.until_ready()
    if not ready.get("published"):
        say.step("İlk basımlar hazırlanıyor; bir iki dakika sürer", "rendering the first editions; a minute or two")
        try:
            stack.manage("publish_first_editions", "--wait", show=True)
            ready.note("published", "yes")
        except Trouble as problem:
            say.trouble(problem)
            say.notice("Portal yine de açılıyor.", "The portal opens all the same.")
    if stack.with_examples and ready.get("published") and not ready.get("rounds"):
        with say.timed("Örnek görüş turları yükleniyor", "loading the example rounds"):
            stack.manage("load_example_rounds")
        ready.note("rounds", "yes")


def _prepare(stack: Stack) -> None:
    with say.timed("Tablolar güncelleniyor", "updating the tables"):
        stack.manage("migrate", "--no-input", "--verbosity", "0")
    if stack.with_examples:  # a note against them is never taken back by a start, only by a restore
        stack.ask_about_examples()
    steps = [
        ("Kataloglar yükleniyor", "loading the catalogues", ("load_catalogue",)),
        ("Tüzük taslağı yükleniyor", "loading the draft of the charter", ("load_charter",)),
        ("El kitapları yükleniyor", "importing the handbooks", ("import_handbooks",)),
        ("Kitaplarda arama hazırlanıyor", "preparing the search in the books", ("index_editions", "--verbosity", "0")),
    ]
    if stack.with_examples:
        steps.append(("Örnek veriler yükleniyor", "loading example data", ("load_example_data",)))
    collect = ("collectstatic", "--no-input", "--clear", "--verbosity", "0")
    steps.append(("Biçim dosyaları toplanıyor", "collecting static files", collect))
    for turkish, english, arguments in steps:
        with say.timed(turkish, english):
            stack.manage(*arguments)


class Prepared:
    """What has been done for which database and which code, so that a second start takes seconds."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.file = stack.data / "prepared.json"

    def fingerprint(self) -> str:
        """Return what changes with the code, the database and whether there is example data."""
        parts = [self._database(), str(self.stack.with_examples)]
        for folder in SOURCES:
            for path in sorted((places.ROOT / folder).rglob("*")):
                if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".mo":
                    found = path.stat()
                    parts.append(f"{path}:{found.st_size}:{found.st_mtime_ns}")
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def current(self) -> bool:
        """Whether nothing has changed. A database of one's own may be changed by others and is always prepared."""
        return bool(self.stack.postgres) and self.get("code") == self.fingerprint()

    def get(self, key: str) -> str:
        found = self._read()
        return found.get(key, "") if found.get("database") == self._database() else ""

    def note(self, key: str, value: str) -> None:
        found = self._read() if self._read().get("database") == self._database() else {}
        content = {**found, "database": self._database(), key: value}
        self.file.write_text(json.dumps(content), encoding="utf-8")

    def _database(self) -> str:
        if not self.stack.postgres:
            return hashlib.sha256(self.stack.outside_database.encode()).hexdigest()
        return self.stack.postgres.query("select system_identifier from pg_control_system()")

    def _read(self) -> dict[str, str]:
        try:
            return dict(json.loads(self.file.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return {}


def forget_prepared(data: Path) -> None:
    """Make the next start prepare everything again (after a restore, for instance)."""
    (data / "prepared.json").unlink(missing_ok=True)


def _screen(stack: Stack, started: float) -> None:
    """Show the one screen with all that a person needs to go on."""
    ready = Prepared(stack)
    if ready.get("screen_for") != ready.fingerprint():
        ready.note("mailbox", _path_of(stack, "notifications:mailbox"))
        ready.note("accounts", stack.manage("example_accounts") if stack.with_examples else "")
        ready.note("screen_for", ready.fingerprint())
    if sys.stdout.isatty():
        print("\x1b[2J\x1b[H", end="")
    rule = "─" * 78
    say.line(rule)
    say.line(f"  Katılım portalı çalışıyor · the portal is running   ({time.monotonic() - started:.0f} s)")
    say.line(rule)
    say.line(f"  Adres · address              {stack.address}")
    say.line(f"  Deneme postaları · mails     {stack.address}{ready.get('mailbox')}")
    say.line(f"  Kayıtlar · logs              {stack.registry.logs}")
    say.line()
    if stack.with_examples:
        say.line("  Örnek hesaplar · example accounts")
        for text in ready.get("accounts").splitlines():
            say.line(f"    {text}" if text else "")
    else:
        say.line("  Örnek veri yok; ilk yöneticiyi siz açarsınız · no example data; make the first administrator:")
        say.line("    make manage ARGS=\"first_administrator siz@belediye.bel.tr 'Ad Soyad'\"")
    say.line()
    say.line("  Durdurmak için Ctrl-C · press Ctrl-C to stop")
    say.line(rule)


def _path_of(stack: Stack, name: str) -> str:
    """Return the path of a page by its name."""
    code = f"import django; django.setup(); from django.urls import reverse; print(reverse({name!r}))"
    env = stack.environment() | {"DJANGO_SETTINGS_MODULE": "atasehir_portal.settings", "LOG_LEVEL": "ERROR"}
    return stack.run([str(places.python()), "-c", code], name="address", env=env).strip()


def _watch(stack: Stack) -> None:
    """Keep every part running; start one that ended again. Raises Trouble where one does not stay up."""
    ends: dict[str, deque[float]] = {part: deque(maxlen=GIVE_UP_AFTER) for part in stack.children}
    while True:
        time.sleep(0.5)
        for part in [name for name, child in stack.children.items() if child.poll() is not None]:
            now = time.monotonic()
            ends[part].append(now)
            if len(ends[part]) == GIVE_UP_AFTER and now - ends[part][0] < GIVE_UP_WITHIN:
                raise Trouble(
                    f"{NAMES[part]} ayakta kalmıyor.", f"{part} does not stay up.", log=stack.registry.log(part)
                )
            say.notice(f"{NAMES[part]} durdu, yeniden başlatılıyor", f"{part} ended and is started again")
            stack.registry.stop(part)  # whatever it had started itself
            stack.start(part)
            head = Process.of(stack.children[part].pid)
            if head:
                say.line(f"  PID {head.pid}")
