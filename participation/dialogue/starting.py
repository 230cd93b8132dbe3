"""The starter text of the charter: a document in the dialect of the engine, in Turkish and in English (``content/``)."""

from datetime import date
from pathlib import Path

from atasehir_portal.answering.clock import today

CONTENT = Path(__file__).resolve().parent / "content"
LANGUAGES = ("tr", "en")
# Stands in the text for the day of the review, which is counted from the day on which the charter is begun.
REVIEW_DAY = "@@review@@"
YEARS_TO_REVIEW = 2


def texts(language: str) -> dict[str, str]:
    """Return the files of the starter text by name, with the day of the review written in. Raises KeyError for another language."""
    if language not in LANGUAGES:
        raise KeyError(language)
    files = sorted((CONTENT / language).iterdir())
    review = _in_years(today(), YEARS_TO_REVIEW).isoformat()
    return {path.name: path.read_text(encoding="utf-8").replace(REVIEW_DAY, review) for path in files}


def _in_years(day: date, years: int) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if is_leap_day else day.day)
