"""Pages of the catalogue."""

from atasehir_portal.catalogue.views.public import logo, privacy_notice

__all__ = ["logo", "privacy_notice"]
