"""Public references: random, never counted up, so that nobody can walk through them or learn how many there are.

A reference is a letter for the kind, the year it was made and five signs, e.g. ``İ-2026-K7P4M``. The signs leave out those
that are misheard on the telephone or misread on paper (0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V).
"""

import re
import secrets

from django.db import models
from django.urls import register_converter
from django.urls.converters import StringConverter
from django.utils import timezone

ALPHABET = "34679ACDEFGHJKMNPQRTVWXY"
LENGTH = 5
MAX_LENGTH = 20
FIRST_YEAR = 2020  # no record is older than the portal
_LOOSE = re.compile(r"^\s*([A-Za-zÇĞİÖŞÜçğıöşü]{1,2})\s*-?\s*(\d{4})\s*-?\s*([A-Za-z0-9]{5})\s*$")

_SIGNS = re.compile(rf"([A-ZÇĞİÖŞÜ])?(\d{{4}})?([{ALPHABET}]{{{LENGTH}}})")
_BETWEEN = re.compile(r"[\s‐‑–—.-]+")


def new(letter: str) -> str:
    """Return a fresh reference for the kind that ``letter`` stands for."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"{letter}-{timezone.localdate().year}-{signs}"


def assign(instance: models.Model, letter: str) -> str:
    """Return a reference that no row of the instance's model has yet.

    The unique constraint on the column still decides; this only makes a clash improbable (24⁵ per kind and year).
    """
    manager = type(instance)._default_manager
    reference = new(letter)
    while manager.filter(reference=reference).exists():
        reference = new(letter)
    return reference


def normalise(typed: str) -> str:
    """Return what somebody typed ("i 2026 k7p4m") as a reference ("İ-2026-K7P4M"); as it stands where it is none."""
    match = _LOOSE.match(typed)
    if not match:
        return typed.strip()
    letter = match[1].replace("i", "İ").replace("ı", "I").upper()
    # Needs begin with İ; a keyboard without Turkish letters gives I.
    return f"{'İ' if letter == 'I' else letter}-{match[2]}-{match[3].upper()}"


def candidates(typed: str, letter: str) -> list[str]:
    """Return the references of a kind that somebody may mean, the newest year first: the five signs are enough, in any
    letters, with any spaces and dashes, with or without the letter and the year. Nothing where it is none.
    """
    if len(typed) > 2 * MAX_LENGTH:
        return []
    match = _SIGNS.fullmatch(_BETWEEN.sub("", normalise(typed)).upper())
    if match is None or match[1] not in (None, letter, "I" if letter == "İ" else letter):
        return []
    years = [match[2]] if match[2] else range(timezone.localdate().year, FIRST_YEAR - 1, -1)
    return [f"{letter}-{year}-{match[3]}" for year in years]


class ReferenceConverter(StringConverter):
    """What could be a reference in an address; anything else (a NUL, a whole novel) is not found without asking the database."""

    regex = rf"[\w-]{{1,{MAX_LENGTH}}}"


# Used as <reference:reference>; importing this module makes it known.
register_converter(ReferenceConverter, "reference")
