"""Suggestions: changes of a text that people propose in a round, and what becomes of them.

A suggestion rests on the frozen text that was read. Accepting it writes a revision of the working text, credited to who proposed
it, and answers its duty, in one transaction; where the text has changed since, both are brought together first.
"""

from atasehir_portal.documents.suggesting.services import (
    accept_suggestion,
    suggest_change,
    suggest_insert,
    suggest_removal,
    withdraw_suggestion,
)

__all__ = ["accept_suggestion", "suggest_change", "suggest_insert", "suggest_removal", "withdraw_suggestion"]
