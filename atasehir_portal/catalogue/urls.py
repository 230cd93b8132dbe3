"""Pages of the catalogue: two public ones (logo, privacy notice) and those of the workspace."""

from django.urls import path

from atasehir_portal.catalogue import views

app_name = "catalogue"

urlpatterns = [
    path("logo/", views.logo, name="logo"),
    path("aydinlatma/", views.privacy_notice, name="privacy_notice"),
    path("aydinlatma/<int:number>/", views.privacy_notice, name="privacy_notice_version"),
    path("", views.index, name="index"),
    path("belediye/", views.municipality, name="municipality"),
    path("tatil-gunleri/", views.closed_days, name="closed_days"),
    path("tatil-gunleri/<int:pk>/cikar/", views.closed_day_remove, name="closed_day_remove"),
    path("aydinlatma-metinleri/", views.notices, name="notices"),
    path("aydinlatma-metinleri/yeni/", views.notice_new, name="notice_new"),
    path("listeler/<slug:section>/", views.entries, name="entries"),
    path("listeler/<slug:section>/csv/", views.entries_csv, name="entries_csv"),
    path("listeler/<slug:section>/yeni/", views.entry_new, name="entry_new"),
    path("listeler/<slug:section>/kayit/<slug:slug>/", views.entry, name="entry"),
    path("listeler/<slug:section>/kayit/<slug:slug>/kaldir/", views.entry_retire, name="entry_retire"),
    path("listeler/<slug:section>/kayit/<slug:slug>/geri-al/", views.entry_restore, name="entry_restore"),
]
