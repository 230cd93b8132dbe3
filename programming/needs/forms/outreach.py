"""Forms of the tasks for groups that nobody has heard."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import Unit
from atasehir_portal.answering.clock import today
from atasehir_portal.catalogue.models import Neighbourhood
from atasehir_portal.cleaning import FormKeyField, LineField, TextField
from atasehir_portal.turkish import SortKey
from programming.needs.models import OutreachKind, OutreachTask


class GiveTaskForm(forms.Form):
    """What a unit is to do, where and by when."""

    form_key = FormKeyField()
    kind = forms.ChoiceField(label=_("What is to be done?"), choices=OutreachKind.choices, widget=forms.RadioSelect)
    unit = forms.ModelChoiceField(
        label=_("Which unit does it?"),
        queryset=Unit.objects.none(),
        help_text=_("Its officers close the task and say what came of it."),
    )
    due_on = forms.DateField(
        label=_("To be done by"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    neighbourhood = forms.ModelChoiceField(
        label=_("In which neighbourhood?"),
        queryset=Neighbourhood.objects.none(),
        required=False,
        empty_label=_("In none in particular"),
    )
    note = TextField(
        label=_("What is to be heeded?"),
        help_text=_("For example a language, an hour or a place where people can speak safely. Name no person."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = uuid.uuid4
        for name, model in (("unit", Unit), ("neighbourhood", Neighbourhood)):
            field: Any = self.fields[name]
            field.queryset = model._default_manager.filter(is_active=True).order_by(SortKey("name_tr"))


class ChangeTaskForm(GiveTaskForm):
    """The same questions about a task that was given; ``base_revision`` is how it stood when the page was read."""

    base_revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=1_000_000)

    def __init__(self, *args: Any, task: OutreachTask, **kwargs: Any) -> None:
        initial = {
            "kind": task.kind,
            "unit": task.unit_id,
            "due_on": task.due_on,
            "neighbourhood": task.neighbourhood_id,
            "note": task.note,
            "base_revision": task.revision,
        }
        super().__init__(*args, initial=initial, **kwargs)
        del self.fields["form_key"]

    def stands_at(self, task: OutreachTask) -> None:
        """What is sent next time was written with the task as it stands now before the eyes."""
        self.data = self.data.copy()
        self.data["base_revision"] = str(task.revision)


class WithdrawTaskForm(forms.Form):
    """Why a task is let go."""

    reason = LineField(
        label=_("Why is it withdrawn, in one sentence?"),
        help_text=_("All staff read it. Name no person and nothing that points to one."),
        min_length=15,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CloseTaskForm(forms.Form):
    """When a task was done, and what came of it."""

    done_on = forms.DateField(
        label=_("When was it done?"), initial=today, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    outcome = LineField(
        label=_("What came of it, in one sentence?"),
        help_text=_("All staff read it. Say what was heard or agreed; name no person and nothing that points to one."),
        min_length=15,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
