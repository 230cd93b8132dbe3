"""Pages of 20 whose count stops at a thousand: an exact count over many rows costs more than the page itself."""

from functools import cached_property

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.formats import number_format

PAGE_SIZE = 20
COUNT_STOPS_AT = 1000


class StoppingPaginator(Paginator):
    """A paginator that counts to ``COUNT_STOPS_AT``; ``is_more`` says that there are more, and pages beyond are not offered.

    Nothing is counted where the caller knows how many there are (``counted``).
    """

    def __init__(self, rows: QuerySet, per_page: int = PAGE_SIZE, *, counted: int | None = None) -> None:
        super().__init__(rows, per_page)
        self._rows = rows
        self._known = counted

    @cached_property
    def _counted(self) -> int:
        if self._known is not None:
            return self._known
        return self._rows.order_by().values("pk")[: COUNT_STOPS_AT + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self._counted, COUNT_STOPS_AT)

    @property
    def total(self) -> str:
        """The number of rows in words where counting stopped ("1.000+"), else empty."""
        return f"{number_format(COUNT_STOPS_AT)}+" if self.is_more else ""

    @property
    def is_more(self) -> bool:
        return self._counted > COUNT_STOPS_AT
