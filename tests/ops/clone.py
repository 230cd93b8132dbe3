"""A small portal in a directory of its own, so that the launcher can be started, killed and started again in seconds.

The launcher, the servers, gunicorn and Celery are the real ones; the portal's own code is replaced by a few lines that
note what they were asked and keep their word in the real database.
"""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from ops import places
from ops.postgres import Postgres
from ops.processes import MARK, PART, Process, Registry

FILES = {
    "manage.py": """
import os, pathlib, sys
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
with open("calls.log", "a") as log:
    log.write(" ".join(sys.argv[1:2]) + "\\n")
if sys.argv[1] == "example_accounts":
    print("ayse@ornek.example   yönetici · administrator")
if sys.argv[1] in ("migrate", "backup", "restore", "remove_example_data", "example_data_belong"):
    from atasehir_portal import database
    database.run("create table if not exists row (word text)")
if sys.argv[1] == "remove_example_data":
    database.run("insert into row values ('examples are gone')")
if sys.argv[1] == "example_data_belong":
    print("no" if "examples are gone" in database.words() else "yes")
if sys.argv[1] == "backup":
    pathlib.Path(sys.argv[2]).write_text("\\n".join(database.words()))
if sys.argv[1] == "restore":
    if database.words() and "--force" not in sys.argv:
        sys.exit("There is something here already.")
    database.run("delete from row")
    for word in pathlib.Path(sys.argv[2]).read_text().splitlines():
        database.run(f"insert into row values ('{word}')")
""",
    "atasehir_portal/__init__.py": "from atasehir_portal.celery import app as celery_app\n",
    "atasehir_portal/celery.py": """
import os
from celery import Celery
url = os.environ["REDIS_URL"].replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
app = Celery("small", broker=url)
""",
    "atasehir_portal/database.py": """
import os, urllib.parse, psycopg2
def words():
    return run("select word from row", rows=True)
def run(sql, rows=False):
    parts = urllib.parse.urlsplit(os.environ["DATABASE_URL"])
    host = urllib.parse.parse_qs(parts.query)["host"][0]
    with psycopg2.connect(host=host, user=parts.username, dbname=parts.path[1:]) as connection:
        cursor = connection.cursor()
        cursor.execute(sql)
        return [word for [word] in cursor.fetchall()] if rows else []
""",
    "atasehir_portal/settings.py": """
SECRET_KEY = "small"
ROOT_URLCONF = "atasehir_portal.urls"
USE_TZ = True
""",
    "atasehir_portal/urls.py": """
from django.http import HttpResponse
from django.urls import include, path
inner = ([path("posta/", lambda request: HttpResponse(), name="mailbox")], "notifications")
urlpatterns = [path("bildirimler/", include(inner))]
""",
    "atasehir_portal/wsgi.py": """
from atasehir_portal import database
def application(environ, start_response):
    database.run("select 1")
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"ready"]
""",
}


def free_port() -> int:
    """Return a port of the loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Clone:
    """The small portal: files, launcher runs, and a look at what runs on its behalf."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.data = root / ".data"
        self.port = free_port()
        self.launchers: list[subprocess.Popen[str]] = []
        root.mkdir(parents=True, exist_ok=True)
        for name, content in FILES.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content.lstrip(), encoding="utf-8")
        for folder in ("templates", "static", "locale", "handbooks", "participation", "programming"):
            (root / folder).mkdir()
        shutil.copytree(places.ROOT / "ops", root / "ops", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(places.ROOT / "requirements", root / "requirements")
        (root / ".venv").symlink_to(places.VENV)

    def environment(self, **extra: str) -> dict[str, str]:
        dropped = ("DATABASE_URL", "REDIS_URL", "PORTAL_ENV", "PORTAL_DATA", "DJANGO_SETTINGS_MODULE", MARK, PART)
        return {key: value for key, value in os.environ.items() if key not in dropped} | extra

    # --- the launcher ---------------------------------------------------------------------------------------------

    def start(self, **extra: str) -> subprocess.Popen[str]:
        """Start the launcher in a process group of its own, as a terminal does."""
        argv = [sys.executable, "-m", "ops", "run", "--port", str(self.port)]
        with (self.root / f"launcher-{len(self.launchers)}.log").open("w") as log:
            launcher = subprocess.Popen(
                argv,
                cwd=self.root,
                env=self.environment(**extra),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                text=True,
                process_group=0,
            )
        self.launchers.append(launcher)
        return launcher

    def ops(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run another command of the launcher to its end, as ``make`` does."""
        argv = [sys.executable, "-m", "ops", *arguments]
        return subprocess.run(argv, cwd=self.root, env=self.environment(), capture_output=True, text=True, timeout=120)

    def output(self, number: int = -1) -> str:
        index = number % len(self.launchers)
        return (self.root / f"launcher-{index}.log").read_text(encoding="utf-8")

    def until(self, words: str, seconds: float = 45.0) -> str:
        """Wait until the last launcher has written ``words``; return all that it has written."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            written = self.output()
            if words in written:
                return written
            if self.launchers[-1].poll() is not None:
                break
            time.sleep(0.1)
        raise AssertionError(f"{words!r} was not written:\n{self.output()}\n{self.logs()}")

    def until_up(self) -> str:
        return self.until("press Ctrl-C to stop")

    def logs(self) -> str:
        return "\n".join(f"{path.name}: {path.read_text(errors='replace')[-600:]}" for path in self.data.glob("logs/*"))

    def press_control_c(self) -> int:
        """Send what the terminal sends: SIGINT to the launcher's whole process group. Return its exit status."""
        os.killpg(self.launchers[-1].pid, signal.SIGINT)
        return self.launchers[-1].wait(timeout=45)

    def kill(self) -> None:
        """End the launcher so that it can do nothing more."""
        self.launchers[-1].kill()
        self.launchers[-1].wait(timeout=10)

    # --- what runs ------------------------------------------------------------------------------------------------

    def members(self) -> dict[str, list[Process]]:
        return Registry(self.data).members()

    def get(self) -> str:
        with urllib.request.urlopen(f"http://localhost:{self.port}/", timeout=10) as response:
            return str(response.read().decode())

    def query(self, sql: str) -> str:
        return Postgres(self.data, Registry(self.data)).query(sql)

    def calls(self) -> list[str]:
        return (self.root / "calls.log").read_text(encoding="utf-8").split()

    def clear(self) -> None:
        """End whatever a failed test has left behind, and remove the sockets."""
        for launcher in self.launchers:
            if launcher.poll() is None:
                launcher.kill()
                launcher.wait(timeout=10)
        Registry(self.data).stop_all()
        if self.data.exists():
            server = Postgres(self.data, Registry(self.data))
            server.stop_leftovers()
            for part in ("postgres", "broker"):
                with contextlib.suppress(OSError):
                    shutil.rmtree(re.sub("-postgres$", f"-{part}", str(server.sockets)))
