"""Boxes in a text: definition, good practice, checklist, exercise, legal basis, warning."""

import re

from atasehir_portal import markdown

# as the three handbooks and their readers write it, in both languages
_CAUTION = re.compile(r"(?:bu kutu hukuki görüş değildir|this box is not legal advice)\.?", re.IGNORECASE)


def without_caution(body: str) -> str:
    """Return the Markdown of a legal box without its closing sentence "not legal advice": page and paper add it to
    every one."""
    parts = [element.text for element in markdown.elements(body)]
    if len(parts) > 1 and _CAUTION.fullmatch(markdown.plain(parts[-1]).strip()):
        parts.pop()
    return "\n\n".join(parts)
