"""What the room holds about a person: handed out, and taken away."""

from collections.abc import Callable

from atasehir_portal.accounts.models import Organisation, User
from atasehir_portal.documents import services, wiring
from atasehir_portal.documents.models import Block, BlockConflict, BlockRevision, Document, Section


def _saved(block: Block, body: str, by: User, organisation: Organisation | None = None) -> services.SaveResult:
    return services.save_block(
        block_uid=block.uid, base_revision=1, body=body, by=by, organisation=organisation, reason="Neden"
    )


def test_everything_a_person_wrote_is_handed_out(
    write: Callable[..., Block], officer: User, representative: User, organisation: Organisation
) -> None:
    block = write()
    _saved(block, "Benim sözüm.", representative, organisation)
    _saved(block, "Geç kalan sözüm.", representative, organisation)
    rows = wiring.export_for(representative)
    assert [(row["title"], row["text"], row["organisation"], row["reason"]) for row in rows] == [
        ("Pazar yolu", "Benim sözüm.", organisation.name, "Neden"),
        ("Pazar yolu", "Geç kalan sözüm.", organisation.name, "Neden"),
    ]
    assert [row["text"] for row in wiring.export_for(officer)] == ["İlk söz.", "Işık ve gölge"]


def test_what_a_person_moved_is_handed_out(
    write: Callable[..., Block], section: Section, officer: User, representative: User
) -> None:
    write()
    second = write("İkinci söz.")
    services.move_block(block_uid=second.uid, section=section, by=representative)
    assert [(row["title"], row["text"]) for row in wiring.export_for(representative)] == [("Pazar yolu", "İkinci söz.")]
    wiring.erase_for(representative)
    assert wiring.export_for(representative) == []


def test_versions_that_a_person_froze_and_had_verified_are_handed_out(
    document: Document, write: Callable[..., Block], officer: User, representative: User
) -> None:
    services.freeze(document=document, by=officer, note="İlk sürüm")
    services.freeze(document=document, by=representative, note="Ara sürüm")
    services.check_chain(document=document, by=representative)
    rows = wiring.export_for(representative)
    assert [(row["act"], row["title"], row["text"], row["reason"]) for row in rows] == [
        ("version frozen", "Pazar yolu", "2", "Ara sürüm"),
        ("versions verified", "Pazar yolu", "2", ""),
    ]


def test_name_goes_and_the_text_stays(
    write: Callable[..., Block], section: Section, officer: User, representative: User, organisation: Organisation
) -> None:
    block = write()
    _saved(block, "Benim sözüm.", representative, organisation)
    waiting = _saved(block, "Bekleyen.", representative, organisation).conflict
    aside = _saved(block, "Bırakılan.", representative, organisation).conflict
    assert waiting is not None
    assert aside is not None
    services.set_aside_conflict(conflict=aside, by=officer)
    wiring.erase_for(representative)
    assert wiring.export_for(representative) == []
    assert list(BlockRevision.objects.filter(organisation=organisation).values_list("body", "author")) == [
        ("Benim sözüm.", None)
    ]
    assert list(BlockConflict.objects.values_list("body", "author")) == [("Bekleyen.", None)]
