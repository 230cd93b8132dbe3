"""One look at a draft: what stops its approval, what is only to be known, what an editor would look at once more."""

from collections.abc import Sequence
from dataclasses import dataclass

from atasehir_portal.documents import advice
from atasehir_portal.documents.advice import Advice, Help, Part
from atasehir_portal.documents.nodes import SectionNode
from handbooks.digests import draft_of
from handbooks.models import Handbook
from handbooks.problems import Problem, problems_of


@dataclass(frozen=True, slots=True)
class CheckedChapter:
    """A chapter with its length and the advice of the kind that was asked for."""

    section: SectionNode
    part: Part
    advice: Sequence[Advice]


@dataclass(frozen=True, slots=True)
class Check:
    """What was found in a draft; ``digest`` names the text that was looked at."""

    digest: str
    problems: Sequence[Problem]
    help: Help
    sections: Sequence[SectionNode]

    @property
    def stopping(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.stops]

    @property
    def notes(self) -> list[Problem]:
        """What is to be known and does not stand in the way."""
        return [problem for problem in self.problems if not problem.stops]

    def chapters(self, kind: str = "") -> list[CheckedChapter]:
        """Return every chapter that has words, with its advice of one kind ("" for all)."""
        parts = [(section, self.help.parts[section.uid]) for section in self.sections]
        return [
            CheckedChapter(section, part, [each for each in part.advice if kind in ("", each.kind)])
            for section, part in parts
            if part.words
        ]


def check_of(handbook: Handbook) -> Check:
    """Look at the draft of a book; the same number of queries whatever its size."""
    reading, digest = draft_of(handbook.document)
    return Check(digest, problems_of(handbook.document, reading), advice.help_of(reading), reading.chapters)
