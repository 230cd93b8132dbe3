from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "programming.needs"
    label = "needs"

    def ready(self) -> None:
        from programming.needs import wiring

        wiring.connect()
