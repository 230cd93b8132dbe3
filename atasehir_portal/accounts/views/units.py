"""Units (müdürlük): kept with the same pages as the lists of the catalogue."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atasehir_portal.accounts.management.commands.load_catalogue import UNITS
from atasehir_portal.accounts.models import StaffPost, Unit
from atasehir_portal.catalogue.forms import TermForm
from atasehir_portal.catalogue.sections import Column, Section
from atasehir_portal.catalogue.views.access import for_editors, for_staff
from atasehir_portal.catalogue.views.entries import csv_page, edit_page, list_page, restore_page, retire_page

_NAMES = {
    "entries": "accounts:units",
    "entries_csv": "accounts:units_csv",
    "entry_new": "accounts:unit_new",
    "entry": "accounts:unit",
    "entry_retire": "accounts:unit_retire",
    "entry_restore": "accounts:unit_restore",
}


class UnitForm(TermForm):
    """A unit with the address that mails to it go to."""

    email = forms.EmailField(label=gettext_lazy("E-mail address of the unit"), max_length=254, required=False)

    class Meta(TermForm.Meta):
        model = Unit
        fields = ["name_tr", "name_en", "email", "description_tr", "description_en", "position"]


def refuse_while_staffed(unit: Unit) -> None:
    """Raise ValidationError while people work in the unit. Invitations to a retired unit cannot be accepted."""
    Unit.objects.select_for_update().get(pk=unit.pk)
    if StaffPost.objects.filter(unit=unit, until=None).exists():
        raise ValidationError(_("People work in this unit. Give them another unit or end their posts first."))


class UnitSection(Section):
    """A section with the addresses of this room."""

    def url(self, act: str, *args: Any) -> str:
        return reverse(_NAMES[act], args=args)


SECTION = UnitSection(
    name="birimler",
    vocabulary=UNITS,
    form_class=UnitForm,
    title=gettext_lazy("Units"),
    new_label=gettext_lazy("New unit"),
    hint=gettext_lazy(
        "The units that answer for inputs. An input belongs to a unit, so nothing is lost when somebody leaves."
    ),
    search=("name_tr", "name_en", "slug", "email"),
    columns=(Column(gettext_lazy("E-mail address"), lambda unit: unit.email),),
    by_position=False,
    before_retiring=refuse_while_staffed,
)


@for_staff
@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """The units."""
    return list_page(request, SECTION)


@for_staff
@require_safe
def units_csv(request: HttpRequest) -> HttpResponseBase:
    """The same list as a file."""
    return csv_page(request, SECTION)


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def unit_new(request: HttpRequest) -> HttpResponse:
    """Add a unit."""
    return edit_page(request, SECTION, None)


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: HttpRequest, slug: str) -> HttpResponse:
    """Rename a unit."""
    return edit_page(request, SECTION, get_object_or_404(Unit, slug=slug))


@for_editors
@require_POST
def unit_retire(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a unit out of use."""
    return retire_page(request, SECTION, get_object_or_404(Unit, slug=slug))


@for_editors
@require_POST
def unit_restore(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a unit into use again."""
    return restore_page(request, SECTION, get_object_or_404(Unit, slug=slug))
