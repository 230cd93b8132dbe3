from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "atasehir_portal.accounts"
    label = "accounts"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added

        from atasehir_portal.accounts import second_factor
        from atasehir_portal.accounts.personal_data import PersonalData, personal_data
        from atasehir_portal.accounts.services import own

        personal_data.register(PersonalData("accounts", own.export_account, own.erase_account))
        authenticator_added.connect(second_factor.end_other_sessions, dispatch_uid="accounts.second_factor_added")
