from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "atasehir_portal.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        from django.db.models.signals import post_delete, post_save

        from atasehir_portal.catalogue.models import Municipality
        from atasehir_portal.catalogue.receivers import municipality_changed

        post_save.connect(municipality_changed, sender=Municipality, dispatch_uid="catalogue-municipality-saved")
        post_delete.connect(municipality_changed, sender=Municipality, dispatch_uid="catalogue-municipality-deleted")
