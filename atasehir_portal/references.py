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
_LOOSE = re.compile(r"^\s*([A-Za-zÇĞİÖŞÜçğıöşü]{1,2})\s*-?\s*(\d{4})\s*-?\s*([A-Za-z0-9]{5})\s*$")


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


class ReferenceConverter(StringConverter):
    """What could be a reference in an address; anything else (a NUL, a whole novel) is not found without asking the database."""

    regex = rf"[\w-]{{1,{MAX_LENGTH}}}"


# Used as <reference:reference>; importing this module makes it known.
register_converter(ReferenceConverter, "reference")
