"""A second edition of the short book: a sentence changed, a section moved to another chapter, one taken out, one retitled."""

from collections.abc import Callable

import pytest

from atasehir_portal.accounts.models import User
from atasehir_portal.documents import services as documents
from atasehir_portal.documents.models import Block, Section
from handbooks import services
from handbooks.models import Edition, Handbook
from tests.handbooks.conftest import FILES, REASON

MORE = """
## Yazmak {#bir-yazmak}

Sözü yazan, kimin söylediğini de yazar.

## Saklamak {#bir-saklamak}

Saklanan söz kaybolmaz.
"""


@pytest.fixture
def two_editions(
    source: object,
    request: pytest.FixtureRequest,
    administrator: User,
    publish: Callable[..., Edition],
    finish: Callable[..., Edition],
) -> tuple[Edition, Edition]:
    """Editions 0.1 and 0.2: in 0.2 "bir-yazmak" stands in chapter "iki", "bir-saklamak" is gone, "bir" has another title."""
    path = source / "01-soz.md"  # type: ignore[operator]
    path.write_text(FILES["01-soz.md"] + MORE, encoding="utf-8")
    approved: Handbook = request.getfixturevalue("approved")
    first = finish(publish(approved))
    services.reopen(handbook=approved, by=administrator)
    document = approved.document
    sections = {section.anchor: section for section in Section.objects.filter(document=document)}
    block = Block.objects.get(section=sections["bir-duymak"], position=0)
    documents.save_block(block_uid=block.uid, base_revision=1, body="İkinci basımın cümlesi.", by=administrator)
    documents.move_section(section=sections["bir-yazmak"], parent=sections["iki"], by=administrator)
    documents.remove_section(section=sections["bir-saklamak"], by=administrator)
    Section.objects.filter(pk=sections["bir"].pk).update(title="Sözün kendisi")
    services.approve(handbook=approved, by=administrator, reason=REASON)
    return first, finish(publish(approved, "0.2", "Bir cümle değişti."))
