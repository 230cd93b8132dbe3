"""Acceptance by an organisation: the text, the form, what was accepted before, and the way back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from atasehir_portal.accounts.models import Organisation
from atasehir_portal.signing_in import signed_in
from atasehir_portal.transitions import NotInThisState
from participation.dialogue import permissions, queries, services, standings
from participation.dialogue.forms import AcceptForm
from participation.dialogue.models import CharterVersion
from participation.dialogue.standings import Stand


@signed_in
@require_http_methods(["GET", "POST"])
def acceptance(request: HttpRequest, slug: str) -> HttpResponse:
    """Where an organisation stands, for its own people and the staff; its representatives accept the text that they read here."""
    organisation = queries.get_organisation(request.user, slug)
    can_accept = permissions.can_accept(request.user, organisation)
    if request.method == "POST" and not can_accept:
        raise PermissionDenied
    version = queries.with_text()
    form = AcceptForm(request.POST) if request.method == "POST" else _empty(request, version)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            given = services.accept_charter(
                organisation=organisation, by=request.user, name=data["name"], digest=data["digest"]
            )
        except services.NotTheSameText as error:
            form = _again(request, queries.with_text(), str(error))
            return _page(request, organisation, form, status=409)
        messages.success(request, _("The charter was accepted for %(name)s.") % {"name": given.organisation.name})
        return redirect("dialogue:acceptance", organisation.slug)
    return _page(request, organisation, form, status=422 if form.is_bound else 200)


def _empty(request: HttpRequest, version: CharterVersion | None) -> AcceptForm:
    digest = version.digest if version is not None else ""
    return AcceptForm(initial={"digest": digest, "name": request.user.full_name})


def _again(request: HttpRequest, version: CharterVersion | None, words: str) -> AcceptForm:
    """Return the form for the text in force now: the name stays, the consent has to be given anew."""
    digest = version.digest if version is not None else ""
    form = AcceptForm({"digest": digest, "name": request.POST.get("name", "")})
    form.full_clean()
    form.errors.clear()
    form.add_error(None, words)
    return form


def _page(request: HttpRequest, organisation: Organisation, form: AcceptForm, *, status: int) -> HttpResponse:
    version = queries.with_text()
    standing = standings.of(organisation)
    can_accept = permissions.can_accept(request.user, organisation)
    context: dict[str, Any] = {
        "organisation": organisation,
        "standing": standing,
        "acceptances": queries.acceptances_of(organisation),
        "charter_version": version,
        "can_accept": can_accept,
        "asks": can_accept and version is not None and standing.stand != Stand.ACCEPTED,
        "form": form,
    }
    if context["asks"]:
        context |= {"reading": queries.read(version), "rules": queries.rule_rows(version)}
    return render(request, "dialogue/acceptance.html", context, status=status)


@signed_in
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Withdraw the acceptance of an organisation."""
    organisation = queries.get_organisation(request.user, slug)
    if not permissions.can_accept(request.user, organisation):
        raise PermissionDenied
    given = standings.of(organisation).acceptance
    if given is None:
        messages.error(request, str(NotInThisState()))
        return redirect("dialogue:acceptance", organisation.slug)
    if request.method != "POST":
        return render(request, "dialogue/withdraw.html", {"organisation": organisation, "acceptance": given})
    try:
        services.withdraw_acceptance(acceptance=given, by=request.user)
    except NotInThisState as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The acceptance was withdrawn."))
    return redirect("dialogue:acceptance", organisation.slug)
