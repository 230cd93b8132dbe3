from django.apps import AppConfig


class RenderingConfig(AppConfig):
    name = "atasehir_portal.rendering"
    label = "rendering"
