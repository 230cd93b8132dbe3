from django.apps import AppConfig


class DraftingConfig(AppConfig):
    name = "programming.drafting"
    label = "drafting"

    def ready(self) -> None:
        from programming.drafting import wiring

        wiring.connect()
