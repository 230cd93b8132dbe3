"""What happened to a duty, told to the rooms above inside the transaction: a receiver that raises undoes the act.

Every signal carries ``duty`` (as it stands after the act) and ``by`` (the person, or None); ``question_asked`` and
``question_replied`` carry ``question`` as well; ``duty_assigned`` carries ``reason``, why somebody took what is confidential
for themselves ("" in every other case).
"""

from django.dispatch import Signal

duty_opened = Signal()
duty_assigned = Signal()
question_asked = Signal()
question_replied = Signal()
duty_extended = Signal()
duty_answered = Signal()
answer_taken_back = Signal()
duty_withdrawn = Signal()
