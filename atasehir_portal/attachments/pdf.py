"""PDF: read and written anew by qpdf, without what says who made it and without what does something when it is opened."""

import subprocess
import sys
from pathlib import Path

from atasehir_portal.attachments import errors
from atasehir_portal.attachments.errors import Refused
from atasehir_portal.attachments.pdf_process import IS_LOCKED, SECONDS

_PROCESS = Path(__file__).with_name("pdf_process.py")


def clean_pdf(content: bytes) -> bytes:
    """Return the PDF written anew: pages, bookmarks, filled-in forms and marks stay.

    XMP, document information, scripts, attached files, actions, web links, thumbnails, XFA forms, names on notes, and what cameras wrote
    into the photographs in it are gone. It is done by a process of its own that may use little memory and time, because a few bytes of
    PDF can unfold into gigabytes before anybody can look at them. Raises Refused where it is locked with a password or cannot be read.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_PROCESS)], input=content, capture_output=True, timeout=2 * SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(errors.TOO_INVOLVED) from error
    if done.returncode == IS_LOCKED:
        raise Refused(errors.ENCRYPTED)
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        raise Refused(errors.UNREADABLE)
    return done.stdout
