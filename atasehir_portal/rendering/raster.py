"""Pages that WeasyPrint has set, as pictures: covers of EPUB files, drawings for readers that know no SVG."""

import threading
from io import BytesIO

import pypdfium2

from atasehir_portal.rendering import weasy

# PDFium may not be called by two threads of a process at once.
_ONE_AT_A_TIME = threading.Lock()


def drawing(svg: bytes, *, width: int) -> bytes:
    """Return an SVG drawing as PNG, ``width`` points wide, in the typefaces of print. Raises RenderingFailed."""
    return first_page(weasy.drawing_pdf(svg), width=width)


def first_page(pdf: bytes, *, width: int) -> bytes:
    """Return the first page of a PDF as PNG, ``width`` points wide."""
    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            page = document[0]
            picture = page.render(scale=width / page.get_width(), may_draw_forms=False).to_pil()
            out = BytesIO()
            picture.convert("RGB").save(out, "PNG", optimize=True)
        finally:
            document.close()
    return out.getvalue()
