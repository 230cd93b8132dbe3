"""``make test``: what fails is seen, what cannot run has failed, what was left behind is removed."""

import os
import re
import tomllib
from pathlib import Path

import pytest

from ops import checks, places
from ops.checks import Guard, run_guards
from ops.processes import Process, Registry
from ops.stack import Stack


def guard(name: str, *argv: str) -> Guard:
    return Guard(name, argv, dict(os.environ))


def test_guards_report_each_and_show_why_one_failed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chosen = [
        guard("good", "true"),
        guard("bad", "sh", "-c", "echo line 7 is wrong; exit 1"),
        guard("gone", "/no/such"),
    ]
    results = run_guards(chosen, Registry(tmp_path))
    assert [result.passed for result in results] == [True, False, False]
    said = capsys.readouterr().out
    assert "✓ good" in said
    assert "✗ bad" in said
    assert "line 7 is wrong" in said
    assert "No such file" in said  # a check that cannot run has failed, and says why


def test_settings_of_the_caller_do_not_reach_the_tests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_HOST", "mail.example.bel.tr")
    monkeypatch.setenv("SECRET_KEY_FILE", "/nonexistent")
    monkeypatch.setenv("CHROMIUM", "/bin/sh")
    monkeypatch.setattr(checks, "html_checker", lambda: Path("/vnu.jar"))
    monkeypatch.setattr(checks, "commonmark_specification", lambda: Path("/spec.txt"))
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    stack = Stack(tmp_path, durable=False)
    env = checks.environment_for_tests(stack)
    assert "EMAIL_HOST" not in env
    assert "SECRET_KEY_FILE" not in env
    assert env["PORTAL_ENV"] == "test"
    assert stack.postgres
    assert env["DATABASE_URL"] == stack.postgres.url
    assert env["CHROMIUM"] == "/bin/sh"
    checks.remove(tmp_path)


@pytest.mark.parametrize(
    ("body", "passed"),
    [
        ("def test_a(): pass", True),
        ("def test_a(): assert False", False),
        ("import pytest\n@pytest.mark.skip\ndef test_a(): pass\ndef test_b(): pass", False),
        ("import pytest\n@pytest.mark.xfail\ndef test_a(): assert False", True),
        ("", False),
        ("import nothing_of_that_name", False),
    ],
    ids=["passes", "fails", "skips", "known failure", "empty", "cannot be read"],
)
def test_a_run_passes_only_where_every_test_has_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, passed: bool
) -> None:
    (tmp_path / "test_it.py").write_text(body)
    (tmp_path / "empty.ini").write_text("[pytest]\n")
    monkeypatch.setattr(checks, "environment_for_tests", lambda stack: dict(os.environ))
    stack = Stack.__new__(Stack)  # only its directory and its registry are used
    stack.data, stack.registry = tmp_path / "data", Registry(tmp_path / "data")
    stack.data.mkdir()
    arguments = ("-c", str(tmp_path / "empty.ini"), "-p", "no:django", str(tmp_path / "test_it.py"))
    assert checks.pytest(stack, "trial", *arguments) is passed


def test_layers_name_every_room_and_every_plain_module() -> None:
    """import-linter says nothing about a module that no layer names."""
    project = tomllib.loads((places.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    [layers] = [each["layers"] for each in project["tool"]["importlinter"]["contracts"] if each["type"] == "layers"]
    named = set(re.findall(r"[\w.]+", " ".join(layers)))
    roots = ("settings", "urls", "celery", "wsgi")  # what ties all rooms to Django and Celery
    found = set()
    for package in ("atasehir_portal", "programming", "participation"):
        for path in (places.ROOT / package).iterdir():
            if (path.suffix == ".py" or (path / "__init__.py").exists()) and path.stem != "__init__":
                found.add(f"{package}.{path.stem}")
    assert {"atasehir_portal.stored", "atasehir_portal.charts", "programming.needs"} <= found
    assert found - {f"atasehir_portal.{name}" for name in roots} - named == set()


@pytest.mark.parametrize(("passed", "mark"), [(True, "✓"), (False, "✗")])
def test_a_run_always_says_how_many_minutes_it_took(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], passed: bool, mark: str
) -> None:
    stack = Stack.__new__(Stack)
    stack.registry = Registry(Path("/nonexistent"))
    monkeypatch.setattr(checks, "with_servers", lambda work, **_options: work(stack))
    monkeypatch.setattr(checks, "guards", lambda stack: [])
    monkeypatch.setattr(checks, "pytest", lambda stack, name, *_arguments, **_env: passed or name == "browser")
    assert checks.test() == (0 if passed else 1)
    last = capsys.readouterr().out.splitlines()[-1]
    assert re.fullmatch(mark + r" \d+\.\d min, " + ("everything passed" if passed else "failed: tests"), last)


@pytest.mark.slow
def test_servers_of_a_killed_run_are_stopped_and_removed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_DATA", str(tmp_path))
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    killed = Stack(tmp_path / "test" / "1", durable=False)
    killed.start_database()
    killed.start_broker()
    running = [Process.of(child.pid) for child in killed.children.values()]
    assert killed.postgres
    assert killed.broker

    fresh = checks._throw_away()
    for child in killed.children.values():
        child.wait(timeout=10)
    assert not [process for process in running if process and process.alive()]
    assert sorted((tmp_path / "test").iterdir()) == [fresh]
    assert not killed.postgres.sockets.exists()
    assert not killed.broker.socket.parent.exists()
    assert places.default_data() == tmp_path
