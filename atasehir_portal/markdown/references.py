"""How citations, notes and links inside the text come out: on a page, on paper, in a text on its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from atasehir_portal.markdown.sanitising import sanitised

_ENDING = frozenset({"'", "’"})


class References(Protocol):
    """What stands in the text for a citation, a note or a link to an anchor. Returned HTML is sanitised with the
    rest."""

    def cite(self, key: str, locator: str) -> str:
        """Return the HTML for ``[@key, locator]``; ``locator`` may be empty."""

    def note(self, html: str) -> str:
        """Return the HTML for a note whose own text is ``html``."""

    def anchor(self, address: str) -> str:
        """Return where a link to ``#anchor`` leads."""

    def path(self, address: str) -> str:
        """Return where a link to ``/a/path`` of the portal leads."""

    def book(self, address: str) -> str:
        """Return where a link to another book (``kitap:2#anchor``) leads."""

    def reference(self, address: str, following: str) -> str:
        """Return the HTML of a reference without words of its own (``[](#anchor)``): "Bölüm 3", "Şekil 3.1".

        ``following`` is the sign directly after it, "" where there is none.
        """


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference leads to: what it is called in the text, and its address."""

    words: str
    address: str


Targets = Callable[[str], Target | None]
"""Says what ``#anchor`` or ``kitap:2#anchor`` is; None where it is not there."""


def _nowhere(address: str) -> Target | None:
    return None


def _linked(target: Target) -> str:
    return f'<a class="ref" href="{escape(target.address)}">{escape(target.words)}</a>'


class InlineReferences:
    """For a text on its own: the key of the source in brackets, notes in the text."""

    def cite(self, key: str, locator: str) -> str:
        return f'<span class="cite">[{escape(cited(key, locator))}]</span>'

    def note(self, html: str) -> str:
        return f" ({html})"

    def anchor(self, address: str) -> str:
        return address

    def path(self, address: str) -> str:
        return address

    def book(self, address: str) -> str:
        return address

    def reference(self, address: str, following: str) -> str:
        return _linked(Target(address, address))


@dataclass(frozen=True, slots=True)
class Note:
    """A note of a page: its number, the ids of note and call, and its HTML."""

    number: int
    id: str
    call_id: str
    html: SafeString


@dataclass
class WebReferences:
    """For a page: citations by the number of the source, notes as numbers; the notes met are kept in ``notes``.

    ``numbers`` gives each source its number; ``page`` keeps ids apart where several texts share a page; without
    ``linked`` numbers are not links (their targets are not on the page); ``targets`` says what a reference leads to.
    """

    numbers: Mapping[str, int]
    page: str = ""
    first_note: int = 1
    linked: bool = True
    targets: Targets = _nowhere
    notes: list[Note] = field(default_factory=list)

    def cite(self, key: str, locator: str) -> str:
        number = self.numbers.get(key)
        if number is None:
            return f'<span class="cite cite--missing">[{escape(cited(key, locator))}?]</span>'
        shown = escape(cited(str(number), locator))
        if not self.linked:
            return f'<span class="cite">[{shown}]</span>'
        return f'<a class="cite" href="#kaynak-{key}">[{shown}]</a>'

    def note(self, html: str) -> str:
        number = self.first_note + len(self.notes)
        end = f"{self.page}-{number}" if self.page else str(number)
        note = Note(number, f"not-{end}", f"notr-{end}", sanitised(html))
        self.notes.append(note)
        if not self.linked:
            return f'<sup class="note-call">{number}</sup>'
        label = escape(gettext("Note %(number)s") % {"number": number})
        return (
            f'<sup class="note-call"><a href="#{note.id}" id="{note.call_id}" aria-label="{label}">{number}</a></sup>'
        )

    def anchor(self, address: str) -> str:
        target = self.targets(address)
        return target.address if target else address

    def path(self, address: str) -> str:
        return address

    def book(self, address: str) -> str:
        target = self.targets(address)
        return target.address if target else "#"

    def reference(self, address: str, following: str) -> str:
        target = self.targets(address)
        if target is None:
            return f'<span class="cite cite--missing">[{escape(address)}?]</span>'
        return _linked(target)


@dataclass
class PrintReferences:
    """For paper: citations by the number of the source, notes at the foot of the page, paths with the portal's
    address, references with the page on which they lead ("Bölüm 3, s. 41")."""

    numbers: Mapping[str, int]
    targets: Targets = _nowhere

    def cite(self, key: str, locator: str) -> str:
        number = self.numbers.get(key)
        if number is None:
            return f'<span class="cite">[{escape(cited(key, locator))}]</span>'
        return f'<a class="cite" href="#kaynak-{key}">[{escape(cited(str(number), locator))}]</a>'

    def note(self, html: str) -> str:
        return f'<span class="note">{html}</span>'

    def anchor(self, address: str) -> str:
        return address

    def path(self, address: str) -> str:
        return f"{settings.SITE_URL}{address}"

    def book(self, address: str) -> str:
        target = self.targets(address)
        return target.address if target else settings.SITE_URL

    def reference(self, address: str, following: str) -> str:
        target = self.targets(address) or Target(address, address)
        # no page between a name and its ending: Bölüm 3’te
        if not target.address.startswith("#") or following in _ENDING or following.isalpha():
            return _linked(target)
        page = gettext("p. %(page)s") % {"page": f'<a class="ref page" href="{escape(target.address)}"></a>'}
        # an electronic book has no pages and leaves this out
        return f'{_linked(target)}<span class="on-paper">, {page}</span>'


def cited(name: str, locator: str) -> str:
    """Return a source's name or number with the place in it."""
    return f"{name}, {locator}" if locator else name
