"""A database that goes away is answered with a friendly page, and used again when it is back."""

import os
import subprocess
from pathlib import Path

import pytest

from ops import places
from ops.processes import MARK, PART

pytestmark = pytest.mark.slow

WORK = """
import os, pathlib, shutil, sys
from ops.postgres import Postgres
from ops.processes import Registry
data = pathlib.Path(sys.argv[1])
server = Postgres(data, Registry(data), durable=False)
server.start(os.environ)
os.environ["DATABASE_URL"] = server.url
import django
django.setup()
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment
setup_test_environment()
call_command("migrate", verbosity=0)
call_command("load_catalogue", verbosity=0)
client = Client(raise_request_exception=False)
client.cookies["sessionid"] = "somebody-signed-in"

def state():
    return client.get("/readyz").json()["parts"]["database"]

try:
    assert client.get("/").status_code == 200
    assert state() == "ok"
    server.registry.stop_all()
    for language, words in (("tr", 'lang="tr"'), ("en", "cannot be reached for a moment")):
        for path in ("/", "/hesap/giris/"):
            page = client.get(path, headers={"accept-language": language})
            if path != "/" and page.status_code == 404:
                continue
            text = page.content.decode()
            assert page.status_code == 503, (path, page.status_code)
            assert page["Retry-After"] == "30"
            assert "Content-Security-Policy" in page
            assert words in text, text
            assert "Traceback" not in text and "OperationalError" not in text and str(server.sockets) not in text
            assert text.count("<h1") == 1
    assert client.get("/healthz").status_code == 200
    assert state() == "unavailable"
    server.start(os.environ)
    assert client.get("/").status_code == 200
    assert state() == "ok"
finally:
    from django.db import connection
    connection.close()
    server.registry.stop_all()
    shutil.rmtree(server.sockets)
print("done")
"""


def test_pages_answer_503_while_the_database_is_gone_and_work_again_afterwards(tmp_path: Path) -> None:
    env = {key: value for key, value in os.environ.items() if key not in {MARK, PART}}
    env |= {"DJANGO_SETTINGS_MODULE": "atasehir_portal.settings", "PORTAL_ENV": "test"}
    argv = [places.python(), "-c", WORK, str(tmp_path / "data")]
    done = subprocess.run(argv, env=env, cwd=places.ROOT, capture_output=True, text=True)
    assert done.stdout.strip().endswith("done"), done.stdout + done.stderr
