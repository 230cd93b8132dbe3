"""Pictures: drawings without anything that runs or reaches out, photographs without what their camera knew."""

import io
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.http import Http404
from PIL import Image

from atasehir_portal.documents import figures
from tests.documents.test_dialect import BOOKS

HARMFUL = [
    "<script",
    "<style",
    "style=",
    "evil",
    "javascript",
    "onload",
    "onclick",
    "<image",
    "file:",
    "foreign",
    "<a ",
    "<animate",
]
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">{}</svg>'


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<style>@import 'https://evil.example'</style>",
        "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></body></foreignObject>",
        "<image href='https://evil.example/x.png'/>",
        "<image xlink:href='file:///etc/passwd'/>",
        "<a href='javascript:alert(1)'><text>x</text></a>",
        "<rect onload='alert(1)' onclick='alert(1)' width='1' height='1'/>",
        "<rect style='background:url(https://evil.example)'/>",
        "<rect fill='url(https://evil.example/#x)'/>",
        "<rect fill='url( //evil.example/#x)'/>",
        "<use href='https://evil.example/x.svg#y'/>",
        "<use xlink:href='data:image/svg+xml,x#y'/>",
        "<animate attributeName='href' values='javascript:alert(1)'/>",
        "<set attributeName='onmouseover' to='alert(1)'/>",
        "<handler xmlns='http://www.w3.org/2001/xml-events'>alert(1)</handler>",
        "<text><![CDATA[<script>alert(1)</script>]]></text>",
        "<svg:script xmlns:svg='http://www.w3.org/2000/svg'>alert(1)</svg:script>",
    ],
)
def test_drawing_keeps_nothing_that_runs_or_reaches_out(inside: str) -> None:
    cleaned = figures.clean_drawing(SVG.format(inside).encode()).decode()
    for word in HARMFUL:
        assert word not in cleaned
    assert figures.clean_drawing(cleaned.encode()).decode() == cleaned


def test_drawing_keeps_what_it_draws() -> None:
    inside = (
        '<title>Ağaç &amp; kök</title><defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient></defs>'
        '<g transform="rotate(5)"><path d="M0 0H10" fill="url(#g)"/><text font-family="Kitap Sans">A&lt;B <tspan>c</tspan> d</text></g>'
        '<use xlink:href="#g"/>'
    )
    cleaned = figures.clean_drawing(SVG.format(inside).encode()).decode()
    for piece in (
        "<title>Ağaç &amp; kök</title>",
        'fill="url(#g)"',
        "A&lt;B <tspan>c</tspan> d",
        '<use href="#g">',
        'viewBox="0 0 10 10"',
    ):
        assert piece in cleaned


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg",
        b"<html/>",
        b'<svg xmlns="http://example.org"/>',
        b'<!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg"/>',
        b'<!doctype svg [<!entity a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"/>'.encode("utf-16"),
        b'<?xml version="1.0" encoding="utf-7"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        b"\xff\xfe",
    ],
)
def test_what_is_no_drawing_is_refused(content: bytes) -> None:
    with pytest.raises(ValidationError):
        figures.clean_drawing(content)


@pytest.mark.parametrize("folder", BOOKS, ids=lambda path: path.name)
def test_drawings_of_the_handbooks_lose_nothing(folder: Any) -> None:
    from xml.etree import ElementTree

    def drawn(content: bytes) -> list[tuple[str, dict[str, str]]]:
        # a typeface for the screen is added to the one of the printed book
        found = ElementTree.fromstring(content).iter()
        return [(e.tag, {**e.attrib, "font-family": e.attrib.get("font-family", "").split(",")[0]}) for e in found]

    for path in folder.glob("figures/*.svg"):
        assert drawn(figures.clean_drawing(path.read_bytes())) == drawn(path.read_bytes()), path.name


def _photograph(kind: str, mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Camera of somebody"
    # a JPEG also has a comment, which Pillow carries along by itself
    Image.new(mode, (8, 6), 128 if mode == "L" else None).save(out, kind, exif=exif, comment="Camera, İçerenköy")
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "mode", "ending"), [("JPEG", "RGB", ".jpg"), ("PNG", "RGBA", ".png"), ("PNG", "L", ".png")]
)
def test_photograph_is_written_anew_without_metadata(kind: str, mode: str, ending: str) -> None:
    cleaned, found = figures.clean_photograph(_photograph(kind, mode))
    assert found == ending
    assert b"Camera" not in cleaned
    assert Image.open(io.BytesIO(cleaned)).size == (8, 6)


def test_other_files_are_refused() -> None:
    gif = io.BytesIO()
    Image.new("RGB", (1, 1)).save(gif, "GIF")
    for content in (gif.getvalue(), b"%PDF-1.7", b"\x89PNG\r\n\x1a\nbroken", b"MZ"):
        with pytest.raises(ValidationError):
            figures.store("a", "x.png", content)
    with pytest.raises(ValidationError):
        figures.store("a", "x.png", b"<" + b" " * figures.LARGEST)


def test_same_picture_is_kept_once_under_a_name_of_its_content() -> None:
    content = SVG.format("<rect/>").encode()
    first = figures.store("handbooks/a", "figures/Şekil Bir.SVG", content)
    assert first == figures.store("handbooks/a", "Şekil Bir.svg", content)
    assert first.endswith("/sekil-bir.svg")
    assert figures.store("handbooks/a", "x.svg", SVG.format("<g/>").encode()) != first
    assert figures.read(first).startswith(b"<svg")
    assert len(default_storage.listdir("pictures/handbooks/a")[0]) == 2


@pytest.mark.parametrize(
    "name",
    ["", "pictures/../x.svg", "evidence/x.svg", "pictures/x.html", "/etc/passwd", "pictures/a/b", "pictures/ş.svg"],
)
def test_only_pictures_are_given_out(name: str) -> None:
    with pytest.raises(Http404):
        figures.response(name)
    with pytest.raises(FileNotFoundError):
        figures.read(name)


def test_picture_is_shown_and_never_runs() -> None:
    src = figures.store("a", "x.svg", SVG.format("<rect/>").encode())
    response = figures.response(src)
    assert response["Content-Type"] == "image/svg+xml"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    b"".join(response)
    response.file_to_stream.close()
