from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "atasehir_portal.site"
    label = "site"

    def ready(self) -> None:
        from atasehir_portal.site import deployment  # noqa: F401  registers what ``check --deploy`` says
