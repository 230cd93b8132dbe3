from django.apps import AppConfig


class AnsweringConfig(AppConfig):
    name = "atasehir_portal.answering"
    label = "answering"

    def ready(self) -> None:
        from atasehir_portal.answering import wiring

        wiring.connect()
