from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "atasehir_portal.catalogue"
    label = "catalogue"
