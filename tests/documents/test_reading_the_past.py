"""Who reads what a document was, and who reads by name who wrote it: a public text does not make its drafts public."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from atasehir_portal.accounts.models import StaffPost, User
from atasehir_portal.documents import entries, figures, kinds, services, timeline
from atasehir_portal.documents.models import Block, Document

Clients = Callable[..., Client]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d 9"><rect width="1" height="1"/></svg>'
SHOWN = {"alt": "Yol", "caption": "Yol.", "source": "Deneme."}


def _url(name: str, *args: Any) -> str:
    return reverse(f"documents:{name}", args=args)


def _status(client: Client, address: str) -> int:
    answer = client.get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)  # type: ignore[arg-type]
    return answer.status_code


@pytest.fixture
def public(kind: kinds.DocumentKind, document: Document) -> Document:
    """Everybody reads the text as it stands; the room says nothing of its past."""
    kinds.register(replace(kind, can_read=lambda user, document: True))
    return document


@pytest.fixture
def past(public: Document, write: Callable[..., Block], officer: User) -> dict[str, str]:
    """The addresses that tell what the text was."""
    block = write("İlk söz.")
    services.save_block(block_uid=block.uid, base_revision=1, body="Son söz.", by=officer, reason="İçeride söylendi")
    terms = entries.by_slug("sozluk")
    services.add_entry(document=public, listing=terms, data={"term": "söz", "definition": "Söylenen."}, by=None)
    services.freeze(document=public, by=officer, note="Taslak")
    drawn = [figures.store("deneme", "yol.svg", SVG % width) for width in (1, 2, 3)]
    figure = write("", kind="figure", data={**SHOWN, "src": drawn[0]})
    services.save_block(block_uid=figure.uid, base_revision=1, body="", data={**SHOWN, "src": drawn[1]}, by=officer)
    removed = write("", kind="figure", data={**SHOWN, "src": drawn[2]})
    services.remove_block(block_uid=removed.uid, by=officer)
    return {
        "block": _url("history", block.uid),
        "two states": f"{_url('history', block.uid)}?eski=1&yeni=2",
        "time line": _url("document_history", public.uid),
        "versions": _url("compare", public.uid),
        "list": _url("entry_history", public.uid, "sozluk"),
        "earlier picture": _url("figure", public.uid, drawn[0]),
        "picture taken out": _url("figure", public.uid, drawn[2]),
        "picture": _url("figure", public.uid, drawn[1]),
    }


@pytest.mark.parametrize("role", [None, "applicant"])
def test_who_only_reads_what_is_public_does_not_read_what_it_was(
    past: dict[str, str], client_of: Clients, role: str | None, request: pytest.FixtureRequest
) -> None:
    client = client_of(request.getfixturevalue(role) if role else None)
    got = {name: _status(client, address) for name, address in past.items()}
    assert got == dict.fromkeys(past, 404) | {"picture": 200}


@pytest.mark.parametrize("role", ["officer", "other_officer", "representative"])
def test_staff_and_participants_read_what_a_public_text_was(
    past: dict[str, str], client_of: Clients, role: str, request: pytest.FixtureRequest
) -> None:
    client = client_of(request.getfixturevalue(role))
    assert {name: _status(client, address) for name, address in past.items()} == dict.fromkeys(past, 200)


def test_a_picture_in_a_section_that_was_taken_out_is_past(
    public: Document, section: Any, client_of: Clients, officer: User
) -> None:
    below = services.add_section(document=public, parent=section, title="Aşağıda", by=officer)
    src = figures.store("deneme", "yol.svg", SVG % 4)
    services.add_block(section=below, kind="figure", data={**SHOWN, "src": src}, by=officer)
    visitor, address = client_of(None), _url("figure", public.uid, src)
    assert _status(visitor, address) == 200
    services.remove_section(section=section, by=officer)
    assert _status(visitor, address) == 404
    assert _status(client_of(officer), address) == 200


def test_no_page_leads_to_a_past_that_its_reader_may_not_see(
    past: dict[str, str], public: Document, client_of: Clients, applicant: User, representative: User
) -> None:
    ways = [past[name] for name in ("time line", "versions", "list")]
    for user, is_shown in ((applicant, False), (representative, True)):
        pages = [_url("transfer", public.uid), _url("entries", public.uid, "sozluk")]
        html = "".join(client_of(user).get(page).content.decode() for page in pages)
        assert [f'href="{way}"' in html for way in ways] == [is_shown] * 3


def test_a_room_says_itself_who_reads_the_past_and_who_sees_names(
    kind: kinds.DocumentKind, document: Document, client_of: Clients, officer: User, other_officer: User
) -> None:
    def only_one(user: Any, _document: Document) -> bool:
        return bool(user == other_officer)

    nobody_writes = {"can_write": lambda *_: False, "can_answer": lambda *_: False}
    kinds.register(replace(kind, can_see_names=only_one, can_read_past=only_one, **nobody_writes))
    services.freeze(document=document, by=officer, note="")
    address = _url("document_history", document.uid)
    assert client_of(officer).get(address).status_code == 404
    page = client_of(other_officer).get(address)
    assert page.status_code == 200
    assert str(officer) in page.content.decode()


# --- who froze a version ----------------------------------------------------------------------------------------------


def _frozen(client: Client, document: Document) -> timeline.Entry:
    page = client.get(f"{_url('document_history', document.uid)}?tur=version")
    (entry,) = page.context["page_obj"].object_list
    return entry


def test_who_froze_a_version_is_told_like_who_wrote_a_text(
    document: Document, client_of: Clients, officer: User, representative: User
) -> None:
    services.freeze(document=document, by=officer, note="İlk sürüm")
    seen = {
        user: client_of(user).get(f"{_url('document_history', document.uid)}?tur=version").content.decode()
        for user in (officer, representative)
    }
    assert f"<b>{officer}</b><span>{officer.posts.get().unit}</span>" in seen[officer]
    assert f'<p class="merge__who"><span>{officer.posts.get().unit}</span>' in seen[representative]
    assert str(officer) not in seen[representative]


def test_the_unit_is_the_one_of_that_time(
    document: Document, client_of: Clients, officer: User, unit: Any, other_unit: Any
) -> None:
    services.freeze(document=document, by=officer, note="")
    now = timezone.now()
    StaffPost.objects.filter(user=officer).update(since=now - timedelta(days=9), until=now)
    StaffPost.objects.create(user=officer, unit=other_unit, since=now)
    assert _frozen(client_of(officer), document).who.unit == unit.name


def test_what_the_portal_froze_is_the_portals(document: Document, client_of: Clients, officer: User) -> None:
    services.freeze(document=document, by=None, note="")
    who = _frozen(client_of(officer), document).who
    assert (who.author, who.unit) == (None, None)
