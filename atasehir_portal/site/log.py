"""How log lines are written."""

import logging
import re

# PostgreSQL quotes the row that a constraint refused. Rows hold what people wrote, names and addresses.
_QUOTED_ROW = re.compile(r"DETAIL:\s.*?(?=\nThe above exception|\nDuring handling|\nTraceback|\Z)", re.DOTALL)


class LineFormatter(logging.Formatter):
    """Leaves out what a database error quotes from a row, in messages and tracebacks."""

    def format(self, record: logging.LogRecord) -> str:
        return _QUOTED_ROW.sub("DETAIL: left out", super().format(record))
