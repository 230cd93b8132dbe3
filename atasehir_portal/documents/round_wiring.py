"""What rounds and comments register with the rooms below (called by ``wiring.connect``)."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import User
from atasehir_portal.answering.models import Duty, DutyKind
from atasehir_portal.answering.wiring import topic_of
from atasehir_portal.documents import carried_input, round_queries, told
from atasehir_portal.documents.models import Comment, InputChannel, Round, RoundState
from atasehir_portal.documents.moderating import queries as moderation
from atasehir_portal.notifications.kinds import NotificationKind, kinds
from atasehir_portal.notifications.topics import Topic, topics
from atasehir_portal.ports import panels

TOPIC = Topic(
    "rounds",
    _("Rounds in which you can take part"),
    _("A text was put before you for your opinion, or everything said in a round was answered."),
    order=35,
)
ROUND_KINDS = {
    "round_opened": (
        _("Your opinion is asked: %(reference)s"),
        _(
            "The municipality put a text before you. Read it and say what you think; each opinion is answered with a reason."
        ),
    ),
    "round_closed": (
        _("Everything was answered: %(reference)s"),
        _("A round in which you took part is closed. Its report holds every opinion with its answer."),
    ),
}
COMMENT_KINDS = {
    "comment_received": (
        _("A new opinion: %(reference)s"),
        _("Somebody gave an opinion on a text that your unit answers for. Its due date is on your desk."),
    ),
    "comment_assigned": (
        _("An opinion was assigned to you: %(reference)s"),
        _("You are in charge of answering this opinion. Its due date is on your desk."),
    ),
    "comment_answered": (
        _("Your opinion was answered: %(reference)s"),
        _("The municipality has answered your opinion, with its reason."),
    ),
    "comment_asked_back": (
        _("A question about your opinion: %(reference)s"),
        _("The municipality has a question about your opinion. The clock stands still until you reply."),
    ),
    "comment_replied": (
        _("A reply about an opinion: %(reference)s"),
        _("The question that you asked back was answered. The clock runs again."),
    ),
    "comment_extended": (
        _("The answer to your opinion will take longer: %(reference)s"),
        _("The time to answer your opinion was extended once. The reason and the new due date are on its page."),
    ),
    "comment_withdrawn": (
        _("An opinion was withdrawn: %(reference)s"),
        _("Whoever gave this opinion took it back. It need not be answered any more."),
    ),
    "comment_discussed": (
        _("Somebody replied to your opinion: %(reference)s"),
        _("There is a new reply in the thread of your opinion."),
    ),
}


def connect() -> None:
    """Register kinds of notification and the panel beside the form that answers a comment."""
    topics.register(TOPIC)
    for name, (subject, sentence) in ROUND_KINDS.items():
        kinds.register(
            NotificationKind(
                name,
                subject,
                sentence,
                _("Go to the round"),
                "rounds:round",
                told.visible_references,
                titles=told.titles,
                topic=TOPIC.name,
            )
        )
    for name, (subject, sentence) in COMMENT_KINDS.items():
        kinds.register(
            NotificationKind(
                name,
                subject,
                sentence,
                _("Go to the opinion"),
                "rounds:comment",
                told.visible_references,
                titles=told.titles,
                topic=topic_of(name),
            )
        )
    panels.register("answering.input", "comments", input_of)
    panels.register("home.sections", "rounds", open_rounds, order=20)


def input_of(request: HttpRequest, *, duty: Duty, **_context: Any) -> SafeString | None:
    """The comment that a duty is about, with the block that it is about, to be read beside the form that answers it."""
    if duty.kind != DutyKind.COMMENT:
        return None
    comment = round_queries.get_comment(request.user, duty.reference)
    node = round_queries.place_of(comment)
    moderation.uncover(request.user, [comment], comment.round)
    now = carried_input.now(request.user, comment)
    return render_to_string(
        "documents/rounds/input.html", {"comment": comment, "round": comment.round, "node": node, "now": now}, request
    )


def open_rounds(request: HttpRequest, **_context: Any) -> SafeString | None:
    """On the home page: the rounds in which an opinion can be given now, at most three, those that end first."""
    rounds = list(Round.objects.filter(state=RoundState.OPEN).select_related("document").order_by("ends_on", "pk")[:3])
    return render_to_string("documents/rounds/home.html", {"rounds": rounds}, request) if rounds else None


def said_by(user: User, hidden: Mapping[tuple[type, int], Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what this person said in rounds, and the replies that they wrote; not what they typed in for others. ``hidden`` has the
    words of what moderators hid."""
    said = Comment.objects.filter(author=user, channel=InputChannel.PORTAL)
    rows = said.select_related("round__document", "organisation", "parent").order_by("pk")
    return [
        {
            "act": "reply in a round" if row.parent_id else "opinion in a round",
            "title": row.round.title,
            "text": hidden.get((Comment, row.pk), {}).get("body", row.body),
            "reason": "",
            "organisation": row.organisation.name if row.organisation else "",
            "created_at": row.created_at.isoformat(),
        }
        for row in rows
    ]


def forget(user: User) -> None:
    """Take the person from what they said: it stays, with its answer, under the organisation or without a name."""
    Comment.objects.filter(author=user).update(author=None)
    Round.objects.filter(created_by=user).update(created_by=None)
