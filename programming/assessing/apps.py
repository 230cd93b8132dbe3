from django.apps import AppConfig


class AssessingConfig(AppConfig):
    name = "programming.assessing"
    label = "assessing"

    def ready(self) -> None:
        from programming.assessing import wiring

        wiring.connect()
