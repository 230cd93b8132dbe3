"""Pages of the catalogue that anyone may see: the municipality's logo and the privacy notice."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from atasehir_portal.catalogue.models import PrivacyNotice
from atasehir_portal.catalogue.queries import current_notice, municipality, notices_in_force
from atasehir_portal.markdown import render as render_markdown


@require_safe
def logo(request: HttpRequest) -> HttpResponseBase:
    """The municipality's logo, as the PNG that we made of what was uploaded."""
    image = municipality().logo
    if not image:
        raise Http404
    try:
        content = image.open("rb")
    except OSError as error:
        raise Http404 from error
    response = FileResponse(content, content_type="image/png")
    response["Cache-Control"] = "public, max-age=300"
    return response


@require_safe
def privacy_notice(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """The notice in force, or an earlier version that was shown to somebody."""
    versions = notices_in_force()
    try:
        current = current_notice()
    except PrivacyNotice.DoesNotExist as error:
        raise Http404 from error
    notice = current if number is None else get_object_or_404(versions, number=number)
    context = {
        "notice": notice,
        "text": render_markdown(notice.text),
        "is_current": notice == current,
        "is_by_number": number is not None,
        "versions": versions,
        "municipality": municipality(),
    }
    return render(request, "catalogue/privacy_notice.html", context)
