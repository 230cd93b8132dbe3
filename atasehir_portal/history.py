"""History at database level: triggers write down every state of a row, whoever changed it and by whatever way.

A room marks its model with ``kept_history``; the database then keeps each state in a table of its own. No statement of the portal
changes or deletes those rows; only triggers of the database and the three acts at the end of this module do, and they only forget.
Who did it is the person of the request (``accounts.middleware.WhoMiddleware``), kept as a number; nothing else of the request is,
because addresses can hold tokens.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import pghistory
import pgtrigger
from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.models import F, Q

Model = TypeVar("Model", bound=type[models.Model])

ADDED, CHANGED, STATE, DELETED = "insert", "update", "state", "delete"
# How rows stood when history began: what a first change is compared with, and no change itself.
BEGAN = "began"
# Words and names that no field in a table of history has (``tests/site/test_history.py``): ways to reach people, secrets, and what is
# deleted on schedule.
NEVER_KEPT = (
    "email",
    "mail",
    "phone",
    "contact",
    "address",
    "password",
    "secret",
    "token",
    "recovery",
    "otp",
    "session",
    "login",
    "ip",
    "agent",
    "statement",
    "registry",
    "form_key",
    "search_vector",
)
GUARD = "append_only"


def kept_history(
    name: str,
    *fields: str,
    states: Sequence[str] = (),
    texts: Sequence[str] = (),
    typed: Sequence[str] = (),
    forgets_texts: Q | None = None,
    found_by: Sequence[str] = (),
) -> Callable[[Model], Model]:
    """Keep the states of these fields, from the first to the row's deletion, in the table of the model ``name``.

    Its rows have ``pgh_created_at``, ``pgh_label`` (one of the constants above), ``pgh_obj`` (the row, which may be gone),
    ``pgh_context`` (``{"user": number}``, or ``{"erased": true}``) and the fields as they were after the change; before it, where the
    row was deleted. A change of one of ``states`` is labelled as such, whatever else changed with it. Where ``forgets_texts`` is true of
    a row, ``texts`` and ``typed`` (data of JSON) are written down as empty, and those of its earlier states are emptied.
    ``found_by`` are fields with an index.
    """
    kept = [*fields, *states, *texts, *typed]
    rest = [*fields, *texts, *typed]
    trackers: list[pghistory.RowEvent] = [pghistory.InsertEvent(ADDED), pghistory.DeleteEvent(DELETED)]
    if states:
        trackers.append(pghistory.UpdateEvent(STATE, condition=pgtrigger.AnyChange(*states)))
    if rest:
        trackers.append(pghistory.UpdateEvent(CHANGED, condition=_changes_without(rest, states)))
    triggers: list[pgtrigger.Trigger] = [
        pgtrigger.Protect(
            name=GUARD,
            operation=pgtrigger.Update | pgtrigger.Delete,
            condition=pgtrigger.Condition("pg_trigger_depth() = 0"),
        )
    ]
    constraints: list[models.BaseConstraint] = []
    short = name.removesuffix("History").lower()[:20]
    if forgets_texts is not None:
        empty: dict[str, Any] = {**dict.fromkeys(texts, ""), **{name: {} for name in typed}}
        # doubled braces: the function of a trigger is a format string
        written = {name: "''" if value == "" else "'{{}}'::jsonb" for name, value in empty.items()}
        triggers.append(_forgetting(written, forgets_texts))
        constraints.append(models.CheckConstraint(name=f"history_{short}", condition=~forgets_texts | Q(**empty)))
    track: Callable[[Model], Model] = pghistory.track(
        *trackers,
        fields=kept,
        model_name=name,
        obj_field=pghistory.ObjForeignKey(related_name="+", db_index=False),
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,  # type: ignore[arg-type]
        attrs={"texts": tuple(texts)},
        meta={
            "default_permissions": (),
            "indexes": _indexes(short, states, found_by, forgets_texts),
            "constraints": constraints,
            "triggers": triggers,
        },
    )
    return track


def _indexes(short: str, states: Sequence[str], found_by: Sequence[str], forgets_texts: Q | None) -> list[models.Index]:
    newest = ("-pgh_created_at", "-pgh_id")
    indexes = [
        models.Index(fields=newest, name=f"{short}_newest"),
        models.Index(fields=["pgh_obj", "-pgh_id"], name=f"{short}_row"),
        models.Index(
            F("pgh_context__user"),
            F("pgh_created_at").desc(),
            F("pgh_id").desc(),
            name=f"{short}_who",
        ),
    ]
    if states:
        indexes.append(models.Index(fields=newest, condition=Q(pgh_label=STATE), name=f"{short}_states"))
    if forgets_texts is not None:
        indexes.append(models.Index(fields=["pgh_obj"], condition=forgets_texts, name=f"{short}_hidden"))
    indexes += [models.Index(fields=[field, *newest], name=f"{short}_by_{field[:5]}") for field in found_by]
    return indexes


def _forgetting(empty: Mapping[str, str], when: Q) -> pgtrigger.Trigger:
    """Return what empties the texts of a state before it is written down, and those of the states before it."""
    emptied = ", ".join(f'"{{columns.{name}}}" = {value}' for name, value in empty.items())
    now = " ".join(f'NEW."{{columns.{name}}}" := {value};' for name, value in empty.items())
    return pgtrigger.Trigger(
        name="forgets_texts",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=_of_new(when),
        func=pgtrigger.Func(
            f'UPDATE "{{meta.db_table}}" SET {emptied} WHERE "{{columns.pgh_obj}}" = NEW."{{columns.pgh_obj}}"; '  # noqa: S608
            f"{now} RETURN NEW;"
        ),
    )


def _changes_without(rest: Sequence[str], states: Sequence[str]) -> pgtrigger.Q:
    """Return the condition that one of ``rest`` changes and none of ``states`` does."""
    found = pgtrigger.Q()
    for name in rest:
        found |= pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")})
    for name in states:
        found &= pgtrigger.Q(**{f"old__{name}__ndf": pgtrigger.F(f"new__{name}")})
    return found


def _of_new(condition: Q) -> pgtrigger.Q:
    """Return the condition as it is said of the row that a trigger is about to write."""
    found = pgtrigger.Q()
    found.connector, found.negated = condition.connector, condition.negated
    children: list[Any] = list(condition.children)
    found.children = [_of_new(child) if isinstance(child, Q) else (f"new__{child[0]}", child[1]) for child in children]
    return found


# --- what is forgotten ----------------------------------------------------------------------------------------------------


def tables() -> list[type[models.Model]]:
    """Return the model of every table in which history is kept."""
    found: list[type[models.Model]] = pghistory.core.event_models()
    return [model for model in found if model._meta.app_label != "pghistory"]


def forget_person(number: int) -> None:
    """Take a person who deleted the account out of history: what they did, nobody did by name, and where a record had a place for
    somebody (an officer, an author), the place is empty. Their own name goes by itself (``forgets_texts`` of ``User``)."""
    user = apps.get_model(settings.AUTH_USER_MODEL)
    for table in tables():
        with pgtrigger.ignore(_guard(table)):
            table._default_manager.filter(pgh_context__user=number).update(pgh_context={"erased": True})
            for field in table._meta.fields:
                if field.related_model is user and field.null and field.name != "pgh_obj":
                    table._default_manager.filter(**{field.attname: number}).update(**{field.attname: None})


def forget_rows(table: type[models.Model], numbers: Iterable[int]) -> None:
    """Delete the history of these rows. Only the removal of example data may."""
    with pgtrigger.ignore(_guard(table)):
        table._default_manager.filter(pgh_obj__in=list(numbers)).delete()


def _guard(table: type[models.Model]) -> str:
    return f"{table._meta.label}:{GUARD}"


# --- how it begins --------------------------------------------------------------------------------------------------------


def begin(historical_apps: Any, app_labels: Sequence[str]) -> None:
    """Write down how the rows that are there stand, for tables of history that are new (called by migrations)."""
    with connection.cursor() as cursor:
        for table in _new_tables(historical_apps, app_labels):
            tracked = table._meta.get_field("pgh_obj").related_model
            columns = [field.column for field in table._meta.fields if not field.name.startswith("pgh_")]
            quoted = "".join(f', "{column}"' for column in columns)
            cursor.execute(
                f'INSERT INTO "{table._meta.db_table}" (pgh_created_at, pgh_label, pgh_obj_id{quoted}) '  # noqa: S608
                f'SELECT now(), %s, "{tracked._meta.pk.column}"{quoted} FROM "{tracked._meta.db_table}"',
                [BEGAN],
            )


def _new_tables(historical_apps: Any, app_labels: Sequence[str]) -> Iterator[Any]:
    for model in historical_apps.get_models():
        names = {field.name for field in model._meta.fields}
        if model._meta.app_label in app_labels and {"pgh_obj", "pgh_label"} <= names:
            yield model
