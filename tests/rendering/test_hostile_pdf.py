"""A PDF that is made of attacks: nothing in the file runs, starts, sends or carries anything, and links lead to the web alone."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.utils.html import escape

from atasehir_portal import markdown
from atasehir_portal.documents import figures
from atasehir_portal.rendering import weasy
from atasehir_portal.rendering.parts import embedded
from tests import hostile

# entries of a dictionary that do something when a file is opened, read or left (ISO 32000-2, 12.6), or that hold files
ACTING = {"/JS", "/JavaScript", "/OpenAction", "/AA", "/EmbeddedFiles", "/EF", "/AcroForm", "/XFA", "/RichMediaContent"}
# kinds of actions and annotations that lead out of the file otherwise than by an address of the web
KINDS = {
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/GoToR",
    "/GoToE",
    "/Rendition",
    "/Movie",
    "/Sound",
    "/RichMediaExecute",
    "/EmbeddedFile",
    "/Filespec",
    "/FileAttachment",
    "/Widget",
    "/Screen",
}
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">{}</svg>'
)
DRAWN = [
    "<script>alert(1)</script><rect width='9' height='9'/>",
    "<a href='javascript:alert(1)'><rect width='9' height='9'/></a>",
    "<a xlink:href='file:///etc/passwd'><rect width='9' height='9'/></a>",
    "<rect onload='alert(1)' width='9' height='9'/>",
    "<image href='https://evil.example/x.png'/><rect width='9' height='9'/>",
    "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></body></foreignObject>",
]


def written(body: str) -> pikepdf.Pdf:
    target = BytesIO()
    html = f'<html lang="tr"><head><title>x</title></head><body><h1>x</h1>{body}</body></html>'
    weasy.write_pdf(html, style="handbook-1", title="x", language="tr", target=target, report=lambda step, page: None)
    return pikepdf.open(target)


def dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary of a file, those inside others too."""
    waiting = [*pdf.objects, pdf.trailer]
    while waiting:
        found = waiting.pop()
        if isinstance(found, pikepdf.Array):
            inner = list(found)
        elif isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
            yield found
            inner = [found.get(key) for key in found.keys()]  # noqa: SIM118 – pikepdf's dictionaries have no other way
        else:
            continue
        # what is an object of its own is in the list already
        waiting += [each for each in inner if isinstance(each, pikepdf.Object) and not each.is_indirect]


def live_parts(pdf: pikepdf.Pdf) -> list[str]:
    """What in a file could act or lead out of it."""
    found = []
    for each in dictionaries(pdf):
        found += [key for key in each.keys() if key in ACTING]  # noqa: SIM118
        found += [str(each[key]) for key in ("/S", "/Subtype", "/Type") if str(each.get(key, "")) in KINDS]
        address = str(each.get("/URI", ""))
        if address and urlsplit(address).scheme not in {"http", "https", "mailto"}:
            found.append(address)
    return found


def test_what_acts_is_found_where_it_is() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    pdf.pages[0].Annots = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Link,
                A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("file:///etc/passwd")),
            )
        ]
    )
    assert set(live_parts(pdf)) == {"/OpenAction", "/JavaScript", "/JS", "file:///etc/passwd"}


@pytest.mark.slow
def test_published_attacks_are_inert_on_paper() -> None:
    # every attack meets the cleaning in test_commonmark; paper gets an eighth of them, because long footnotes cost minutes:
    # as text, as the target of a link, and as words that nobody cleaned but escaped
    attacks = hostile.payloads()[::8]
    texts = [*attacks[::2], *(f"[söz]({attack}) ^[{attack}]" for attack in attacks[1::2])]
    paper = markdown.PrintReferences({}, lambda address: None)
    body = "".join(str(markdown.render(text, references=paper)) for text in texts)
    body += "".join(f"<p>{escape(attack)}</p>" for attack in attacks[::5])
    with written(body) as pdf:
        assert len(pdf.pages) > 5
        assert live_parts(pdf) == []
        # links are there, so that this test sees what it looks for
        assert any("/URI" in each for each in dictionaries(pdf))


def test_hostile_drawings_are_inert_on_paper() -> None:
    kept = []
    for inside in DRAWN:
        try:
            kept.append(figures.clean_drawing(DRAWING.format(inside).encode()))
        except ValidationError:
            continue
    assert len(kept) >= len(DRAWN) - 1
    body = "".join(f'<figure><img src="{embedded(drawing)}" alt="Ağaç"></figure>' for drawing in kept)
    with written(body) as pdf:
        assert live_parts(pdf) == []
