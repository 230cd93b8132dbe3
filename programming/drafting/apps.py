from django.apps import AppConfig


class DraftingConfig(AppConfig):
    name = "programming.drafting"
    label = "drafting"
