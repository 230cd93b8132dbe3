"""pytest plugin (``-p ops.pytest_servers``): each parallel worker of a run has a database of the broker to itself.

Otherwise a Celery worker that one test started could take what another test has sent. It must be loaded before the
settings are, hence a plugin and no fixture. Database 0 is for runs that are not parallel.
"""

import os
import re


def _separate() -> None:
    worker = re.fullmatch(r"gw(\d+)", os.environ.get("PYTEST_XDIST_WORKER", ""))
    if worker and "REDIS_URL" in os.environ:
        os.environ["REDIS_URL"] = re.sub(r"db=\d+$", f"db={int(worker[1]) + 1}", os.environ["REDIS_URL"])


_separate()
