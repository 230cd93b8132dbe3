"""How soon a person is written to, by topic: reading it, choosing it, and switching it off from a mail.

A mail says how to switch it off with one click (RFC 8058). The token in that address says who and which mails, nothing else; it
is signed, works without log-in and does not expire, since a mail may be read years later.
"""

from collections.abc import Collection, Iterable, Mapping

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from atasehir_portal.accounts.models import User
from atasehir_portal.accounts.people import person
from atasehir_portal.notifications.kinds import kinds
from atasehir_portal.notifications.models import Notification, Pace, Preference
from atasehir_portal.notifications.topics import Topic, topics

# What a token switches off: one topic, or everything that comes in one of the digests.
DIGESTS = {Pace.DAILY.value, Pace.WEEKLY.value}


def _signer() -> Signer:
    return Signer(salt="notifications.switch-off", sep=".")


def paces(users: Iterable[User], topic: Topic) -> dict[int, str]:
    """Return by person how soon mails of this topic go to them: one query, none for a topic that everybody must get."""
    people = [user.pk for user in users]
    found = dict.fromkeys(people, str(topic.pace))
    if topic.is_required:
        return found
    chosen = Preference.objects.filter(user__in=people, topic=topic.name)
    return {**found, **dict(chosen.values_list("user_id", "pace"))}


def paces_of(user: User) -> dict[str, str]:
    """Return by topic how soon this person is written to. One query."""
    chosen = dict(Preference.objects.filter(user=user).values_list("topic", "pace"))
    return {
        topic.name: str(topic.pace) if topic.is_required else chosen.get(topic.name, str(topic.pace))
        for topic in topics.all()
    }


def never(user: User, names: Collection[str]) -> set[str]:
    """Return those of the topics about which this person wants no mail. One query."""
    return {name for name, pace in paces_of(user).items() if pace == Pace.NEVER and name in names}


def offered_to(user: User) -> list[Topic]:
    """Return the topics that concern this person and hold at least one kind, in the order of the page."""
    who = person(user)
    return [topic for topic in topics.all() if topic.offered(who) and kinds.of_topic(topic.name)]


@transaction.atomic
def choose_paces(*, user: User, chosen: Mapping[str, str]) -> None:
    """Set how soon the person is written to, by topic; what they leave as it is is not written down. Raises
    KeyError for a topic that nobody registered, and ValueError for one that everybody must get or a pace that does not exist.

    What waits for a digest goes with the pace that was chosen now; at the latest with the digest it waits for.
    """
    now = paces_of(user)
    for name, pace in chosen.items():
        if name not in topics:
            raise KeyError(f"unknown topic: {name}")
        if topics.get(name).is_required:
            raise ValueError(f"{name} cannot be chosen")
        if Pace(pace) != now[name]:
            _set(user, name, Pace(pace))


def _set(user: User, topic: str, pace: Pace, before: str = "") -> None:
    Preference.objects.update_or_create(
        user=user, topic=topic, defaults={"pace": pace, "before": before, "changed_at": timezone.now()}
    )
    if pace != Pace.NOW:
        waiting = Notification.objects.filter(recipient=user, digest=None, pace__in=DIGESTS, read_at=None)
        waiting.filter(kind__in=kinds.of_topic(topic)).update(pace=pace)


def token(user_id: int, name: str) -> str:
    """Return what the address for switching off says: the person, and the topic or the digest."""
    return _signer().sign_object([user_id, name])


def address(user_id: int, name: str) -> str:
    """Return the path of the page where mails about a topic, or one of the digests, are switched off."""
    return reverse("notifications:switch_off", args=[token(user_id, name)])


def read_token(text: str) -> tuple[User, str] | None:
    """Return whose mails and which ones; None for what we did not sign, and where the account is closed or the topic gone."""
    try:
        user_id, name = _signer().unsign_object(text)
    except (BadSignature, ValueError, TypeError):
        return None
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or (name not in DIGESTS and (name not in topics or topics.get(name).is_required)):
        return None
    return user, name


def is_off(user: User, name: str) -> bool:
    """Whether mails about this topic, or this digest, are switched off."""
    now = paces_of(user)
    return now[name] == Pace.NEVER if name not in DIGESTS else name not in now.values()


@transaction.atomic
def switch_off(*, user: User, name: str) -> None:
    """Send no more mails about a topic, or none of what comes in a digest. Doing it twice is doing it once."""
    for topic, pace in paces_of(user).items():
        if topics.get(topic).is_required or pace == Pace.NEVER:
            continue
        if name in (topic, pace):
            _set(user, topic, Pace.NEVER, before=pace)


@transaction.atomic
def switch_on(*, user: User, name: str) -> None:
    """Take back ``switch_off``: each topic goes back to the pace it had. What was switched off on the page stays so for a
    digest; a single topic comes on again with the pace of everybody."""
    off = Preference.objects.filter(user=user, pace=Pace.NEVER)
    for one in off.filter(before=name) if name in DIGESTS else off.filter(topic=name):
        _set(user, one.topic, Pace(one.before or topics.get(one.topic).pace))
