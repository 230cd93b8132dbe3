"""What other rooms' pages show of a duty: what its reader can do with it now."""

from dataclasses import dataclass
from typing import Any

from django import template

from atasehir_portal.answering import queries
from atasehir_portal.answering.acts import possible
from atasehir_portal.answering.models import Duty, Question
from atasehir_portal.answering.permissions import can_see

register = template.Library()


@dataclass(frozen=True, slots=True)
class Dealings:
    """The questions asked back (for those concerned only) and the acts possible now."""

    questions: list[Question]
    acts: list[str]


@register.simple_tag(takes_context=True)
def dealings(context: dict[str, Any], duty: Duty) -> Dealings:
    """Return what this reader may see and do of the duty. One query for those concerned, none for others."""
    user = context["request"].user
    questions = queries.questions_of(duty) if can_see(user, duty) else []
    return Dealings(questions, possible(user, duty))
