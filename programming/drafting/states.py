"""What the states of a programme mean. The gates between them come with consultation and adoption."""

from programming.drafting.models import ProgrammeState
from programming.needs.models import Became

# The text is being written. Afterwards it is frozen, and changes make a new version.
WRITTEN_IN = (ProgrammeState.DRAFT,)

# Anybody may read the text; before, only those who write it together.
PUBLIC_TEXT = (ProgrammeState.PROPOSED, ProgrammeState.ADOPTED, ProgrammeState.SUPERSEDED)

# What a measure's programme makes of the needs that it addresses, the furthest first. A superseded programme plans
# nothing any
# more: what its successor does not take over falls back.
BECAME = {
    ProgrammeState.ADOPTED: Became.ADDRESSED,
    ProgrammeState.PROPOSED: Became.PLANNED,
    ProgrammeState.DRAFT: Became.PLANNED,
}

# As what a link is told to whoever raised the need: nothing is promised before the adoption.
LINK_TOLD_AS = {
    ProgrammeState.DRAFT: "need_linked_draft",
    ProgrammeState.PROPOSED: "need_linked_proposal",
    ProgrammeState.ADOPTED: "need_linked",
}
