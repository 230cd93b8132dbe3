from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "atasehir_portal.documents"
    label = "documents"

    def ready(self) -> None:
        from atasehir_portal.documents import wiring

        wiring.connect()
