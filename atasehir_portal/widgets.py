"""Form controls of our own."""

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString


class LongSelect(forms.Select):
    """A select with dozens of options that are value and words and nothing else, drawn in one go.

    Django makes a dictionary and a copy of the attributes for every option; in a list with two such filters that was a
    third of the page.
    """

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        rows: list[tuple[str, Any]] = [(str(key), words) for key, words in self.choices]
        options = [
            f'\n  <option value="{conditional_escape(key)}"{" selected" if key in chosen else ""}>{conditional_escape(words)}</option>'
            for key, words in rows
        ]
        others = flatatt(self.build_attrs(self.attrs, attrs))
        return format_html('<select name="{}"{}>{}\n</select>', name, others, SafeString("".join(options)))
