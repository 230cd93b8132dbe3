"""Every program that tests and set-up start is one that ``make test`` installs, or one that every system has."""

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops import places, system

EVERYWHERE = {"sh", "sleep", "test", "true"}  # essential packages of Debian and Ubuntu
ASKED = {"apt-get", "apt-cache", "postgres", "uv"}  # looked for, with another way where they are missing
COMMAND_LINES = {"argv", "command"}  # what a command line is called where it is not written into the call
CALLS = ("subprocess.run", "subprocess.Popen", "shutil.which")


def programs(tree: ast.AST) -> Iterator[str]:
    """Yield the literal names of programs that a module starts or looks for on PATH."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            lines = node.args if name in CALLS else [each for each in node.args if isinstance(each, ast.List)]
            if name in CALLS or name.endswith(".spawn"):
                yield from (word for each in lines for word in first_words(each))
            elif name == "Obstacle":
                yield from (word for each in node.args if isinstance(each, ast.Tuple) for word in first_words(each))
        elif isinstance(node, ast.Assign) and {getattr(each, "id", "") for each in node.targets} & COMMAND_LINES:
            yield from first_words(node.value)


def first_words(node: ast.AST) -> Iterator[str]:
    """Yield the first word of a command line: of a list, a tuple, what is unpacked into them, or a name by itself."""
    if isinstance(node, ast.List | ast.Tuple) and node.elts:
        yield from first_words(node.elts[0])
    elif isinstance(node, ast.Starred):
        yield from first_words(node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"[a-z][\w.+-]*", node.value):
        yield node.value


def started() -> dict[str, list[str]]:
    """Return the programs that are started, each with the files that do it."""
    found: dict[str, list[str]] = {}
    for folder in ("tests", "ops"):
        for path in sorted((places.ROOT / folder).rglob("*.py")):
            for name in programs(ast.parse(path.read_text(encoding="utf-8"))):
                found.setdefault(name, []).append(str(path.relative_to(places.ROOT)))
    return found


def test_set_up_brings_every_program_that_is_started() -> None:
    brought = {name for need in system.TESTING for name in need.programs}
    own = {path.name for path in (places.VENV / "bin").iterdir()}
    found = started()
    assert {"pdftotext", "pdffonts", "java", "soffice", "unshare", "setpriv", "msgfmt", "npm"} <= set(found)
    known = brought | own | EVERYWHERE | ASKED
    assert {name: files for name, files in found.items() if name not in known} == {}


def test_every_program_that_set_up_promises_is_there() -> None:
    assert [name for need in system.TESTING for name in need.programs if not shutil.which(name)] == []


def test_a_missing_program_of_a_package_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Half a package is none: both programs of poppler-utils have to be there."""
    need = next(need for need in system.TESTING if "pdftotext" in need.programs)
    assert need.packages == ("poppler-utils",)
    assert need.present()
    half = tmp_path / "pdftotext"
    half.write_text("#!/bin/sh\n")
    half.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not need.present()
