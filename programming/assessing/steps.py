"""The steps of an assessment: each is a chapter of its text, with what it is for, an example, and where a handbook tells more."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handbooks import series


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``anchor`` is that of its chapter and never changes; ``kinds`` are the kinds of block that it is made of, beside
    text; ``book`` is the number of a handbook and an anchor in it.
    """

    anchor: str
    title: str | Promise
    explains: str | Promise
    example: str | Promise
    book: tuple[int, str]
    chapter: str | Promise
    kinds: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """Where the handbook tells more: an address that holds whatever the book is called."""
        return series.address(*self.book)


SITUATION = Step(
    "durum",
    _("The situation of the right"),
    _(
        "Describe how these groups can use the right today, with figures "
        "and sources. Where there are no data, say so: that too is a finding."
    ),
    _(
        "Example: “Of the 12 stops on the market road, 5 have a ramp (site visit with users, May 2026). Nobody counts who turns back.”"
    ),
    (1, "b4"),
    _("Assessment: who was left behind?"),
)
INTERSECTIONS = Step(
    "kesisim",
    _("Intersections"),
    _(
        "Ask who is affected for more than one reason at once, and how that "
        "differs from each reason alone. Write about groups, never about persons."
    ),
    _("Example: “An older woman who uses a wheelchair and lives alone has nobody to carry her over the kerb.”"),
    (2, "esitlik"),
    _("Equality, non-discrimination and intersectionality"),
)
CAUSES = Step(
    "nedenler",
    _("Causes"),
    _(
        "Begin with what people meet, and ask “why?” until you reach what keeps it going. "
        "Each answer hangs below what it explains, with the need or the source that bears it out."
    ),
    _(
        "Example: the ramp is missing → the works were accepted without a check → no "
        "unit is in charge of accessibility → access is not a heading of the budget."
    ),
    (1, "b5"),
    _("Causality: from complaint to rights problem"),
    ("cause",),
)
ROLES = Step(
    "roller",
    _("Roles: claims and obligations"),
    _(
        "Write what the rights-holders can claim, and who owes it to them: to respect, to protect "
        "or to fulfil. Name the authority that is competent, also where it is not the municipality."
    ),
    _(
        "Example: “Residents who use a wheelchair can claim to reach the "
        "health centre unaided” – “Works department: to fulfil, district”."
    ),
    (1, "b6"),
    _("Roles: who owes what to whom?"),
    ("claim", "obligation"),
)
GAPS = Step(
    "kapasite",
    _("Capacity gaps"),
    _(
        "Ask of both sides what they lack to play their role: the one to "
        "claim, the other to deliver. Add to each gap what would close it."
    ),
    _(
        "Example: “Nobody in the works department is trained to check accessibility; a two-day training with users would close it.”"
    ),
    (1, "b7"),
    _("Capacity gap: what is missing, on which side?"),
    ("gap",),
)
APPRAISAL = Step(
    "olcut",
    _("Appraisal"),
    _(
        "Hold the service against the questions that belong to this right. "
        "Judge each, and give the reason in a sentence that others can check."
    ),
    _("Example: “Can it be reached safely after dark? – Not met: of 9 lamps on the way, 4 do not burn.”"),
    (1, "b2-olcut"),
    _("Choosing the yardstick that fits the right"),
    ("appraisal",),
)
PRIORITY = Step(
    "oncelik",
    _("Priority"),
    _(
        "Score each published criterion from 1 to 5 together, and write why. "
        "The calculation is shown, so that everybody can see what would change it."
    ),
    _("Example: “Gravity: 4, because people step onto the roadway every day, and there were accidents.”"),
    (1, "b8"),
    _("Priorities: where to begin?"),
    ("score",),
)
STEPS = (SITUATION, INTERSECTIONS, CAUSES, ROLES, GAPS, APPRAISAL, PRIORITY)
BY_ANCHOR: Mapping[str, Step] = {step.anchor: step for step in STEPS}


def step_of_kind(kind: str) -> Step:
    """Return the step that a kind of block belongs to. Raises KeyError for a kind of no step."""
    return {name: step for step in STEPS for name in step.kinds}[kind]
