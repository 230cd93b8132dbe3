"""A database of its own, taken away and given back while the portal's WSGI application answers. Run by a test."""

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults

from ops.postgres import Postgres
from ops.processes import Registry

server = Postgres(Path(sys.argv[1]), Registry(Path(sys.argv[1])), durable=False)
server.start(os.environ)
os.environ["DATABASE_URL"] = server.url

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.urls import reverse  # noqa: E402

from atasehir_portal.wsgi import application  # noqa: E402


def get(path: str, language: str = "tr") -> tuple[int, dict[str, str], str]:
    """Ask as the web server does, so that connections are kept and dropped as they are there."""
    environ: dict[str, Any] = {
        "PATH_INFO": path,
        "HTTP_HOST": "localhost",
        "HTTP_ACCEPT_LANGUAGE": language,
        "HTTP_COOKIE": "sessionid=somebody-signed-in",
    }
    setup_testing_defaults(environ)
    told: list[Any] = []
    answer = application(environ, lambda status, headers, error=None: told.extend([status, headers]))
    text = b"".join(answer).decode()
    answer.close()
    return int(told[0].split()[0]), dict(told[1]), text


def database_state() -> str:
    return str(json.loads(get("/readyz")[2])["parts"]["database"])


def check_unavailable(path: str, language: str, words: str) -> None:
    status, headers, text = get(path, language)
    assert status == 503, (path, status)
    assert headers["Retry-After"] == "30"
    assert "Content-Security-Policy" in headers
    assert words in text, text
    assert text.count("<h1") == 1
    for secret in ("Traceback", "OperationalError", str(server.sockets)):
        assert secret not in text


def scenario() -> None:
    assert get("/")[0] == 200
    assert database_state() == "ok"

    server.registry.stop_all()
    for path in ("/", reverse("my_page")):
        check_unavailable(path, "tr", 'lang="tr"')
        check_unavailable(path, "en", "cannot be reached for a moment")
    assert get("/healthz")[0] == 200
    assert database_state() == "unavailable"

    server.start(os.environ)
    assert get("/")[0] == 200
    assert database_state() == "ok"


try:
    call_command("migrate", verbosity=0)
    call_command("load_catalogue", verbosity=0)
    scenario()
finally:
    connection.close()
    server.registry.stop_all()
    shutil.rmtree(server.sockets)
print("done")
