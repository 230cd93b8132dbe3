"""Rows are judged by the rules of the four steps: the same forms, with the vocabularies read once for all rows."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from atasehir_portal.accounts.models import Organisation, User
from atasehir_portal.catalogue.models import RightsHolderGroup
from programming.needs.forms.steps import STEPS, StakeStep, WhatStep, WhomStep, WhoStep
from programming.needs.models import NeedBatch, NeedBatchRow
from programming.needs.sheets.columns import EXAMPLE_TITLE, NAMES, SEVERAL, plain
from programming.needs.sheets.reading import NOTES
from programming.needs.sheets.values import Vocabulary

_IS_EXAMPLE = plain(EXAMPLE_TITLE)
# What the forms ask for with a box to tick, said for a cell.
_ASKED_IN_A_CELL = {
    "is_public_anyway": _lazy(
        "People of these groups can be harmed if they are recognised. Write “yes” here if everyone shall read it all the same, or say who "
        "may read it."
    ),
    "notice_told": _lazy("Write “yes” here once the privacy notice was read out or handed over."),
    "consent": _lazy(
        "Write “yes” here, or ask the people concerned first. Nothing is passed on without their knowing."
    ),
}
# Problems that are about no column of the spreadsheet.
WHOLE_ROW = "row"


class _KnownTerms(forms.Field):
    """Terms by their numbers, from a list that was read before."""

    widget = forms.SelectMultiple

    def __init__(self, terms: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.terms = terms

    def to_python(self, value: Any) -> list[Any]:
        return [self.terms[key] for key in value or [] if key in self.terms]


class _KnownTerm(forms.Field):
    """One term by its number, or none."""

    def __init__(self, terms: Mapping[str, Any]) -> None:
        super().__init__(required=False)
        self.terms = terms

    def to_python(self, value: Any) -> Any:
        return self.terms.get(value) if value else None


class _Fixed(forms.Field):
    """What the whole batch has in common."""

    def __init__(self, value: Any) -> None:
        super().__init__(required=False)
        self.value = value

    def clean(self, value: Any) -> Any:
        return self.value


class RowForm(WhatStep, WhomStep, StakeStep, WhoStep):
    """All questions of the four steps, judged as there; bound to one row after another."""

    def __init__(self, *, user: User, organisation: Organisation | None, vocabulary: Vocabulary) -> None:
        self.for_whom, self.vocabulary = organisation, vocabulary
        super().__init__(MultiValueDict(), user=user)

    def prepare(self) -> None:
        for kind in STEPS:
            kind.prepare(self)
        for name, terms in self.vocabulary.terms.items():
            before: Any = self.fields[name]
            if name in SEVERAL:
                messages = {"required": before.error_messages["required"]}
                self.fields[name] = _KnownTerms(terms, required=before.required, error_messages=messages)
            else:
                self.fields[name] = _KnownTerm(terms)
        self.fields["organisation"] = _Fixed(self.for_whom)

    def said_groups(self) -> Iterable[RightsHolderGroup]:
        found: Iterable[RightsHolderGroup] = self.cleaned_data.get("groups", [])
        return found

    def bind(self, said: Mapping[str, list[str]]) -> bool:
        """Judge a row instead of the one before; True where it is good."""
        self.data = MultiValueDict(said)
        self.full_clean()
        return not self.errors


class Judge:
    """Judges the rows of one batch; reads what it needs once."""

    def __init__(self, batch: NeedBatch, by: User) -> None:
        self.batch, self.vocabulary = batch, Vocabulary()
        self.form = RowForm(user=by, organisation=batch.organisation, vocabulary=self.vocabulary)

    def problems(self, row: NeedBatchRow) -> dict[str, list[str]]:
        """Return what is wrong with a row, in sentences by field; nothing where it can become a need as it stands."""
        typed = cells_of(self.batch, row)
        said = self.vocabulary.said(typed)
        found = {name: list(sentences) for name, sentences in said.problems.items()}
        for name, code in notes_of(self.batch, row).items():
            found.setdefault(name, []).insert(0, str(NOTES[code]))
        if not self.form.bind(said.data):
            for name, errors in self.form.errors.items():
                # what could not be understood is said already; that it is missing would be said twice
                if name not in found:
                    place = name if name in NAMES else WHOLE_ROW
                    said_here = [_ASKED_IN_A_CELL[name]] if name in _ASKED_IN_A_CELL else errors
                    found.setdefault(place, []).extend(str(error) for error in said_here)
        if self.is_example(row):
            found = {WHOLE_ROW: [_("This is the example row of the template. It is left out.")]}
        return found

    def is_example(self, row: NeedBatchRow) -> bool:
        """Whether this is the example row of the template, left in."""
        return plain(cells_of(self.batch, row).get("title", "")) == _IS_EXAMPLE

    def cleaned(self, row: NeedBatchRow) -> dict[str, Any]:
        """Return what the forms took of a row. Raises ValidationError where something is wrong with it."""
        if problems := self.problems(row):
            raise ValidationError(problems)
        return dict(self.form.cleaned_data)


def cells_of(batch: NeedBatch, row: NeedBatchRow) -> dict[str, str]:
    """Return the text of a row by field: what was typed instead, or else its cell."""
    found = {name: row.cells[column] if column < len(row.cells) else "" for name, column in batch.mapping.items()}
    return {**found, **row.corrected}


def notes_of(batch: NeedBatch, row: NeedBatchRow) -> dict[str, str]:
    """Return by field what was wrong with a cell when it was read, unless something was typed instead."""
    return {
        name: row.notes[str(column)]
        for name, column in batch.mapping.items()
        if str(column) in row.notes and name not in row.corrected
    }
