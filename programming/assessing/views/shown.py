"""What the page of a text shows, be it the working text or an adopted version."""

from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from atasehir_portal.documents.nodes import Reading
from atasehir_portal.ports import panels
from programming.assessing import drawing, tables
from programming.assessing.analysis import Analysis
from programming.assessing.elements import Kind
from programming.assessing.models import Assessment


def shown(reading: Reading, read: Analysis) -> dict[str, Any]:
    """Return what the page of a text shows: chapters, and with the first that holds parts of a kind their drawing or table."""
    by_kind = tables.all_of(read)
    chapters = []
    places = tables.places(reading)
    for chapter in reading.chapters:
        kinds = [kind for kind, anchor in places.items() if anchor == chapter.anchor]
        chapters.append(
            {
                "node": chapter,
                "texts": [node for node in chapter.blocks if node.kind not in Kind.values],
                "has_tree": Kind.CAUSE in kinds,
                "tables": [by_kind[kind] for kind in by_kind if kind in kinds],
                "has_scores": Kind.SCORE in kinds,
                "has_judgements": Kind.APPRAISAL in kinds,
            }
        )
    return {
        "chapters": chapters,
        "sources": reading.sources,
        "analysis": read,
        "drawing": drawing.svg(read.causes, label=_("The tree of causes.")) if read.causes else "",
        "calculation": tables.calculation_in_words(read.calculation),
    }


def after(request: HttpRequest, assessment: Assessment) -> list[SafeString]:
    """Return what upper rooms say below an assessment: what came of it."""
    return panels.collect("assessment.after", request, assessment=assessment)
