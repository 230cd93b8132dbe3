"""The only addresses that printing opens.

``style:`` is this room's own folder of fonts and drawings, ``media:`` the pictures in the file store, ``data:`` a picture that stands
in the text itself. Everything else is refused: the network, the server's files, other folders of the file store.
"""

import logging
import re
from base64 import b64decode
from binascii import Error as Base64Error
from urllib.parse import unquote, unquote_to_bytes

from django.core.files.storage import default_storage
from weasyprint.urls import URLFetcher, URLFetcherResponse

from atasehir_portal.rendering import styles
from atasehir_portal.rendering.errors import RenderingFailed
from atasehir_portal.rendering.models import Reason

logger = logging.getLogger(__name__)

# Pictures for print stand in this folder of the file store; evidence, imports and finished files do not.
PICTURE_FOLDER = "pictures/"
LARGEST_PICTURE = 20 * 1024 * 1024  # bytes
LARGEST_EMBEDDED_PICTURE = 2 * 1024 * 1024  # characters of a data: address

_PICTURE_NAME = re.compile(
    r"pictures/(?:[\w-][\w.-]*/)*[\w-][\w.-]*\.(?:svg|png|jpe?g|webp|gif)", re.ASCII | re.IGNORECASE
)
_STYLE_NAME = re.compile(r"(?:fonts|art)/[\w-]+\.(?:ttf|svg)", re.ASCII)
_EMBEDDED = re.compile(r"data:image/(svg\+xml|png|jpeg|webp|gif)(?:;charset=[\w-]+)?(;base64)?,", re.IGNORECASE)
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


class SafeFetcher(URLFetcher):
    """WeasyPrint's way to the outside. ``failure`` keeps the first thing that went wrong, because drawings swallow errors."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self.failure: RenderingFailed | None = None

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return the file behind one of our own addresses.

        Raises RenderingFailed: REFUSED_ADDRESS, MISSING_PICTURE, MISSING_STYLE, BROKEN_CONTENT or STORAGE.
        """
        try:
            body, content_type = opened(url)
        except RenderingFailed as failure:
            self.failure = self.failure or failure
            logger.warning("Rendering: %s", failure)
            raise
        return URLFetcherResponse(url, body, {"Content-Type": content_type})


def opened(url: str) -> tuple[bytes, str]:
    """Return the file behind one of our own addresses, and its type by content. Raises RenderingFailed."""
    if url.startswith("data:"):
        return _embedded_picture(url)
    scheme, _, name = url.partition(":")
    # The name is checked as it will be opened: unquoted once, in ASCII, without "..", leading slash, query or fragment.
    name = unquote(name)
    if scheme == "style" and _STYLE_NAME.fullmatch(name):
        return _style_file(name), "image/svg+xml" if name.endswith(".svg") else "font/ttf"
    if scheme == "media" and _PICTURE_NAME.fullmatch(name) and ".." not in name:
        return _stored_picture(name)
    raise RenderingFailed(Reason.REFUSED_ADDRESS, url[:200])


def _style_file(name: str) -> bytes:
    try:
        return (styles.FOLDER / name).read_bytes()
    except OSError as error:
        raise RenderingFailed(Reason.MISSING_STYLE, name) from error


def _stored_picture(name: str) -> tuple[bytes, str]:
    try:
        with default_storage.open(name, "rb") as file:
            body = file.read(LARGEST_PICTURE + 1)
    except FileNotFoundError as error:
        raise RenderingFailed(Reason.MISSING_PICTURE, name) from error
    except Exception as error:  # every storage has errors of its own; none of them is the text's fault
        raise RenderingFailed(Reason.STORAGE, name, may_pass=True) from error
    if len(body) > LARGEST_PICTURE:
        raise RenderingFailed(Reason.BROKEN_CONTENT, name)
    return body, _picture_type(body, name, is_drawing=name.lower().endswith(".svg"))


def _embedded_picture(url: str) -> tuple[bytes, str]:
    shown = f"{url[:60]}…" if len(url) > 60 else url
    match = _EMBEDDED.match(url)
    if match is None or len(url) > LARGEST_EMBEDDED_PICTURE:
        raise RenderingFailed(Reason.REFUSED_ADDRESS, shown)
    body = unquote_to_bytes(url[match.end() :])
    if match[2]:
        try:
            body = b64decode(body)
        except Base64Error as error:
            raise RenderingFailed(Reason.BROKEN_CONTENT, shown) from error
    return body, _picture_type(body, shown, is_drawing=match[1].lower() == "svg+xml")


def _picture_type(body: bytes, shown: str, *, is_drawing: bool) -> str:
    """Return the content type by content: a name is only a claim, and picture libraries open more kinds than print needs."""
    if is_drawing:
        if b"<svg" not in body[:4096] or b"<!ENTITY" in body:
            raise RenderingFailed(Reason.BROKEN_CONTENT, shown)
        return "image/svg+xml"
    for signature, content_type in _SIGNATURES:
        if body.startswith(signature):
            return content_type
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "image/webp"
    raise RenderingFailed(Reason.BROKEN_CONTENT, shown)
