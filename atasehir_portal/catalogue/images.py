"""The logo: whatever is sent is read as a picture and drawn anew, so that nothing but pixels is kept."""

import io
import warnings

from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps

LARGEST_BYTES = 2 * 1024 * 1024
LARGEST_SIDE = 6000  # pixels of the picture that is sent
LOGO_SIDE = 512  # pixels of the logo that is kept
FORMATS = ("PNG", "JPEG")


class NotAPicture(Exception):
    """What was sent is not a picture that can be used; the message says why."""


def as_logo(content: bytes) -> bytes:
    """Return the picture as a PNG of at most 512 pixels a side, without metadata.

    Only PNG and JPEG are read, told by content and not by name. Raises NotAPicture.
    """
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # a library that was imported meanwhile may have switched it on
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
                if max(picture.size) > LARGEST_SIDE:
                    raise NotAPicture(_("The picture has more than 6,000 pixels on a side."))
                drawn = ImageOps.exif_transpose(picture).convert("RGBA")
    except NotAPicture:
        raise
    except (
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        raise NotAPicture(_("This is not a PNG or JPEG picture that can be read.")) from error
    drawn.thumbnail((LOGO_SIDE, LOGO_SIDE))
    out = io.BytesIO()
    Image.frombytes("RGBA", drawn.size, drawn.tobytes()).save(out, "PNG", optimize=True)
    return out.getvalue()
