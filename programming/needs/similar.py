"""Needs that resemble what somebody is writing."""

import re
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, IntegerField, Value, When

from atasehir_portal import turkish
from programming.needs.models import Need, Visibility
from programming.needs.queries import visible_to, with_details

# Shown beside the form, looked through, and words that are compared.
SHOWN, NEWEST, WORDS = 5, 200, 12
# Letters by which words are compared: Turkish adds endings, so that the beginning carries the sense.
BEGINNING = 5
_WORD = re.compile(r"[^\W\d_]{4,}")
# Beginnings of words that say nothing of a need, without Turkish signs.
_EMPTY = ("icin", "olma", "olan", "oldu", "neden", "burad", "orada", "kadar", "butun", "bazi", "zorun", "ihtiya")


def similar_needs(user: Any, *, title: str, body: str) -> list[Need]:
    """Return at most five public needs that share at least two words with what was written, those that share most first (one query).

    Words are compared by their beginning, without Turkish signs, in the column that the search of the list uses. Only the newest 200
    that share a word are looked at. Needs that are not public are never among them.
    """
    beginnings = _beginnings(f"{title} {body}")
    if not beginnings:
        return []
    # a merged need speaks through the one into which it went
    public = visible_to(user).filter(visibility=Visibility.PUBLIC, merged_into=None)
    newest = public.filter(search_vector=_query(*beginnings)).order_by("-submitted_at", "-pk")[:NEWEST]
    shared: Any = Value(0)
    for beginning in beginnings:
        met = When(search_vector=_query(beginning), then=Value(1))
        shared = shared + Case(met, default=Value(0), output_field=IntegerField())
    found = Need.objects.filter(pk__in=newest.values("pk")).annotate(shared=shared)
    alike = found.filter(shared__gte=min(2, len(beginnings))).order_by("-shared", "-submitted_at", "-pk")
    return list(with_details(alike)[:SHOWN])


def _query(*beginnings: str) -> SearchQuery:
    """Any of the beginnings. They are letters and nothing else, so that none is an operator."""
    return SearchQuery(" | ".join(f"{one}:*" for one in beginnings), config="simple", search_type="raw")


def _beginnings(text: str) -> list[str]:
    """Return the beginnings of the first words that say something, each once."""
    folded = [turkish.fold(word) for word in _WORD.findall(text[:1500])]
    return list(dict.fromkeys(word[:BEGINNING] for word in folded if not word.startswith(_EMPTY)))[:WORDS]
