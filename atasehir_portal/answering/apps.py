from django.apps import AppConfig


class AnsweringConfig(AppConfig):
    name = "atasehir_portal.answering"
    label = "answering"
