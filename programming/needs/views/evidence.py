"""Files that show what a need says: added to a draft, taken away, opened by those who may."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from atasehir_portal import throttle
from atasehir_portal.attachments.serving import download
from atasehir_portal.form_errors import sent, show
from atasehir_portal.signing_in import signed_in
from programming.needs import evidence, permissions, queries, services
from programming.needs.forms import LAST, EvidenceForm
from programming.needs.models import Visibility
from programming.needs.views.intake import already_sent, cannot_submit


@signed_in
@require_http_methods(["GET", "POST"])
def files(request: HttpRequest, key: UUID) -> HttpResponse:
    """The files of a draft: listed, and one more added."""
    draft = queries.draft_of(request.user, key)
    if draft is None:
        return already_sent(request, key)
    if not permissions.can_submit(request.user):
        return cannot_submit(request)
    form = EvidenceForm(sent(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not throttle.passes(request, "need-file", throttle.COSTLY):
            form.add_error(None, throttle.MESSAGE)
        elif _was_added(request, draft, form):
            messages.success(request, _("The file was added."))
            return redirect("needs:files", draft.key)
    found = evidence.of_draft(draft)
    context = {"draft": draft, "form": form, "files": found, "is_full": len(found) >= evidence.MOST, "last": LAST}
    return render(request, "needs/files.html", context, status=422 if form.is_bound else 200)


def _was_added(request: HttpRequest, draft: object, form: EvidenceForm) -> bool:
    file = form.cleaned_data["file"]
    said = {"shows": form.cleaned_data["shows"], "key": form.cleaned_data["form_key"]}
    try:
        evidence.add_file(draft=draft, by=request.user, content=file.read(), name=file.name, **said)
    except ValidationError as error:
        show(form, error)
        return False
    return True


@signed_in
@require_http_methods(["GET", "POST"])
def take_file(request: HttpRequest, key: UUID, file: UUID) -> HttpResponse:
    """Take a file away from a draft. Who comes without the form, as after a log-in in between, is led to the list."""
    draft = queries.draft_of(request.user, key)
    if draft is None:
        return already_sent(request, key)
    if request.method == "POST":
        evidence.take_away(draft=draft, by=request.user, key=file)
        messages.success(request, _("The file was taken away."))
    return redirect("needs:files", draft.key)


@signed_in
@require_GET
def file(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """One file as a download, for those who may. Of a confidential need it is a look, which is logged."""
    found = evidence.get_file(request.user, key)
    response = download(stored=found.stored, ending=found.ending, name=f"dosya-{found.key.hex[:8]}")
    if found.need is not None and found.need.visibility == Visibility.CONFIDENTIAL:
        services.record_look(need=found.need, by=request.user)
    return response
