"""The words in the drawings of the handbooks, measured in their own typeface: none leaves the drawing or its box, none lies on another."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from atasehir_portal.documents.figures import clean_drawing
from atasehir_portal.rendering.lettering import lettered

DRAWINGS = sorted((Path(settings.BASE_DIR) / "handbooks/content").rglob("*.svg"))
MEASURE = r"""async () => {
  await document.fonts.ready;
  const box = one => { const b = one.getBBox(); return {x: b.x, y: b.y, right: b.x + b.width, below: b.y + b.height}; };
  const view = document.querySelector('svg').viewBox.baseVal;
  const fonts = [...document.fonts].filter(one => one.status == 'loaded').length;
  return {
    fonts,
    view: {x: view.x, y: view.y, right: view.x + view.width, below: view.y + view.height},
    boxes: [...document.querySelectorAll('rect')].map(box),
    words: [...document.querySelectorAll('text')].map(one => ({
      ...box(one),
      words: one.textContent,
      // bars that are drawn over it
      bars: [...document.querySelectorAll('path')]
        .filter(bar => one.compareDocumentPosition(bar) & Node.DOCUMENT_POSITION_FOLLOWING)
        .filter(bar => /^M[\d.]+ [\d.]+H[\d.]+v/i.test(bar.getAttribute('d')) && bar.getAttribute('fill') != 'none')
        .map(box),
    })),
  };
}"""
AIR = 3  # units of the drawing between a word and its box, or another word
EDGE = -1  # what a letter may stand out by its own shape
Box = dict[str, Any]


def inside(word: Box, box: Box, air: float) -> bool:
    return word["x"] >= box["x"] + air and word["right"] <= box["right"] - air


def belongs(word: Box, box: Box) -> bool:
    """Whether the middle of the word stands in the box."""
    x, y = (word["x"] + word["right"]) / 2, (word["y"] + word["below"]) / 2
    return box["x"] < x < box["right"] and box["y"] < y < box["below"]


def touch(one: Box, other: Box) -> bool:
    """Whether two words stand on one line nearer than a space."""
    lines = min(one["below"], other["below"]) - max(one["y"], other["y"])
    height = min(one["below"] - one["y"], other["below"] - other["y"])
    return lines > height / 2 and one["x"] < other["right"] + AIR and other["x"] < one["right"] + AIR


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_words_of_a_drawing_have_room(chromium: Browser, path: Path) -> None:
    page = chromium.new_page()
    drawing = lettered(clean_drawing(path.read_bytes()))
    page.set_content(f"<!doctype html><body>{drawing.decode()}</body>")
    seen = page.evaluate(MEASURE)
    page.close()
    assert seen["fonts"] > 0
    wrong = [f"{word['words']!r} leaves the drawing" for word in seen["words"] if not inside(word, seen["view"], EDGE)]
    for number, word in enumerate(seen["words"]):
        boxes = [box for box in seen["boxes"] if belongs(word, box)]
        wrong += [f"{word['words']!r} leaves its box" for box in boxes if not inside(word, box, AIR)]
        wrong += [f"{word['words']!r} lies under a bar" for bar in word["bars"] if touch(bar, word)]
        wrong += [
            f"{word['words']!r} touches {other['words']!r}"
            for other in seen["words"][number + 1 :]
            if touch(word, other)
        ]
    assert not wrong, "\n".join(wrong)
    assert len(drawing) < 30_000  # on a phone every kilobyte counts
