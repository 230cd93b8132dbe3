"""The document as a file: downloads, the upload with its comparison, taking it in, going back."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from atasehir_portal.accounts.models import User
from atasehir_portal.documents import queries, services
from atasehir_portal.documents.models import Block, Document, Version
from atasehir_portal.throttle import COSTLY
from tests.documents.test_dialect import FILES

Clients = Callable[[User], Client]


@pytest.fixture
def book(officer: User) -> Document:
    made = services.import_markdown(kind="deneme", folder_or_texts=FILES, by=officer, media_folder="handbooks/deneme")
    return made.document


def _archive(client: Client, book: Document) -> dict[str, bytes]:
    answer = client.get(reverse("documents:markdown_file", args=[book.uid]))
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="deneme.zip"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def _upload(client: Client, book: Document, name: str, content: bytes) -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("documents:transfer", args=[book.uid]), {"file": file})


def _packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return out.getvalue()


def test_document_goes_out_and_comes_back_through_the_pages(book: Document, officer: User, client_of: Clients) -> None:
    client = client_of(officer)
    files = _archive(client, book)
    assert {"kitap.toml", "kaynakca.toml", "sozluk.toml", "figures/agac.svg"} < set(files)
    files = {name: content.replace(b"Bu kitap.", b"Bu kitap yenidir.") for name, content in files.items()}
    answer = _upload(client, book, "geri.zip", _packed(files))
    assert answer.status_code == 302
    page = client.get(answer["Location"])
    assert page.status_code == 200
    text = page.content.decode()
    assert "İçeri al" in text
    assert "geri.zip" in text
    assert Block.objects.filter(document=book, body="Bu kitap.").exists()
    part = client.get(f"{answer['Location']}?bolum=sunus").content.decode()
    assert "<ins>" in part
    assert "yenidir" in part
    taken = client.post(answer["Location"], follow=True)
    assert "sürüm olarak saklandı" in taken.content.decode()
    block = Block.objects.get(document=book, body="Bu kitap yenidir.")
    assert block.revisions.last().reason == "“geri.zip” dosyasından alındı"
    assert block.revisions.last().author == officer
    # sent twice: nothing happens twice, and it is said
    assert "içeri alınmış" in client.post(answer["Location"], follow=True).content.decode()
    assert Version.objects.count() == 1


def test_one_goes_back_to_an_earlier_version(book: Document, officer: User, client_of: Clients) -> None:
    client = client_of(officer)
    version = services.freeze(document=book, by=officer, note="Önce")
    block = Block.objects.get(document=book, body="Bu kitap.")
    services.save_block(block_uid=block.uid, base_revision=1, body="Başka.", by=officer)
    assert "Önce" in client.get(reverse("documents:transfer", args=[book.uid])).content.decode()
    answer = client.post(reverse("documents:propose_version", args=[book.uid, version.number]))
    assert "Sürüm 1" in client.get(answer["Location"]).content.decode()
    client.post(answer["Location"])
    block.refresh_from_db()
    assert (block.body, block.revision) == ("Bu kitap.", 3)


def test_the_next_upload_of_a_person_takes_the_place_of_the_last(
    book: Document, officer: User, other_officer: User, client_of: Clients
) -> None:
    """However often somebody compares, the cache holds one text of theirs; nobody loses theirs to somebody else."""
    client, other = client_of(officer), client_of(other_officer)
    files = _archive(client, book)

    def upload(by: Client, words: bytes) -> str:
        changed = {name: content.replace(b"Bu kitap.", words) for name, content in files.items()}
        return str(_upload(by, book, "geri.zip", _packed(changed))["Location"])

    theirs = upload(other, b"Onun metni.")
    first, last = upload(client, b"Ilk metin."), upload(client, b"Son metin.")
    assert "sonraki bir yükleme" in client.get(first, follow=True).content.decode()
    assert "sonraki bir yükleme" in client.post(first, follow=True).content.decode()
    assert not Version.objects.exists()
    assert client.get(theirs).status_code == 302
    for by, address in ((client, last), (other, theirs)):
        assert by.get(address).status_code == 200
    client.post(last)
    assert Block.objects.filter(document=book, body="Son metin.").exists()
    # one cannot take in what lies under an address that has another token, whatever stands in it
    assert client.get(reverse("documents:proposal", args=[book.uid, "baska"])).status_code == 302


def test_uploads_in_a_flood_are_refused(book: Document, officer: User, client_of: Clients) -> None:
    client, statuses = client_of(officer), []
    for _turn in range(COSTLY[0][0] + 1):
        statuses.append(_upload(client, book, "bolum.md", b"").status_code)
    assert statuses == [422] * COSTLY[0][0] + [429]
    version = services.freeze(document=book, by=officer, note="")
    assert client.post(reverse("documents:propose_version", args=[book.uid, version.number])).status_code == 429
    assert client.get(reverse("documents:transfer", args=[book.uid])).status_code == 200


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("bolum.md", b"Soz.", "bolum.md, 1. satır"),
        ("bolum.md", b"# A\n\n\xff", "bolum.md, 3. satır"),
        ("bolum.md", b"# A\n\n```\nx\n```", "bolum.md, 3. satır"),
        ("kitap.zip", b"nonsense", "açılamıyor"),
        ("kitap.zip", _packed({"../x.md": b"# A"}), "burada olamaz"),
        ("kitap.zip", _packed({"01-a.md": b"# A {#a}\n\n### B {#b}"}), "01-a.md, 3. satır"),
        ("kitap.exe", b"MZ", "ZIP arşivi"),
        ("bolum.md", b"", "seçin"),
    ],
)
def test_fault_is_said_beside_the_field_and_nothing_is_written(
    book: Document, officer: User, client_of: Clients, name: str, content: bytes, words: str
) -> None:
    answer = _upload(client_of(officer), book, name, content)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Version.objects.exists()


def test_text_that_changed_meanwhile_is_not_taken_in(book: Document, officer: User, client_of: Clients) -> None:
    client = client_of(officer)
    answer = _upload(client, book, "yeni.md", "# Yeni\n\nSöz.\n".encode())
    block = Block.objects.get(document=book, body="Bu kitap.")
    services.save_block(block_uid=block.uid, base_revision=1, body="Arada.", by=officer)
    page = client.post(answer["Location"])
    assert page.status_code == 409
    assert "Yeniden yükle" in page.content.decode()
    assert len(queries.read(book).chapters) == 2


def test_proposal_is_only_for_who_made_it_and_only_for_its_document(
    book: Document, officer: User, other_officer: User, client_of: Clients
) -> None:
    answer = _upload(client_of(officer), book, "yeni.md", "# Yeni\n\nSöz.\n".encode())
    for client, address in (
        (client_of(other_officer), answer["Location"]),
        (client_of(officer), reverse("documents:proposal", args=[book.uid, "yok"])),
    ):
        assert client.post(address).status_code == 302
    assert len(queries.read(book).chapters) == 2


def test_store_that_is_down_is_said(book: Document, officer: User, client_of: Clients, monkeypatch: Any) -> None:
    monkeypatch.setattr(type(cache), "get", lambda *args, **kwargs: None, raising=False)
    answer = _upload(client_of(officer), book, "yeni.md", "# Yeni\n\nSöz.\n".encode())
    assert answer.status_code == 422
    assert "saklanamadı" in answer.content.decode()


def test_who_reads_may_download_and_not_upload(book: Document, representative: User, client_of: Clients) -> None:
    client = client_of(representative)
    assert client.get(reverse("documents:transfer", args=[book.uid])).status_code == 200
    assert _archive(client, book)
    assert client.get(reverse("documents:word_file", args=[book.uid])).status_code == 200
    assert _upload(client, book, "yeni.md", b"# A").status_code == 403
    assert client.post(reverse("documents:propose_version", args=[book.uid, 1])).status_code == 403


def test_who_may_not_read_finds_nothing(book: Document, applicant: User, client_of: Clients) -> None:
    client = client_of(applicant)
    for name in ("transfer", "markdown_file", "word_file"):
        assert client.get(reverse(f"documents:{name}", args=[book.uid])).status_code == 404
        assert Client().get(reverse(f"documents:{name}", args=[book.uid])).status_code == 302
