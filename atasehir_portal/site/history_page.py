"""The page on which administrators look up who changed what, and the same as a file."""

from collections.abc import Iterable, Iterator
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from atasehir_portal.catalogue.views.access import for_editors as for_administrators
from atasehir_portal.cleaning import line
from atasehir_portal.downloads import table_response
from atasehir_portal.site.history import Asked, Entry, History, everything
from atasehir_portal.site.history_kinds import KEPT


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _kinds() -> list[tuple[Any, Any]]:
    rooms: dict[Any, list[tuple[str, Any]]] = {}
    for kept in KEPT:
        rooms.setdefault(kept.room, []).append((kept.name, kept.label))
    return [("", _("All")), *rooms.items()]


class HistoryForm(forms.Form):
    """What is looked for. Everything may be left empty."""

    hide_optional = True

    q = forms.CharField(
        label=_("Reference or name"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(label=_("What was changed"), required=False, choices=_kinds)
    who = forms.CharField(label=_("Who changed it"), required=False, max_length=100)
    acts = forms.ChoiceField(
        label=_("Which changes"),
        required=False,
        choices=[("", pgettext_lazy("changes", "All")), ("states", _("Only roles and states"))],
    )
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
            states_only=found.get("acts") == "states",
        )


@for_administrators
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """Who changed which row, when, from what to what; newest first."""
    form = HistoryForm(request.GET or None)
    page = request.GET.get("page", "1")
    found = History(form.asked(), int(page) if page.isdecimal() and len(page) < 4 else 1)
    context = {
        "filter": SimpleNamespace(form=form, is_bound=form.is_bound),
        "found": found,
        "query": request.GET.urlencode(),
    }
    return render(request, "site/history.html", context)


@for_administrators
@require_safe
def history_csv(request: HttpRequest) -> Any:
    """Everything that the filters find as a file, a line for each field that changed."""
    head = [
        gettext("When"),
        gettext("Who did it"),
        gettext("What was changed"),
        gettext("Which one"),
        gettext("What happened"),
        gettext("Field"),
        gettext("Before"),
        gettext("After"),
    ]
    return table_response(request, "degisiklikler", head, _lines(everything(HistoryForm(request.GET or None).asked())))


def _lines(entries: Iterable[Entry]) -> Iterator[list[Any]]:
    for entry in entries:
        begins: list[Any] = [entry.at, entry.who, entry.kind, entry.thing, entry.act]
        for change in entry.changes:
            yield [*begins, change.label, change.before, change.after]
        if not entry.changes:
            yield [*begins, "", "", ""]
