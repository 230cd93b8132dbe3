from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "atasehir_portal.notifications"
    label = "notifications"

    def ready(self) -> None:
        from atasehir_portal.notifications import wiring

        wiring.connect()
