from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "atasehir_portal.accounts"
    label = "accounts"

    def ready(self) -> None:
        from atasehir_portal.accounts.personal_data import PersonalData, personal_data
        from atasehir_portal.accounts.services import own

        personal_data.register(PersonalData("accounts", own.export_account, own.erase_account))
