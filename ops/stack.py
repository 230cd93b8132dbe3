"""The whole portal on this machine: its servers, its processes, its settings."""

import base64
import os
import secrets
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

from ops import places, say
from ops.broker import Broker
from ops.postgres import Postgres
from ops.processes import MARK, PART, Process, Registry, until_gone
from ops.say import Trouble

WITHOUT_EXAMPLES = "without-example-data"


def secret(path: Path, content: str) -> Path:
    """Return the file of a secret, written once and readable by its owner alone."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as output:
            output.write(content)
    return path


def fernet_key() -> str:
    """Return a fresh key for encrypted fields."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode("ascii")


class Stack:
    """The servers and processes whose data lies in ``data``.

    ``DATABASE_URL`` and ``REDIS_URL`` in the environment point to servers of one's own; the embedded ones are not
    started then.
    """

    def __init__(self, data: Path, *, port: int = 8000, durable: bool = True) -> None:
        self.data = data
        self.port = port
        self.registry = Registry(data)
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.outside_database = os.environ.get("DATABASE_URL", "")
        self.outside_broker = os.environ.get("REDIS_URL", "")
        self.postgres = None if self.outside_database else Postgres(data, self.registry, durable=durable)
        self.broker = None if self.outside_broker else Broker(data, self.registry, durable=durable)

    @property
    def address(self) -> str:
        # WebAuthn takes its relying party from the host name, and an address is none.
        return f"http://localhost:{self.port}"

    @property
    def with_examples(self) -> bool:
        return not (self.data / WITHOUT_EXAMPLES).exists()

    def ask_about_examples(self) -> None:
        """Let the database say whether example data belong to it, and note it beside the database for the settings."""
        note = self.data / WITHOUT_EXAMPLES
        if self.manage("example_data_belong").split()[-1:] == ["no"]:
            note.touch()
        else:
            note.unlink(missing_ok=True)

    def environment(self) -> dict[str, str]:
        """Return the environment of every process of the portal. What the caller has set wins."""
        kept = {key: value for key, value in os.environ.items() if key not in {MARK, PART, "DJANGO_SETTINGS_MODULE"}}
        keys = self.data / "secrets"
        own = {
            "PORTAL_ENV": "development",
            "EXAMPLE_DATA": "true" if self.with_examples else "false",
            "SECRET_KEY_FILE": str(secret(keys / "secret_key", secrets.token_urlsafe(60))),
            "FIELD_ENCRYPTION_KEYS_FILE": str(secret(keys / "field_encryption_keys", fernet_key())),
            "SITE_URL": self.address,
            "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
            "MEDIA_ROOT": str(self.data / "media"),
            "STATIC_ROOT": str(self.data / "static"),
            "PYTHONUNBUFFERED": "1",
        }
        fixed = {
            "DATABASE_URL": self.postgres.url if self.postgres else self.outside_database,
            "REDIS_URL": self.broker.url if self.broker else self.outside_broker,
            "PATH": f"{places.VENV / 'bin'}:{os.environ.get('PATH', '')}",
        }
        if self.postgres:
            fixed["PORTAL_PG_BIN"] = str(self.postgres.bin)
        return {**own, **kept, **fixed}

    # --- start ----------------------------------------------------------------------------------------------------

    def clean_up(self) -> None:
        """Stop what an earlier start left behind (its launcher was killed) and nothing else."""
        stopped = self.registry.stop_all()
        for server in (self.broker, self.postgres):
            if server:
                server.stop_leftovers()
        if stopped:
            say.notice(
                f"Yarım kalan bir çalışmanın süreçleri durduruldu: {', '.join(stopped)}",
                f"stopped what an earlier run had left behind: {', '.join(stopped)}",
            )

    def start_database(self) -> None:
        if self.postgres:
            self.children["postgres"] = self.postgres.start(os.environ)

    def start_broker(self) -> None:
        if self.broker:
            self.children["broker"] = self.broker.start(os.environ)

    def start(self, part: str) -> None:
        """Start one part by name; the servers only return when they answer."""
        if part == "postgres":
            self.start_database()
        elif part == "broker":
            self.start_broker()
        else:
            self.children[part] = self.registry.spawn(
                part, self.command(part), env=self.environment() | self._web_settings(), cwd=places.ROOT
            )

    def command(self, part: str) -> list[str]:
        """Return the command line of a part."""
        python = str(places.python())
        celery = [python, "-m", "celery", "--app", "atasehir_portal"]
        (self.data / "beat").mkdir(parents=True, exist_ok=True)
        return {
            "web": [python, "-m", "gunicorn", "--config", str(Path(__file__).parent / "webserver.py")]
            + ["atasehir_portal.wsgi:application"],
            "worker": [*celery, "worker", "--loglevel", "INFO", "--concurrency", "2", "--without-gossip"]
            + ["--without-mingle", "--hostname", "portal@%h"],
            "beat": [*celery, "beat", "--loglevel", "WARNING", "--pidfile=", "--schedule"]
            + [str(self.data / "beat" / "schedule")],
        }[part]

    def _web_settings(self) -> dict[str, str]:
        binds = [f"127.0.0.1:{self.port}"]
        if _bindable(socket.AF_INET6, "::1", 0):
            binds.append(f"[::1]:{self.port}")
        return {"WEB_BIND": ",".join(binds)}

    def until_ready(self, seconds: float = 120.0) -> None:
        """Wait until ``/readyz`` says that every part works. Raises Trouble where that takes longer or a part ends."""
        deadline = time.monotonic() + seconds
        answer = ""
        while time.monotonic() < deadline:
            for part, child in self.children.items():
                if child.poll() is not None:
                    raise Trouble(f"{part} başlamadı.", f"{part} did not start.", log=self.registry.log(part))
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=10) as response:
                    answer = response.read().decode()
                    return
            except urllib.error.HTTPError as error:
                answer = error.read().decode(errors="replace")[:300]
            except OSError:
                pass
            time.sleep(0.2)
        raise Trouble(
            f"Portal hazır olmadı: {answer}", f"The portal did not get ready: {answer}", log=self.registry.log("web")
        )

    # --- commands -------------------------------------------------------------------------------------------------

    def run(self, argv: Sequence[str], *, name: str, show: bool = False, env: Mapping[str, str] | None = None) -> str:
        """Run a command to its end in a session of its own and return its output.

        ``show`` lets it write to the terminal instead; ``env`` replaces the portal's environment. Raises Trouble where
        it fails.
        """
        log = self.registry.log(name)
        log.parent.mkdir(parents=True, exist_ok=True)
        env = self.registry.environment("step", env if env is not None else self.environment())
        with log.open("wb") as output:
            child = subprocess.Popen(
                argv,
                env=env,
                cwd=places.ROOT,
                stdin=subprocess.DEVNULL,
                stdout=None if show else output,
                stderr=None if show else subprocess.STDOUT,
                start_new_session=True,
            )
            process = Process.of(child.pid)
            try:
                child.wait()
            except BaseException:
                if process:
                    process.send(signal.SIGINT)
                    until_gone([process], 15)
                raise
        if child.returncode:
            raise Trouble(f"{name} başarısız oldu.", f"{name} failed.", log=None if show else log)
        return log.read_text(encoding="utf-8", errors="replace")

    def manage(self, *arguments: str, show: bool = False) -> str:
        """Run a command of ``manage.py`` and return what it wrote."""
        argv = [str(places.python()), str(places.ROOT / "manage.py"), *arguments]
        return self.run(argv, show=show, name=arguments[0])

    # --- stop -----------------------------------------------------------------------------------------------------

    def stop(self) -> list[str]:
        """Stop all parts of this stack: web, worker, beat, broker, PostgreSQL. Return those that were running."""
        stopped = self.registry.stop_all(self.children)
        for server in (self.broker, self.postgres):
            if server:
                server.stop_leftovers()
        self.children.clear()
        return stopped


