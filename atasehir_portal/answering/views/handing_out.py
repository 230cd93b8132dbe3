"""Giving several inputs to a unit or an officer at one sitting."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from atasehir_portal.answering import handing_out, permissions
from atasehir_portal.answering.forms import AssignSeveralForm
from atasehir_portal.form_errors import sent
from atasehir_portal.signing_in import signed_in


@signed_in
@require_http_methods(["GET", "POST"])
def assign_several(request: HttpRequest) -> HttpResponse:
    """Say to whom the chosen inputs go (GET), and give them (POST). Where one could not be given, the page says which, and why."""
    if not permissions.can_use_desk(request.user):
        raise PermissionDenied
    keys = (request.POST if request.method == "POST" else request.GET).getlist("kayit")
    chosen = handing_out.chosen(request.user, keys)
    form = AssignSeveralForm(sent(request), user=request.user)
    if chosen and form.is_valid():
        to = {"unit": form.cleaned_data["unit"], "officer": form.cleaned_data["officer"]}
        done = handing_out.assign_each(by=request.user, duties=chosen, **to)
        if not done.not_given:
            words = ngettext("%(number)d input was given.", "%(number)d inputs were given.", len(done.given))
            messages.success(request, words % {"number": len(done.given)})
            return redirect("answering:desk")
        return render(request, "answering/assign_several.html", {"done": done, **to}, status=409)
    status = 422 if request.method == "POST" else 200
    return render(request, "answering/assign_several.html", {"chosen": chosen, "form": form}, status=status)
