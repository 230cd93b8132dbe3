"""A whole document in and out: as Markdown, as a Word file; what an uploaded text would change, and taking it in."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from atasehir_portal.documents import comparison, kinds, permissions, proposals, queries, services
from atasehir_portal.documents.docx import CONTENT_TYPE, write_docx
from atasehir_portal.documents.intake import Target
from atasehir_portal.documents.intake.archive import file_name, packed
from atasehir_portal.documents.models import Document
from atasehir_portal.documents.nodes import Reading
from atasehir_portal.documents.problems import Problem, problems
from atasehir_portal.documents.proposals import Proposal
from atasehir_portal.documents.services.versions import snapshot_of
from atasehir_portal.documents.transfer_forms import UploadForm
from atasehir_portal.documents.views.access import document_for, organisation_of
from atasehir_portal.form_errors import sent
from atasehir_portal.signing_in import signed_in
from atasehir_portal.throttle import COSTLY, limited

VERSIONS_SHOWN = 5
PROBLEMS_SHOWN = 20
NOT_KEPT = gettext_lazy("The text could not be kept for the moment. Try again in a little while.")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@limited("documents.transfer", COSTLY)
def transfer(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Download the document; upload a text, which is compared with it before anything is written."""
    document = document_for(request, uid, write=request.method == "POST")
    form = UploadForm(document, sent(request), request.FILES if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        name = form.cleaned_data["file"].name
        token = proposals.keep(document=document, user=request.user, name=name, target=form.target)
        if token:
            return redirect("documents:proposal", document.uid, token)
        form.add_error("file", NOT_KEPT)
    context = {
        "document": document,
        "form": form,
        "back": kinds.get(document.kind).url(document),
        "can_write": permissions.can_write(request.user, document),
        "can_verify": permissions.can_verify(request.user, document),
        "can_read_past": permissions.can_read_past(request.user, document),
        "here": "transfer",
        "versions": document.versions.defer("snapshot")[:VERSIONS_SHOWN],
    }
    return render(request, "documents/transfer.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_POST
@limited("documents.transfer", COSTLY)
def propose_version(request: HttpRequest, uid: UUID, number: int) -> HttpResponseBase:
    """Compare the document with an earlier version, to go back to it."""
    document = document_for(request, uid, write=True)
    version = get_object_or_404(document.versions, number=number)
    present = snapshot_of(document)
    target = Target(
        {**present, **{name: version.snapshot.get(name, []) for name in ("sections", "sources", "terms", "index")}}
    )
    name = _("Version %(number)s") % {"number": number}
    token = proposals.keep(document=document, user=request.user, name=name, target=target)
    if not token:
        messages.error(request, NOT_KEPT)
        return redirect("documents:transfer", document.uid)
    return redirect("documents:proposal", document.uid, token)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, uid: UUID, token: str) -> HttpResponseBase:
    """What taking a text in would change, chapter by chapter; and taking it in."""
    document = document_for(request, uid, write=True)
    kept = proposals.kept(document=document, user=request.user, token=token)
    if kept is None:
        messages.warning(
            request,
            _(
                "This text was taken in already, a later upload took its place, or it waited too long. Upload it once more."
            ),
        )
        return redirect("documents:transfer", document.uid)
    is_stale = snapshot_of(document) != kept["seen"]
    if request.method == "POST" and not is_stale:
        return _take_in(request, document, token, kept)
    old = queries.read(document)
    new = queries.read_snapshot(kept["target"], figure_address=queries.draft_figure_address(document))
    compared = comparison.page(
        comparison.compare(old, new),
        part=request.GET.get("bolum", ""),
        only_changes=request.GET.get("goster") != "tum",
    )
    if compared is None:
        raise Http404
    known = {(each.anchor, str(each.message)) for each in problems(old)}
    context = {
        "document": document,
        "kept": kept,
        "is_stale": is_stale,
        "compared": compared,
        "has_news": services.differs(kept["seen"], kept["target"]),
        "problems": [(_place(new, p), p.message) for p in problems(new) if (p.anchor, str(p.message)) not in known][
            :PROBLEMS_SHOWN
        ],
        "back": kinds.get(document.kind).url(document),
    }
    return render(request, "documents/proposal.html", context, status=409 if request.method == "POST" else 200)


def _place(reading: Reading, problem: Problem) -> str:
    section = reading.section(problem.anchor)
    return section.heading if section else ""


def _take_in(request: HttpRequest, document: Document, token: str, kept: Proposal) -> HttpResponseBase:
    try:
        has_changed = services.bring_to(
            document=document,
            seen=kept["seen"],
            target=kept["target"],
            by=request.user,
            reason=_("Taken in from “%(name)s”") % {"name": kept["name"]},
            note=_("Before “%(name)s” was taken in") % {"name": kept["name"]},
            organisation=organisation_of(request),
        )
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
        return redirect("documents:proposal", document.uid, token)
    proposals.forget(document=document, user=request.user, token=token)
    if has_changed:
        messages.success(
            request, _("The text was taken in. What stood here before is kept as a version; you can go back to it.")
        )
    else:
        messages.info(request, _("Nothing had changed."))
    return redirect(kinds.get(document.kind).url(document))


# --- downloads --------------------------------------------------------------------------------------------------------


@signed_in
@require_GET
def markdown_file(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The document in its Markdown form, as a ZIP archive."""
    document = document_for(request, uid, write=False)
    content = packed(services.export_files(document), day=timezone.localdate(document.changed_at))
    return download(content, "application/zip", f"{file_name(document.title)}.zip")


@signed_in
@require_GET
def word_file(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The document as a Word file."""
    document = document_for(request, uid, write=False)
    day = timezone.localdate(document.changed_at)
    line = _("Draft of %(day)s") % {"day": f"{day:%d.%m.%Y}"}
    content = write_docx(queries.read(document), author=services.issuer(), when=document.changed_at, lines=[line])
    return download(content, CONTENT_TYPE, f"{file_name(document.title)}.docx")


def download(content: bytes, content_type: str, name: str) -> HttpResponse:
    """Return a file to be saved, never shown in the browser."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
