"""History at database level: triggers write down every state of a row, whoever changed it and by whatever way.

A room marks its model with ``kept_history``; the database then keeps each state in a table of its own, whose rows no statement
of the portal can change or delete (append-only triggers). Who did it is the person of the request
(``accounts.middleware.WhoMiddleware``), kept as a number; nothing else of the request is, because addresses can hold tokens. Texts
that can be confidential are never among the fields.
"""

from collections.abc import Callable
from typing import TypeVar

import pghistory
from django.db import models

Model = TypeVar("Model", bound=type[models.Model])


def kept_history(name: str, *fields: str) -> Callable[[Model], Model]:
    """Keep the states of these fields, from the first to the row's deletion, in the table of the model ``name``.

    Its rows have ``pgh_created_at``, ``pgh_label`` ("insert", "update", "delete"), ``pgh_obj`` (the row, which may be gone),
    ``pgh_context`` (who) and the fields as they were after the change; before it, where the row was deleted.
    """
    track: Callable[[Model], Model] = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        fields=list(fields),
        model_name=name,
        append_only=True,
        meta={
            "default_permissions": (),
            "indexes": [models.Index(fields=["-pgh_created_at", "-pgh_id"], name=f"{name.lower()}_newest")],
        },
    )
    return track
