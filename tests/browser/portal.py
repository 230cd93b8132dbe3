"""The portal as it runs for people, with processes and a broker of its own: gunicorn, a Celery worker, beat."""

import json
import os
import shutil
import urllib.parse
from collections.abc import Mapping, Sequence
from pathlib import Path
from subprocess import Popen
from typing import Any

import psycopg2

from ops import places
from ops.broker import Broker
from ops.processes import Registry
from ops.say import Trouble
from ops.stack import Stack
from tests.ops.clone import free_port

PARTS = ("worker", "beat", "web")


class Bound(Registry):
    """Starts processes that are told to end when the tests end, even where those were killed."""

    def spawn(self, part: str, argv: Sequence[str], *, env: Mapping[str, str], cwd: Path) -> "Popen[bytes]":
        return super().spawn(part, ["setpriv", "--pdeathsig", "TERM", "--", *argv], env=env, cwd=cwd)


class Portal(Stack):
    """The whole portal on a database made for this run, on the PostgreSQL server that the tests were given."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, port=free_port(), durable=False)
        self.registry = Bound(folder)
        self.database = f"browser_{os.getpid()}"
        self.server = self.outside_database
        self.outside_database = urllib.parse.urlsplit(self.server)._replace(path=f"/{self.database}").geturl()
        self.postgres = None
        self.outside_broker, self.broker = "", Broker(folder, self.registry, durable=False)
        self.world: dict[str, Any] = {}

    def environment(self) -> dict[str, str]:
        """As ``make run`` has it: development, with example data."""
        return super().environment() | {
            "PORTAL_ENV": "development",
            "EXAMPLE_DATA": "true",
            "SITE_URL": self.address,
            "MEDIA_ROOT": str(self.data / "media"),
            "STATIC_ROOT": str(self.data / "static"),
            "LOG_LEVEL": "INFO",
        }

    def open(self) -> None:
        """Make the database and the world in it, start every part, return when the portal is ready."""
        self._sql(f"create database {self.database} template {os.environ.get('TEST_DATABASE_TEMPLATE', 'template1')}")
        self.start_broker()
        self.world = json.loads(self._python("tests.browser.world", str(self.data)).splitlines()[-1])
        for part in PARTS:
            self.start(part)
        self.until_ready()

    def close(self) -> None:
        self.stop()
        if self.broker:
            shutil.rmtree(self.broker.socket.parent, ignore_errors=True)
        self._sql(f"drop database if exists {self.database} with (force)")

    def close_rounds(self) -> None:
        """Close the rounds of the world, because no book is approved while one runs."""
        self._python("tests.browser.rounds_over")

    def end_rounds(self) -> None:
        """Do what the calendar does on the day after the last one: rounds take nothing more, and wait for their answers."""
        self._python("tests.browser.rounds_end")

    def end_charter_round(self) -> None:
        """Do what the calendar does on the day after the last one of the charter's round."""
        self._python("tests.browser.charter_round_ends")

    def bring_into_review(self) -> None:
        """Make the short book of the stories one on which opinions can be asked for."""
        self._python("tests.browser.in_review")

    def start_what_ended(self) -> None:
        """Do what the launcher and a container engine do: a worker can end when its broker vanishes in mid-message."""
        for part in [name for name, child in self.children.items() if child.poll() is not None]:
            self.start(part)

    def stop_broker(self) -> None:
        self.registry.stop("broker", self.children)

    def log(self, part: str) -> str:
        return self.registry.log(part).read_text(encoding="utf-8", errors="replace")

    def _python(self, module: str, *arguments: str) -> str:
        env = self.environment() | {"DJANGO_SETTINGS_MODULE": "atasehir_portal.settings", "LOG_LEVEL": "ERROR"}
        name = module.rpartition(".")[2]
        try:
            return self.run([str(places.python()), "-m", module, *arguments], name=name, env=env)
        except Trouble as trouble:
            raise AssertionError(self.log(name)[-4000:]) from trouble

    def _sql(self, statement: str) -> None:
        parts = urllib.parse.urlsplit(self.server)
        host = urllib.parse.parse_qs(parts.query).get("host", [parts.hostname])[0]
        connection = psycopg2.connect(
            host=host, port=parts.port, user=parts.username, password=parts.password, dbname=parts.path[1:]
        )
        connection.autocommit = True
        connection.cursor().execute(statement)
        connection.close()
