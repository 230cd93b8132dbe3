"""Words on the terminal: Turkish first, English beside or below it."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Trouble(Exception):
    """Something the person at the terminal has to know or do. Ends the command without a stack trace.

    ``command`` is the line to type next, ``log`` a file whose last lines explain what happened.
    """

    def __init__(self, turkish: str, english: str, command: str = "", log: Path | None = None) -> None:
        super().__init__(english)
        self.turkish = turkish
        self.english = english
        self.command = command
        self.log = log


def _colour(code: str, text: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if sys.stdout.isatty() and "NO_COLOR" not in os.environ else text


def line(text: str = "") -> None:
    """Write one line at once, also into a pipe."""
    print(text, flush=True)


def step(turkish: str, english: str) -> None:
    """Say what is being done now."""
    line(f"{_colour('36', '▸')} {turkish} {_colour('2', '· ' + english)}")


def notice(turkish: str, english: str) -> None:
    """Say something that needs attention but stops nothing."""
    line(f"{_colour('33', '!')} {turkish}")
    line(f"  {_colour('2', english)}")


def trouble(problem: Trouble) -> None:
    """Explain why the command stops here, with the end of the log and the line to type next."""
    line()
    line(f"{_colour('31', '✗')} {problem.turkish}")
    line(f"  {problem.english}")
    if problem.log and problem.log.is_file():
        line(f"  {problem.log}:")
        for text in tail(problem.log):
            line(f"  │ {text}")
    if problem.command:
        line()
        for command in problem.command.splitlines():
            line(f"      {command}")
    line()


def tail(log: Path, lines: int = 15) -> list[str]:
    """Return the last lines of a log file."""
    return log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:]


@contextmanager
def timed(turkish: str, english: str, slower_than: float = 1.0) -> Iterator[None]:
    """Say what is being done, and how long it took where that was longer than ``slower_than`` seconds."""
    step(turkish, english)
    started = time.monotonic()
    yield
    took = time.monotonic() - started
    if took > slower_than:
        line(f"  {_colour('2', f'{took:.1f} s')}")
