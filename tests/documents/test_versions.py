"""Frozen versions: a chain that nobody can change unseen."""

import json
from collections.abc import Callable
from hashlib import sha256
from io import StringIO

import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError, transaction
from django.db.models import ProtectedError

from atasehir_portal.accounts.models import User
from atasehir_portal.documents import example, queries, services
from atasehir_portal.documents.models import Block, Document, Section, Source, Term, Version
from atasehir_portal.documents.services.versions import canonical, digest_of
from atasehir_portal.documents.tasks import verify_versions

FROZEN = "documents.Version:documents_version_is_frozen"


def test_version_holds_the_whole_text(
    document: Document, section: Section, write: Callable[..., Block], officer: User
) -> None:
    Source.objects.create(document=document, key="k5393", kind="law", title="Belediye Kanunu", number="5393")
    Term.objects.create(document=document, term="hak sahibi", definition="Hakkı talep edebilen kişi.")
    block = write()
    gone = write("Çıkarılan.")
    services.remove_block(block_uid=gone.uid, by=officer)
    version = services.freeze(document=document, by=officer, note="İlk")
    snapshot = version.snapshot
    assert snapshot["document"] == {"uid": str(document.uid), "kind": "deneme", "title": "Pazar yolu", "language": "tr"}
    (frozen,) = snapshot["sections"]
    assert (frozen["anchor"], frozen["title"], frozen["aim"]) == (section.anchor, section.title, section.aim)
    assert frozen["blocks"] == [
        {"uid": str(block.uid), "revision": 1, "kind": "paragraph", "body": "İlk söz.", "data": {}}
    ]
    assert snapshot["sources"][0]["key"] == "k5393"
    assert snapshot["terms"][0]["term"] == "hak sahibi"
    assert (version.number, version.previous, version.created_by) == (1, None, officer)


def test_digest_covers_content_and_predecessor(document: Document, write: Callable[..., Block], officer: User) -> None:
    write()
    first = services.freeze(document=document, by=officer, note="")
    second = services.freeze(document=document, by=officer, note="")
    plain = json.dumps(first.snapshot, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert first.digest == sha256(plain).hexdigest()
    assert second.digest == sha256(plain + first.digest.encode()).hexdigest()
    assert (second.number, second.previous) == (2, first)


def test_canonical_form_is_what_the_database_gives_back(document: Document, officer: User) -> None:
    data = {"ş": [1.0, 2.5, -0.0, True, None, {"b": 1, "a": (1, 2)}], "sayı": 10**20, "küçük": 1e-7}
    version = Version.objects.create(document=document, number=1, snapshot=data, digest=digest_of(data, ""))
    version.refresh_from_db()
    assert canonical(version.snapshot) == canonical(data)
    with pytest.raises(ValueError):
        canonical({"x": float("nan")})


def test_frozen_text_stays_while_the_draft_goes_on(
    document: Document, write: Callable[..., Block], officer: User
) -> None:
    block = write()
    version = services.freeze(document=document, by=officer, note="")
    services.save_block(block_uid=block.uid, base_revision=1, body="Sonraki söz.", by=officer)
    reading = queries.read_version(version, figure_address=lambda src: src)
    (node,) = reading.all_blocks()
    assert (node.uid, node.body, node.revision) == (block.uid, "İlk söz.", 1)


def test_database_refuses_to_change_or_delete_a_version(document: Document, officer: User) -> None:
    version = services.freeze(document=document, by=officer, note="")
    for attempt in (lambda: Version.objects.update(note="x"), lambda: Version.objects.all().delete(), version.save):
        with pytest.raises(InternalError), transaction.atomic():
            attempt()
    with pytest.raises(ProtectedError):
        document.delete()


def test_whole_chain_is_verified(document: Document, write: Callable[..., Block], officer: User) -> None:
    write()
    services.freeze(document=document, by=officer, note="")
    services.freeze(document=document, by=officer, note="")
    assert services.verify_chain(document) == []
    out = StringIO()
    call_command("verify_versions", stdout=out)
    assert "1" in out.getvalue()


@pytest.mark.parametrize("number", [1, 2])
def test_changed_version_is_found(document: Document, write: Callable[..., Block], officer: User, number: int) -> None:
    write()
    for _ in range(3):
        services.freeze(document=document, by=officer, note="")
    with pgtrigger.ignore(FROZEN):
        version = document.versions.get(number=number)
        version.snapshot["sections"][0]["title"] = "Başka"
        Version.objects.filter(pk=version.pk).update(snapshot=version.snapshot)
    assert len(services.verify_chain(document)) == 1
    err = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("verify_versions", stderr=err)
    assert error.value.returncode == 1
    assert document.title in err.getvalue()


def test_forged_version_breaks_the_next(document: Document, write: Callable[..., Block], officer: User) -> None:
    write()
    for _ in range(2):
        services.freeze(document=document, by=officer, note="")
    with pgtrigger.ignore(FROZEN):
        first = document.versions.get(number=1)
        first.snapshot["sections"][0]["title"] = "Başka"
        Version.objects.filter(pk=first.pk).update(snapshot=first.snapshot, digest=digest_of(first.snapshot, ""))
    assert len(services.verify_chain(document)) == 1


def test_missing_version_is_found(document: Document, officer: User) -> None:
    for _ in range(3):
        services.freeze(document=document, by=officer, note="")
    with pgtrigger.ignore(FROZEN):
        Version.objects.filter(number=3).update(previous=None)
        Version.objects.filter(number=2).delete()
    assert len(services.verify_chain(document)) == 3


def test_example_documents_can_be_removed_with_their_versions(officer: User, db: None) -> None:
    made = services.create_document(kind="deneme", title="Örnek", by=officer, is_example=True)
    section = services.add_section(document=made, parent=None, title="Bölüm", by=officer)
    services.add_block(section=section, kind="paragraph", body="Söz.", by=officer)
    for _ in range(3):
        services.freeze(document=made, by=officer, note="")
    assert example.remove([made.pk]) == 1
    assert not Document.objects.exists()
    assert not Version.objects.exists()


def test_real_documents_are_never_removed(document: Document, officer: User) -> None:
    services.freeze(document=document, by=officer, note="")
    marked = services.create_document(kind="deneme", title="Örnek", by=officer, is_example=True)
    with pytest.raises(ValueError):
        example.remove([marked.pk, document.pk])
    assert Document.objects.count() == 2
    with pytest.raises(InternalError), transaction.atomic():
        Version.objects.all().delete()


def test_nightly_task_says_which_chain_is_broken(
    document: Document, officer: User, caplog: pytest.LogCaptureFixture
) -> None:
    version = services.freeze(document=document, by=officer, note="İlk")
    assert verify_versions() == 0
    with pgtrigger.ignore(FROZEN):
        Version.objects.filter(pk=version.pk).update(snapshot={**version.snapshot, "terms": []}, digest="0" * 64)
    assert verify_versions() == 1
    assert str(document.uid) in caplog.text
