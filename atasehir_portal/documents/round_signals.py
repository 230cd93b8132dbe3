"""What happened to a round, told inside the transaction of the change."""

from django.dispatch import Signal

# sent by ``rounds.close_round`` with ``round``
round_closed = Signal()
