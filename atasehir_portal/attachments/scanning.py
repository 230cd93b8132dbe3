"""The virus scanner: clamd, asked over its socket (INSTREAM), where ``MALWARE_SCAN`` names one."""

import logging
import socket
import struct

from django.conf import settings

from atasehir_portal.attachments import errors
from atasehir_portal.attachments.errors import Refused

logger = logging.getLogger(__name__)

WAITS = 20  # seconds
_CHUNK = 64 * 1024


def scan(content: bytes) -> None:
    """Have the file looked at. Raises Refused where something was found, and where the scanner does not answer: nothing is taken unseen.

    Does nothing where no scanner is set up.
    """
    if not settings.MALWARE_SCAN:
        return
    try:
        answer = _ask(content, settings.MALWARE_SCAN)
    except OSError as error:
        logger.error("the virus scanner does not answer (%s)", type(error).__name__)
        raise Refused(errors.SCANNER_AWAY) from error
    if answer == b"stream: OK":
        return
    if answer.endswith(b" FOUND"):
        logger.warning("the virus scanner refused a file")
        raise Refused(errors.INFECTED)
    logger.error("the virus scanner answered with an error")
    raise Refused(errors.SCANNER_AWAY)


def _ask(content: bytes, where: str) -> bytes:
    with _connected(where) as clamd:
        clamd.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _CHUNK):
            part = content[start : start + _CHUNK]
            clamd.sendall(struct.pack("!I", len(part)) + part)
        clamd.sendall(struct.pack("!I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < 1000 and (more := clamd.recv(1000)):
            answer += more
    return answer.rstrip(b"\0\n")


def _connected(where: str) -> socket.socket:
    """``/run/clamav/clamd.ctl`` or ``host:port``."""
    if where.startswith("/"):
        clamd = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        clamd.settimeout(WAITS)
        try:
            clamd.connect(where)
        except OSError:
            clamd.close()
            raise
        return clamd
    host, _colon, port = where.rpartition(":")
    if not host or not port.isdigit():
        raise OSError("MALWARE_SCAN is neither a path nor host:port")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=WAITS)
