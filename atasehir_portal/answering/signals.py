"""What happened to a duty, told to the rooms above inside the transaction: a receiver that raises undoes the act.

Every signal carries ``duty`` (as it stands after the act) and ``by`` (the person, or None); ``question_asked`` and
``question_replied`` carry ``question`` as well.
"""

from django.dispatch import Signal

duty_opened = Signal()
duty_assigned = Signal()
question_asked = Signal()
question_replied = Signal()
duty_extended = Signal()
duty_answered = Signal()
duty_withdrawn = Signal()
