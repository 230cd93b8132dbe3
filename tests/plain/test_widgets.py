"""Controls of our own draw what Django's draw."""

import pytest
from django import forms

from atasehir_portal.widgets import LongSelect

CHOICES = [("", "Hepsi"), ("a", "A & <b>"), ('"b"', "B"), ("3", "Üç")]


def _without_space(html: str) -> str:
    return "".join(html.split()).replace("selected", " selected")


@pytest.mark.parametrize("value", [None, "", "a", '"b"', 3, "yok"])
def test_long_select_is_the_select_of_django(value: object) -> None:
    ours, djangos = (widget(attrs={"class": "x"}, choices=CHOICES) for widget in (LongSelect, forms.Select))
    drawn, expected = (widget.render("grup", value, {"id": "id_grup"}) for widget in (ours, djangos))
    assert _without_space(drawn) == _without_space(expected)
