"""Pages of this room, split by noun."""

from atasehir_portal.accounts.views.me import me, second_factor

__all__ = ["me", "second_factor"]
