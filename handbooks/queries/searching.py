"""The search as people use it: what they type is taken at its letters first, and only then as a keyboard without Turkish signs means it."""

import re
from collections.abc import Iterable

from django.contrib.postgres.search import SearchQuery, SearchQueryCombinable, SearchRank
from django.db.models import F, QuerySet

from atasehir_portal import turkish
from atasehir_portal.prose.inflection import is_other_word, lemma
from atasehir_portal.turkish import Query
from handbooks import wording
from handbooks.models import EditionPassage
from handbooks.queries import passages
from handbooks.queries.library import Shelf

_ALTERNATIVES = re.compile(r"\bor\b", re.IGNORECASE)
# Weights D to A of the exact vector: stems, nothing, words of the text, words of the heading.
_WORDS_ALONE = [0.0, 0.0, 0.4, 1.0]


class _Stems(SearchQuery):
    """The stems of the words, with their letters."""

    template = "websearch_to_tsquery('pg_catalog.turkish', tr_lower(%(expressions)s))"


class _Words(SearchQuery):
    """The words as they are, with their letters."""

    template = "websearch_to_tsquery('pg_catalog.simple', tr_lower(%(expressions)s))"


class _FoldedWords(SearchQuery):
    """The words as they are, without Turkish signs."""

    template = "websearch_to_tsquery('pg_catalog.simple', tr_fold(%(expressions)s))"


class _Beginnings(SearchQuery):
    """Words that begin so."""

    template = "to_tsquery('pg_catalog.simple', %(expressions)s)"


def search(typed: str, shelves: Iterable[Shelf]) -> QuerySet[EditionPassage]:
    """Return the sections that hold what was typed, best first, in the editions in force of these books.

    As in any search box: all words, ``"in this order"``, ``or``, ``-without``. Who types Turkish letters means them: "ısı" finds no
    "işi"; where nothing is found so, one query more looks as it does for words without Turkish letters: "isi" finds both.
    """
    within = EditionPassage.objects.filter(edition__in=[each.latest.pk for each in shelves if each.latest])
    words = wording.cleaned(typed.replace("\x00", ""))
    query, found = _by_letters(words), within.none()
    if wording.has_turkish_letters(words):
        found = within.filter(exact_vector=query).annotate(rank=SearchRank(F("exact_vector"), query))
    if not wording.has_turkish_letters(words) or not found.exists():
        query = _by_any_keyboard(words)
        found = within.filter(search_vector=query).annotate(rank=SearchRank(F("search_vector"), query))
    as_typed = SearchRank(F("exact_vector"), _Words(words), weights=_WORDS_ALONE)
    return (
        found.annotate(as_typed=as_typed)
        .select_related("edition")
        .order_by((F("rank") + F("as_typed")).desc(), "edition__handbook__number", "position")
        .defer("edition__front_matter", "search_vector", "exact_vector", "words")
    )


def _by_letters(words: str) -> SearchQueryCombinable:
    query = _Stems(words) | _Words(words) | _Stems(wording.with_lemmas(words))
    beginnings = {wording.beginning(term) for term in passages.terms_of(words) if term[0].isalpha()}
    if not beginnings or _ALTERNATIVES.search(words):
        return query
    # a word that changed inside begins otherwise: its dictionary form stands behind the text
    return query & _Beginnings(" & ".join(f"'{each}':*" for each in sorted(beginnings)))


def _by_any_keyboard(words: str) -> SearchQueryCombinable:
    based = wording.with_lemmas(words)
    query = Query(words) | _FoldedWords(words)
    return query if based == words else query | Query(based) | _FoldedWords(based)


def found_words(typed: str, words: Iterable[str]) -> frozenset[str]:
    """Return which of the words are meant by what was typed, in any of their forms (hak: hakları, HAKKIN). At most one query."""
    words = set(words)
    typed = wording.cleaned(typed)
    terms = passages.terms_of(typed)
    meant = {turkish.lower(term) for term in terms}
    bases = meant | {base for term in terms if (base := lemma(term))}
    found = passages.found_words(typed, words)
    found = frozenset(word for word in found if not is_other_word(word) or turkish.lower(word) in meant)
    if wording.has_turkish_letters(typed):
        beginnings = tuple(wording.beginning(term) for term in terms)
        found = frozenset(word for word in found if turkish.lower(word).startswith(beginnings)) or found
    return found | {word for word in words if lemma(word) in bases}
