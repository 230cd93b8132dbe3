"""What the set-up finds, installs, refuses and names."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from ops import catalogues, environment, places, postgres, system
from ops.processes import Registry
from ops.say import Trouble

ROOT = places.ROOT


def need(*packages: str, present: bool = False) -> system.Need:
    return system.Need("Deneme", "trial", packages, lambda: present)


def test_ensure_names_the_exact_command_to_an_ordinary_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Trouble) as caught:
        system.ensure([need("bash"), need("coreutils", "bash"), need("sed", present=True)])
    assert caught.value.command == "sudo apt-get update && sudo apt-get install -y bash coreutils"
    assert "Deneme" in caught.value.turkish


def test_ensure_is_silent_where_nothing_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    system.ensure([need("bash", present=True)])
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("name", ["base", "embedded", "dev", "installer"])
def test_every_pin_is_exact_and_hashed_and_names_no_address(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    assert "://" not in text
    blocks = re.split(r"\n(?=\S)", re.sub(r"(?m)^\s*#.*\n?", "", text).strip())
    assert blocks
    for block in blocks:
        assert re.match(r"[A-Za-z0-9._-]+(\[[a-z0-9,-]+\])?==[^ ]+", block), block
        assert "--hash=sha256:" in block


def test_smaller_pin_files_are_part_of_the_larger_ones() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"(?m)^([\w.\[\]-]+==\S+)", (ROOT / "requirements" / f"{name}.txt").read_text()))

    assert pins("base") < pins("embedded") < pins("dev")


def test_a_data_directory_of_another_version_is_named_with_the_way_out(tmp_path: Path) -> None:
    server = postgres.Postgres(tmp_path, Registry(tmp_path))
    server.directory.mkdir()
    (server.directory / "PG_VERSION").write_text("12\n")
    with pytest.raises(Trouble) as caught:
        server.start({})
    assert "PostgreSQL 12" in caught.value.english
    commands = caught.value.command.splitlines()
    assert commands[0] == "sudo apt-get install postgresql-12"
    assert commands[1].startswith("make backup FILE=")
    assert "PORTAL_PG_BIN=/usr/lib/postgresql/12/bin" in commands[1]
    assert commands[2].startswith(f"mv {server.directory} ")
    assert commands[3].startswith("make restore FILE=")
    shutil.rmtree(server.sockets)


def test_postgres_starts_the_way_this_account_allows(tmp_path: Path) -> None:
    way = postgres.privileges()
    if os.geteuid() == 0:
        assert way.prefix
        assert way.prefix[0].endswith(("unshare", "setpriv"))
    else:
        assert way.prefix == ()


def test_postgres_runs_under_another_account_where_namespaces_are_forbidden(tmp_path: Path) -> None:
    """Root without user namespaces: an unprivileged account runs the server, whatever the caller's umask."""
    code = """
import os, sys
from pathlib import Path
os.umask(0o077)
from ops import postgres
from ops.processes import Registry
data = Path(sys.argv[1])
server = postgres.Postgres(data, Registry(data), durable=False)
server.start(os.environ)
owner = postgres.privileges().owner
assert server.directory.stat().st_uid == (owner.pw_uid if owner else os.getuid())
print(server.query("show data_directory"), server.registry.stop_all())
import shutil
shutil.rmtree(server.sockets); shutil.rmtree(server.directory)
if server.directory.parent != data: shutil.rmtree(server.directory.parent)
"""
    env = {**os.environ, "PORTAL_PG_PRIVILEGES": "account", "PYTHONPATH": str(ROOT)}
    argv = [sys.executable, "-c", code, str(tmp_path / "data")]
    done = subprocess.run(argv, env=env, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "['postgres']" in done.stdout


def test_socket_directory_is_short_private_and_refused_where_it_is_a_trap(tmp_path: Path) -> None:
    data = tmp_path / "data"
    made = places.socket_directory(data, "trial")
    try:
        assert len(str(made)) <= places.LONGEST_SOCKET_DIRECTORY
        assert made.stat().st_mode & 0o777 == 0o700
        assert places.socket_directory(data, "trial") == made
        made.rmdir()
        made.symlink_to(tmp_path)
        with pytest.raises(Trouble, match="belongs to somebody else"):
            places.socket_directory(data, "trial")
    finally:
        made.unlink()


def test_an_old_python_is_told_which_one_is_needed() -> None:
    source = (ROOT / "ops" / "__main__.py").read_text()
    fake = source.replace("sys.version_info >= (3, 11)", "False").replace("shutil.which(name)", "None")
    done = subprocess.run([sys.executable, "-c", fake], capture_output=True, text=True)
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed" in done.stderr
    ast.parse(source, feature_version=(3, 7))  # an old Python must be able to read it at all


def test_every_catalogue_that_the_settings_name_is_compiled() -> None:
    compiled = {source.parent.parent.parent for source in catalogues.sources()}
    assert compiled == {Path(path) for path in settings.LOCALE_PATHS}


def test_catalogues_names_what_is_missing(tmp_path: Path) -> None:
    catalogue = tmp_path / "django.po"
    catalogue.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "whole"\nmsgstr "tam"\n\n#: a.py:1\nmsgid "missing"\nmsgstr ""\n\n'
        '#, fuzzy\nmsgid "doubtful"\nmsgstr "belki"\n'
    )
    assert catalogues._entries(catalogue, "--untranslated", "untranslated") == ['untranslated: "missing"   (a.py:1)']
    assert catalogues._entries(catalogue, "--only-fuzzy", "fuzzy") == ['fuzzy: "doubtful"']


def test_environment_is_left_alone_where_the_pins_have_not_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    digest = environment._digest(environment.RUNNING)
    monkeypatch.setattr(environment, "_stamps", lambda: {environment.RUNNING.name: digest})
    monkeypatch.setattr(environment, "_install", lambda pins: pytest.fail("installed again"))
    environment.ensure(environment.RUNNING)
