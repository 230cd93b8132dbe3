"""Boxes in a text: definition, good practice, checklist, exercise, legal basis, warning."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from atasehir_portal import markdown, turkish

# as the three handbooks and their readers write it, in both languages
_CAUTION = re.compile(r"(?:bu kutu hukuki görüş değildir|this box is not legal advice)\.?\s*", re.IGNORECASE)
_NAMED = re.compile(r"\*\*(?P<name>[^*\n]+?)\s*[.:?]?\*\*\s*[.:?]?\s+(?P<text>\S.*)", re.DOTALL)

WHERE = frozenset({"yer ve yıl", "place and year"})
"""The field of a practice card that stands in its head."""

FACTS = frozenset(
    {
        "kanun ve madde",
        "kabul ve yürürlük",
        "bilinen son değişiklik",
        "görüldüğü tarih",
        "law and article",
        "adopted and in force",
        "last known amendment",
        "date seen",
    }
)
"""The names of the facts that a legal box tells about its texts."""


@dataclass(frozen=True, slots=True)
class Field:
    """A paragraph that begins with its name in bold: the name without its stop, and the Markdown of what it says."""

    name: str
    text: str

    def is_one_of(self, names: Collection[str]) -> bool:
        return turkish.lower(self.name) in names


def without_caution(body: str) -> str:
    """Return the Markdown of a legal box without the sentence "not legal advice" where its last paragraph is this sentence or
    begins with it: page and paper add it to every one."""
    parts = [element.text for element in markdown.elements(body)]
    if parts and (found := _CAUTION.match(markdown.plain(parts[-1]).strip())):
        if found.end() == len(markdown.plain(parts[-1]).strip()):
            if len(parts) > 1:
                parts.pop()
        elif begun := _CAUTION.match(parts[-1]):
            parts[-1] = parts[-1][begun.end() :]
    return "\n\n".join(parts)


def fields(body: str) -> list[Field]:
    """Return the fields of a practice card in their order; none where something in it is no named paragraph."""
    found = [_field(element) for element in markdown.elements(body)]
    return [field for field in found if field is not None] if all(found) else []


def without_facts(body: str) -> tuple[str, list[Field]]:
    """Return the Markdown of a legal box without its ``FACTS``, and these."""
    rest, facts = [], []
    for element in markdown.elements(body):
        field = _field(element)
        if field is not None and field.is_one_of(FACTS):
            facts.append(field)
        else:
            rest.append(element.text)
    return "\n\n".join(rest), facts


def _field(element: markdown.Element) -> Field | None:
    found = _NAMED.fullmatch(element.text) if element.kind == "paragraph" else None
    return Field(found["name"], found["text"]) if found else None
