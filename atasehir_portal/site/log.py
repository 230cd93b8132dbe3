"""How log lines are written."""

import logging
import re
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

# PostgreSQL quotes the row that a constraint refused. Rows hold what people wrote, names and addresses.
_QUOTED_ROW = re.compile(r"DETAIL:\s.*?(?=\nThe above exception|\nDuring handling|\nTraceback|\Z)", re.DOTALL)


class LineFormatter(logging.Formatter):
    """Leaves out what a database error quotes from a row, in messages and tracebacks."""

    def format(self, record: logging.LogRecord) -> str:
        return _QUOTED_ROW.sub("DETAIL: left out", super().format(record))


class ReportFilter(SafeExceptionReporterFilter):
    """Leaves out of a report of an error what was sent and what variables held, in every view, marked or not."""

    def is_active(self, request: HttpRequest | None) -> bool:
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        sent = getattr(request, "POST", None)
        return dict.fromkeys(sent, self.cleansed_substitute) if sent else {}

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: Any) -> Any:
        return [(name, self.cleansed_substitute) for name in tb_frame.f_locals]
