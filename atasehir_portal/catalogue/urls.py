"""Pages of the catalogue: two public ones (logo, privacy notice) and the administrators' own."""

from django.urls import path

from atasehir_portal.catalogue import views

app_name = "catalogue"

urlpatterns = [
    path("logo/", views.logo, name="logo"),
    path("aydinlatma/", views.privacy_notice, name="privacy_notice"),
    path("aydinlatma/<int:number>/", views.privacy_notice, name="privacy_notice_version"),
]
