"""Dates and numbers as Turkish writes them, and as English does."""

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django import forms
from django.core.paginator import Paginator
from django.forms.renderers import DjangoTemplates
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from atasehir_portal.site.templatetags import portal

# 22.30 in London is half past one of the next day in Istanbul
LATE = datetime(2026, 3, 8, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "tag", "value", "written"),
    [
        ("tr", "tr_date", date(2026, 3, 9), "9 Mart 2026 Pazartesi"),
        ("en", "tr_date", date(2026, 3, 9), "Monday 9 March 2026"),
        ("tr", "tr_date", LATE, "9 Mart 2026 Pazartesi"),
        ("tr", "tr_date", None, ""),
        ("tr", "tr_day", LATE, "9 Mart 2026"),
        ("en", "tr_day", date(2026, 3, 9), "9 March 2026"),
        ("tr", "tr_day", None, ""),
        ("tr", "tr_time", LATE, "01.30"),
        ("en", "tr_time", LATE, "01:30"),
        ("tr", "tr_time", time(0, 0), "00.00"),
        ("tr", "tr_time", None, ""),
        ("tr", "tr_moment", LATE, "9 Mart 2026, 01.30"),
        ("tr", "tr_number", 1234567, "1.234.567"),
        ("en", "tr_number", 1234567, "1,234,567"),
        ("tr", "tr_number", Decimal("1234.5"), "1.234,5"),
        ("tr", "tr_number", 0, "0"),
        ("tr", "tr_number", "1.000+", "1.000+"),
        ("tr", "tr_number", None, ""),
        ("tr", "percent", 91, "%91"),
        ("en", "percent", 91, "91%"),
        ("tr", "percent", 90.6, "%91"),
        ("tr", "percent", None, ""),
    ],
)
def test_filter_writes_as_the_language_does(language, tag, value, written):
    with translation.override(language):
        assert getattr(portal, tag)(value) == written


def test_number_with_places_keeps_its_zeros():
    with translation.override("tr"):
        assert portal.tr_number(2, 1) == "2,0"


def test_icon_is_hidden_and_its_name_is_escaped():
    html = portal.icon('ear"><script>', small=True)
    assert 'aria-hidden="true"' in html
    assert "<script>" not in html


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox · Windows"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome · Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit/605.1.15 Version/18.0 Safari/604.1", "Safari · iPhone"),
        ("curl/8.0", "curl/8.0"),
        ("", ""),
    ],
)
def test_browser_is_named_briefly(user_agent, name):
    assert portal.browser(user_agent) == name


def test_pages_keep_the_rest_of_the_query():
    request = RequestFactory().get("/ihtiyaclar/", {"q": "rampa & yol", "page": "2"})
    page = Paginator(range(100), 20).page(2)
    with translation.override("en"):
        html = Template('{% include "parts/pages.html" %}').render(Context({"request": request, "page_obj": page}))
    assert 'href="?q=rampa+%26+yol&amp;page=3"' in html
    assert html.count("aria-current") == 1
    assert "21–40 of 100" in html


def test_pages_are_silent_where_there_is_one():
    page = Paginator(range(3), 20).page(1)
    context = Context({"request": RequestFactory().get("/"), "page_obj": page})
    assert Template('{% include "parts/pages.html" %}').render(context).strip() == ""


def test_crumbs_appear_only_where_there_are_some():
    template = "{% load portal %}{% crumbs %}{% if trail %}<li>İhtiyaçlar</li>{% endif %}{% endcrumbs %}"
    assert Template(template).render(Context({})) == ""
    assert '<ol class="crumbs"><li>İhtiyaçlar</li></ol>' in Template(template).render(Context({"trail": True}))


@pytest.mark.parametrize("tone", ["ok", "wait", "stop", "move", "part", "off"])
def test_status_says_it_in_words_and_shape(tone):
    html = Template('{% include "parts/status.html" with icon="check" label="Kabul edildi" %}').render(
        Context({"tone": tone})
    )
    assert f"tag--{tone}" in html
    assert "Kabul edildi" in html
    assert "#i-check" in html


def test_status_says_words_and_escapes_them():
    html = portal.status("Kabul <b>", tone="ok", icon="check")
    assert html.startswith('<span class="tag tag--ok"><svg')
    assert html.endswith("Kabul &lt;b&gt;</span>")
    assert portal.status("Sade") == '<span class="tag">Sade</span>'


class _Choices(forms.Form):
    one = forms.ChoiceField(
        choices=[("", "–"), ("a", "A & B"), ("Grup <i>", [("b", "B"), ("c", "C")])], required=False, initial="b"
    )
    many = forms.MultipleChoiceField(
        choices=[("a", "A <b>"), ("b", "B")], widget=forms.CheckboxSelectMultiple, initial=["b"], required=False
    )
    pick = forms.ChoiceField(choices=[("x", "X"), ("y", "Y")], widget=forms.RadioSelect(attrs={"class": "q"}))


@pytest.mark.parametrize("name", ["one", "many", "pick"])
def test_choices_are_drawn_as_django_draws_them(name):
    """The same options with the same attributes, whatever frame stands round them."""

    def marks(html: str) -> list[tuple[str, list[str]]]:
        found = re.findall(r"<(option|optgroup|input|label)([^>]*)>", html)
        return [
            (tag, sorted(re.findall(r'[\w-]+(?:="[^"]*")?', rest))) for tag, rest in found if 'class="opt"' not in rest
        ]

    ours, djangos = _Choices(), _Choices(renderer=DjangoTemplates())
    drawn, expected = str(ours[name]), str(djangos[name])
    only = [mark for mark in marks(expected) if mark[0] != "label"]
    assert [mark for mark in marks(drawn) if mark[0] != "label"] == only
    assert "A &amp; B" in drawn or "A &lt;b&gt;" in drawn or name == "pick"
