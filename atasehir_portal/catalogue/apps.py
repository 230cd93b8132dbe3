from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "atasehir_portal.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        from django.db.models.signals import post_delete, post_save

        from atasehir_portal.catalogue.models import ClosedDay, Municipality
        from atasehir_portal.catalogue.receivers import closed_days_changed, municipality_changed

        post_save.connect(municipality_changed, sender=Municipality, dispatch_uid="catalogue-municipality-saved")
        post_delete.connect(municipality_changed, sender=Municipality, dispatch_uid="catalogue-municipality-deleted")
        post_save.connect(closed_days_changed, sender=ClosedDay, dispatch_uid="catalogue-closed-day-saved")
        post_delete.connect(closed_days_changed, sender=ClosedDay, dispatch_uid="catalogue-closed-day-deleted")
