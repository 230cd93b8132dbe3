"""Text as people paste it is cleaned of what nobody sees, and keeps what they wrote."""

import pytest
from django.core.exceptions import ValidationError

from atasehir_portal import cleaning


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ali   Veli \t", "Ali Veli"),
        ("Ay\u202ese\u202c", "Ayse"),
        ("\ufeffİnönü\u200b", "İnönü"),
        ("g\u0306", "ğ"),
        ("I\u0307stanbul", "İstanbul"),
        ("a\x07b\x1b[31m", "ab[31m"),
        ("bir\niki", "bir iki"),
        ("\u2066gizli\u2069", "gizli"),
        ("şimdi\u00a0burada", "şimdi burada"),
        ("kırıl\u00adma", "kırılma"),
    ],
)
def test_line(typed: str, kept: str) -> None:
    assert cleaning.line(typed) == kept


def test_text_keeps_paragraphs_and_joins_blank_lines() -> None:
    assert cleaning.text("bir\r\niki\r\r\r\rüç\u2029dört") == "bir\niki\n\nüç\n\ndört"


def test_text_keeps_joiners_that_other_scripts_need() -> None:
    assert cleaning.text("می\u200cخواهم") == "می\u200cخواهم"


@pytest.mark.parametrize("field", [cleaning.LineField(), cleaning.TextField()])
def test_field_refuses_nul_and_what_is_empty_after_cleaning(field: cleaning.LineField) -> None:
    for typed in ("a\x00b", "\u202e\u200b", ""):
        with pytest.raises(ValidationError):
            field.clean(typed)


def test_field_measures_what_is_kept() -> None:
    assert cleaning.LineField(max_length=3).clean("a\u200bb\u200bc  ") == "abc"


def test_huge_text_is_cleaned() -> None:
    """A pattern that looks back would keep this busy for hours."""
    assert "\u202e" not in cleaning.text("a\u202e\n\n\n\n" * 100_000)
