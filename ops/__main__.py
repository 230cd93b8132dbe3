"""Command line: ``python3 -m ops run | test | bench | backup | restore | clean-example | manage | secrets | pins``."""

import os
import shutil
import sys


def _with_new_enough_python() -> None:
    """Go on under a Python that is new enough, or say what is missing. (No new syntax before this check.)"""
    if sys.version_info >= (3, 11):  # noqa: UP036  the system may offer an older one
        return
    for name in ("python3.13", "python3.12", "python3.11"):
        found = shutil.which(name)
        if found:
            os.execv(found, [found, "-m", "ops", *sys.argv[1:]])  # noqa: S606
    sys.exit(
        f"Python 3.11 veya daha yenisi gerekiyor; bu makinedeki sürüm {sys.version.split()[0]}.\n"
        f"Python 3.11 or newer is needed; this machine has {sys.version.split()[0]}."
    )


if __name__ == "__main__":
    _with_new_enough_python()
    from ops.commands import main

    sys.exit(main(sys.argv[1:]))
