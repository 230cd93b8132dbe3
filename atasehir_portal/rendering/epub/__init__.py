"""EPUB 3: the frozen HTML of a book as an electronic book, one file a chapter.

The HTML is the same that the printed book is made of. Words that belong to the file (contents, notes, numbers of figures) are
written in the book's language; everything that leaves goes through the lists of ``xhtml``.
"""

from functools import cache
from hashlib import sha256
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import IO

from django.utils import translation

from atasehir_portal.rendering import styles
from atasehir_portal.rendering.models import Step
from atasehir_portal.rendering.weasy import Report

VARIANT = "epub/3.3"
STYLE = Path(__file__).resolve().parent / "style.css"
# Raise it when this package's code changes what a file looks like.
REVISION = 1
_FONTS = (
    "KitapSerif-Regular",
    "KitapSerif-Italic",
    "KitapSerif-SemiBold",
    "KitapSans-Regular",
    "KitapSans-SemiBold",
    "KitapBaslik-Regular",
)
_LICENCES = ("OFL-SourceSans3", "OFL-SourceSerif4")


@cache
def version() -> str:
    """Return one hash over everything apart from the text that decides what a file looks like."""
    parts = (str(REVISION), styles.version(), STYLE.read_text(encoding="utf-8"), installed_version("pypdfium2"))
    return sha256("\n".join(parts).encode()).hexdigest()


def write_epub(html: str, *, style: str, title: str, language: str, target: IO[bytes], report: Report) -> int:
    """Write the EPUB of a complete HTML document to ``target`` and return 0: an electronic book has no pages of its own.

    Raises RenderingFailed with a readable reason, and what ``report`` raises.
    """
    # what is only needed while a file is made stays out of processes that order one
    from atasehir_portal.rendering.epub import chapters, cover, manuscript, package
    from atasehir_portal.rendering.epub.pictures import Pictures

    def text(name: str, content: str, properties: str = "") -> package.File:
        return package.File(name, content.encode(), "application/xhtml+xml", properties)

    report(Step.PREPARING, 0)
    with translation.override(language):
        book = manuscript.read(html, title=title, language=language)
        report(Step.TAGGING, 0)
        pictures = Pictures()
        files = [text(part.file, chapters.written(book, part, pictures)) for part in book.parts]
        files += [
            text("nav.xhtml", package.lists(book), "nav"),
            package.File("toc.ncx", package.old_lists(book).encode(), "application/x-dtbncx+xml"),
            package.File("style.css", style_sheet(style).encode(), "text/css"),
        ]
        if book.cover is not None:
            picture = cover.picture(book.cover, style=style, title=book.title, language=book.language)
            files.insert(0, text("cover.xhtml", package.cover_page(book)))
            files.append(package.File(package.COVER, picture, "image/png", "cover-image"))
        files += [package.File(name, content, kind) for name, (content, kind) in sorted(pictures.files.items())]
        folder = styles.FOLDER / "fonts"
        files += [
            package.File(f"fonts/{name}.ttf", (folder / f"{name}.ttf").read_bytes(), "font/ttf") for name in _FONTS
        ]
        files += [
            package.File(f"fonts/{name}.txt", (folder / f"{name}.txt").read_bytes(), "text/plain") for name in _LICENCES
        ]
        package.archive(book, files, target)
    return 0


def style_sheet(style: str) -> str:
    """Return the style sheet of electronic books in the colours of a printed look."""
    colours = styles.colours(style)
    text = STYLE.read_text(encoding="utf-8")
    for name, value in colours.items():
        text = text.replace(f"var(--{name})", value)
    return text
