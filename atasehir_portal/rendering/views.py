"""Pages: how far a file is; ordering a failed one again. The files themselves leave through the rooms that ordered them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from atasehir_portal.rendering import queries, services
from atasehir_portal.rendering.progress import progress_of
from atasehir_portal.signing_in import signed_in
from atasehir_portal.transitions import NotInThisState


@signed_in
@never_cache
@vary_on_headers("HX-Request")
@require_GET
def progress(request: HttpRequest, key: str) -> HttpResponse:
    """The steps of one rendering, as a page, or as the part of it that htmx asks for every two seconds.

    When the work ends, htmx is told to load the page around it again, which may have something new to offer.
    """
    rendering = get_object_or_404(queries.visible_to(request.user), key=key)
    is_part = request.headers.get("HX-Request") == "true"
    template = "rendering/progress.html" if is_part else "rendering/detail.html"
    response = render(request, template, {"rendering": rendering, "progress": progress_of(rendering, request.user)})
    if is_part and not rendering.is_waiting:
        response["HX-Refresh"] = "true"
    return response


@signed_in
@require_POST
def retry(request: HttpRequest, key: str) -> HttpResponse:
    """Order a failed rendering again and go back to where the button stood."""
    rendering = get_object_or_404(queries.visible_to(request.user), key=key)
    try:
        services.retry_rendering(rendering=rendering, user=request.user)
    except NotInThisState as conflict:
        messages.warning(request, str(conflict))
    else:
        messages.success(request, _("The file was ordered again."))
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return redirect(back)
    return redirect("rendering:progress", key=rendering.key)
