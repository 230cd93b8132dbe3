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


def _saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def test_picture_is_turned_as_the_camera_said() -> None:
    picture = Image.new("RGB", (20, 10), "white")
    picture.paste("black", (0, 0, 10, 10))  # the left half
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter to the right
    exif[0x8825] = {2: (41.0, 0.0, 0.0)}  # where it was taken
    cleaned, _ending = figures.clean_photograph(_saved(picture, "JPEG", exif=exif, quality=95))
    with Image.open(io.BytesIO(cleaned)) as turned:
        assert turned.size == (10, 20)
        assert turned.getpixel((5, 2))[0] < 60  # what was left is on top now
        assert turned.getpixel((5, 17))[0] > 200
        assert not turned.getexif()


def test_colours_of_another_profile_and_of_print_are_brought_to_the_screen() -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    for content in (
        _saved(Image.new("CMYK", (16, 16), (255, 0, 0, 0)), "JPEG"),
        _saved(Image.new("RGB", (16, 16), "red"), "JPEG", icc_profile=b"no profile at all"),
        _saved(Image.new("RGB", (16, 16), "red"), "PNG", icc_profile=profile),
    ):
        cleaned, _ending = figures.clean_photograph(content)
        with Image.open(io.BytesIO(cleaned)) as shown:
            assert shown.mode == "RGB"
            assert "icc_profile" not in shown.info
            assert max(shown.getpixel((8, 8))) > 120


def test_sixteen_bits_of_grey_keep_their_shades() -> None:
    picture = Image.new("I;16", (16, 16))
    for x in range(16):
        for y in range(16):
            picture.putpixel((x, y), x * 4096)
    cleaned, ending = figures.clean_photograph(_saved(picture, "PNG"))
    with Image.open(io.BytesIO(cleaned)) as shown:
        shades = [shown.getpixel((x, 0))[0] for x in range(16)]
    assert ending == ".png"
    assert shades == [x * 16 for x in range(16)]


def test_picture_that_moves_is_refused() -> None:
    frames = [Image.new("RGB", (16, 16), colour) for colour in ("red", "blue")]
    with pytest.raises(ValidationError) as error:
        figures.clean_photograph(_saved(frames[0], "PNG", save_all=True, append_images=frames[1:]))
    assert error.value.messages == [str(figures.MOVES)]


@pytest.mark.parametrize("turned", [1, 6])
def test_photograph_of_a_telephone_with_another_picture_behind_it_is_a_photograph(turned: int) -> None:
    """Telephones put a preview or the depth of the scene behind the photograph (MPO, in a file that ends in .jpg)."""
    photograph, behind = Image.new("RGB", (40, 30), "#0b4f5c"), Image.new("RGB", (8, 6), "#ffffff")
    exif = Image.Exif()
    exif[0x0112] = turned
    content = _saved(photograph, "MPO", save_all=True, append_images=[behind], exif=exif)
    with Image.open(io.BytesIO(content)) as opened:
        assert (opened.format, opened.n_frames) == ("MPO", 2)
    cleaned, ending = figures.clean_photograph(content)
    assert ending == ".jpg"
    with Image.open(io.BytesIO(cleaned)) as written:
        assert (written.format, getattr(written, "n_frames", 1)) == ("JPEG", 1)
        assert written.size == ((40, 30) if turned == 1 else (30, 40))
        red, green, blue = written.convert("RGB").getpixel((5, 5))
    assert (red < 40, 60 < green < 100, 70 < blue < 110) == (True, True, True)


def test_picture_that_claims_to_be_huge_is_refused_before_it_is_unpacked() -> None:
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 6, 0, 0, 0))
    bomb = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 4_000_000, 9)) + chunk(b"IEND", b"")
    text = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"x" * 50_000_000, 9))
    small = _saved(Image.new("RGB", (16, 16)), "PNG")
    for content in (bomb, small[:33] + text + small[33:]):
        with pytest.raises(ValidationError):
            figures.clean_photograph(content)


@pytest.mark.parametrize(
    "inside",
    [
        "".join(f"<g id='a{n}'>{'<use href={}/>'.format(repr(f'#a{n + 1}')) * 10}</g>" for n in range(9))
        + "<g id='a9'><rect/></g>",
        "<g id='a'><use href='#a'/></g>",
        "<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>",
        "<pattern id='p'><rect fill='url(#p)'/></pattern>",
        "".join(f"<g id='a{n}'><use href='#a{n + 1}'/></g>" for n in range(5000)),
        "<rect/>" * 20_001,
    ],
)
def test_drawing_that_repeats_itself_without_end_is_refused(inside: str) -> None:
    with pytest.raises(ValidationError):
        figures.clean_drawing(SVG.format(inside).encode())


def test_drawing_may_repeat_itself() -> None:
    inside = "<g id='a'><rect/></g>" + "<use href='#a'/>" * 200
    assert figures.clean_drawing(SVG.format(inside).encode()).count(b"<use") == 200


def test_coarse_picture_is_named_before_it_is_printed() -> None:
    fine = figures.store("a", "fine.png", _saved(Image.new("RGB", (figures.NEEDED_WIDTH, 8)), "PNG"))
    coarse = figures.store("a", "coarse.png", _saved(Image.new("RGB", (638, 8)), "PNG"))
    drawing = figures.store("a", "x.svg", SVG.format("<rect/>").encode())
    assert figures.print_warning(fine) == figures.print_warning(drawing) == ""
    assert "638" in figures.print_warning(coarse)
    assert "100" in figures.print_warning(coarse)
    assert figures.print_warning("pictures/a/yok.png") == figures.print_warning("../x.png") == ""


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
