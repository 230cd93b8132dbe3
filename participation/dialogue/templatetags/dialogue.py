"""Rules and standings in templates, also of an earlier state, a preview or a merge."""

from typing import Any

from django import template

from participation.dialogue import rules, wording
from participation.dialogue.standings import Standing

register = template.Library()


@register.filter
def rule_facts(node: Any) -> list[tuple[str, str]]:
    """Return what a rule is called and what it says."""
    return rules.facts(node.data)


@register.filter
def stand_words(standing: Standing) -> str:
    """Return where an organisation stands, in words."""
    return wording.stand_in_words(standing)


@register.filter
def stand_sign(standing: Standing) -> Any:
    """Return how a standing is drawn."""
    return wording.sign_of(standing)
