"""How a rendering ended, told to the rooms above inside the transaction: a receiver that raises undoes the act.

Both signals carry ``rendering_id``. What goes back to the queue by itself is not told.
"""

from django.dispatch import Signal

rendering_ready = Signal()
rendering_failed = Signal()
