from django.apps import AppConfig


class HandbooksConfig(AppConfig):
    name = "handbooks"
    label = "handbooks"

    def ready(self) -> None:
        from handbooks import wiring

        wiring.connect()
