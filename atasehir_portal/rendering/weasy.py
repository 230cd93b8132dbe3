"""The one door to WeasyPrint: frozen HTML in, a tagged PDF/UA-1 file out.

WeasyPrint is imported only when something is printed, because it needs Pango from the system and a web server does not.
"""

import gc
import logging
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import IO, Any

from PIL import ImageFile

from atasehir_portal.rendering import hyphenation, index_pages, styles
from atasehir_portal.rendering.errors import RenderingFailed
from atasehir_portal.rendering.models import Reason, Step

logger = logging.getLogger(__name__)

INSTALL = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
VARIANT = "pdf/ua-1"

# Characters of HTML up to which a text is short: a chapter, a paper. What one leaves behind in memory is small (some 100 MB at most).
SHORT = 60_000

Report = Callable[[Step, int], None]
"""Told at every step, with the number of pages laid out so far. May raise ClaimLost to stop the work."""

_PAGE = "Step 5 - Creating layout - Page %d"
_NO_ALTERNATIVE = re.compile(r'Image "(.*)" has no required alt description', re.DOTALL)
_NO_ANCHOR = re.compile(
    r"No anchor #(\S+) for internal URI reference|undefined anchor \('url', \('internal', '(.+)'\)\)"
)
_NO_BASE = re.compile(r"Relative URI reference without a base URI: (.*)", re.DOTALL)


def load() -> Any:
    """Return the ``weasyprint`` module, with Turkish hyphenation registered.

    Raises RenderingFailed (MISSING_LIBRARY) naming the packages to install where the system has no Pango.
    """
    try:
        import weasyprint
    except (OSError, ImportError) as error:
        logger.error("WeasyPrint cannot be loaded (%s). On Debian and Ubuntu: %s", error, INSTALL)
        raise RenderingFailed(Reason.MISSING_LIBRARY, INSTALL) from error
    hyphenation.register()
    # WeasyPrint switches this on for everybody in the process; a picture that is cut off is a mistake here and in uploads.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    # Progress is read by _Watch at this level and is of no use in the log.
    progress = logging.getLogger("weasyprint.progress")
    progress.setLevel(logging.INFO)
    progress.propagate = False
    return weasyprint


def missing_library() -> str:
    """Return the command that installs what printing lacks on this machine, or an empty string where nothing is missing."""
    try:
        load()
    except RenderingFailed as failure:
        return failure.detail
    return ""


def write_pdf(html: str, *, style: str, title: str, language: str, target: IO[bytes], report: Report) -> int:
    """Write the tagged PDF of a complete HTML document to ``target`` and return its number of pages.

    ``style`` is a name from ``styles.STYLES``; ``title`` and ``language`` stand in where the document gives none. Raises
    RenderingFailed with a readable reason, and what ``report`` raises.
    """
    with _collecting_afterwards() if len(html) <= SHORT else nullcontext():
        return _write_pdf(html, style=style, title=title, language=language, target=target, report=report)


def _write_pdf(html: str, *, style: str, title: str, language: str, target: IO[bytes], report: Report) -> int:
    weasyprint = load()
    from weasyprint.text.fonts import FontConfiguration

    from atasehir_portal.rendering.accessibility import complete
    from atasehir_portal.rendering.fetcher import SafeFetcher

    fetcher = SafeFetcher()
    with _watching(report) as watch:
        report(Step.PREPARING, 0)
        try:
            fonts = FontConfiguration()
            divided = index_pages.divide(html)
            body = html if divided is None else divided.book
            document = weasyprint.HTML(string=body, url_fetcher=fetcher, base_url=None)
            sheets = [
                weasyprint.CSS(filename=sheet, base_url="style:", url_fetcher=fetcher, font_config=fonts)
                for sheet in styles.sheets(style)
            ]
            pages = document.render(
                stylesheets=sheets, font_config=fonts, pdf_variant=VARIANT, optimize_images=True, dpi=150
            )
            watch.check(fetcher)
            if divided is not None:
                pages = _with_index(weasyprint, pages, divided, sheets, fonts, fetcher)
                watch.check(fetcher)
            report(Step.TAGGING, len(pages.pages))
            pages.metadata.title = pages.metadata.title or title
            pages.metadata.lang = pages.metadata.lang or language
            pages.write_pdf(target, finisher=complete, pdf_variant=VARIANT, optimize_images=True, dpi=150)
        except weasyprint.urls.FatalURLFetchingError as error:
            raise fetcher.failure or RenderingFailed(Reason.REFUSED_ADDRESS, str(error)) from error
        watch.check(fetcher)
    return len(pages.pages)


