from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "atasehir_portal.accounts"
    label = "accounts"
