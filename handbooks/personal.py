"""What the room holds about a person: their tasks, their verdicts, what they did. The texts are in the documents room."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from atasehir_portal.accounts.models import User
from handbooks.models import Edition, Erratum, HandbookAct, HandbookEvent, HandbookTask, Review, Task, Verdict

# What the fields of ``export_for`` and the codes in them are called where people read their own data.
LABELS = {
    "tasks": _("Tasks in handbooks"),
    "handbook": _("Handbook"),
    "task": _("Task"),
    "given_at": _("Given on"),
    "reviews": _("Verdicts in reviews"),
    "verdict": _("Verdict"),
    "remarks": _("Remarks"),
    "errata": _("Errors noted in editions"),
    "edition": pgettext_lazy("own data", "Edition"),
    "place": _("Where"),
    "wrong": _("What stands there"),
    "right": _("What should stand there"),
    "noted_at": _("Noted on"),
    "published": _("Editions published"),
    "change_note": _("What is new in this edition"),
    "published_at": _("Published on"),
    "acts": _("Work on handbooks"),
    "by": pgettext_lazy("own data", "Done by"),
    "about": pgettext_lazy("own data", "Whose task"),
    "detail": pgettext_lazy("own data", "Task or verdict"),
    "note": _("Note"),
}
_WHO = {"you": pgettext_lazy("own data", "you"), "somebody else": pgettext_lazy("own data", "somebody else")}
VALUES = {
    "task": dict(Task.choices),
    "verdict": dict(Verdict.choices),
    "act": dict(HandbookAct.choices),
    "by": _WHO,
    "about": {"you": pgettext_lazy("own data", "yours")},
    "detail": {**dict(Task.choices), **dict(Verdict.choices)},
}


def export_for(user: User) -> dict[str, list[dict[str, Any]]]:
    """Return tasks, verdicts with their remarks, notes of errors, editions that the person published, and acts by or about
    them."""
    tasks = HandbookTask.objects.filter(user=user).select_related("handbook").order_by("given_at", "pk")
    reviews = Review.objects.filter(reviewer=user).select_related("handbook").order_by("at", "pk")
    errata = Erratum.objects.filter(noted_by=user).select_related("edition__handbook").order_by("noted_at", "pk")
    published = Edition.objects.filter(published_by=user).select_related("handbook").order_by("published_at", "pk")
    events = HandbookEvent.objects.filter(Q(actor=user) | Q(about=user)).select_related("handbook").order_by("at", "pk")
    return {
        "tasks": [
            {"handbook": each.handbook.short_title, "task": each.task, "given_at": each.given_at.isoformat()}
            for each in tasks
        ],
        "reviews": [
            {
                "handbook": each.handbook.short_title,
                "verdict": each.verdict,
                "remarks": each.remarks,
                "at": each.at.isoformat(),
            }
            for each in reviews
        ],
        "errata": [
            {
                "handbook": each.edition.handbook.short_title,
                "edition": each.edition.number,
                "place": each.place,
                "wrong": each.wrong,
                "right": each.right,
                "noted_at": each.noted_at.isoformat(),
            }
            for each in errata
        ],
        "published": [
            {
                "handbook": each.handbook.short_title,
                "edition": each.number,
                "change_note": each.change_note,
                "published_at": each.published_at.isoformat(),
            }
            for each in published.only("number", "change_note", "published_at", "handbook__short_title")
        ],
        "acts": [
            {
                "handbook": each.handbook.short_title,
                "act": each.act,
                "by": "you" if each.actor_id == user.pk else "somebody else",
                "about": "you" if each.about_id == user.pk else "",
                "detail": each.detail,
                "edition": each.edition,
                "note": each.note if each.actor_id == user.pk else "",
                "at": each.at.isoformat(),
            }
            for each in events
        ],
    }


def erase_for(user: User) -> None:
    """End the person's tasks and take the name from what stays: verdicts and acts are the book's history."""
    HandbookTask.objects.filter(user=user).delete()
    Review.objects.filter(reviewer=user).update(reviewer=None)
    Erratum.objects.filter(noted_by=user).update(noted_by=None)
    HandbookEvent.objects.filter(actor=user).update(actor=None)
    HandbookEvent.objects.filter(about=user).update(about=None)
