"""Rights proposed for a need, from its service area and its words, each with the reason. Only a proposal: people decide."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from atasehir_portal import turkish
from atasehir_portal.catalogue.models import Right, ServiceArea

MOST = 4
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A right, and why it is proposed, as a sentence."""

    right: Right
    reason: str


@cache
def _rules() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "data" / "rights_words.toml").read_text(encoding="utf-8"))


def propose(*, area: int | None, words: str) -> list[Proposal]:
    """Return at most four rights that the service area (its number) and the words point to, the surest first (at most two queries)."""
    found: dict[str, str] = {}
    service = ServiceArea.objects.filter(pk=area).first() if area else None
    if service is not None:
        for slug in _rules()["areas"].get(service.slug, []):
            found[slug] = _("Proposed because you chose the service “%(service)s”.") % {"service": service.name}
    for slug, word in _by_words(words):
        found.setdefault(slug, _("Proposed because you wrote “%(word)s”.") % {"word": word})
    if not found:
        return []
    rights = {right.slug: right for right in Right.objects.filter(Q(slug__in=found), is_active=True)}
    return [Proposal(rights[slug], reason) for slug, reason in found.items() if slug in rights][:MOST]


def _by_words(words: str) -> list[tuple[str, str]]:
    """Return the rights whose words were written, those with most of them first, each with the first word that was met."""
    met: dict[str, list[str]] = {}
    written = [(turkish.fold(word), word) for word in _WORD.findall(words[:6000])]
    for slug, stems in _rules()["words"].items():
        hits = [word for folded, word in written if any(folded.startswith(stem) for stem in stems)]
        if hits:
            met[slug] = hits
    return [(slug, hits[0]) for slug, hits in sorted(met.items(), key=lambda item: -len(set(item[1])))]
