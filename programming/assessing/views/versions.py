"""Adopted versions: their page, their pictures, their PDF."""

import logging

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_safe

from atasehir_portal.documents import figures, frozen_texts
from atasehir_portal.rendering.progress import progress_of
from programming.assessing import evidence, queries
from programming.assessing.views.shown import after, shown

logger = logging.getLogger(__name__)


@require_GET
def version(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """An adopted version as it was frozen, for everybody."""
    assessment = queries.get_assessment(request.user, reference)
    adoptions = queries.adoptions_of(assessment)
    adoption = queries.numbered(adoptions, number)
    files = evidence.shown(request.user, assessment, evidence.of_adoption(adoption))
    reading, read = queries.read_adoption(adoption, files=files)
    groups, places = queries.names_of(assessment)
    context = {
        "assessment": assessment,
        "adoption": adoption,
        "groups": groups,
        "places": places,
        "adoptions": adoptions,
        "gathered": queries.gathered(request.user, assessment),
        "progress": progress_of(adoption.pdf, request.user),
        "after": after(request, assessment),
        **shown(reading, read),
    }
    return render(request, "assessing/version.html", context)


@require_safe
def version_figure(request: HttpRequest, reference: str, number: int, src: str) -> HttpResponseBase:
    """A picture that stands in an adopted version, for everybody who may find the assessment; never one of the working text alone."""
    assessment = queries.get_assessment(request.user, reference)
    adoption = queries.get_adoption(assessment, number)
    if not figures.is_name(src) or not frozen_texts.shows_figure(adoption.version, src):
        raise Http404
    return figures.response(src)


@require_safe
def version_pdf(request: HttpRequest, reference: str, number: int) -> HttpResponseBase:
    """The PDF of an adopted version."""
    assessment = queries.get_assessment(request.user, reference)
    adoption = queries.get_adoption(assessment, number)
    if not adoption.pdf.is_ready:
        raise Http404
    try:
        file = default_storage.open(str(adoption.pdf.file.name), "rb")
    except FileNotFoundError as error:
        logger.error("The file of rendering %s is missing", adoption.pdf_id)
        raise Http404 from error
    name = f"degerlendirme-{assessment.reference.lower()}-{number}.pdf"
    return FileResponse(file, content_type="application/pdf", as_attachment=True, filename=name)
