"""Example contact of the municipality: invented, marked, and never in a deployment."""

from django.conf import settings
from django.db import transaction

from atasehir_portal.catalogue.models import Municipality

# Nobody is reached under any of these: a number of zeros, and a domain kept for examples (RFC 2606).
CONTACT = {
    "phone": "0 000 000 00 00 (örnek)",
    "email": "ornek@example.test",
    "address": "Örnek Caddesi No: 0 (örnek adres: kurgudur)",
}


@transaction.atomic
def load() -> None:
    """Enter the example contact where the municipality has entered none."""
    if not (settings.EXAMPLE_DATA or settings.TESTING):
        raise RuntimeError("example data are for development only (EXAMPLE_DATA)")
    row = Municipality.objects.select_for_update().first()
    if row is not None and not row.can_be_reached:
        for name, value in CONTACT.items():
            setattr(row, name, value)
        row.save(update_fields=[*CONTACT])


@transaction.atomic
def remove() -> None:
    """Take the example contact away; what the municipality entered itself stays."""
    row = Municipality.objects.select_for_update().first()
    invented = [name for name, value in CONTACT.items() if row is not None and getattr(row, name) == value]
    if row is not None and invented:
        for name in invented:
            setattr(row, name, "")
        row.save(update_fields=invented)
