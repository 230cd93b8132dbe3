"""Rows of history in words: names instead of numbers, labels instead of codes, what went and what came marked word by word."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, F, Model, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, NullIf
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import number_format
from django.utils.html import linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from atasehir_portal import markdown
from atasehir_portal.accounts.models import Organisation, User
from atasehir_portal.bilingual import Term
from atasehir_portal.documents import kinds
from atasehir_portal.documents.diffing.blocks import said
from atasehir_portal.documents.diffing.marking import marked
from atasehir_portal.documents.models import Comment, Document, Round, Section, Suggestion
from atasehir_portal.history import ADDED, DELETED
from atasehir_portal.site.history_kinds import BY_NAME, LABELS, Kept, label_of
from handbooks.models import Edition, Handbook
from participation.dialogue.models import Charter, CharterVersion
from programming.assessing.models import Assessment
from programming.drafting.models import Element, Programme
from programming.needs.models import Need

LONG = 200
Row = Mapping[str, Any]
State = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a row before and after, in words; "" where there was nothing. ``html`` marks what went and what came in a text
    that was there before and after."""

    label: str
    before: str
    after: str
    html: SafeString | None = None

    @property
    def is_long(self) -> bool:
        return len(self.before) + len(self.after) > LONG


def _names_of(model: type[Model]) -> Any:
    """Return what a row of a model is called, as the database says it; None for a model whose rows have no name."""
    if model is User:
        name = Coalesce(NullIf("full_name", Value("")), "email", output_field=CharField())
        return Case(When(deleted_at__isnull=False, then=Value("")), default=name, output_field=CharField())
    if issubclass(model, Term):
        if (get_language() or "tr").startswith("en"):
            return Coalesce(NullIf("name_en", Value("")), "name_tr")
        return F("name_tr")
    return {
        Organisation: F("name"),
        Document: F("title"),
        Section: F("title"),
        Round: F("reference"),
        Comment: F("reference"),
        Suggestion: F("reference"),
        Handbook: F("short_title"),
        Edition: Concat("handbook__short_title", Value(" "), "number"),
        Charter: F("document__title"),
        CharterVersion: F("number"),
        Programme: F("document__title"),
        Assessment: F("document__title"),
        Element: F("title"),
        Need: F("reference"),
    }.get(model)


class Names:
    """The names of the people and things that rows speak of, in one query."""

    def __init__(self, rows: Sequence[Row]) -> None:
        wanted: dict[type[Model], set[int]] = defaultdict(set)
        for row in rows:
            if row["by"] and row["by"].get("user") is not None:
                wanted[User].add(row["by"]["user"])
            kept = BY_NAME[row["of"]]
            if "pgh_obj" in kept.called:
                wanted[kept.tracked].add(row["row"])
            for name in kept.fields:
                if model := kept.table._meta.get_field(name).related_model:
                    wanted[model] |= {state[name] for state in (row["now"], row["earlier"] or {}) if state.get(name)}
        parts = [
            model._default_manager.filter(pk__in=keys)
            .order_by()
            .annotate(of=Value(model._meta.label), called=Cast(expression, CharField()))
            .values_list("of", "pk", "called")
            for model, keys in wanted.items()
            if keys and (expression := _names_of(model)) is not None
        ]
        self._names: dict[tuple[str, int], str] = {}
        if parts:
            first, *others = parts
            self._names = {(of, pk): called for of, pk, called in (first.union(*others, all=True) if others else first)}

    def of(self, model: type[Model], key: int) -> str:
        """Return what a row is called; what is not there any more has no name."""
        found = self._names.get((model._meta.label, key))
        if found is None:
            return gettext("not there any more")
        return found or gettext("deleted user")

    def thing(self, kept: Kept, row: Row) -> str:
        """Return what the row itself is called: by its own words, or by those that it is about."""
        said = []
        for name in kept.called:
            field = kept.table._meta.get_field(name)
            value = row["row"] if name == "pgh_obj" else row["now"].get(name)
            if value in (None, ""):
                continue
            said.append(self.of(field.related_model, value) if field.related_model else in_words(field, value))
        return " · ".join(said) or str(kept.label)


class Words:
    """What changed in each row, in words. Typed data of all rows are put into words together, in one query at most by kind."""

    def __init__(self, rows: Sequence[Row]) -> None:
        states: dict[str, list[tuple[int, State]]] = defaultdict(list)
        for row in rows:
            for state in (row["now"], row["earlier"]):
                if state and state.get("data"):
                    states[state["kind"]].append((id(state), state["data"]))
        self._facts: dict[int, dict[str, str]] = {}
        for kind, found in states.items():
            block_type = kinds.known_block_type(kind)
            facts = said(block_type, [data for _place, data in found], left_out=frozenset()) if block_type else []
            self._facts |= {place: dict(rows) for (place, _data), rows in zip(found, facts, strict=False)}

    def changes(self, row: Row, names: Names) -> list[Change]:
        """Return the fields that say something else than before; all of them where the row came or went."""
        kept, act = BY_NAME[row["of"]], row["did"]
        old: State = row["now"] if act == DELETED else {} if act == ADDED else row["earlier"] or {}
        new: State = {} if act == DELETED else row["now"]
        found = []
        for name in kept.fields:
            if name == "data":
                found += self._typed(old, new)
                continue
            field = kept.table._meta.get_field(name)
            before, after = (_value(kept, name, state, names) for state in (old, new))
            if before != after:
                found.append(Change(label_of(kept, name), before, after, _html(field, before, after)))
        return found

    def _typed(self, old: State, new: State) -> list[Change]:
        before, after = self._facts.get(id(old), {}), self._facts.get(id(new), {})
        return [
            Change(label, before.get(label, ""), after.get(label, ""))
            for label in dict.fromkeys([*before, *after])
            if before.get(label, "") != after.get(label, "")
        ]


def _value(kept: Kept, name: str, state: State, names: Names) -> str:
    field, value = kept.table._meta.get_field(name), state.get(name)
    if value is None or value == "":
        return ""
    if field.related_model is not None:
        return names.of(field.related_model, value)
    if name == "kind" and not field.choices:
        return _kind(value)
    return in_words(field, value)


def _kind(name: str) -> str:
    """Return what a kind of block or of document is called."""
    if block_type := kinds.known_block_type(name):
        return str(block_type.label)
    try:
        return str(kinds.get(name).label)
    except LookupError:
        return str(LABELS["kind"])


def in_words(field: Any, value: Any) -> str:
    """Return the value of a field as people read it."""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, int):
        return str(value) if field.name.endswith("year") else number_format(value)
    kind = field.get_internal_type()
    if kind == "DateTimeField" and (moment := parse_datetime(value)):
        return timezone.localtime(moment).strftime("%d.%m.%Y %H.%M")
    if kind == "DateField" and (day := parse_date(value)):
        return day.strftime("%d.%m.%Y")
    return str(value)


def _html(field: Any, before: str, after: str) -> SafeString | None:
    """Return a text with what went and what came marked; None for what is no text, or has nothing to be compared with."""
    if not before or not after or field.choices or field.get_internal_type() not in {"CharField", "TextField"}:
        return None
    if field.name == "body":
        return marked(markdown.render(before), markdown.render(after))
    return marked(linebreaks(before, autoescape=True), linebreaks(after, autoescape=True))
