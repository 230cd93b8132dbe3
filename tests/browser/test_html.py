"""The W3C checker finds no error in the HTML of any page type, in both languages."""

import os

import pytest

from tests.browser.walk import w3c


def test_html_is_valid(walked, sent_empty, tmp_path):
    jar = os.environ.get("VNU_JAR", "")
    if not jar:
        pytest.fail("the W3C checker is not installed (make test does it; set VNU_JAR)")
    wrong = w3c(walked + sent_empty, tmp_path, jar)
    assert not wrong, "\n".join(wrong)
