"""``make test`` and ``make bench``: every guard and every test, on throw-away servers beside a running portal."""

import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from ops import catalogues, environment, places, say, system
from ops.broker import Broker
from ops.postgres import Postgres
from ops.processes import Registry
from ops.run import Stopped, listen_for_stop
from ops.say import Trouble
from ops.stack import Stack, fernet_key, secret

# the database with tables and catalogue that every process of the tests copies
TEMPLATE = "portal_tests"


@dataclass(frozen=True)
class Guard:
    """One check of the source: a command, and the environment it runs in."""

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str]


@dataclass(frozen=True)
class Result:
    name: str
    passed: bool
    seconds: float
    output: str


def set_up() -> None:
    """Install everything that the checks need; a check whose tool is missing must not pass in silence."""
    system.ensure([system.ENVIRONMENT])
    environment.ensure(environment.TESTING)
    system.ensure(system.TESTING)
    html_checker()
    commonmark_specification()
    catalogues.compile_all()


def html_checker() -> Path:
    """Return the W3C HTML checker, installing it where it is missing."""
    return environment.node_tool("vnu-jar", "build/dist/vnu.jar")


def commonmark_specification() -> Path:
    """Return the CommonMark specification, whose examples the tests run; installed where it is missing."""
    return environment.node_tool("commonmark-spec", "spec.txt")