def _with_index(
    weasyprint: Any, book: Any, divided: index_pages.Divided, sheets: list[Any], fonts: Any, fetcher: Any
) -> Any:
    """Return the laid out book with its index in the place of the page that was kept for it."""
    page_of = index_pages.pages_of(book.pages)
    first = page_of[index_pages.ANCHOR]
    try:
        html = index_pages.numbered(divided, page_of)
    except KeyError as error:
        raise RenderingFailed(Reason.DANGLING_REFERENCE, f"#{error.args[0]}") from error
    own = weasyprint.CSS(string=index_pages.sheet(first), url_fetcher=fetcher, font_config=fonts)
    index = weasyprint.HTML(string=html, url_fetcher=fetcher, base_url=None).render(
        stylesheets=[*sheets, own], font_config=fonts, pdf_variant=VARIANT, optimize_images=True, dpi=150
    )
    return book.copy([*book.pages[: first - 1], *index.pages, *book.pages[first:]])


_VIEW_BOX = re.compile(rb"""viewBox=["']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)""")


def drawing_pdf(svg: bytes) -> bytes:
    """Return a page that holds nothing but a drawing, as PDF; its shape is the drawing's. Raises RenderingFailed."""
    weasyprint = load()
    from weasyprint.text.fonts import FontConfiguration

    from atasehir_portal.rendering.fetcher import SafeFetcher
    from atasehir_portal.rendering.parts import embedded

    found = _VIEW_BOX.search(svg)
    width, height = (float(found[1]), float(found[2])) if found else (800.0, 600.0)
    if not (0 < width < 1e5 and 0 < height < 1e5):
        raise RenderingFailed(Reason.BROKEN_CONTENT, "viewBox")
    fetcher, fonts = SafeFetcher(), FontConfiguration()
    size = f"{800:.2f}px {800 * height / width:.2f}px"
    sheets = [
        weasyprint.CSS(filename=styles.FOLDER / "fonts.css", base_url="style:", url_fetcher=fetcher, font_config=fonts),
        weasyprint.CSS(
            string=f"@page {{ size: {size}; margin: 0 }} body {{ margin: 0 }} img {{ display: block; width: 800px }}"
        ),
    ]
    html = weasyprint.HTML(string=f'<img src="{embedded(svg)}" alt="">', url_fetcher=fetcher, base_url=None)
    try:
        page: bytes = html.write_pdf(stylesheets=sheets, font_config=fonts)
    except weasyprint.urls.FatalURLFetchingError as error:
        raise fetcher.failure or RenderingFailed(Reason.REFUSED_ADDRESS, str(error)) from error
    if fetcher.failure is not None:
        raise fetcher.failure
    return page


class _Watch(logging.Handler):
    """Reads WeasyPrint's two loggers in this thread: pages for the progress bar, errors that must not be printed over."""

    def __init__(self, report: Report) -> None:
        super().__init__(logging.INFO)
        self.report = report
        self.owner = threading.get_ident()
        self.errors: list[str] = []
        self.boxes: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread != self.owner:
            return
        if record.levelno >= logging.ERROR:
            self.errors.append(record.getMessage())
        elif ".notdef" in str(record.msg):
            self.boxes.append(record.getMessage())
        elif record.msg == _PAGE and isinstance(record.args, tuple):
            self.report(Step.LAYING_OUT, int(str(record.args[0])))

    def check(self, fetcher: Any) -> None:
        """Raise RenderingFailed where an address was refused or the renderer reported an error. Letters that no font has are
        told, and printed as boxes: what was approved cannot be changed, and a text that has them is not approved."""
        if self.boxes:
            logger.error("Rendering: letters were printed as boxes: %s", "; ".join(dict.fromkeys(self.boxes[:5])))
        if fetcher.failure is not None:
            raise fetcher.failure
        if not self.errors:
            return
        logger.warning("Rendering: WeasyPrint reported %s", "; ".join(self.errors[:5]))
        first = self.errors[0]
        if match := _NO_ALTERNATIVE.search(first):
            raise RenderingFailed(Reason.MISSING_ALTERNATIVE, match[1][:100])
        if match := _NO_ANCHOR.search(first):
            raise RenderingFailed(Reason.DANGLING_REFERENCE, f"#{match[1] or match[2]}")
        if match := _NO_BASE.search(first):
            raise RenderingFailed(Reason.REFUSED_ADDRESS, match[1][:200])
        raise RenderingFailed(Reason.BROKEN_CONTENT, first[:300])


@contextmanager
def _collecting_afterwards() -> Iterator[None]:
    """Let the garbage of a short text lie until it is printed: looking for it again and again takes a quarter of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
            gc.collect(0)


@contextmanager
def _watching(report: Report) -> Iterator[_Watch]:
    watch = _Watch(report)
    loggers = [logging.getLogger("weasyprint"), logging.getLogger("weasyprint.progress")]
    for each in loggers:
        each.addHandler(watch)
    try:
        yield watch
    finally:
        for each in loggers:
            each.removeHandler(watch)
