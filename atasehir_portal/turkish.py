"""Turkish letters: case, search and sorting, in Python and in the database.

PostgreSQL's own ``upper`` and ``lower`` get i/İ wrong and small images have no Turkish locale, so the database carries five
functions (migration ``catalogue/0001``): ``tr_lower``, ``tr_fold``, ``tr_vec``, ``tr_query`` and ``tr_sort_key``.
"""

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import models
from django.db.models import Func, Value

_LOWER = str.maketrans("Iİ", "ıi")
_UPPER = str.maketrans("ıi", "Iİ")
_FOLD = str.maketrans("çğıöşüâîû", "cgiosuaiu")


def lower(text: str) -> str:
    """Return the text in small letters as Turkish writes them (I → ı, İ → i)."""
    return text.translate(_LOWER).lower()


def upper(text: str) -> str:
    """Return the text in capitals as Turkish writes them (ı → I, i → İ)."""
    return text.translate(_UPPER).upper()


def fold(text: str) -> str:
    """Return the text in small letters without Turkish signs, for matching what people type on any keyboard."""
    return lower(text).translate(_FOLD)


class SortKey(Func):
    """``ORDER BY`` key that sorts as Turkish does (… c ç d … g ğ h ı i …); use with ``order_by(SortKey("name_tr"))``."""

    function = "tr_sort_key"
    template = '%(function)s(%(expressions)s) COLLATE "C"'
    output_field = models.TextField()


class Vector(Func):
    """The search vector of a text, for a stored generated column."""

    function = "tr_vec"
    output_field = SearchVectorField()


class Query(SearchQuery):
    """What somebody typed into a search box, for ``filter(search_vector=Query("…"))``; never raises on odd input."""

    def __init__(self, typed: str) -> None:
        super().__init__(Value(typed.replace("\x00", ""), output_field=models.TextField()))
        self.function = "tr_query"
