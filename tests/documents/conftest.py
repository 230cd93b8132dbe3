"""A kind of document for the tests: staff and organisations read it, staff write it, others do not know of it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from atasehir_portal.accounts.models import User
from atasehir_portal.accounts.people import person
from atasehir_portal.documents import kinds, services
from atasehir_portal.documents.block_types import ENGINE_TYPES
from atasehir_portal.documents.models import Block, Document, Section
from tests.documents.suggest_world import blocks, open_round, propose  # noqa: F401

KIND = "deneme"


def _can_read(user: Any, document: Document) -> bool:
    return person(user).is_staff_member or bool(person(user).organisation_ids)


def _can_write(user: Any, document: Document) -> bool:
    return person(user).is_staff_member


@pytest.fixture(autouse=True)
def kind(settings: Any) -> Iterator[kinds.DocumentKind]:
    """The kind "deneme", with a page of its own."""
    settings.ROOT_URLCONF = "tests.documents.pages"
    found = kinds.DocumentKind(
        name=KIND,
        label="deneme",
        can_read=_can_read,
        can_write=_can_write,
        can_comment=_can_read,
        can_answer=_can_write,
        url=lambda document: f"/deneme/{document.uid}/",
        block_kinds=ENGINE_TYPES,
    )
    kinds.register(found)
    yield found
    kinds._registry._kinds.pop(KIND, None)


@pytest.fixture
def document(officer: User) -> Document:
    return services.create_document(kind=KIND, title="Pazar yolu", by=officer)


@pytest.fixture
def section(document: Document, officer: User) -> Section:
    return services.add_section(document=document, parent=None, title="Işık ve gölge", aim="Görmek.", by=officer)


@pytest.fixture
def write(section: Section, officer: User) -> Callable[..., Block]:
    """Add a block to the section."""

    def add(body: str = "İlk söz.", kind: str = "paragraph", **given: Any) -> Block:
        return services.add_block(**{"section": section, "kind": kind, "body": body, "by": officer, **given})

    return add


@pytest.fixture
def texts(section: Section) -> Callable[[], list[str]]:
    """The bodies that stand in the section, in order."""
    return lambda: list(
        Block.objects.filter(section=section, removed_at=None).order_by("position").values_list("body", flat=True)
    )
