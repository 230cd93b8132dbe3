from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "atasehir_portal.site"
    label = "site"
