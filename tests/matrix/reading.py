"""What a person finds on a page that came back: the fields with what stands in them, and where its errors are said."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from html.parser import HTMLParser
from typing import Any

from django.forms import BaseForm, BoundField
from django.utils.translation import trans_real

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Page(HTMLParser):
    """The forms of a page. Texts are compared without regard to how their white space is drawn."""

    def __init__(self, html: str) -> None:
        super().__init__()
        # of each form of the content that is sent by POST: what stands in it, by the name of the field
        self.forms: list[dict[str, list[str]]] = []
        # the ids of what describes a field: said by itself or by the group that it stands in
        self.described: dict[str, set[str]] = defaultdict(set)
        self.invalid: set[str] = set()
        self.texts: dict[str, str] = {}
        self.ids: set[str] = set()
        self.summary = ""
        self.leads_to: list[str] = []
        self._open: list[tuple[str, dict[str, str], list[str]]] = []
        self._select = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.ids.add(found.get("id", ""))
        if tag in {"input", "textarea", "select"} and found.get("name"):
            self._control(tag, found)
        if tag == "form" and found.get("method") == "post":
            self.forms.append(defaultdict(list))
        if tag == "option" and "selected" in found:
            self._into_form(self._select, found.get("value", ""))
        if tag == "a" and any("data-summary" in outer for _tag, outer, _text in self._open):
            self.leads_to.append(found.get("href", ""))
        if tag not in _VOID:
            self._open.append((tag, found, []))

    def _control(self, tag: str, found: dict[str, str]) -> None:
        name = found["name"]
        groups = [outer for outer_tag, outer, _text in self._open if outer_tag == "fieldset"]
        for element in (found, *groups):
            self.described[name].update(element.get("aria-describedby", "").split())
        if found.get("aria-invalid") == "true":
            self.invalid.add(name)
        if tag == "select":
            self._select = name
            self._into_form(name)
        elif tag == "input" and (found.get("type") not in {"checkbox", "radio"} or "checked" in found):
            self._into_form(name, found.get("value", "on" if found.get("type") in {"checkbox", "radio"} else ""))
        else:
            self._into_form(name)

    def _into_form(self, name: str, *values: str) -> None:
        around = {tag: found for tag, found, _text in self._open}
        if "main" in around and around.get("form", {}).get("method") == "post":
            self.forms[-1][name] += values

    def handle_data(self, data: str) -> None:
        for _tag, found, text in self._open:
            if "id" in found or _tag == "textarea":
                text.append(data)

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            name, found, text = self._open.pop()
            said = "".join(text)
            if name == "textarea" and found.get("name"):
                self._into_form(found["name"], said.removeprefix("\n"))
            if found.get("id", "").endswith("_error"):
                self.texts[found["id"]] = plain(said)
            if "data-summary" in found:
                self.summary += plain(said)
            if name == tag:
                break

    def form_with(self, names: Iterable[str]) -> dict[str, list[str]]:
        """Return the form of the content that has most of these fields: their values by name; empty where none has any."""
        wanted = set(names)
        best = max(self.forms, key=lambda form: len(wanted & set(form)), default={})
        return best if wanted & set(best) else {}

    def says_at(self, name: str) -> str:
        """Return the errors that belong to a field."""
        return " ".join(self.texts.get(key, "") for key in sorted(self.described[name]))


def plain(text: str) -> str:
    """Return the text as it is read: runs of white space as one space, without what a page cannot hold."""
    return " ".join(str(text).replace("\x00", "").replace("\ufffd", "").split())


def forms_of(response: Any) -> Iterator[BaseForm]:
    """Every form that was drawn on the page, once."""
    seen: set[int] = set()
    for layer in getattr(response, "context", None) or []:
        for values in layer.dicts if hasattr(layer, "dicts") else [layer]:
            for value in values.values():
                if isinstance(value, BaseForm) and id(value) not in seen:
                    seen.add(id(value))
                    yield value


def refused(response: Any) -> list[BaseForm]:
    """The forms of the page that were sent and found wanting."""
    return [form for form in forms_of(response) if form.is_bound and form.errors]


def errors_said_wrongly(form: BaseForm, page: Page) -> Iterator[str]:
    """What is missing for a person to find each error: at its field, in the summary, in Turkish, with a way to the field."""
    for name, errors in form.errors.items():
        # the errors of a field that nobody sees, and those of no field, stand in the summary alone
        bound = form[name] if name in form.fields else None
        for error in errors:
            yield from _said_wrongly(page, bound if bound is not None and not bound.is_hidden else None, plain(error))
    yield from (
        f"the summary leads to {href}, which is not there" for href in page.leads_to if href[1:] not in page.ids
    )


def _said_wrongly(page: Page, bound: BoundField | None, error: str) -> Iterator[str]:
    where = bound.name if bound is not None else "the form"
    if error not in page.summary:
        yield f"{where}: not in the summary: {error[:120]}"
    if not is_turkish(error):
        yield f"{where}: not in Turkish: {error[:120]}"
    if bound is not None:
        if error not in page.says_at(bound.html_name):
            yield f"{where}: not said at the field: {error[:120]}"
        if bound.html_name not in page.invalid:
            yield f"{where}: not marked as wrong"


@cache
def is_turkish(text: str) -> bool:
    """Whether the text is one of the Turkish catalogues', with anything in its places."""
    exact, shapes = _turkish()
    return text in exact or any(shape.fullmatch(text) for shape in shapes)


@cache
def _turkish() -> tuple[set[str], list[re.Pattern[str]]]:
    exact, shapes = set(), []
    for msgid, said in trans_real.translation("tr")._catalog.items():
        text = plain(said)
        english = msgid[0] if isinstance(msgid, tuple) else msgid
        if text == plain(english) or not any(letter.isalpha() for letter in text):
            continue
        parts = re.split(r"%\(\w+\)[sd]|%[sd]|\{\w+\}", text)
        if len(parts) == 1:
            exact.add(text)
        elif len("".join(parts).split()) > 1:
            shapes.append(re.compile(".*".join(map(re.escape, parts)), re.DOTALL))
    return exact, shapes


def is_kept(sent: Iterable[str], shown: Iterable[str]) -> bool:
    """Whether everything that was sent stands in the field again."""
    return {plain(text) for text in sent if plain(text)} <= {plain(text) for text in shown}
