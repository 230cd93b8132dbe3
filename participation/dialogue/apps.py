from django.apps import AppConfig


class DialogueConfig(AppConfig):
    name = "participation.dialogue"
    label = "dialogue"

    def ready(self) -> None:
        from participation.dialogue import wiring

        wiring.connect()
