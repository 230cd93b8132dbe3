"""The cover of a book as a picture: the printed cover, set by the same style."""

from io import BytesIO
from xml.etree.ElementTree import Element

from atasehir_portal.rendering import raster, weasy
from atasehir_portal.rendering.epub import xhtml

WIDTH = 1240  # points; the height follows from the page, 1 : √2


def picture(cover: Element, *, style: str, title: str, language: str) -> bytes:
    """Return the front cover as PNG. Raises RenderingFailed."""
    html = (
        f'<!doctype html><html lang="{xhtml.escape(language)}"><head><title>{xhtml.escape(title)}</title></head>'
        f"<body>{xhtml.written(cover)}</body></html>"
    )
    pdf = BytesIO()
    weasy.write_pdf(html, style=style, title=title, language=language, target=pdf, report=lambda step, pages: None)
    return raster.first_page(pdf.getvalue(), width=WIDTH)
