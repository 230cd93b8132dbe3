"""Who may report, hide and judge. Each predicate is about the person only; whether the act is possible now, the state says.

Coordinators and administrators moderate: they answer for the portal and not for one text. The unit that answers a round hides
personal data at once, because every hour harms, and nothing else: nobody should silence the critics of their own text. Nobody judges
what they, or an organisation of theirs, said.
"""

from typing import Any

from atasehir_portal.accounts.people import person
from atasehir_portal.answering import permissions as answering
from atasehir_portal.answering.models import Duty
from atasehir_portal.documents.models import Comment, HarmKind, InputChannel, Moderation, Suggestion

Said = Comment | Suggestion


def thread_duty(said: Said) -> Duty | None:
    """Return the duty with which this is answered: a reply is answered with its thread."""
    if isinstance(said, Comment) and said.parent is not None:
        return said.parent.duty
    return said.duty


def is_author(user: Any, said: Said) -> bool:
    """Whether this person wrote it, and did not only type in what came on paper."""
    return user.is_authenticated and said.author_id == user.pk and said.channel == InputChannel.PORTAL


def speaks_for(user: Any, said: Said) -> bool:
    """Whether it is theirs: who wrote it, and those who act for the organisation for which it was written."""
    if not user.is_authenticated:
        return False
    ours = person(user).organisation_ids
    return is_author(user, said) or (said.organisation_id is not None and said.organisation_id in ours)


def can_open_list(user: Any) -> bool:
    """Whether the person sees the list of what was reported: coordinators and administrators."""
    return person(user).is_coordinator


def can_moderate(user: Any, said: Said) -> bool:
    """Whether the person judges reports and appeals about this text."""
    who = person(user)
    theirs = [membership.organisation_id for membership in who.memberships]
    return who.is_coordinator and not is_author(user, said) and said.organisation_id not in theirs


def hiding_kinds(user: Any, said: Said) -> list[HarmKind]:
    """Return the reasons for which the person may hide this text; none where they may not hide it at all."""
    if can_moderate(user, said):
        return list(HarmKind)
    post = person(user).post
    if post is not None and post.unit_id == said.round.unit_id and not speaks_for(user, said):
        return [HarmKind.PERSONAL]
    return []


def can_hide(user: Any, said: Said) -> bool:
    return bool(hiding_kinds(user, said))


def can_report(user: Any, said: Said) -> bool:
    """Everybody who has signed in and reads it, but nobody what they wrote themselves."""
    return user.is_authenticated and not is_author(user, said)


def can_appeal(user: Any, said: Said) -> bool:
    """Who wrote it, as long as they act for whom they wrote; and the representatives of the organisation."""
    if not user.is_authenticated:
        return False
    who = person(user)
    if said.organisation_id is None:
        return is_author(user, said)
    still = is_author(user, said) and said.organisation_id in who.organisation_ids
    return still or said.organisation_id in who.represented_ids


def can_read_hidden(user: Any, said: Said) -> bool:
    """Whether the person reads the words of a hidden text: whose it is, who answers it, and who moderates."""
    if not user.is_authenticated:
        return False
    if speaks_for(user, said) or person(user).is_coordinator:
        return True
    duty = thread_duty(said)
    return duty is not None and person(user).is_staff_member and answering.can_answer(user, duty)


def judges(user: Any, moderation: Moderation) -> bool:
    """``can_moderate``, for the table of transitions."""
    return can_moderate(user, moderation.said)


def hides(user: Any, moderation: Moderation) -> bool:
    """``can_hide``, for the table of transitions."""
    return can_hide(user, moderation.said)


def appeals(user: Any, moderation: Moderation) -> bool:
    """``can_appeal``, for the table of transitions."""
    return can_appeal(user, moderation.said)