def _bindable(family: int, host: str, port: int) -> bool:
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError:
        return False
    return True


def check_port(port: int) -> None:
    """Raise Trouble where the port is taken, naming by whom and the next free one."""
    taken = not _bindable(socket.AF_INET, "127.0.0.1", port) or (
        _bindable(socket.AF_INET6, "::1", 0) and not _bindable(socket.AF_INET6, "::1", port)
    )
    if not taken:
        return
    if port < 1024 and os.geteuid() != 0:
        who, whom = "ayrıcalıklı bir numara", "a privileged number"
    else:
        who = whom = _holder(port)
    other = next(
        (number for number in range(port + 1, port + 100) if _bindable(socket.AF_INET, "127.0.0.1", number)), 0
    )
    raise Trouble(
        f"{port} numaralı kapı kullanılamıyor ({who}). Başka bir kapı seçin:",
        f"Port {port} cannot be used ({whom}). Choose another one:",
        command=f"make run PORT={other or 8001}",
    )


def _holder(port: int) -> str:
    """Name the process that listens on a port, as far as we may see it."""
    inodes = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            lines = Path(table).read_text(encoding="ascii").splitlines()[1:]
        except OSError:
            continue
        for fields in (line.split() for line in lines):
            if fields[3] == "0A" and int(fields[1].rpartition(":")[2], 16) == port:
                inodes.add(f"socket:[{fields[9]}]")
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if any(os.readlink(handle) in inodes for handle in (entry / "fd").iterdir()):  # noqa: PTH115
                return f"{(entry / 'comm').read_text(encoding='utf-8').strip()}, PID {entry.name}"
        except OSError:
            continue
    return "başka bir program · another program"
