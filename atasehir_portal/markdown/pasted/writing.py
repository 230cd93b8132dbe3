"""Markdown of the pieces that were read: paragraphs, emphasis, lists, quotations."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from atasehir_portal.markdown import words

BREAK = "\\\n"
_DEEPEST_LEVEL = 12  # of a list in a list; what is deeper stands on this level
_LINE_STARTS = re.compile(r"(?:[-+](?=\s|$)|-{3,}\s*$|>|#{1,6}(?=\s|$)|:::)|(\d{1,9})[.)](?=\s|$)")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a paragraph, already Markdown, and how it is emphasised."""

    text: str
    is_bold: bool = False
    is_slanted: bool = False


class Runs(list[Run]):
    """The pieces of a paragraph in their order. ``has_words`` says whether anything but blanks stands in them."""

    def __init__(self, runs: Iterable[Run] = ()) -> None:
        super().__init__()
        self.has_words = False
        self.take(runs)

    def take(self, runs: Iterable[Run]) -> None:
        """Add pieces behind the others."""
        if isinstance(runs, Runs):  # what was looked through on the level below
            self.extend(runs)
            self.has_words = self.has_words or runs.has_words
            return
        for run in runs:
            self.append(run)
            self.has_words = self.has_words or bool(run.text.strip())


@dataclass(slots=True)
class Line:
    """A paragraph of the text being made: a list item where it has a mark."""

    text: str
    depth: int = 0
    mark: str = ""
    is_quoted: bool = False


def lead(text: str) -> str:
    return text[: len(text) - len(text.lstrip())]


def trail(text: str) -> str:
    return text[len(text.rstrip()) :]


def written(runs: Iterable[Run]) -> str:
    """Return a paragraph of its pieces. Where the emphasis would come out as stars it is left out."""
    joined = _joined(runs)
    plain = _in_lines("".join(run.text for run in joined))
    emphasised = _in_lines("".join(_emphasised(run) for run in joined))
    if emphasised == plain:
        return plain
    return emphasised if words.plain(emphasised) == words.plain(plain) else plain


def _joined(runs: Iterable[Run]) -> list[Run]:
    """Return pieces of one emphasis, which Word cuts apart, as one. Spaces belong to what stands before them."""
    found: list[tuple[Run, list[str]]] = []  # the first of those that belong together, and the texts of all
    for run in runs:
        if not run.text:
            continue
        if found:
            first, texts = found[-1]
            is_alike = (first.is_bold, first.is_slanted) == (run.is_bold, run.is_slanted)
            if (is_alike or not run.text.strip()) and run.text != BREAK and texts != [BREAK]:
                texts.append(run.text)
                continue
        found.append((run, [run.text]))
    return [Run("".join(texts), first.is_bold, first.is_slanted) for first, texts in found]


def _emphasised(run: Run) -> str:
    mark = "**" * run.is_bold + "*" * run.is_slanted
    core = run.text.strip()
    if not mark or not any(sign.isalnum() for sign in core):
        return run.text
    return f"{lead(run.text)}{mark}{core}{mark}{trail(run.text)}"


def _in_lines(text: str) -> str:
    """Return a paragraph with single spaces, without breaks at its ends, and with no line that begins like something
    else."""
    lines = [re.sub(r" {2,}", " ", line).strip() for line in text.split(BREAK)]
    return BREAK.join(_guarded(line) for line in lines if line)


def _guarded(line: str) -> str:
    found = _LINE_STARTS.match(line)
    if not found:
        return line
    at = found.end(1) if found[1] else 0
    return f"{line[:at]}\\{line[at:]}"


def quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def lists(items: Iterable[Line]) -> Iterator[str]:
    """The lists that items make. Where bullets and numbers follow each other at the top, a new list begins."""
    lines: list[str] = []
    indents: list[int] = []  # how far the text of the open item on each level stands in
    counts: dict[int, int] = {}
    kind = ""
    for item in items:
        level = min(item.depth, len(indents), _DEEPEST_LEVEL)
        is_ordered = item.mark != "-"
        if level == 0 and lines and kind != ("o" if is_ordered else "u"):
            yield "\n".join(lines)
            lines, indents, counts = [], [], {}
        if level == 0:
            kind = "o" if is_ordered else "u"
        indents = indents[:level]
        counts = {deep: count for deep, count in counts.items() if deep <= level}
        mark = "-"
        if is_ordered:
            first = int(item.mark[:-1])
            counts[level] = counts[level] + 1 if level in counts else first
            mark = f"{counts[level]}."
        pad = " " * sum(indents)
        inner = pad + " " * (len(mark) + 1)
        lines.append(f"{pad}{mark} " + item.text.replace("\n", f"\n{inner}"))
        indents.append(len(mark) + 1)
    if lines:
        yield "\n".join(lines)
