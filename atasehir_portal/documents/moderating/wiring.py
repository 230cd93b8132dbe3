"""What moderation registers with the rooms below, and what it holds about persons (called by the room's ``wiring``)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import User
from atasehir_portal.documents import told
from atasehir_portal.documents.models import Moderation, Report
from atasehir_portal.documents.moderating import queries
from atasehir_portal.notifications.kinds import NotificationKind, kinds
from atasehir_portal.notifications.topics import Topic, topics

TOPIC = Topic(
    "moderation",
    _("Texts that were reported or hidden"),
    _("What became of your report, and whether a text of yours was hidden or is shown again."),
    order=45,
)
# Kind: subject, sentence, what the button says, where it leads, who may open that.
KINDS = {
    "moderation_reported": (
        _("A text was reported: %(reference)s"),
        _("Somebody reported a text in a round. Look whether it does harm, and decide."),
        _("Look at the report"),
        "moderating:case",
        queries.visible_to_moderators,
    ),
    "moderation_appealed": (
        _("An appeal against hiding a text: %(reference)s"),
        _("Whoever wrote a hidden text asks for another decision. Somebody else than who hid it decides."),
        _("Decide about the appeal"),
        "moderating:case",
        queries.visible_to_moderators,
    ),
    "moderation_settled": (
        _("What became of your report: %(reference)s"),
        _("The municipality has looked at the text that you reported. The decision and its reason are on the page of your report."),
        _("Go to your report"),
        "moderating:report",
        told.visible_references,
    ),
    "moderation_hidden": (
        _("Your text was hidden: %(reference)s"),
        _("Others no longer see what you wrote in a round. The page says why, and until when you can appeal."),
        _("Read why, and appeal"),
        "moderating:own",
        told.visible_references,
    ),
    "moderation_decided": (
        _("It was decided about your hidden text: %(reference)s"),
        _("Whether your text is shown again or stays hidden, and why, is on its page."),
        _("Read the decision"),
        "moderating:own",
        told.visible_references,
    ),
}  # fmt: skip


def connect() -> None:
    """Register kinds of notification and their topic."""
    topics.register(TOPIC)
    for name, (subject, sentence, action, url_name, visible) in KINDS.items():
        kinds.register(
            NotificationKind(name, subject, sentence, action, url_name, visible, titles=told.titles, topic=TOPIC.name)
        )


def export_for(user: User) -> list[dict[str, Any]]:
    """Return what this person reported and appealed, as plain data. Two queries."""
    said = ("comment", "comment__round", "suggestion", "suggestion__round")
    reports = Report.objects.filter(reporter=user).select_related(*said).order_by("pk")
    appeals = Moderation.objects.filter(appealed_by=user).defer("kept").select_related(*said).order_by("pk")
    return [
        *(_row("report", each.comment or each.suggestion, each.get_kind_display(), each.words, each.created_at) for each in reports),
        *(_row("appeal", each.said, "", each.appeal, each.appealed_at) for each in appeals),
    ]  # fmt: skip


def _row(act: str, said: Any, kind: str, text: str, at: Any) -> dict[str, Any]:
    return {
        "act": act,
        "reference": said.reference,
        "title": said.round.title,
        "text": text,
        "reason": str(kind),
        "organisation": "",
        "created_at": at.isoformat() if at else "",
    }


def erase_for(user: User) -> None:
    """Take the person from what they reported, appealed and decided. Reports that nothing waits for any more go; an appeal stays under
    the text that it is about."""
    Report.objects.filter(reporter=user).exclude(moderation__state="reported").delete()
    Report.objects.filter(reporter=user).update(reporter=None)
    for name in ("decided_by", "appealed_by", "closed_by"):
        Moderation.objects.filter(**{name: user}).update(**{name: None})
