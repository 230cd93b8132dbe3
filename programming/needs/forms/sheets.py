"""Forms of needs from a spreadsheet: the file, its columns, one row."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import Organisation, User
from atasehir_portal.accounts.people import person
from atasehir_portal.cleaning import FormKeyField
from atasehir_portal.turkish import SortKey
from programming.needs.forms.steps import StakeStep, WhatStep
from programming.needs.models import NeedBatch, NeedBatchRow
from programming.needs.sheets.columns import COLUMNS, LABELS, TERMS, TICKED, allowed_values
from programming.needs.sheets.judging import cells_of
from programming.needs.sheets.reading import Sheet, Unreadable, letters, read_sheet

_LONG = ("body", "suggestion")
_FIELDS = {**WhatStep.base_fields, **StakeStep.base_fields}


class UploadSheetForm(forms.Form):
    """The file and for whom it is; ``sheet`` is what was read of it."""

    form_key = FormKeyField()
    organisation = forms.ModelChoiceField(
        label=_("For which organisation do you write?"), queryset=Organisation.objects.none()
    )
    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_(
            "XLSX or CSV, at most 10 MB and 5,000 rows. Nothing is taken in before you have seen and checked it."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt,text/csv"}),
        error_messages={
            "required": _("Choose an XLSX or a CSV file."),
            "empty": _("There is nothing in the file."),
        },
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet: Sheet | None = None
        self.fields["form_key"].initial = uuid.uuid4
        who, field = person(user), self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  for the types
        field.queryset = Organisation.objects.filter(pk__in=who.organisation_ids).order_by(SortKey("name"))
        if who.is_staff_member:
            field.required = False
            field.empty_label = _("For the municipality: people without access")
        elif len(who.organisation_ids) == 1:
            field.initial = who.organisation_ids[0]
            field.empty_label = None

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        try:
            self.sheet = read_sheet(upload, upload.size)
        except Unreadable as error:
            raise ValidationError(str(error)) from error
        return upload


class ColumnsForm(forms.Form):
    """For each of our fields the column in which it stands, or none."""

    def __init__(self, data: Any = None, *, batch: NeedBatch) -> None:
        super().__init__(data)
        choices = [
            (str(number), f"{letters(number)}: {heading}" if heading else letters(number))
            for number, heading in enumerate(batch.columns)
        ]
        for column in COLUMNS:
            self.fields[column.name] = forms.ChoiceField(
                label=column.label,
                choices=[("", _("Choose a column") if column.is_needed else _("In no column")), *choices],
                required=column.is_needed,
                error_messages={"required": _("Choose the column in which this stands.")},
                initial=str(batch.mapping[column.name]) if column.name in batch.mapping else "",
            )

    def mapping(self) -> dict[str, int]:
        """Return the column of each field that has one. Only after ``is_valid``."""
        return {name: int(value) for name, value in self.cleaned_data.items() if value}


class RowForm(forms.Form):
    """One row as text, as it stands in the spreadsheet, to be corrected here; what is wrong comes from the rules of the four steps."""

    def __init__(self, data: Any = None, *, batch: NeedBatch, row: NeedBatchRow) -> None:
        super().__init__(data)
        self.row, cells, self.allowed = row, cells_of(batch, row), allowed_values()
        for column in COLUMNS:
            field = forms.CharField(
                label=column.label,
                required=column.is_needed,
                max_length=getattr(_FIELDS.get(column.name), "max_length", None),
                initial=cells.get(column.name, ""),
                widget=forms.Textarea(attrs={"rows": 4}) if column.name in _LONG else forms.TextInput(),
                help_text=_hint(column.name, self.allowed),
            )
            self.fields[column.name] = field

    def lists(self) -> list[tuple[Any, list[str]]]:
        """What can be written where the list is long, by question."""
        return [(LABELS[name], self.allowed[name]) for name in TERMS]

    def say(self, problems: Mapping[str, list[str]]) -> None:
        """Put sentences beside their fields."""
        for name, sentences in problems.items():
            self.add_error(name if name in self.fields else None, [ValidationError(text) for text in sentences])


def _hint(name: str, values: Mapping[str, list[str]]) -> Any:
    if name == "consent_on":
        return _("For example: 09.03.2026")
    if name in TICKED:
        return _("Write “yes” or “no”.")
    if name in ("groups", "neighbourhoods", "rights"):
        return _("Several with a semicolon between them.")
    found = values.get(name, [])
    return "; ".join(found) if found and len(found) <= 6 else ""
