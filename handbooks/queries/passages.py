"""Which words of a text are meant by what was typed, as the database knows their stems."""

import re
from collections.abc import Iterable

from django.db import connection

from atasehir_portal.turkish import fold, lower
from handbooks.wording import LONGEST_QUERY

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
