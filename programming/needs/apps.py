from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "programming.needs"
    label = "needs"
