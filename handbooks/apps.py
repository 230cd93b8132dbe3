from django.apps import AppConfig


class HandbooksConfig(AppConfig):
    name = "handbooks"
    label = "handbooks"
