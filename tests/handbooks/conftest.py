"""A short book from its source files, taken in as a draft, approved, published, ready."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone

from atasehir_portal.accounts.models import User
from atasehir_portal.documents import services as documents
from atasehir_portal.rendering import services as rendering
from handbooks import services
from handbooks.importing import import_handbook
from handbooks.models import Edition, Handbook

NUMBER = 3
SLUG = "kisa-kitap"
REASON = "Metin yazarlarınca okundu."  # nobody reviews the short book
PDF = b"%PDF-1.7 " + "İçindekiler".encode()
EPUB = b"PK\x03\x04 epub"

FILES = {
    "kitap.toml": f"""
number = {NUMBER}
slug = "{SLUG}"
title = "Kısa Kitap: Söz ve İz"
planned_title = "Söz üzerine bir rehber"
short_title = "Söz ve İz"
subtitle = "Deneme metni"
audience = "Deneyenler için"
summary = "Sözün izini anlatır."
keywords = ["söz", "iz"]
language = "tr"
notices = ["Bu metin denemedir.", "Hukuki görüş değildir."]
""",
    "kaynakca.toml": """
[[source]]
key = "k1"
kind = "law"
title = "Deneme Kanunu"
number = "9999"
article = "13"
seen_on = "22 Kasım 2026"
certainty = "to_verify"

[[source]]
key = "k2"
author = "Ağaç, Ece"
title = "Ağaçtan tespite"
year = "2020"
""",
    "sozluk.toml": """
[[term]]
term = "söz"
english = "voice"
definition = "Söylenen."
""",
    "00-sunus.md": """# Sunuş {#sunus}

:::aim
Kitabı tanıtmak.
:::

Bu kitap kısadır. Sonra [ikinci bölüme](#iki) bakın.
""",
    "01-soz.md": """# Söz {#bir}

:::aim
Sözü anlatmak.
:::

## Duymak {#bir-duymak}

:::aim
Kimin sözünün duyulduğunu görmek.
:::

Söz duyulur [@k1, m. 13].^[Not: sözü duyan yazar.]

:::figure src="figures/iz.svg" alt="Söz, ize dönüşür." caption="Sözün izi." source="Bu kitap için çizildi."
:::

:::table caption="Sözler" source="Deneme."
| Söz | Sayı |
| --- | --- |
| Bir | 1 |
:::

:::box kind=checklist title="Kapatmadan önce"
- Söz yazıldı mı [@k2]?
:::
""",
    "02-iz.md": """# İz {#iki .outline}

:::aim
İzi sürmek.
:::

## Bağlamak {#iki-baglamak}

:::aim
Sözü ize bağlamak.
:::
""",
    "figures/iz.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><title>İz</title>'
    '<path d="M0 5h10" stroke="#0B4F5C"/><text y="4" font-family="Kitap Sans" font-size="3">İz</text></svg>',
}


def small_book(folder: Path, number: int, slug: str) -> Handbook:
    """Another book beside the short one, smaller still: one chapter, no sources."""
    home = folder / f"{number}-{slug}"
    home.mkdir()
    about = FILES["kitap.toml"].replace(f"number = {NUMBER}", f"number = {number}").replace(SLUG, slug)
    (home / "kitap.toml").write_text(about, encoding="utf-8")
    chapter = "# Ses {#ses}\n\n## Kısık ses {#kisik}\n\nKısık ses de duyulur.\n"
    (home / "01-ses.md").write_text(chapter, encoding="utf-8")
    made = import_handbook(folder=home, number=number, by=None)
    assert made is not None
    return made


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """The folder of the short book; tests may change its files before it is taken in."""
    folder = tmp_path / f"{NUMBER}-{SLUG}"
    (folder / "figures").mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def handbook(source: Path, catalogue: object) -> Handbook:
    """The short book as a draft: one chapter written, one of which only the outline exists."""
    made = import_handbook(folder=source, number=NUMBER, by=None)
    assert made is not None
    return made


@pytest.fixture
def approved(handbook: Handbook, administrator: User) -> Handbook:
    return services.approve(handbook=handbook, by=administrator, reason=REASON)


@pytest.fixture
def publish(administrator: User) -> Callable[..., Edition]:
    """Publish an edition of an approved book; its PDF waits for a worker."""

    def make(handbook: Handbook, number: str = "0.1", change_note: str = "İlk basım.") -> Edition:
        return services.publish_edition(handbook=handbook, by=administrator, number=number, change_note=change_note)

    return make


@pytest.fixture
def finish() -> Callable[[Edition], Edition]:
    """Do what a worker does: hand over the PDF and the EPUB of an edition."""

    def make(edition: Edition) -> Edition:
        for order, content, pages in ((edition.pdf_id, PDF, 3), (edition.epub_id, EPUB, 0)):
            if order is not None:
                claimed = rendering.claim(rendering_id=order, worker="test")
                assert claimed is not None
                rendering.finish(rendering=claimed, file=BytesIO(content), pages=pages)
        edition.refresh_from_db(fields=["pdf", "epub"])
        return edition

    return make


def beside(edition: Edition, number: str, *, withdrawn: str = "") -> Edition:
    """Another edition of the same book, straight into the tables: with the same PDF, withdrawn where a reason is given."""
    return Edition.objects.create(
        handbook=edition.handbook,
        version=documents.freeze(document=edition.handbook.document, by=None, note=""),
        number=number,
        change_note="Bir cümle değişti.",
        front_matter=edition.front_matter,
        pdf_id=edition.pdf_id,
        epub_id=edition.epub_id,
        withdrawn_at=timezone.now() if withdrawn else None,
        withdrawn_reason=withdrawn,
    )


@pytest.fixture
def published(approved: Handbook, publish: Callable[..., Edition], finish: Callable[[Edition], Edition]) -> Edition:
    """Edition 0.1 of the short book, in the library."""
    return finish(publish(approved))
