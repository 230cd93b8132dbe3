"""The page on which administrators look up who changed what."""

from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from atasehir_portal.catalogue.views.access import for_editors as for_administrators
from atasehir_portal.cleaning import line
from atasehir_portal.site.history import KEPT, Asked, History


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class HistoryForm(forms.Form):
    """What is looked for. Everything may be left empty."""

    hide_optional = True

    q = forms.CharField(
        label=_("Name or reference"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(
        label=_("What was changed"),
        required=False,
        choices=[("", _("All")), *((kept.name, kept.label) for kept in KEPT)],
    )
    who = forms.CharField(label=_("Who changed it"), required=False, max_length=100)
    first = forms.DateField(label=_("From"), required=False, widget=_day())
    last = forms.DateField(label=_("Until"), required=False, widget=_day())

    def asked(self) -> Asked:
        """Return what is looked for; what is not valid leaves nothing out, and its error stands beside the field."""
        self.is_valid()
        found: dict[str, Any] = getattr(self, "cleaned_data", {})
        return Asked(
            kind=found.get("kind", ""),
            words=line(found.get("q", "")),
            who=line(found.get("who", "")),
            first=found.get("first"),
            last=found.get("last"),
        )


@for_administrators
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """Who changed which row, when, from what to what; newest first."""
    form = HistoryForm(request.GET or None)
    page = request.GET.get("page", "1")
    found = History(form.asked(), int(page) if page.isdecimal() and len(page) < 4 else 1)
    context = {"filter": SimpleNamespace(form=form, is_bound=form.is_bound), "found": found}
    return render(request, "site/history.html", context)
