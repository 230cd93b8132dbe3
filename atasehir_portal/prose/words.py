"""Words and the time that they take."""

import re

WORD = re.compile(r"\w[\w’'\-.,]*")

# An assumption. Trauzettel-Klosinski and Dietz (2012, doi:10.1167/iovs.11-8284) measured 184 ± 29 words a minute over
# 17 languages, Turkish among them, read aloud; silent reading is quicker, a book to work with is read more slowly.
WORDS_PER_MINUTE = 200


def count(text: str) -> int:
    """Return how many words a plain text has."""
    return len(WORD.findall(text))


def minutes(words: int) -> int:
    """Return how long reading so many words takes, in whole minutes; at least one where there is any word."""
    return max(1, round(words / WORDS_PER_MINUTE)) if words else 0


def listed(text: str) -> frozenset[str]:
    """Return a list of words, written with spaces between them, as a set."""
    return frozenset(text.split())
