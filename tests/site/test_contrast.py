"""Contrast of every pair of text and ground that the stylesheet uses (WCAG 2.2: 1.4.3, 1.4.6, 1.4.11)."""

import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = Path(settings.BASE_DIR) / "static" / "css"

# text or graphic, ground, ratio it needs: 7 for what is read, 4.5 for short words, 3 for graphics and borders
PAIRS = [
    ("ink", "paper", 7),
    ("ink", "surface", 7),
    ("ink", "linen", 7),
    ("ink", "linen-2", 7),
    ("ink", "sun-t", 7),
    ("ink", "petrol-t", 7),
    ("ink", "moss-t", 7),
    ("ink", "brick-t", 7),
    ("ink-2", "paper", 7),
    ("ink-2", "surface", 7),
    ("ink-2", "linen", 7),
    ("petrol", "paper", 7),
    ("petrol", "surface", 7),
    ("petrol", "linen", 7),
    ("petrol-x", "petrol-t", 7),
    ("on-petrol", "petrol", 7),
    ("on-petrol", "petrol-x", 7),
    ("band-ink", "band", 7),
    ("band-soft", "band", 7),
    ("on-sun", "sun", 7),
    ("clay-x", "paper", 4.5),
    ("clay-x", "surface", 4.5),
    ("clay-x", "clay-t", 4.5),
    ("petrol", "petrol-t", 4.5),
    ("moss", "moss-t", 4.5),
    ("moss", "paper", 4.5),
    ("brick", "brick-t", 4.5),
    ("brick", "surface", 4.5),
    ("brick", "paper", 4.5),
    ("paper", "brick", 4.5),
    ("sun-x", "sun-t", 4.5),
    ("ink", "heat-1", 4.5),
    ("ink", "heat-2", 4.5),
    ("ink", "heat-3", 4.5),
    ("heat-on", "heat-4", 4.5),
    ("heat-on", "heat-5", 4.5),
    ("clay", "paper", 3),
    ("clay", "linen", 3),
    ("edge", "paper", 3),
    ("edge", "surface", 3),
]


def tokens(file_name: str) -> dict[str, str]:
    text = (CSS / file_name).read_text(encoding="utf-8")
    return dict(re.findall(r"--([\w-]+): (#[0-9A-Fa-f]{6});", text))


def luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(first: str, second: str) -> float:
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_ratio_is_the_one_of_wcag():
    assert round(ratio("#000000", "#FFFFFF"), 1) == 21.0
    assert round(ratio("#767676", "#FFFFFF"), 2) == 4.54


@pytest.mark.parametrize("theme", ["tokens.css", "tokens-dark.css"])
@pytest.mark.parametrize(("text", "ground", "needed"), PAIRS)
def test_contrast_is_enough(theme, text, ground, needed):
    values = {**tokens("tokens.css"), **tokens(theme)}
    assert ratio(values[text], values[ground]) >= needed


@pytest.mark.parametrize("theme", ["tokens.css", "tokens-dark.css"])
@pytest.mark.parametrize("ground", ["paper", "surface", "linen", "band", "sun-t", "brick-t"])
def test_one_of_the_two_focus_rings_shows_on_every_ground(theme, ground):
    """The rings stand outside the control, on the ground that it lies on."""
    values = {**tokens("tokens.css"), **tokens(theme)}
    assert max(ratio(values["sun"], values[ground]), ratio(values["ink"], values[ground])) >= 3


def test_dark_sets_every_colour_that_light_sets():
    kept = {"on-sun"}  # dark ink on sun, in the light and in the dark
    assert set(tokens("tokens.css")) - kept == set(tokens("tokens-dark.css"))
