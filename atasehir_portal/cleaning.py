"""Text as people type or paste it, made safe to keep: form fields for one line and for several.

Cleaned away without a word, because nobody sees them: control characters, characters that turn the reading direction round
(they can make a name read as another one), the byte-order mark and other invisible formatting. NUL is refused by Django's own
validator with an error at the field. Letters are composed (NFC), so that ğ is one letter however it was typed.
"""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MinLengthValidator, URLValidator
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

_DIRECTION = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# ZERO WIDTH JOINER and NON-JOINER stay: Arabic and Persian, which the portal's readers also write, need them.
_INVISIBLE = re.compile(f"[{_DIRECTION}\ufeff\u200b\u2060-\u2064\u00ad\ufff9-\ufffb\ud800-\udfff]")
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SPACES = re.compile(r"\s+")
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


def in_figures(number: int) -> str:
    """Return a number as it is read: 5.000."""
    return number_format(number, use_l10n=True, force_grouping=True)


class _Longest(MaxLengthValidator):
    """Says how long a text may be and how long it is, in figures that can be read."""

    def __call__(self, value: str) -> None:
        if len(value) > (limit := self.limit_value):
            words = ngettext(
                "Write at most %(limit)s character; there are %(length)s now.",
                "Write at most %(limit)s characters; there are %(length)s now.",
                limit,
            )
            raise ValidationError(words % _figures(limit, value), code=self.code)


class _Shortest(MinLengthValidator):
    def __call__(self, value: str) -> None:
        if len(value) < (limit := self.limit_value):
            words = ngettext(
                "Write at least %(limit)s character; so far there are %(length)s.",
                "Write at least %(limit)s characters; so far there are %(length)s.",
                limit,
            )
            raise ValidationError(words % _figures(limit, value), code=self.code)


def _figures(limit: int, value: str) -> dict[str, str]:
    return {"limit": in_figures(limit), "length": in_figures(len(value))}


class LimitedField(forms.CharField):
    """A text that says plainly how long it may be, and how long it is."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators = [_plainly(validator) for validator in self.validators]


def _plainly(validator: Any) -> Any:
    if isinstance(validator, MaxLengthValidator):
        return _Longest(validator.limit_value)
    return _Shortest(validator.limit_value) if isinstance(validator, MinLengthValidator) else validator


class LineField(LimitedField):
    """One line of text: a name, a title."""

    def to_python(self, value: Any) -> str | None:
        found = super().to_python(value)
        return line(found) if found else found


class WebAddressField(forms.URLField):
    """The address of a web site, as people write it: without http or https it is taken as https."""

    default_validators = [URLValidator(schemes=["http", "https"])]
    default_error_messages = {"invalid": _("Write the web address like this: example.org")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)
        for validator in self.validators:
            if isinstance(validator, URLValidator):
                validator.message = self.error_messages["invalid"]


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
