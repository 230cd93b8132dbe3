"""What the parts of an assessment say beyond their text: the typed data of their blocks, JSON with text values only.

    cause       {title, level, parent, source}          the body: evidence in words
    claim       {holder}                                the body: what they can claim
    obligation  {bearer, duty, competence}              the body: what is owed
    gap         {side, who, component, closes}          the body: what is missing
    appraisal   {checklist, number, element, question, judgement}    the body: why it is judged so
    score       {criterion, title, weight, score}       the body: why

``parent`` is the uid of the cause that it explains ("" at the top). The words of a question, and title and weight of a criterion, are
written into the block, so that a frozen version keeps those by which it was judged.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from atasehir_portal import cleaning
from atasehir_portal.catalogue.models import ChecklistQuestion, Competence
from programming.assessing import priority

TITLE_LENGTH = 200
LINE_LENGTH = 300


class Kind(models.TextChoices):
    CAUSE = "cause", _("cause")
    CLAIM = "claim", pgettext_lazy("assessment", "claim")
    OBLIGATION = "obligation", _("obligation")
    GAP = "gap", _("capacity gap")
    APPRAISAL = "appraisal", _("judgement of a question")
    SCORE = "score", _("score of a criterion")


class Level(models.TextChoices):
    """How deep a cause lies, from what people meet to what keeps it going."""

    MANIFESTATION = "manifestation", _("What people meet")
    IMMEDIATE = "immediate", _("Immediate cause")
    UNDERLYING = "underlying", _("Underlying cause")
    ROOT = "root", _("Root cause")


DEPTH: Mapping[str, int] = {level: depth for depth, level in enumerate(Level.values)}


class ObligationType(models.TextChoices):
    RESPECT = "respect", pgettext_lazy("obligation", "to respect")
    PROTECT = "protect", pgettext_lazy("obligation", "to protect")
    FULFIL = "fulfil", pgettext_lazy("obligation", "to fulfil")


class Side(models.TextChoices):
    HOLDER = "holder", _("rights-holders")
    BEARER = "bearer", _("duty-bearers")


class Component(models.TextChoices):
    """The components of capacity, in the order in which they are asked."""

    MOTIVATION = "motivation", _("Responsibility, motivation, leadership")
    AUTHORITY = "authority", pgettext_lazy("capacity", "Authority")
    HUMAN = "human", _("Resources: people")
    ECONOMIC = "economic", _("Resources: money")
    ORGANISATIONAL = "organisational", _("Resources: organisation")
    COMMUNICATION = "communication", pgettext_lazy("capacity", "Communication")
    DECISION = "decision", _("Decision-making")


class Judgement(models.TextChoices):
    MET = "met", pgettext_lazy("judgement", "met")
    PARTLY = "partly", pgettext_lazy("judgement", "partly met")
    NOT_MET = "not_met", pgettext_lazy("judgement", "not met")
    NOT_KNOWN = "not_known", pgettext_lazy("judgement", "not known")


Check = Callable[[Mapping[str, Any]], str]


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name) or ""
    if not isinstance(value, str):
        raise ValidationError({name: _("This must be text.")})
    if "\x00" in value:
        raise ValidationError({name: _("The text has a sign that cannot be kept.")})
    return value


def _line(name: str, length: int, missing: Any = "") -> Check:
    """Check one line; ``missing`` says what is lacking where it may not be empty."""

    def check(data: Mapping[str, Any]) -> str:
        line = cleaning.line(_text(data, name))
        if missing and not line:
            raise ValidationError({name: missing})
        if len(line) > length:
            raise ValidationError({name: _("This is too long: at most %(length)s signs.") % {"length": length}})
        return line

    return check


def _choice(name: str, choices: type[models.TextChoices]) -> Check:
    def check(data: Mapping[str, Any]) -> str:
        chosen = _text(data, name)
        if chosen not in choices.values:
            raise ValidationError({name: _("Choose one of the listed values.")})
        return chosen

    return check


def _parent(data: Mapping[str, Any]) -> str:
    kept = _text(data, "parent")
    try:
        return str(UUID(kept)) if kept else ""
    except ValueError as error:
        raise ValidationError({"parent": _("Choose one of the listed values.")}) from error


def _number(data: Mapping[str, Any]) -> str:
    kept = _text(data, "number")
    if not re.fullmatch(r"[1-9][0-9]{0,3}", kept):
        raise ValidationError({"number": _("There is no such question.")})
    return kept


def _score(data: Mapping[str, Any]) -> str:
    kept = _text(data, "score")
    if kept not in {str(each) for each in range(priority.LOWEST, priority.HIGHEST + 1)}:
        raise ValidationError({"score": _("Choose a score from 1 to 5.")})
    return kept


_CHECKS: Mapping[str, Mapping[str, Check]] = {
    Kind.CAUSE: {
        "title": _line("title", TITLE_LENGTH, _("Say it in one sentence.")),
        "level": _choice("level", Level),
        "parent": _parent,
        "source": _line("source", LINE_LENGTH),
    },
    Kind.CLAIM: {"holder": _line("holder", TITLE_LENGTH, _("Say who the rights-holders are."))},
    Kind.OBLIGATION: {
        "bearer": _line("bearer", TITLE_LENGTH, _("Say who the duty-bearer is.")),
        "duty": _choice("duty", ObligationType),
        "competence": _choice("competence", Competence),
    },
    Kind.GAP: {
        "side": _choice("side", Side),
        "who": _line("who", TITLE_LENGTH, _("Say who lacks it.")),
        "component": _choice("component", Component),
        "closes": _line("closes", LINE_LENGTH, _("Say what would close the gap.")),
    },
    Kind.APPRAISAL: {
        "checklist": _line("checklist", 60, _("There is no such question.")),
        "number": _number,
        "judgement": _choice("judgement", Judgement),
    },
    Kind.SCORE: {"criterion": _line("criterion", 40, _("There is no such criterion.")), "score": _score},
}
# What is written by the portal itself.
_FILLED: Mapping[str, tuple[str, ...]] = {Kind.APPRAISAL: ("element", "question"), Kind.SCORE: ("title", "weight")}


def validator(kind: str) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """Return what judges the data of a kind: it returns the data as it is kept, or raises ValidationError by field."""

    def validate(data: Mapping[str, Any]) -> dict[str, Any]:
        checks = _CHECKS[kind]
        if not isinstance(data, Mapping) or set(data) - set(checks) - set(_FILLED.get(kind, ())):
            raise ValidationError({NON_FIELD_ERRORS: _("The data has fields that this kind of block does not know.")})
        kept: dict[str, Any] = {}
        errors: dict[str, Any] = {}
        for name, check in checks.items():
            try:
                kept[name] = check(data)
            except ValidationError as error:
                errors |= error.error_dict
        if errors:
            raise ValidationError(errors)
        return kept | _filled(kind, data, kept)

    return validate


def _filled(kind: str, data: Mapping[str, Any], kept: Mapping[str, str]) -> dict[str, str]:
    """Return what stands in the catalogue and in the published criteria. What is no longer there keeps the words that it had."""
    if kind == Kind.APPRAISAL:
        asked = ChecklistQuestion.objects.filter(checklist__slug=kept["checklist"], number=int(kept["number"])).first()
        words = {"element": asked.element_tr, "question": asked.text_tr} if asked else _words(data, kind)
        if not words["question"]:
            raise ValidationError({"number": _("There is no such question.")})
        return words
    if kind == Kind.SCORE:
        criterion = priority.criteria().get(kept["criterion"])
        words = {"title": criterion.title, "weight": str(criterion.weight)} if criterion else _words(data, kind)
        if not re.fullmatch(r"[1-9][0-9]?|100", words["weight"]) or not words["title"]:
            raise ValidationError({"criterion": _("There is no such criterion.")})
        return words
    return {}


def _words(data: Mapping[str, Any], kind: str) -> dict[str, str]:
    return {name: cleaning.line(_text(data, name))[:LINE_LENGTH] for name in _FILLED[kind]}


def label_of(choices: type[models.TextChoices], kept: Any) -> str:
    """Return a choice in words; "" for what cannot be read (data of another version)."""
    return str(choices(kept).label) if kept in choices.values else ""


def facts(kind: str, data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what a block's data says in words, for histories and comparisons. The parent of a cause is said by its place."""

    def said(name: str) -> str:
        value = data.get(name, "")
        return value if isinstance(value, str) else ""

    by_kind: dict[str, list[tuple[Any, str]]] = {
        Kind.CAUSE: [
            (_("In one sentence"), said("title")),
            (_("Level"), label_of(Level, said("level"))),
            (_("Source"), said("source")),
        ],
        Kind.CLAIM: [(_("Rights-holders"), said("holder"))],
        Kind.OBLIGATION: [
            (_("Duty-bearer"), said("bearer")),
            (_("Obligation"), label_of(ObligationType, said("duty"))),
            (_("Competence"), label_of(Competence, said("competence"))),
        ],
        Kind.GAP: [
            (_("On which side"), label_of(Side, said("side"))),
            (_("Who lacks it"), said("who")),
            (_("Component"), label_of(Component, said("component"))),
            (_("What would close it"), said("closes")),
        ],
        Kind.APPRAISAL: [
            (_("Question"), said("question")),
            (_("Judgement"), label_of(Judgement, said("judgement"))),
        ],
        Kind.SCORE: [(_("Criterion"), said("title")), (_("Weight"), said("weight")), (_("Score"), said("score"))],
    }
    return [(str(label), words) for label, words in by_kind[kind]]
