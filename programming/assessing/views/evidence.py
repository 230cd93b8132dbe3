"""Files that bear causes out: added, said to be public or not, taken away, opened by those who may."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atasehir_portal import throttle
from atasehir_portal.attachments.serving import download
from atasehir_portal.documents.models import Block
from atasehir_portal.form_errors import sent, show
from atasehir_portal.signing_in import signed_in
from programming.assessing import evidence, permissions, queries
from programming.assessing.elements import Kind
from programming.assessing.forms import CauseFileForm
from programming.assessing.models import Assessment
from programming.assessing.views.parts import place


@signed_in
@require_http_methods(["GET", "POST"])
def cause_files(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The files of a cause: listed, and one more added."""
    assessment, cause = queries.get_part(request.user, uid)
    if cause.kind != Kind.CAUSE:
        raise Http404
    if not permissions.can_write(request.user, assessment):
        raise PermissionDenied
    form = CauseFileForm(sent(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not throttle.passes(request, "cause-file", throttle.COSTLY):
            form.add_error(None, throttle.MESSAGE)
        elif _was_added(request, assessment, cause, form):
            messages.success(request, _("The file was added."))
            return redirect("assessing:cause_files", cause.uid)
    found = evidence.of_cause(assessment, cause)
    context = {
        "assessment": assessment,
        "cause": cause,
        "form": form,
        "files": found,
        "is_full": len(found) >= evidence.MOST,
        "back": place(assessment, cause),
    }
    return render(request, "assessing/cause_files.html", context, status=422 if form.is_bound else 200)


def _was_added(request: HttpRequest, assessment: Assessment, cause: Block, form: CauseFileForm) -> bool:
    file = form.cleaned_data["file"]
    said = {"shows": form.cleaned_data["shows"], "is_public": form.cleaned_data["is_public"]}
    try:
        evidence.add_file(
            assessment=assessment,
            cause=cause,
            by=request.user,
            content=file.read(),
            name=file.name,
            key=form.cleaned_data["form_key"],
            **said,
        )
    except ValidationError as error:
        show(form, error)
        return False
    return True


@signed_in
@require_POST
def take_file(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a file away from what is being written."""
    file = evidence.get_to_write(request.user, key)
    evidence.take_away(file=file, by=request.user)
    messages.success(request, _("The file was taken away. Adopted versions that show it keep it."))
    return redirect("assessing:cause_files", file.cause.uid)


@signed_in
@require_http_methods(["GET", "POST"])
def mark_file(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say that everybody may open a file, or that nobody else may."""
    file = evidence.get_to_write(request.user, key)
    can_write = permissions.can_write(request.user, file.assessment)
    if not can_write and not permissions.can_withhold_file(request.user):
        raise PermissionDenied
    if request.method == "GET":
        context = {"file": file, "assessment": file.assessment, "can_write": can_write}
        return render(request, "assessing/withhold.html", context)
    is_public = request.POST.get("public") == "yes"
    if not is_public and request.POST.get("public") != "no":
        raise Http404
    evidence.mark(file=file, by=request.user, is_public=is_public)
    words = (
        _("Everybody may open the file once the assessment is adopted.")
        if is_public
        else _("Only those who write open the file from now on, also in adopted versions.")
    )
    messages.success(request, words)
    if can_write and file.cause.removed_at is None:
        return redirect("assessing:cause_files", file.cause.uid)
    return redirect("assessing:detail", file.assessment.reference)


@require_safe
def file(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """One file as a download, for those who may."""
    found = evidence.get_file(request.user, key)
    return download(stored=found.stored, ending=found.ending, name=f"kanit-{found.key.hex[:8]}")
