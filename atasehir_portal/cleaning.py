"""Text as people type or paste it, made safe to keep: form fields for one line and for several.

Cleaned away without a word, because nobody sees them: control characters, characters that turn the reading direction round
(they can make a name read as another one), the byte-order mark and other invisible formatting. NUL is refused by Django's own
validator with an error at the field. Letters are composed (NFC), so that ğ is one letter however it was typed.
"""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator, MinLengthValidator
from django.utils.translation import ngettext_lazy

_DIRECTION = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# ZERO WIDTH JOINER and NON-JOINER stay: Arabic and Persian, which the portal's readers also write, need them.
_INVISIBLE = re.compile(f"[{_DIRECTION}\ufeff\u200b\u2060-\u2064\u00ad\ufff9-\ufffb\ud800-\udfff]")
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SPACES = re.compile(r"\s+")
TOO_LONG = ngettext_lazy(
    "Write at most %(limit_value)d character; there are %(show_value)d now.",
    "Write at most %(limit_value)d characters; there are %(show_value)d now.",
    "limit_value",
)
TOO_SHORT = ngettext_lazy(
    "Write at least %(limit_value)d character; so far there are %(show_value)d.",
    "Write at least %(limit_value)d characters; so far there are %(show_value)d.",
    "limit_value",
)
_BLANK_LINES = re.compile(r"\n{3,}")


def text(typed: str) -> str:
    """Return several lines as typed, without what is invisible; line ends are ``\\n``, at most one blank line in a row."""
    lines = (
        typed.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\x85", "\n")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n\n")
    )
    lines = _CONTROL.sub("", _INVISIBLE.sub("", lines))
    return _BLANK_LINES.sub("\n\n", unicodedata.normalize("NFC", lines)).strip()


def line(typed: str) -> str:
    """Return one line: like ``text``, with every run of white space as one space."""
    return _SPACES.sub(" ", text(typed)).strip()


class LimitedField(forms.CharField):
    """A text that says plainly how long it may be, and how long it is."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for validator in self.validators:
            if isinstance(validator, MaxLengthValidator):
                validator.message = TOO_LONG
            elif isinstance(validator, MinLengthValidator):
                validator.message = TOO_SHORT


class LineField(LimitedField):
    """One line of text: a name, a title."""

    def to_python(self, value: Any) -> str | None:
        found = super().to_python(value)
        return line(found) if found else found


class TextField(LimitedField):
    """Several lines of text."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str | None:
        found = super().to_python(value)
        return text(found) if found else found


class FormKeyField(forms.UUIDField):
    """The key by which a form that adds something is known when it is sent again. The browser keeps it with the text."""

    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.HiddenInput(attrs={"data-keep-value": True}))
