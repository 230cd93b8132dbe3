"""The search inside the books: passages of editions in force, the words that were found in them."""

import re
from collections.abc import Iterable

from django.contrib.postgres.search import SearchQuery, SearchQueryCombinable, SearchRank
from django.db import connection
from django.db.models import F, QuerySet

from atasehir_portal.turkish import Query, fold, lower
from handbooks.models import EditionPassage
from handbooks.queries.library import Shelf

LONGEST_QUERY = 200
# Of more words than these none is marked; people type three or four.
MOST_TERMS = 12
_TERM = re.compile(r'(?<![\w-])-"[^"]*"?|(?<![\w-])-\w+|\w+')
# Suffixes change the end of a Turkish word, never its beginning: words that begin otherwise need not be asked about.
_BEGINNING = 2
# Short stop words join others (ve, ile, bir) and are not marked beside words that mean something. Every word is taken to its stems
# once, whatever the number of terms: that is what costs.
_FOUND = """
WITH terms AS MATERIALIZED (
    SELECT tr_query(term) || websearch_to_tsquery('pg_catalog.simple', tr_fold(term)) AS query,
           length(term) <= 3 AND numnode(tr_query(term)) = 0 AS joins
    FROM unnest(%s::text[]) term
), words AS MATERIALIZED (
    SELECT word, tr_vec(word) || to_tsvector('pg_catalog.simple', tr_fold(word)) AS vec
    FROM unnest(%s::text[]) word
)
SELECT word FROM words
WHERE EXISTS (
    SELECT FROM terms
    WHERE vec @@ query
        AND (NOT joins OR (SELECT bool_and(joins) FROM terms))
)
"""


class _AsTyped(SearchQuery):
    """The words as they were typed, without stems and stop words."""

    template = "websearch_to_tsquery('pg_catalog.simple', tr_fold(%(expressions)s))"


def _query(typed: str) -> SearchQueryCombinable:
    return Query(typed) | _AsTyped(typed.replace("\x00", ""))


def search(typed: str, shelves: Iterable[Shelf]) -> QuerySet[EditionPassage]:
    """Return the sections that hold what was typed, best first, in the editions in force of these books.

    As in any search box: all words, ``"in this order"``, ``or``, ``-without``.
    """
    query = _query(typed)
    return (
        EditionPassage.objects.filter(
            edition__in=[each.latest.pk for each in shelves if each.latest], search_vector=query
        )
        .select_related("edition")
        .annotate(rank=SearchRank(F("search_vector"), query))
        .order_by("-rank", "edition__handbook__number", "position")
        .defer("edition__front_matter", "search_vector", "words")
    )


def terms_of(typed: str) -> list[str]:
    """Return the words of a query that are looked for, each once and at most ``MOST_TERMS``; those that must not stand there are
    left out."""
    terms = {lower(term): term for term in _TERM.findall(typed[:LONGEST_QUERY]) if not term.startswith("-")}
    return list(terms.values())[:MOST_TERMS]


def found_words(typed: str, words: Iterable[str]) -> frozenset[str]:
    """Return which of the words are meant by what was typed, in any of their forms (hak: hakları, HAKKIN). At most one query."""
    terms = terms_of(typed)
    beginnings = {fold(term)[:_BEGINNING] for term in terms}
    likely = sorted({word for word in words if fold(word)[:_BEGINNING] in beginnings})
    if not likely:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, [terms, likely])
        return frozenset(word for (word,) in cursor.fetchall())
