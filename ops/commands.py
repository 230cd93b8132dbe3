"""The commands of ``python3 -m ops`` (the Makefile names the same)."""

import argparse
import os
import re
import secrets as random
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ops import catalogues, checks, environment, places, run, say
from ops.say import Trouble
from ops.stack import Stack, fernet_key, secret


def main(arguments: Sequence[str]) -> int:
    """Run one command; return its exit status. Trouble is explained, never shown as a stack trace."""
    parser = argparse.ArgumentParser(prog="python3 -m ops", description="Participation portal: run, test, back up.")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("run", help="set up and start everything")
    command.add_argument("--port", type=int, default=8000)
    commands.add_parser("test", help="run every check and test")
    commands.add_parser("bench", help="run the benchmarks")
    command = commands.add_parser("backup", help="write database and files into one archive")
    command.add_argument("file", type=Path)
    command = commands.add_parser("restore", help="bring an archive back")
    command.add_argument("file", type=Path)
    command.add_argument("--force", action="store_true", help="replace what is there")
    commands.add_parser("clean-example", help="remove all example data")
    command = commands.add_parser("manage", help="run a command of manage.py on the local portal")
    command.add_argument("arguments", nargs=argparse.REMAINDER)
    command = commands.add_parser("secrets", help="write fresh secrets for a deployment")
    command.add_argument("directory", type=Path, nargs="?", default=places.ROOT / "secrets")
    commands.add_parser("catalogues", help="check that every string has its Turkish sentence")
    commands.add_parser("pins", help="pin the newest allowed versions with their hashes")
    chosen = parser.parse_args(arguments)
    try:
        return _dispatch(chosen)
    except Trouble as problem:
        say.trouble(problem)
        return 1
    except (run.Stopped, KeyboardInterrupt):
        return 130


def _dispatch(chosen: argparse.Namespace) -> int:
    match chosen.command:
        case "run":
            return run.run(chosen.port)
        case "test":
            return checks.test()
        case "bench":
            return checks.bench()
        case "backup":
            return backup(chosen.file.absolute())
        case "restore":
            return restore(chosen.file.absolute(), force=chosen.force)
        case "clean-example":
            return clean_example()
        case "manage":
            return manage(chosen.arguments)
        case "secrets":
            return write_secrets(chosen.directory)
        case "catalogues":
            return catalogues.complete()
        case _:
            return pin()


@contextmanager
def _local(*, alone: bool = False) -> Iterator[Stack]:
    """Give a command the local portal's servers: those that run, else started for as long as the command takes.

    ``alone`` is for what must not happen while people use the portal.
    """
    run.listen_for_stop()
    run.set_up()
    stack = Stack(places.default_data())
    if stack.registry.locked_by_another() and not alone:
        port = re.search(r"localhost:(\d+)", stack.registry.note())
        stack.port = int(port[1]) if port else stack.port
        yield stack
        return
    stack.registry.lock(f"PID {os.getpid()}")
    try:
        stack.clean_up()
        stack.start_database()
        stack.start_broker()
        yield stack
    finally:
        stack.stop()
        stack.registry.unlock()


def backup(file: Path) -> int:
    """Write the database and the files of the local portal into ``file``."""
    data = places.default_data()
    if not os.environ.get("DATABASE_URL") and not (data / "postgres").exists():
        raise Trouble(f"{data} içinde henüz veri yok.", f"There are no data in {data} yet.", command="make run")
    with _local() as stack:
        say.line(stack.manage("backup", str(file)).strip())
    return 0


def restore(file: Path, *, force: bool) -> int:
    """Bring database and files back from ``file`` into an empty place, or with ``force`` over what is there."""
    with _local(alone=True) as stack:
        run.forget_prepared(stack.data)
        say.line(stack.manage("restore", str(file), *(["--force"] if force else [])).strip())
        stack.ask_about_examples()
    return 0


def clean_example() -> int:
    """Remove all example data for good: later starts bring none back."""
    with _local() as stack:
        say.line(stack.manage("remove_example_data").strip())
        stack.ask_about_examples()
    say.notice(
        "Örnek veriler kaldırıldı. Portal çalışıyorsa durdurup yeniden başlatın.",
        "The example data are gone. If the portal is running, stop it and start it again.",
    )
    return 0


def manage(arguments: Sequence[str]) -> int:
    """Run ``manage.py`` at this terminal with the local portal's settings. Returns its exit status."""
    with _local() as stack:
        argv = [str(places.python()), str(places.ROOT / "manage.py"), *arguments]
        status = subprocess.run(argv, cwd=places.ROOT, env=stack.environment(), check=False).returncode
        if {"restore", "remove_example_data"} & set(arguments[:1]) and not status:
            run.forget_prepared(stack.data)
            stack.ask_about_examples()
        return status


def write_secrets(directory: Path) -> int:
    """Write the secret files that docker-compose.yml names; existing ones stay as they are."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, content in (
        ("secret_key", random.token_urlsafe(60)),
        ("field_encryption_keys", fernet_key()),
        ("database_password", random.token_urlsafe(32)),
        ("email_password", ""),
    ):
        path = secret(directory / name, content)
        # The containers read these files as another user; the directory above keeps others out.
        path.chmod(0o444)
        say.line(str(path))
    return 0


def pin() -> int:
    """Resolve pyproject.toml afresh and write the pins with their hashes."""
    environment.ensure(environment.TESTING)
    uv = str(places.VENV / "bin" / "uv") if (places.VENV / "bin" / "uv").exists() else shutil.which("uv") or "uv"
    subprocess.run([uv, "lock", "--upgrade"], cwd=places.ROOT, check=True)
    export = [uv, "export", "--frozen", "--no-emit-project", "--no-header", "--format", "requirements-txt", "--quiet"]
    for target, groups in (
        (environment.WITHOUT_SERVERS, ["--no-dev"]),
        (environment.RUNNING, ["--no-dev", "--group", "embedded"]),
        (environment.TESTING, ["--all-groups"]),
    ):
        subprocess.run([*export, *groups, "--output-file", str(target)], cwd=places.ROOT, check=True)
    say.line("requirements/*.txt")
    return 0
