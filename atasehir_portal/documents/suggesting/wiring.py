"""What suggestions register with the rooms below (called by the room's ``wiring.connect``)."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import User
from atasehir_portal.answering.models import Duty, DutyKind
from atasehir_portal.answering.signals import duty_answered
from atasehir_portal.answering.wiring import topic_of
from atasehir_portal.documents import carried_input, told
from atasehir_portal.documents.effects import PUBLISHED_KIND
from atasehir_portal.documents.models import InputChannel, Suggestion
from atasehir_portal.documents.moderating import queries as moderation
from atasehir_portal.documents.suggesting import permissions, queries, services, texts
from atasehir_portal.notifications.kinds import NotificationKind, kinds
from atasehir_portal.ports import panels

KINDS = {
    "suggestion_received": (
        _("A suggested change to be answered: %(reference)s"),
        _("Somebody proposed a change of a text. Its due date is on your desk."),
    ),
    "suggestion_assigned": (
        _("A suggested change was assigned to you: %(reference)s"),
        _("You are in charge of answering this suggestion. Its due date is on your desk."),
    ),
    "suggestion_answered": (
        _("Your suggestion was answered: %(reference)s"),
        _("The municipality has answered the change that you proposed, with its reason."),
    ),
    "suggestion_asked_back": (
        _("A question about your suggestion: %(reference)s"),
        _(
            "The municipality has a question about the change that you proposed. The clock stands still until you reply."
        ),
    ),
    "suggestion_replied": (
        _("A reply to your question: %(reference)s"),
        _("The question that you asked back was answered. The clock runs again."),
    ),
    "suggestion_published": (
        _("The change that you proposed is published: %(reference)s"),
        _("The text in which your accepted suggestion stands was published. Its page says in which edition."),
    ),
    "suggestion_extended": (
        _("The answer will take longer: %(reference)s"),
        _("The time to answer your suggestion was extended once. The reason and the new due date are on its page."),
    ),
}


def connect() -> None:
    """Register kinds of notification, the panel of the page that answers, and the guard of the answer."""
    for name, (subject, sentence) in KINDS.items():
        kinds.register(
            NotificationKind(
                name,
                subject,
                sentence,
                _("Go to the suggestion"),
                "suggestions:suggestion",
                told.visible_references,
                titles=told.titles,
                topic=topic_of("suggestion_answered" if name == PUBLISHED_KIND else name),
            )
        )
    panels.register("answering.input", "suggestions", input_of)
    duty_answered.connect(guard_answer, dispatch_uid="suggestions.guard_answer")


def guard_answer(sender: Any, *, duty: Duty, **_rest: Any) -> None:
    """Refuse to call a suggestion accepted that nobody wrote into the text."""
    if duty.kind == DutyKind.SUGGESTION:
        suggestion = Suggestion.objects.filter(duty=duty).first()
        if suggestion is not None:
            services.refuse_unwritten(suggestion, duty.outcome)


def input_of(request: HttpRequest, *, duty: Duty, **_context: Any) -> SafeString | None:
    """The suggestion that a duty is about, as tracked changes, to be read beside the form that answers it."""
    suggestion = queries.of_duty(request.user, duty)
    if suggestion is None:
        return None
    moderation.uncover(request.user, [suggestion], suggestion.round)
    seen = suggestion.behind or suggestion
    base, reading = queries.base_of(suggestion), texts.reader(suggestion.round)
    context = {
        "suggestion": suggestion,
        "diff": texts.proposed_change(seen, base, reading),
        "after": texts.stands_after(suggestion, base, reading),
        "now": carried_input.now(request.user, suggestion),
        "can_accept": duty.is_open and permissions.can_accept(request.user, suggestion),
    }
    return render_to_string("documents/suggest_input.html", context, request)


def export_for(user: User, hidden: Mapping[tuple[type, int], Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what this person proposed, as plain data; not what they typed in for others. ``hidden`` has the words of what
    moderators hid."""
    found = (
        Suggestion.objects.filter(author=user, channel=InputChannel.PORTAL)
        .select_related("organisation", "round__document")
        .order_by("pk")
    )
    return [
        {
            "reference": each.reference,
            "title": each.round.document.title,
            "act": f"suggestion {each.act}",
            "text": hidden.get((Suggestion, each.pk), {}).get("body", each.body),
            "reason": hidden.get((Suggestion, each.pk), {}).get("reason", each.reason),
            "organisation": each.organisation.name if each.organisation else "",
            "created_at": each.created_at.isoformat(),
        }
        for each in found
    ]


def erase_for(user: User) -> None:
    """Take the person's name from what they proposed; it stays, under the organisation or without a name, with its answer."""
    Suggestion.objects.filter(author=user).update(author=None)
