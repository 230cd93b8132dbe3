"""Errors found in published editions: noted, changed, taken back until an edition corrects them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from atasehir_portal.form_errors import sent, show
from atasehir_portal.kept_texts import arrived
from atasehir_portal.signing_in import signed_in
from atasehir_portal.transitions import NotInThisState
from handbooks import permissions, queries, services
from handbooks.forms import ErratumForm
from handbooks.models import Edition, Erratum
from handbooks.queries.errata import places_of
from handbooks.views.desk.access import on_desk, refuse_unless, who


def _edition(request: HttpRequest, slug: str, number: str) -> Edition:
    handbook = on_desk(request, slug)
    found = get_object_or_404(Edition.objects.select_related("version"), handbook=handbook, number=number)
    found.handbook = handbook
    return found


def _erratum(request: HttpRequest, slug: str, number: str, pk: int) -> Erratum:
    edition = _edition(request, slug, number)
    refuse_unless(permissions.can_note_erratum(request.user, edition))
    found = get_object_or_404(Erratum, edition=edition, pk=pk)
    found.edition = edition
    return found


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def errata(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """The errors noted in an edition, and a form for another one."""
    edition = _edition(request, slug, number)
    may_note = permissions.can_note_erratum(request.user, edition)
    if request.method == "POST":
        refuse_unless(may_note)
    form = ErratumForm(sent(request), places=places_of(edition))
    if request.method == "POST" and form.is_valid():
        try:
            services.note_erratum(edition=edition, by=who(request), **form.cleaned_data)
        except ValidationError as error:
            show(form, error)
        else:
            messages.success(request, _("The error is noted. Readers of the edition see it."))
            return arrived(request, redirect("handbooks:errata", slug, number), f"errata-{edition.pk}")
    context = {"errata": queries.errata_of(edition), "form": form if may_note else None}
    return _render(request, "handbooks/desk/errata.html", edition, form, context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def erratum(request: HttpRequest, slug: str, number: str, pk: int) -> HttpResponse:
    """Change the note of an error that no edition corrects yet."""
    found = _erratum(request, slug, number, pk)
    initial = {name: getattr(found, name) for name in ("anchor", "place", "wrong", "right")}
    form = ErratumForm(sent(request), initial=initial, places=places_of(found.edition))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_erratum(erratum=found, by=who(request), **form.cleaned_data)
        except NotInThisState as error:
            messages.warning(request, str(error))
            return redirect("handbooks:errata", slug, number)
        except ValidationError as error:
            show(form, error)
        else:
            messages.success(request, _("The note is changed."))
            return arrived(request, redirect("handbooks:errata", slug, number), f"erratum-{found.pk}")
    return _render(request, "handbooks/desk/erratum.html", found.edition, form, {"erratum": found, "form": form})


@signed_in
@require_POST
def remove_erratum(request: HttpRequest, slug: str, number: str, pk: int) -> HttpResponse:
    """Take back the note of what was no error."""
    found = _erratum(request, slug, number, pk)
    try:
        services.remove_erratum(erratum=found, by=who(request))
    except NotInThisState as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("The note is taken back."))
    return redirect("handbooks:errata", slug, number)


def _render(
    request: HttpRequest, template: str, edition: Edition, form: ErratumForm, context: dict[str, Any]
) -> HttpResponse:
    has_board = permissions.can_see_board(request.user)
    context |= {"edition": edition, "handbook": edition.handbook, "has_board": has_board}
    return render(request, template, context, status=422 if form.is_bound else 200)
