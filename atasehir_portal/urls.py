"""Every address of the portal. Paths are Turkish, names are English."""

from django.urls import include, path

urlpatterns = [
    path("", include("atasehir_portal.site.urls")),
    path("hesap/", include("allauth.urls")),
    path("hesap/", include("atasehir_portal.accounts.urls")),
    path("bildirimler/", include("atasehir_portal.notifications.urls")),
    path("katalog/", include("atasehir_portal.catalogue.urls")),
    path("yanit/", include("atasehir_portal.answering.urls")),
    path("metin/", include("atasehir_portal.documents.urls")),
    path("gorus/", include("atasehir_portal.documents.round_urls")),
    path("oneriler/", include("atasehir_portal.documents.suggest_urls")),
    path("bildirilenler/", include("atasehir_portal.documents.moderating.urls")),
    path("dizgi/", include("atasehir_portal.rendering.urls")),
    path("kitaplik/", include("handbooks.urls")),
    path("tuzuk/", include("participation.dialogue.urls")),
    path("ihtiyaclar/", include("programming.needs.urls")),
    path("degerlendirmeler/", include("programming.assessing.urls")),
    path("programlar/", include("programming.drafting.urls")),
]

handler400 = "atasehir_portal.site.views.bad_request"
handler403 = "atasehir_portal.site.views.permission_denied"
handler404 = "atasehir_portal.site.views.page_not_found"
handler500 = "atasehir_portal.site.views.server_error"
