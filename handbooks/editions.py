"""Numbers of editions: two numbers with a full stop, going up; below 1.0 an edition is a trial and says so on its cover."""

import re

from handbooks.models import EDITION_NUMBER

_NUMBER = re.compile(EDITION_NUMBER)


def is_number(text: str) -> bool:
    """Return whether this can be the number of an edition."""
    return _NUMBER.fullmatch(text) is not None


def parse(number: str) -> tuple[int, int]:
    """Return "1.10" as (1, 10). Raises ValueError where it is no number of an edition."""
    found = _NUMBER.fullmatch(number)
    if not found:
        raise ValueError(f"no number of an edition: {number!r}")
    return int(found[1]), int(found[2])


def is_trial(number: str) -> bool:
    """Return whether the edition comes before 1.0."""
    return parse(number)[0] == 0


def highest(numbers: list[str]) -> str:
    """Return the highest of the numbers, "" where there is none."""
    return max(numbers, key=parse, default="")


def following(numbers: list[str], *, is_complete: bool) -> str:
    """Propose the number of the next edition. ``is_complete``: no chapter consists of its outline only.

    Trial editions go on as 0.1, 0.2 … until the book is complete; then 1.0, 1.1 …
    """
    last = highest(numbers)
    if not last:
        return "1.0" if is_complete else "0.1"
    major, minor = parse(last)
    if major == 0 and is_complete:
        return "1.0"
    return f"{major}.{minor + 1}"
