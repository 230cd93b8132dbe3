"""Printing opens its own fonts and drawings, stored pictures and embedded pictures. Nothing else, whatever the text says."""

import sys
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import nullcontext

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from atasehir_portal.rendering import parts
from atasehir_portal.rendering.errors import RenderingFailed
from atasehir_portal.rendering.fetcher import SafeFetcher
from atasehir_portal.rendering.models import Reason
from tests.rendering.books import DRAWING

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
_touched: list[str] | None = None


def _listen(event: str, arguments: tuple[object, ...]) -> None:
    if _touched is not None and (
        event in {"socket.connect", "socket.getaddrinfo", "urllib.Request"}
        or event == "open"
        and "etc/passwd" in str(arguments[0])
    ):
        _touched.append(f"{event} {arguments}")


sys.addaudithook(_listen)


@pytest.fixture
def touched() -> Iterator[list[str]]:
    """What the interpreter itself saw being opened: network addresses and the server's files."""
    global _touched
    _touched = []
    yield _touched
    _touched = None


HOSTILE = [
    "http://127.0.0.1:9/x.png",
    "https://example.org/x.png",
    "HTTP://example.org/x.png",
    "//example.org/x.png",
    "ftp://example.org/x.png",
    "gopher://example.org/",
    "file:///etc/passwd",
    "file:/etc/passwd",
    "FILE:///etc/passwd",
    "/etc/passwd",
    "../../../etc/passwd",
    "etc/passwd",
    "pictures/x.png",
    "media:../settings.py",
    "media:pictures/../../settings.py",
    "media:pictures/%2e%2e/%2e%2e/secret.png",
    "media:pictures/..%2f..%2fsecret.png",
    "media:/etc/passwd.png",
    "media://example.org/pictures/x.png",
    "media:evidence/x.png",
    "media:renderings/ab/cd.pdf",
    "media:pictures/x.pdf",
    "media:pictures/x.png?y=1",
    "media:pictures/a\\..\\x.png",
    "media:pictures/x.png%00.svg",
    "style:../settings.py",
    "style:fonts/../../models.py",
    "style:page.css",
    "data:text/html,<script>1</script>",
    "data:text/html;base64,PHNjcmlwdD4=",
    "data:application/pdf;base64,JVBERi0=",
    "data:image/tiff;base64,SUkqAA==",
    "javascript:alert(1)",
    "about:blank",
    "jar:file:///etc/passwd!/x",
]


@pytest.mark.parametrize("address", HOSTILE)
def test_fetcher_refuses_hostile_address(address: str) -> None:
    fetcher = SafeFetcher()
    with pytest.raises(RenderingFailed) as refused:
        fetcher.fetch(address)
    assert refused.value.reason == Reason.REFUSED_ADDRESS
    assert fetcher.failure is refused.value


# one address of each sort, in every place where a text can put one
SORTS = [
    "http://127.0.0.1:9/x.png",
    "//example.org/x.png",
    "ftp://example.org/x",
    "file:///etc/passwd",
    "/etc/passwd",
    "../../../etc/passwd",
    "media:../x.png",
    "data:text/html,x",
]


@pytest.mark.parametrize("address", SORTS)
@pytest.mark.parametrize(
    "markup",
    [
        '<img src="{}" alt="x">',
        "<p style=\"background: url('{}')\">x</p>",
        '<link rel="stylesheet" href="{}">',
        '<link rel="attachment" href="{}">',
        '<a rel="attachment" href="{}">x</a>',
        '<object data="{}" type="image/png">x</object>',
        '<embed src="{}" type="image/png">',
        "<style>@import '{}';</style>",
        "<style>@font-face {{ font-family: X; src: url('{}') }} p {{ font-family: X }}</style>",
        '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><title>x</title><image href="{}" width="5" height="5"/></svg>',
        '<base href="{}"><img src="x.png" alt="x">',
    ],
    ids=["img", "style", "link", "attachment", "a-attachment", "object", "embed", "import", "font-face", "svg", "base"],
)
def test_hostile_address_in_a_text_fails_readably_and_opens_nothing(
    address: str, markup: str, as_pdf: Callable[..., bytes], small_html: Callable[[str], str], touched: list[str]
) -> None:
    # A relative address inside CSS is dropped by the renderer with a warning; everything else stops the rendering.
    is_dropped = markup.startswith(("<p style", "<style>@font-face")) and ":" not in address
    may_fail = nullcontext() if is_dropped else pytest.raises(RenderingFailed)
    with may_fail as refused:
        pdf = as_pdf(small_html(markup.format(address)))
        assert b"EmbeddedFile" not in pdf
    assert is_dropped or refused.value.reason == Reason.REFUSED_ADDRESS
    assert touched == []


def test_drawing_cannot_reach_out(
    as_pdf: Callable[..., bytes], small_html: Callable[[str], str], touched: list[str]
) -> None:
    inner = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><image href="file:///etc/passwd" width="9" height="9"/></svg>'
    with pytest.raises(RenderingFailed) as refused:
        as_pdf(small_html(f'<img src="{parts.embedded(inner)}" alt="x">'))
    assert refused.value.reason == Reason.REFUSED_ADDRESS
    assert refused.value.detail == "file:///etc/passwd"
    style = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><style>@import url(http://127.0.0.1:9/a.css);</style></svg>'
    with pytest.raises(RenderingFailed):
        as_pdf(small_html(f'<img src="{parts.embedded(style)}" alt="x">'))
    assert touched == []


def test_drawing_with_entities_is_refused() -> None:
    bomb = b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg"><text>&b;</text></svg>'
    with pytest.raises(RenderingFailed):
        SafeFetcher().fetch(parts.embedded(bomb))


def test_stored_picture_is_opened_by_content_not_by_name() -> None:
    default_storage.save("pictures/ab/yol.svg", ContentFile(DRAWING))
    default_storage.save("pictures/foto.png", ContentFile(PNG))
    default_storage.save("pictures/yalan.png", ContentFile(b"%!PS-Adobe-3.0 EPSF-3.0"))
    fetcher = SafeFetcher()
    assert fetcher.fetch("media:pictures/ab/yol.svg").content_type == "image/svg+xml"
    assert fetcher.fetch("media:pictures/foto.png").content_type == "image/png"
    with pytest.raises(RenderingFailed) as broken:
        fetcher.fetch("media:pictures/yalan.png")
    assert broken.value.reason == Reason.BROKEN_CONTENT


def test_missing_picture_is_named() -> None:
    with pytest.raises(RenderingFailed) as missing:
        SafeFetcher().fetch("media:pictures/yok.png")
    assert (missing.value.reason, missing.value.detail) == (Reason.MISSING_PICTURE, "pictures/yok.png")


def test_embedded_picture_is_read_and_a_huge_one_refused() -> None:
    fetcher = SafeFetcher()
    assert fetcher.fetch(f"data:image/png;base64,{b64encode(PNG).decode()}").read() == PNG
    assert (
        fetcher.fetch("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E").content_type
        == "image/svg+xml"
    )
    with pytest.raises(RenderingFailed):
        fetcher.fetch("data:image/png;base64," + "A" * 3_000_000)


def test_own_fonts_and_drawings_are_opened() -> None:
    fetcher = SafeFetcher()
    assert fetcher.fetch("style:fonts/KitapSans-Regular.ttf").content_type == "font/ttf"
    assert fetcher.fetch("style:art/cover-1.svg").content_type == "image/svg+xml"
