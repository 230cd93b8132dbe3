"""Between which values the rules of a charter in numbers lie, lowest and highest; the database holds the same.

The answer is bounded by the petition law anyway (``RuleSet.latest_calendar_days``): no charter can promise a later one.
"""

from collections.abc import Mapping

BOUNDS: Mapping[str, tuple[int, int]] = {
    "answer_days": (1, 20),
    "extension_days": (0, 15),
    "consultation_days": (7, 90),
    "notice_days": (3, 60),
    "minutes_days": (1, 30),
    "quorum_percent": (20, 100),
    "grace_days": (0, 180),
}
# The review comes at the latest so many years after the day on which it is written down.
LONGEST_TO_REVIEW = 5
