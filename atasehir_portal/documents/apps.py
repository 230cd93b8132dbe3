from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "atasehir_portal.documents"
    label = "documents"
