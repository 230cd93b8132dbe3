"""Forms of this room, split by noun. ``SignupFields`` is named in the settings."""

from atasehir_portal.accounts.forms.signup import SignupFields

__all__ = ["SignupFields"]
