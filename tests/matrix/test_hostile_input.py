"""Every form of the portal with empty, huge, hostile and odd input: an answer, never an error of ours, and nothing runs."""

import re
from collections.abc import Iterator

import pytest
from django import forms
from django.db import transaction
from django.forms import BaseForm
from django.test import Client

from tests.matrix.test_matrix import ROWS

HOSTILE = {
    "huge": "ğüşiöç " * 15_000,
    "nul": "Kaldırım\x00rampası yok, geçilemiyor",
    "markup": '"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7|add:7 }}',
    "reversed": "\u202eters yazı\u202c \u200b\ufeff kaldırım rampası yok burada",
    "formula": "=HYPERLINK(1+1) kaldırım rampası yok burada",
    "lines": "satır\r\nBcc: baska@ornek.test\r\n\r\nkaldırım rampası yok burada",
    "foreign": "999999999999999999999",
}
REFUSED = {200, 302, 400, 403, 404, 409, 413, 422, 429}
# Signing out and the like have no form of ours; allauth's own forms are tried too.
PAGES = sorted(
    {name for name, method, *_ in ROWS if method == "POST"} & {name for name, method, *_ in ROWS if method == "GET"}
)


def _forms(response: object) -> Iterator[BaseForm]:
    context = getattr(response, "context", None)
    seen: set[int] = set()
    for layer in context or []:
        for values in layer.dicts if hasattr(layer, "dicts") else [layer]:
            for value in values.values():
                if isinstance(value, BaseForm) and id(value) not in seen:
                    seen.add(id(value))
                    yield value


def _filled(form: BaseForm, text: str) -> dict[str, object]:
    """What a hostile sender puts into each field: the text wherever a browser would send text, and as a choice."""
    data: dict[str, object] = {}
    for name, field in form.fields.items():
        if isinstance(field, forms.FileField):
            continue
        value = [text[:200]] if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField) else text
        data[form.add_prefix(name)] = value
    return data


def _try(client: Client, address: str, data: dict[str, object]) -> tuple[int, str]:
    before = transaction.savepoint()
    response = client.post(address, data)
    page = b"".join(response.streaming_content) if response.streaming else response.content
    transaction.savepoint_rollback(before)
    return response.status_code, page.decode("utf-8", "replace")


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["anon", "repr", "coor", "admi"])
def test_form_answers_hostile_input(role, world, people, client_of):
    wrong, tried = [], 0
    user = people[role]
    for name in PAGES:
        client = client_of(user)
        client.raise_request_exception = False
        page = client.get(world.address(name))
        if page.status_code != 200:
            continue
        for form in _forms(page):
            cases = {"empty": {}, **{case: _filled(form, text) for case, text in HOSTILE.items()}}
            for case, data in cases.items():
                status, text = _try(client, world.address(name), data)
                tried += 1
                if status not in REFUSED:
                    wrong.append(f"{name} {type(form).__name__} {case}: {status}")
                if re.search(r"<script>alert|<img src=x", text):
                    wrong.append(f"{name} {type(form).__name__} {case}: markup came back alive")
    assert tried
    assert not wrong, "\n".join(wrong)
