from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "atasehir_portal.notifications"
    label = "notifications"
