from django.urls import path

from atasehir_portal import references  # noqa: F401  registers <reference:…>
from atasehir_portal.documents.views import moderating

app_name = "moderating"

urlpatterns = [
    path("", moderating.cases, name="list"),
    path("<reference:reference>/", moderating.case, name="case"),
    path("<reference:reference>/bildir/", moderating.report, name="report"),
    path("<reference:reference>/birak/", moderating.leave, name="leave"),
    path("<reference:reference>/gizle/", moderating.hide, name="hide"),
    path("<reference:reference>/karar/", moderating.decide, name="decide"),
    path("<reference:reference>/gizlenen/", moderating.own, name="own"),
]
