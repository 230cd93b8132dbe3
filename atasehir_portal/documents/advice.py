"""The editor's help: how long each part of a text is, and what an editor would look at once more.

Advice never stands in the way of anything; what must be mended before approval are the problems (``documents.queries``).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from atasehir_portal.documents.models import BlockKind
from atasehir_portal.documents.nodes import BlockNode, Reading, SectionNode
from atasehir_portal.markdown.passages import PARAGRAPH, Passage, passages
from atasehir_portal.prose import abbreviations, access, glossary, words
from atasehir_portal.prose.sentences import sentences

_SHOWN = 12  # words of a sentence, enough to find it again
_AROUND = 30  # letters on each side of a word that is pointed out
_LONGEST_HEADING = 12  # words: a bold line that is longer is emphasis
_MARKS = re.compile(r"\[@[^\]]*\]|\]\([^)]*\)|[*_\[]+")


class AdviceKind(models.TextChoices):
    """What an editor looks at."""

    SENTENCE = "sentence", gettext_lazy("Long sentences")
    ABBREVIATION = "abbreviation", gettext_lazy("Unexplained abbreviations")
    TERM = "term", gettext_lazy("Words of the glossary")
    ACCESS = "access", gettext_lazy("Access")


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to look at: its kind, what to think about, the words as they stand, and where."""

    kind: AdviceKind
    message: str
    excerpt: str
    block: BlockNode

    @property
    def section(self) -> SectionNode:
        return self.block.section


@dataclass(slots=True)
class Part:
    """A section with all below it: its words, the advice on them, and that on its own blocks alone."""

    words: int = 0
    advice: list[Advice] = field(default_factory=list)
    own: list[Advice] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        return words.minutes(self.words)

    def count(self, kind: AdviceKind) -> int:
        return sum(each.kind == kind for each in self.advice)


@dataclass(frozen=True, slots=True)
class Help:
    """The help for a text, or for one chapter of it: in all, and for each section by its uid."""

    whole: Part
    parts: dict[UUID, Part]


def help_of(reading: Reading, chapter: SectionNode | None = None) -> Help:
    """Return the help for a text, or for one of its chapters; no query apart from the glossary's."""
    found = Help(Part(), {})
    unexplained = _unexplained(reading, chapter)
    for each in reading.chapters if chapter is None else [chapter]:
        _add(found, each, unexplained)
    return found


def _add(found: Help, chapter: SectionNode, unexplained: dict[UUID, list[str]]) -> None:
    above: dict[UUID, list[Part]] = {}
    for section in chapter.walk():
        part = found.parts[section.uid] = Part()
        above[section.uid] = [*(above[section.parent.uid] if section.parent else [found.whole]), part]
        for block in section.blocks:
            count, advice = _of_block(block)
            advice += [_abbreviation(block, name) for name in unexplained.get(block.uid, ())]
            part.own += advice
            for each in above[section.uid]:
                each.words += count
                each.advice += advice


def on_block(block: BlockNode) -> list[Advice]:
    """Return the advice on one block alone; whether an abbreviation was explained before is not known then."""
    return _of_block(block)[1]


def _of_block(block: BlockNode) -> tuple[int, list[Advice]]:
    """Return how many words a block has, and the advice on them."""
    texts = [*(str(block.data.get(name) or "") for name in ("title", "caption")), block.body]
    found = [each for text in texts if text for each in passages(text)]
    # whoever is quoted, or named as a source, chose their own words
    source = passages(str(block.data.get("source") or ""))
    count = sum(words.count(each.text) for each in (*found, *source))
    is_quotation = block.kind == BlockKind.QUOTATION
    advice = [] if is_quotation else [each for passage in found for each in _of_words(block, passage)]
    advice += [each for passage in (*found, *source) for each in _of_links(block, passage)]
    return count, [*advice, *_of_picture(block)]


def _of_words(block: BlockNode, passage: Passage) -> Iterator[Advice]:
    if not passage.is_quoted:
        for sentence in sentences(passage.text):
            if sentence.is_long:
                message = _("This sentence has %(count)d words. Can it be two?") % {"count": sentence.words}
                yield Advice(AdviceKind.SENTENCE, message, _beginning(sentence.text), block)
    for found in glossary.avoided_in(passage.own):
        message = _("Our word: %(word)s. %(why)s") % {"word": found.avoided.instead, "why": found.avoided.why}
        yield Advice(AdviceKind.TERM, message, _around(passage.text, found.place, len(found.written)), block)
    for written in access.colours_alone(passage.own):
        message = _("Say it without the colour too: not everybody sees it, and print may be black and white.")
        yield Advice(AdviceKind.ACCESS, message, written, block)
    if passage.is_bold and passage.kind == PARAGRAPH and words.count(passage.text) <= _LONGEST_HEADING:
        message = _("A bold line is no heading for who listens. Make it a section.")
        yield Advice(AdviceKind.ACCESS, message, passage.text.strip(), block)


def _of_links(block: BlockNode, passage: Passage) -> Iterator[Advice]:
    for link in passage.links:
        if access.is_empty_link(link.words, link.address):
            message = _("Say where the link leads: read alone, these words do not.")
            yield Advice(AdviceKind.ACCESS, message, link.words, block)


def _of_picture(block: BlockNode) -> Iterator[Advice]:
    alternative = str(block.data.get("alt") or "").strip()
    # without any the text is not approved; that is a problem and no advice
    has_words = block.kind == BlockKind.FIGURE and alternative
    if has_words and access.names_nothing(alternative, str(block.data.get("caption") or "")):
        message = _("Describe what the picture shows, for somebody who does not see it.")
        yield Advice(AdviceKind.ACCESS, message, alternative, block)


def _abbreviation(block: BlockNode, name: str) -> Advice:
    message = _(
        "Write it out where it comes first, the abbreviation in brackets behind it, or put it into the glossary."
    )
    return Advice(AdviceKind.ABBREVIATION, message, name, block)


def _unexplained(reading: Reading, chapter: SectionNode | None) -> dict[UUID, list[str]]:
    """Return the abbreviations that nothing explains, by the block in which they come first. A chapter is read knowing
    those before it."""
    last = chapter or (reading.chapters[-1] if reading.chapters else None)
    texts: list[tuple[UUID, str]] = []
    for each in reading.chapters:
        texts += [(block.uid, _MARKS.sub("", " ".join(block.texts))) for block in each.all_blocks()]
        if each is last:
            break
    found: dict[UUID, list[str]] = {}
    for used in abbreviations.unexplained(texts, glossary=_Named(reading)):
        found.setdefault(used.key, []).append(used.name)
    return found


class _Named:
    """The abbreviations that a glossary names; read when the first one is asked for."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._names: frozenset[str] | None = None

    def __contains__(self, name: object) -> bool:
        if self._names is None:
            rows: Sequence[str] = [f"{t.term} {t.english} {t.definition}" for t in self._reading.terms]
            self._names = frozenset(name for row in rows for name, _place in abbreviations.abbreviations(row))
        return name in self._names


def _beginning(text: str) -> str:
    found = text.split()
    return " ".join(found[:_SHOWN]) + (" …" if len(found) > _SHOWN else "")


def _around(text: str, place: int, length: int) -> str:
    start, end = max(0, place - _AROUND), place + length + _AROUND
    before = text[start:place] if not start else "… " + text[start:place].partition(" ")[2]
    after = text[place + length : end] if end >= len(text) else text[place + length : end].rpartition(" ")[0] + " …"
    return " ".join(f"{before}{text[place : place + length]}{after}".split())
