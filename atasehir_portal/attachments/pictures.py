"""Pictures: read as points and drawn anew, so that nothing but the points is kept."""

import io
import warnings

from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from atasehir_portal.attachments import errors
from atasehir_portal.attachments.errors import Refused

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 3000  # points that are kept: enough to read a sign in a photograph
_BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError)


def clean_picture(content: bytes) -> tuple[bytes, str]:
    """Return a JPEG, PNG or WebP drawn anew, and its ending: ".png" where it was a PNG or is transparent, ".jpg" otherwise.

    It is turned as its camera said, in eight bits of sRGB, at most 3,000 points a side; place, camera, previews, texts and profiles are
    gone. Raises Refused where it cannot be read, moves, or is too large to be unpacked.
    """
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # a library that was imported meanwhile may have switched it on
    try:
        with (
            warnings.catch_warnings(
                action="ignore"
            ),  # of odd metadata, which are not kept, and of sizes, which are judged below
            Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "WEBP")) as opened,
        ):
            # said by the head of the file, before a point is unpacked
            if opened.width * opened.height > MOST_PIXELS:
                raise Refused(errors.TOO_MANY_POINTS)
            kind = opened.format
            if kind in {"PNG", "WEBP"} and getattr(opened, "is_animated", False):
                raise Refused(errors.MOVES)
            opened.seek(0)  # a telephone carries previews behind the photograph (MPO)
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            picture = in_srgb(ImageOps.exif_transpose(opened))
    except Image.DecompressionBombError as error:
        raise Refused(errors.TOO_MANY_POINTS) from error
    except _BROKEN as error:
        raise Refused(errors.UNREADABLE) from error
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    picture.info = {}  # a JPEG takes its comment along, a PNG its texts
    out = io.BytesIO()
    if kind == "PNG" or picture.mode == "RGBA":
        picture.save(out, "PNG")
        return out.getvalue(), ".png"
    picture.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue(), ".jpg"


def in_srgb(opened: Image.Image) -> Image.Image:
    """Return the picture in eight bits of sRGB, transparent where it was."""
    profile = opened.info.get("icc_profile")
    if opened.mode in {"I", "I;16", "I;16B", "I;16L", "F"}:
        # sixteen bits of grey: the upper eight of them; Pillow itself would cut off everything above 255
        opened = opened.convert("I").point(lambda value: value / 256).convert("L")
    is_transparent = "A" in opened.getbands() or "transparency" in opened.info
    mode = "RGBA" if is_transparent else "RGB"
    if profile and opened.mode in {"RGB", "RGBA", "CMYK", "L"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            done = ImageCms.profileToProfile(opened, source, srgb, outputMode="RGB" if mode == "RGB" else opened.mode)
            opened = done if done is not None else opened
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile that cannot be read says nothing
    return opened.convert(mode)
