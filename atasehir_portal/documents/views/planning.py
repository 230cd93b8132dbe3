"""Sections whose text is still to come."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from atasehir_portal.documents import queries, services
from atasehir_portal.documents.views.access import organisations_of, refusals_shown, section_for
from atasehir_portal.signing_in import signed_in


@signed_in
@require_POST
def section_plan(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Mark a section as a plan, or take the mark away."""
    section = section_for(request, uid)
    is_outline = request.POST.get("plan") == "1"
    with refusals_shown(request):
        services.plan_section(
            section=section,
            is_outline=is_outline,
            by=request.user,
            organisation=next(iter(organisations_of(request)), None),
        )
        messages.success(
            request,
            _("Readers are told that the text of this section is still to come.")
            if is_outline
            else _("The section is no longer marked as a plan: it needs a text before the book is approved."),
        )
    return redirect(queries.section_address(section))
