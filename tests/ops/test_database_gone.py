"""A database that goes away is answered with a friendly page, and used again when it is back."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest
from django.db import IntegrityError, InterfaceError, OperationalError

from atasehir_portal.site.middleware import database_is_gone
from ops import places
from ops.processes import MARK, PART


@pytest.mark.slow
def test_pages_answer_503_while_the_database_is_gone_and_work_again_afterwards(tmp_path: Path) -> None:
    env = {key: value for key, value in os.environ.items() if key not in {MARK, PART}} | {"PORTAL_ENV": "test"}
    argv = [sys.executable, "-m", "tests.ops.scenario_database_gone", str(tmp_path / "data")]
    done = subprocess.run(argv, env=env, cwd=places.ROOT, capture_output=True, text=True)
    assert done.stdout.strip().endswith("done"), done.stdout + done.stderr


class _WithCode(psycopg2.OperationalError):
    def __init__(self, code: str) -> None:
        self.code = code

    @property
    def pgcode(self) -> str:  # type: ignore[override]
        return self.code


@pytest.mark.parametrize(
    ("code", "gone"),
    [("08006", True), ("57P01", True), ("57P03", True), ("53300", True), ("40P01", False), ("57014", False)],
)
def test_only_errors_that_mean_not_now_count_as_gone(code: str, gone: bool) -> None:
    """A deadlock or a cancelled query is a fault of ours and stays a 500."""
    error = OperationalError("said by the server")
    error.__cause__ = _WithCode(code)
    assert database_is_gone(error) is gone


def test_errors_without_a_code_are_lost_connections() -> None:
    assert database_is_gone(OperationalError("could not connect"))
    assert database_is_gone(InterfaceError("connection already closed"))
    wrapped = RuntimeError("while rendering")
    wrapped.__cause__ = OperationalError("could not connect")
    assert database_is_gone(wrapped)
    assert not database_is_gone(IntegrityError("twice"))
    assert not database_is_gone(ValueError("no"))
    assert not database_is_gone(None)
