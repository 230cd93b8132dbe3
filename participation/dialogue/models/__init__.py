"""The nouns of dialogue. Rooms that come later put theirs into files of their own."""

from participation.dialogue.models.acceptance import Acceptance
from participation.dialogue.models.charter import Charter, CharterState, CharterVersion

__all__ = ["Acceptance", "Charter", "CharterState", "CharterVersion"]
