"""Pages of the portal itself. Their names have no namespace: ``home``, ``my_page``, ``set_language`` …"""

from django.contrib.sitemaps.views import sitemap
from django.urls import path
from django.views.decorators.http import require_safe

from atasehir_portal.site import health, history_page, sitemaps, views

urlpatterns = [
    path("", views.home, name="home"),
    path("iz/", views.track, name="track"),
    path("masam/", views.my_page, name="my_page"),
    path("nasil-isler/", views.how_it_works, name="how_it_works"),
    path("yardim/", views.help_page, name="help"),
    path("erisilebilirlik/", views.accessibility, name="accessibility"),
    path("degisiklikler/", history_page.history, name="history"),
    path("degisiklikler/indir/csv/", history_page.history_csv, name="history_csv"),
    path("dil/", views.set_language, name="set_language"),
    path("gorunum/", views.set_theme, name="set_theme"),
    path("yazi-boyu/", views.set_text_size, name="set_text_size"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", require_safe(sitemap), {"sitemaps": sitemaps.SITEMAPS}, name="sitemap"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
