"""Addresses for the tests of the engine: the portal's own, and the page of a document of the kind "deneme"."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template import engines
from django.urls import path

from atasehir_portal.documents import permissions
from atasehir_portal.documents.models import Document
from atasehir_portal.documents.workspace import workspace_for
from atasehir_portal.urls import urlpatterns as portal

PAGE = """{% extends "base_work.html" %}{% block title %}{{ workspace.document.title }}{% endblock %}
{% block scripts %}{% include "parts/htmx.html" %}{% endblock %}
{% block content %}<div class="wrap"><h1>{{ workspace.document.title }}</h1>{% include "documents/workspace.html" %}</div>{% endblock %}"""


def page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A document's own page, as a room writes it."""
    document = get_object_or_404(Document, uid=uid)
    if not permissions.can_read(request.user, document):
        raise Http404
    template = engines["django"].from_string(PAGE)
    return HttpResponse(template.render({"workspace": workspace_for(request, document)}, request))


urlpatterns = [path("deneme/<uuid:uid>/", page, name="trial_document"), *portal]
