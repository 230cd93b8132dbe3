"""What notices about rounds and what is said in them may still say: for all three at once, in one query each."""

from collections.abc import Collection, Iterable
from typing import Any

from atasehir_portal.documents import round_queries
from atasehir_portal.documents.moderating import queries as moderation
from atasehir_portal.documents.suggesting import queries as suggestions


def visible_references(user: Any, references: Collection[str]) -> set[str]:
    """Return those references of rounds, comments, replies and suggestions that this person may open."""
    return set(_named(user, references))


def titles(user: Any, references: Iterable[str]) -> dict[str, str]:
    """Return what those that this person may open are called, by reference."""
    return {reference: title for reference, title in _named(user, references).items() if title}


def _named(user: Any, references: Iterable[str]) -> dict[str, str | None]:
    """Return the titles by reference; a reply has none of its own."""
    wanted = list(references)
    rounds, comments, proposals = (
        rows.filter(reference__in=wanted).order_by().values_list("reference", title)
        for rows, title in (
            (round_queries.visible_to(user), "title"),
            (moderation.comments_for(user), "duty__title"),
            (suggestions.readable_by(user), "duty__title"),
        )
    )
    return dict(rounds.union(comments, proposals, all=True))
