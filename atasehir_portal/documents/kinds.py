"""The port through which upper rooms bring their documents and their kinds of block to the engine.

A room registers its ``DocumentKind`` in ``AppConfig.ready()``. The engine asks it who may do what, where the document
is read, and which blocks it may hold; it never imports the room.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.safestring import SafeString

from atasehir_portal.markdown import Target

if TYPE_CHECKING:
    from atasehir_portal.documents.forms import BlockForm
    from atasehir_portal.documents.models import Block, Document
    from atasehir_portal.documents.nodes import BlockNode

Predicate = Callable[[Any, "Document"], bool]
Elsewhere = Callable[[str, str], Target | None]
"""Says what another book of a series (its number, an anchor in it or "") is called and where it is read; None where
there is none."""


@dataclass(frozen=True, slots=True)
class BlockType:
    """A kind of block.

    ``validate(data)`` returns the data as it is stored, or raises ValidationError with a dict of fields.
    ``check_body(body)`` does the same for the Markdown (errors under "body"). ``form_class`` edits it in place;
    ``template`` shows it (context: ``node``); ``print_html(node, language)`` prints it, the engine's way of printing
    text where there is none.

    ``changed(block)`` is called inside the transaction of every change of a block (written, taken back, removed,
    brought back, moved, by itself or with a section above it), so that a room's own columns follow; it may raise
    ValidationError to refuse the change. ``is_addable`` is off where the room has its own way to add one, and
    ``edit_url(uid)`` where it has its own page to edit one. ``removal_hint`` says who reads the reason for which one is
    taken out, where that is more than the history; the reason is then asked for, by itself and with a section above it.
    ``facts(states)`` may say typed data in words, for each state as (what, words), in a fixed number of queries; without
    it the fields of the form say what changed.
    """

    name: str
    label: str | Promise
    validate: Callable[[Mapping[str, Any]], dict[str, Any]]
    form_class: "type[BlockForm]"
    template: str
    check_body: Callable[[str], str]
    print_html: "Callable[[BlockNode, str], SafeString] | None" = None
    changed: "Callable[[Block], None] | None" = None
    is_addable: bool = True
    edit_url: Callable[[UUID], str] | None = None
    removal_hint: str | Promise = ""
    facts: Callable[[Sequence[Mapping[str, Any]]], Sequence[Sequence[tuple[str, str]]]] | None = None


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """What a room says about its documents.

    Predicates are ``(user, document) -> bool``; who can write can read. ``can_see_names`` says who reads by name who wrote
    what (those who write and answer where the room says nothing), ``can_read_past`` who among the readers also reads earlier
    states, what was taken out and the reasons given inside (those who write, staff and members of organisations).
    ``url(document)`` is the page with the workspace; the engine adds ``?bolum=…`` and an anchor. ``block_kinds`` are the
    kinds it may hold by name (``block_types.ENGINE_TYPES`` and the room's own). ``print_style`` is a style of the rendering room.
    ``extras(user, document, uids)`` may give blocks what their template shows beside text and data (links, names), in
    a fixed number of queries; it arrives as ``node.extra``. ``elsewhere`` knows the other books of the room's series,
    to which a text may refer (``kitap:2#anchor``). ``version_names(document)`` may name frozen versions by their number
    as the room's readers know them ("edition 1.0"). ``about(document)`` is what ``kitap.toml`` says beside title and
    language when the document is downloaded. ``owner`` is the name under which Django finds the room's own row of a document
    (one to one), where the predicates ask it: it is then read with the document. ``can_run_round`` says who puts the text before people
    for their opinion (nobody where the room says nothing), ``not_ready_for_round`` why that cannot begin now ("" where it can).
    """

    name: str
    label: str | Promise
    can_read: Predicate
    can_write: Predicate
    can_comment: Predicate
    can_answer: Predicate
    url: "Callable[[Document], str]"
    block_kinds: Mapping[str, BlockType]
    print_style: str = "document"
    extras: "Callable[[Any, Document, Sequence[UUID]], Mapping[UUID, Any]] | None" = None
    version_names: "Callable[[Document], Mapping[int, str]] | None" = None
    elsewhere: Elsewhere | None = None
    about: "Callable[[Document], Mapping[str, Any]] | None" = None
    owner: str = ""
    can_see_names: Predicate | None = None
    can_read_past: Predicate | None = None
    can_run_round: Predicate | None = None
    not_ready_for_round: "Callable[[Document], str | Promise] | None" = None


@dataclass
class KindRegistry:
    """The registered kinds by name."""

    _kinds: dict[str, DocumentKind] = field(default_factory=dict)

    def register(self, kind: DocumentKind) -> None:
        """Register a kind; the same name again replaces it."""
        self._kinds[kind.name] = kind

    def get(self, name: str) -> DocumentKind:
        """Return a kind. Raises LookupError where no room registered it."""
        try:
            return self._kinds[name]
        except KeyError:
            raise LookupError(f"no room registered documents of the kind {name!r}") from None

    def __iter__(self) -> Iterator[DocumentKind]:
        return iter(self._kinds.values())

    def owners(self) -> list[str]:
        """Return the names of the rows that rooms keep beside their documents."""
        return sorted({kind.owner for kind in self._kinds.values()} - {""})


_registry = KindRegistry()
register = _registry.register
get = _registry.get
owners = _registry.owners


def block_type(document: "Document", name: str) -> BlockType:
    """Return a kind of block that this document may hold. Raises LookupError where it may not."""
    try:
        return get(document.kind).block_kinds[name]
    except KeyError:
        raise LookupError(f"documents of the kind {document.kind!r} hold no blocks of the kind {name!r}") from None


def elsewhere(name: str) -> Elsewhere | None:
    """Return what a kind knows of the other books of its series; None where it has none, or nobody registered it."""
    try:
        return get(name).elsewhere
    except LookupError:
        return None


def known_block_type(name: str) -> BlockType | None:
    """Return a kind of block by its name alone, of whatever document; None where no room has it."""
    return next((kind.block_kinds[name] for kind in _registry if name in kind.block_kinds), None)


def find_block_type(document_kind: str, name: str) -> BlockType | None:
    """Return a kind of block; None where its room has given it up, or is not there any more."""
    try:
        return get(document_kind).block_kinds.get(name)
    except LookupError:
        return None