def setting_names() -> set[str]:
    """Return the names of all settings, so that the shell of whoever runs the tests does not change them."""
    text = (places.ROOT / ".env.example").read_text(encoding="utf-8")
    return set(re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", text, re.MULTILINE))


def environment_for_tests(stack: Stack) -> dict[str, str]:
    """Return the environment of the tests: the throw-away servers, the tools, and no setting of the caller."""
    if not (stack.postgres and stack.broker):
        raise Trouble("Testlerin kendi sunucuları yok.", "The tests have no servers of their own.")
    names = setting_names()
    kept = {key: value for key, value in os.environ.items() if key.removesuffix("_FILE") not in names}
    return kept | {
        "PORTAL_ENV": "test",
        "DATABASE_URL": stack.postgres.url,
        "REDIS_URL": stack.broker.url,
        "MEDIA_ROOT": str(stack.data / "media"),
        "STATIC_ROOT": str(stack.data / "static"),
        "PORTAL_PG_BIN": str(stack.postgres.bin),
        "CHROMIUM": system.chromium() or "",
        "VNU_JAR": str(html_checker()),
        "COMMONMARK_SPEC": str(commonmark_specification()),
        "PATH": f"{places.VENV / 'bin'}:{os.environ.get('PATH', '')}",
    }


def deployment_settings(stack: Stack) -> dict[str, str]:
    """Return the settings of an imagined deployment, for ``check --deploy``."""
    return {
        "PORTAL_ENV": "production",
        "SECRET_KEY_FILE": str(secret(stack.data / "secrets" / "secret_key", os.urandom(40).hex())),
        "FIELD_ENCRYPTION_KEYS": fernet_key(),
        "ALLOWED_HOSTS": "katilim.example.bel.tr",
        "SITE_URL": "https://katilim.example.bel.tr",
        "BEHIND_PROXY": "true",
        "EMAIL_HOST": "mail.example.bel.tr",
        "DEFAULT_FROM_EMAIL": "katilim@example.bel.tr",
    }


def guards(stack: Stack) -> list[Guard]:
    """Return the checks of the source, the slow ones first."""
    env = environment_for_tests(stack)
    venv = places.VENV / "bin"
    manage = (str(places.python()), "manage.py")
    return [
        Guard("mypy", (str(venv / "mypy"),), env),
        Guard(
            "migrations and catalogue",
            ("sh", "-ec", '"$0" manage.py migrate --verbosity 0; "$0" manage.py load_catalogue', str(places.python())),
            env | {"DATABASE_URL": empty_database(stack)},
        ),
        Guard("catalogues complete", (sys.executable, "-m", "ops", "catalogues"), env),
        Guard("import-linter", (str(venv / "lint-imports"),), env),
        Guard("djlint", (str(venv / "djlint"), "templates", "--lint", "--quiet"), env),
        Guard("pending migrations", (*manage, "makemigrations", "--check", "--dry-run"), env),
        Guard(
            "check --deploy",
            (*manage, "check", "--deploy", "--fail-level", "WARNING"),
            env | deployment_settings(stack),
        ),
        Guard("ruff check", (str(venv / "ruff"), "check", "."), env),
        Guard("ruff format", (str(venv / "ruff"), "format", "--check", "."), env),
    ]


def empty_database(stack: Stack) -> str:
    """Make the database that the tests copy, still empty, and return its address."""
    if not stack.postgres:
        raise Trouble("Testlerin kendi sunucuları yok.", "The tests have no servers of their own.")
    stack.postgres.query(f"create database {TEMPLATE}", database="postgres")
    return stack.postgres.url_of(TEMPLATE)


def run_guard(guard: Guard, registry: Registry) -> Result:
    """Run one check to its end. One that cannot be started has failed."""
    started = time.monotonic()
    try:
        done = subprocess.run(
            guard.argv,
            cwd=places.ROOT,
            env=registry.environment("step", guard.env),
            capture_output=True,
            text=True,
            check=False,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
        )
        passed, output = done.returncode == 0, done.stdout + done.stderr
    except OSError as error:
        passed, output = False, str(error)
    return Result(guard.name, passed, time.monotonic() - started, output)


def run_guards(chosen: Sequence[Guard], registry: Registry) -> list[Result]:
    """Run checks two at a time and report each as it ends; being stopped ends those that run."""
    results = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        try:
            for result in pool.map(lambda guard: run_guard(guard, registry), chosen):
                _report(result)
                results.append(result)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            registry.stop("step")
            raise
    return results


def _report(result: Result) -> None:
    say.line(f"  {'✓' if result.passed else '✗'} {result.name}  ({result.seconds:.1f} s)")
    if not result.passed:
        for text in result.output.strip().splitlines()[-80:]:
            say.line(f"    │ {text}")


def _throw_away() -> Path:
    """Return a fresh directory for throw-away servers, after removing those of runs that were killed."""
    parent = places.default_data() / "test"
    parent.mkdir(parents=True, exist_ok=True)
    for old in parent.iterdir():
        registry = Registry(old)
        if not registry.locked_by_another():
            registry.stop_all()
            remove(old)
    fresh = parent / str(os.getpid())
    fresh.mkdir()
    return fresh


def remove(data: Path) -> None:
    """Remove the data and the sockets of a throw-away stack, whoever owns its files."""
    server, broker = Postgres(data, Registry(data), durable=False), Broker(data, Registry(data), durable=False)
    broker.stop_leftovers()
    server.stop_leftovers()
    for place in (server.sockets, broker.socket.parent, server.directory, data):
        shutil.rmtree(place, ignore_errors=True)


def with_servers(work: Callable[[Stack], int], *, durable: bool = False) -> int:
    """Do ``work`` with servers that nobody else uses; stop and remove them whatever happens. Returns its status."""
    listen_for_stop()
    for name in ("DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)
    stack: Stack | None = None
    try:
        set_up()
        stack = Stack(_throw_away(), durable=durable)
        stack.registry.lock(f"PID {os.getpid()}")
        stack.start_database()
        stack.start_broker()
        return work(stack)
    except Trouble as problem:
        say.trouble(problem)
        return 1
    except Stopped:
        say.line("Durduruldu · stopped")
        return 130
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        if stack:
            stack.stop()
            remove(stack.data)
            stack.registry.unlock()


def test() -> int:
    """Run everything. Returns 0 only where every guard and every test has run and passed."""
    started = time.monotonic()

    def work(stack: Stack) -> int:
        say.step("Denetimler", f"guards (Python {platform.python_version()})")
        results = run_guards(guards(stack), stack.registry)
        failed = [result.name for result in results if not result.passed]
        copied: dict[str, str] = {} if "migrations and catalogue" in failed else {"TEST_DATABASE_TEMPLATE": TEMPLATE}
        say.step("Tarayıcı testleri", "browser tests")
        # a test that fails is told, and is tried once more: a browser on a busy machine can be late. Twice is a failure.
        browser = pytest(stack, "browser", "tests/browser", "-n", "2", "--reruns", "1", "-rR", env=copied)
        say.step("Birim ve tümleştirme testleri", "unit and integration tests")
        others = pytest(stack, "unit", "tests", "--ignore=tests/browser", "-n", "3", "--dist", "worksteal", env=copied)
        failed += [name for name, passed in (("browser tests", browser), ("tests", others)) if not passed]
        minutes = (time.monotonic() - started) / 60
        said = f"failed: {', '.join(failed)}" if failed else "everything passed"
        say.line(f"{'✗' if failed else '✓'} {minutes:.1f} min, {said}")
        return 1 if failed else 0

    return with_servers(work)


def bench() -> int:
    """Run the benchmarks alone, on servers that write to disk as real ones do."""
    return with_servers(
        lambda stack: 0 if pytest(stack, "benchmarks", "tests/benchmarks", "-s", "-p", "no:xdist") else 1, durable=True
    )


def pytest(stack: Stack, name: str, *arguments: str, env: Mapping[str, str] | None = None) -> bool:
    """Run pytest with its output as it is, and say whether every test ran and passed: a skipped test did not run.

    ``env`` comes on top of the environment of all tests.
    """
    report = stack.data / f"{name}.xml"
    argv = [str(places.python()), "-m", "pytest", "-p", "ops.pytest_servers", *arguments, f"--junitxml={report}"]
    argv += ["-o", f"cache_dir={stack.data / 'pytest-cache'}", "--durations=15"]
    try:
        stack.run(argv, show=True, name=f"pytest-{name}", env={**environment_for_tests(stack), **(env or {})})
    except Trouble:
        return False
    skipped = [
        f"{case.get('classname')}::{case.get('name')}"
        for case in ElementTree.parse(report).iter("testcase")  # noqa: S314  written by pytest just now
        for note in case.iter("skipped")
        if note.get("type") != "pytest.xfail"
    ]
    for test_name in skipped:
        say.line(f"  ✗ skipped: {test_name}")
    return not skipped
