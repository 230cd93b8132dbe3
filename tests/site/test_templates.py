"""What holds for every template of the portal: a strict content-security policy, icons that exist, one component for fields."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines

TEMPLATES = Path(settings.BASE_DIR) / "templates"
# What becomes a PDF is never delivered to a browser.
PAPER = ("rendering",)
# The sheet of every mail: a mail can load no stylesheet.
MAIL = "notifications/mail/base.html"
PAGES = [
    path.relative_to(TEMPLATES).as_posix()
    for path in sorted(TEMPLATES.rglob("*.html"))
    if path.relative_to(TEMPLATES).parts[0] not in PAPER
]


def source(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_template_has_no_inline_style_script_or_handler(name):
    text = re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", source(name), flags=re.DOTALL)
    if name != MAIL:
        assert not re.search(r"<style[\s>]", text)
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert "javascript:" not in text
    for tag in re.findall(r"<script[^>]*>", text):
        # what is data and never run may stand in a page
        assert "src=" in tag or re.search(r'type="application/(ld\+)?json"', tag), tag


@pytest.mark.parametrize("name", PAGES)
def test_template_can_be_compiled(name):
    engines["django"].get_template(name)


def test_icons_that_templates_name_are_drawn():
    drawn = set(re.findall(r'id="i-([\w-]+)"', (Path(settings.BASE_DIR) / "static" / "icons.svg").read_text("utf-8")))
    named = {(icon, name) for name in PAGES for icon in re.findall(r'\{% icon "([\w-]+)"', source(name))}
    assert not {(icon, name) for icon, name in named if icon not in drawn}


def test_municipality_is_data_and_stands_in_no_template():
    assert not [name for name in PAGES if "Ataşehir" in source(name)]


@pytest.mark.parametrize("file_name", ["icons.svg", "drawings.svg", "covers.svg", "favicon.svg"])
def test_drawings_carry_no_script_and_no_style(file_name):
    text = (Path(settings.BASE_DIR) / "static" / file_name).read_text(encoding="utf-8")
    assert "<script" not in text
    assert "style" not in text
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
