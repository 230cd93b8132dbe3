"""Every form of the portal with empty, huge, hostile and odd input: an answer, never an error of ours, and nothing runs.

Where it refuses, it says in Turkish what is wrong, at the field and in the summary above, and gives everything back that was
typed. What is never given back: passwords and codes, files (a browser cannot), and a choice that does not exist.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.db import transaction
from django.forms import BaseForm
from django.http.response import HttpResponseBase

from tests.matrix.acts import ACTS, Scene
from tests.matrix.reading import Page, errors_said_wrongly, forms_of, is_kept, refused
from tests.matrix.test_sent_twice import prepare, unhurried

HOSTILE = {
    "nothing": None,
    "empty": "",
    "huge": "ğüşiöç " * 15_000,
    "nul": "Kaldırım\x00rampası yok, geçilemiyor",
    "markup": '"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7|add:7 }}',
    "odd": "=HYPERLINK(1+1) \u202eters yazı\u202c \u200b\ufeff\r\nBcc: baska@ornek.test\r\n\r\nkaldırım rampası yok",
    "foreign": "999999999999999999999",
}
ALIVE = re.compile(r"<script>alert|<img src=x")
ANSWERS = {200, 302, 400, 403, 404, 409, 422}
_TYPED = forms.TextInput | forms.Textarea | forms.DateInput
_CHOSEN = forms.Select | forms.RadioSelect | forms.CheckboxInput | forms.CheckboxSelectMultiple
# The world is dear to make, and so is a form: both serve what is typed wrong and what is typed to harm.
SHARES = 2
Fields = dict[str, forms.Field]


def fields_of(response: HttpResponseBase, drawn: dict[str, Any]) -> Fields:
    """The fields of the page's forms that a person is given to fill in, by the name under which they are sent."""
    found = {form.add_prefix(name): field for form in forms_of(response) for name, field in form.fields.items()}
    return {name: field for name, field in found.items() if name in drawn and not isinstance(field, forms.FileField)}


def is_given_back(field: forms.Field) -> bool:
    return isinstance(field.widget, _TYPED) and not isinstance(field.widget, forms.PasswordInput | forms.HiddenInput)


def scenes(
    share: int, world: Any, people: Any, client_of: Any
) -> Iterator[tuple[str, Scene, str, dict[str, Any], Fields]]:
    """Each form of a share, filled in: its name, the scene, where it is sent, what, and its fields."""
    for name, act in sorted(ACTS.items(), key=lambda act: act[0])[share::SHARES]:
        before = transaction.savepoint()
        scene = Scene(world, people, people[act.who], client_of(people[act.who]))
        scene.client.raise_request_exception = False
        address, data = prepare(act, scene, name)
        page = scene.client.get(address)
        fields = fields_of(page, data) if page.status_code in {200, 403} else {}
        yield name, scene, address, data, fields
        transaction.savepoint_rollback(before)
        for user in people.values():
            if user is not None:
                user.refresh_from_db()


def send(scene: Scene, address: str, data: dict[str, Any]) -> tuple[HttpResponseBase, str]:
    """Send a form, undo what it did, and return the answer with its page."""
    unhurried()
    before, cookies = transaction.savepoint(), scene.client.cookies.copy()
    response = scene.client.post(address, data)
    page = b"".join(response.streaming_content) if response.streaming else response.content
    transaction.savepoint_rollback(before)
    scene.client.cookies = cookies
    return response, page.decode("utf-8", "replace")


def hostile(text: str | None, fields: Fields, data: dict[str, Any]) -> dict[str, Any]:
    """The form as a hostile sender fills it: the text wherever a browser sends text, and as every choice; buttons stay."""
    wanted = fields or dict.fromkeys(data)
    changed = {name: value for name, value in data.items() if name not in wanted}
    for name, field in wanted.items():
        if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField | forms.BooleanField):
            changed |= {name: [text[:200]]} if text else {}
        elif text is not None:
            changed[name] = text
    return changed


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("share", range(SHARES))
def test_form_answers_hostile_input_and_keeps_what_is_right_beside_one_wrong_field(share, world, people, client_of):
    wrong = []
    for form in scenes(share, world, people, client_of):
        wrong += problems_of_hostile_input(*form)
        wrong += problems_of_one_wrong_field(*form)
    assert not wrong, "\n".join(wrong)


def problems_of_hostile_input(
    name: str, scene: Scene, address: str, data: dict[str, Any], fields: Fields
) -> Iterator[str]:
    """What is wrong with the answers to a form that is filled in to harm, or not at all."""
    for case, text in HOSTILE.items():
        sent = hostile(text, fields, data)
        response, html = send(scene, address, sent)
        where = f"{name} {case} ({response.status_code})"
        if response.status_code not in ANSWERS:
            yield f"{where}: is no answer"
        if ALIVE.search(html):
            yield f"{where}: markup came back alive"
        typed = {field: [str(sent.get(field, ""))] for field in fields if is_given_back(fields[field])}
        found = refused(response)
        if text is None and not found and any(field.required for field in fields.values()):
            yield f"{where}: was taken without what it needs"
        yield from (f"{where}: {problem}" for problem in problems_of_page(found, html, typed))


def problems_of_one_wrong_field(
    name: str, scene: Scene, address: str, data: dict[str, Any], fields: Fields
) -> Iterator[str]:
    """What is wrong with the answers to a form in which one field after the other is spoilt."""
    for spoiled, field in fields.items():
        text = spoilt(field)
        if text is None or isinstance(field.widget, forms.HiddenInput):
            continue
        response, html = send(scene, address, {**data, spoiled: text})
        where = f"{name}, {spoiled} spoiled ({response.status_code})"
        found = refused(response)
        if spoiled not in {form.add_prefix(field_name) for form in found for field_name in form.errors}:
            yield f"{where}: was taken"
        sent = {other: texts(data[other]) for other in fields if other != spoiled and is_kept_field(fields[other])}
        yield from (f"{where}: {problem}" for problem in problems_of_page(found, html, sent))


def problems_of_page(found: list[BaseForm], html: str, sent: dict[str, list[str]]) -> Iterator[str]:
    """What a person who was refused would miss on the page."""
    if not found:
        return
    page = Page(html)
    for form in found:
        yield from errors_said_wrongly(form, page)
    shown = page.form_with(sent)
    for name, values in sent.items():
        if not is_kept(values, shown.get(name, [])):
            yield f"{name}: what was entered is lost: {values[0][:60]!r}"


def spoilt(field: forms.Field) -> str | None:
    """Return what this field must refuse; None where it takes anything."""
    if isinstance(field, forms.IntegerField | forms.DateField | forms.EmailField | forms.URLField | forms.ChoiceField):
        return "olmaz"
    if isinstance(field, forms.ModelChoiceField):
        return "0"
    if isinstance(field, forms.CharField) and field.max_length:
        return "ğ" * (field.max_length + 1)
    return "" if field.required else None


def is_kept_field(field: forms.Field) -> bool:
    return is_given_back(field) or isinstance(field.widget, _CHOSEN)


def texts(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
