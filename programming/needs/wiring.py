"""What this room registers with the rooms below it (called once by ``AppConfig.ready``)."""

from typing import Any

from django.db.models.signals import post_delete
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import User
from atasehir_portal.accounts.personal_data import PersonalData, personal_data
from atasehir_portal.answering import queries as duties
from atasehir_portal.answering.models import Duty, DutyKind
from atasehir_portal.answering.signals import duty_answered, duty_assigned, duty_withdrawn
from atasehir_portal.notifications.kinds import NotificationKind, kinds
from atasehir_portal.notifications.models import Pace
from atasehir_portal.notifications.topics import Topic, members, staff, topics
from atasehir_portal.ports import panels
from atasehir_portal.stored import forget_stored
from programming.needs import evidence, lineage, merging, permissions, personal, queries, services, support, unheard
from programming.needs.coverage import quarters
from programming.needs.coverage.shown import quarter_name
from programming.needs.models import Need, NeedDraft, NeedFile, NeedSupport
from programming.needs.sheets import telling
from programming.needs.sheets.services import forget_batches

KINDS = {
    "need_assigned": (
        _("A need was assigned to you: %(reference)s"),
        _("You are in charge of answering this need. Its due date is on your desk."),
    ),
    "need_answered": (
        _("Your need was answered: %(reference)s"),
        _("The municipality has answered the need that you raised, with its reason."),
    ),
    "need_supported_answered": (
        _("A need that you joined was answered: %(reference)s"),
        _("The municipality has answered a need that you added your voice to, with its reason."),
    ),
    "need_merged": (
        _("Your need was merged into another one: %(reference)s"),
        _(
            "Another need says the same. Yours keeps its page and its time to answer; the answer given there answers it too."
        ),
    ),
    "need_took_in": (
        _("Another need was merged into yours: %(reference)s"),
        _("A need that says the same as yours is answered together with it from now on."),
    ),
    "need_unmerged": (
        _("Your need stands by itself again: %(reference)s"),
        _("It is no longer merged with another need. Its due date is the one that it had; the reason is on its page."),
    ),
    "need_let_go": (
        _("A need stands by itself again that was merged into yours: %(reference)s"),
        _("Two needs that were merged are answered one by one again."),
    ),
    "need_asked_back": (
        _("A question about your need: %(reference)s"),
        _("The municipality has a question about the need that you raised. The clock stands still until you reply."),
    ),
    "need_replied": (
        _("A reply to your question: %(reference)s"),
        _("The question that you asked back was answered. The clock runs again."),
    ),
    "need_extended": (
        _("The answer will take longer: %(reference)s"),
        _("The time to answer your need was extended once. The reason and the new due date are on its page."),
    ),
    "need_restricted": (
        _("Fewer people may read your need from now on: %(reference)s"),
        _("It was narrowed who may read the need that you raised. What was said about it is on its page."),
    ),
    "need_opened": (
        _("More people may read your need from now on: %(reference)s"),
        _("It was widened who may read the need that your organisation raised."),
    ),
    "need_linked_draft": (
        _("Your need was taken into a draft programme: %(reference)s"),
        _(
            "A measure of a draft programme addresses the need that you raised. The draft is not decided and can still change."
        ),
    ),
    "need_linked_proposal": (
        _("Your need is in a proposed programme: %(reference)s"),
        _("A measure of a proposed programme addresses the need that you raised. The programme is not adopted yet."),
    ),
    "need_linked": (
        _("Your need is now in a programme: %(reference)s"),
        _("A measure of an adopted programme addresses the need that you raised."),
    ),
    "need_unlinked": (
        _("Your need fell out of a measure: %(reference)s"),
        _("A measure no longer addresses the need that you raised. The reason is on its page."),
    ),
}


# The topics of the room of duties, and one of its own.
BECAME = Topic(
    "became",
    _("What became of your needs"),
    _("A need of yours was taken into a programme, or fell out of it."),
    pace=Pace.DAILY,
    offered=lambda who: not staff(who) or members(who),
    order=40,
)
TOPIC_OF = {
    "need_assigned": "duties",
    "need_answered": "answers",
    "need_supported_answered": "answers",
    "need_merged": "answers",
    "need_took_in": "answers",
    "need_unmerged": "answers",
    "need_let_go": "answers",
    "need_asked_back": "questions",
    "need_replied": "duties",
    "need_extended": "answers",
    "need_restricted": "answers",
    "need_opened": "answers",
    "need_linked_draft": "became",
    "need_linked_proposal": "became",
    "need_linked": "became",
    "need_unlinked": "became",
}
# What the fields of ``export_for`` are called where people read their own data.
LABELS = {
    "suggestion": _("What would help"),
    "visibility": _("Who may read it"),
    "submitted_at": _("Handed in on"),
    "saved_at": _("Kept on"),
    "joined_at": _("Joined on"),
    "since": _("Since when"),
    "people": _("People affected (estimate)"),
    "urgency": _("Urgency"),
    "channel": _("How it was heard"),
    "service_area": _("Service"),
    "groups": _("For whom"),
    "neighbourhoods": _("Neighbourhoods"),
    "rights": _("Rights"),
    "notice_told": _("Privacy notice told"),
    "consent": _("Consent given"),
    "consent_how": _("How they agreed"),
    "consent_on": _("When they agreed"),
    "is_public_anyway": _("Everyone may read it all the same"),
    "reason": _("Reason"),
    "merged_into": _("Merged into"),
    "merged_by_you": _("Merged by you"),
    "merged_at": _("Merged on"),
    "parted_by_you": _("Taken out by you"),
    "parted_at": _("Taken out on"),
    "outreach": _("Task for an unheard group"),
    "given_by_you": _("Given by you"),
    "given_at": _("Given on"),
    "due_on": _("To be done by"),
    "note": _("Note"),
    "closed_by_you": _("Closed by you"),
    "done_on": _("Done on"),
    "outcome": _("What came of it"),
    "withdrawn_by_you": _("Withdrawn by you"),
    "withdrawn_on": _("Withdrawn on"),
    "file": _("File of a need"),
    "file_kind": _("Kind of file"),
    "file_size": _("Size in bytes"),
    "added_at": _("Added on"),
    "spreadsheet": _("Spreadsheet of needs"),
    "rows": _("Rows"),
}


def connect() -> None:
    """Register topics and kinds of notification, personal data, panels and receivers."""
    topics.register(BECAME)
    kinds.register(
        NotificationKind(
            "need_submitted",
            _("A new need was heard: %(reference)s"),
            _("A need was raised and waits to be assigned."),
            _("Go to my desk"),
            "answering:desk",
            queries.references_to_assign,
            url_takes_reference=False,
            titles=duties.titles,
            topic="incoming",
        )
    )
    telling.connect()
    for name, (subject, sentence) in KINDS.items():
        kinds.register(
            NotificationKind(
                name,
                subject,
                sentence,
                _("Go to the need"),
                "needs:detail",
                queries.visible_references,
                titles=duties.titles,
                topic=TOPIC_OF[name],
            )
        )
    kinds.register(
        NotificationKind(
            "quarter_ended",
            _("A quarter can be published: %(reference)s"),
            _("The quarter has ended. Look at the tables of its needs and publish them; they are frozen then."),
            _("Look at the tables"),
            "needs:publish_quarter",
            quarters.references_to_publish,
            in_words=quarter_name,
            topic="duties",
        )
    )
    kinds.register(
        NotificationKind(
            "outreach_given",
            _("Your unit has a new task for an unheard group"),
            _(
                "A group was not heard, and your unit is to go to it by a day. The task stands on your desk until it is closed."
            ),
            _("Go to the task"),
            "needs:close_task",
            unheard.tasks_to_close,
            in_words=_without_key,
            topic="duties",
        )
    )
    for name, subject, sentence, action, url_name in (
        (
            "outreach_changed",
            _("A task of your unit for an unheard group was changed"),
            _("What is to be done, where or by when was changed. The task stands on your desk as it is now."),
            _("Go to the task"),
            "needs:close_task",
        ),
        (
            "outreach_taken_off",
            _("A task for an unheard group is no longer your unit's"),
            _("It was withdrawn, or given to another unit. The page of coverage says which."),
            _("Go to coverage"),
            "needs:coverage",
        ),
    ):
        kinds.register(
            NotificationKind(
                name,
                subject,
                sentence,
                action,
                url_name,
                unheard.tasks_to_close if url_name == "needs:close_task" else unheard.tasks_known,
                url_takes_reference=url_name == "needs:close_task",
                in_words=_without_key,
                topic="duties",
            )
        )
    personal_data.register(PersonalData("needs", export_for, erase_for, LABELS))
    panels.register("home.voices", "needs", home_voices)
    panels.register("home.figures", "needs", home_figures, order=10)
    panels.register("answering.input", "needs", input_of)
    panels.register("answering.desk", "needs", tasks_on_desk)
    post_delete.connect(forget_stored, sender=NeedFile, dispatch_uid="needs.forget_stored")
    duty_answered.connect(close_answered, dispatch_uid="needs.close_answered")
    duty_withdrawn.connect(release_merged, dispatch_uid="needs.release_merged")
    duty_assigned.connect(log_taking, dispatch_uid="needs.log_taking")


def close_answered(sender: Any, *, duty: Duty, by: User | None, **_rest: Any) -> None:
    if duty.kind == DutyKind.NEED:
        services.close_answered(duty=duty)
        support.tell_supporters(duty=duty)
        if by is not None:
            merging.answer_merged(duty=duty, by=by)


def release_merged(sender: Any, *, duty: Duty, by: User, **_rest: Any) -> None:
    if duty.kind == DutyKind.NEED:
        merging.release_merged(duty=duty, by=by)


def log_taking(sender: Any, *, duty: Duty, by: User, reason: str, **_rest: Any) -> None:
    """Show the submitter of a confidential need who took it for themselves, and why."""
    need = Need.objects.filter(duty=duty).first() if reason else None
    if need is not None:
        services.record_look(need=need, by=by, reason=reason)


def export_for(user: User) -> list[dict[str, Any]]:
    """Return as plain data the needs that this person raised and may (still) read, that they are writing and that they joined; the
    tasks for unheard groups that they gave, closed or withdrew, what they merged, the files that they added and the spreadsheets that they
    uploaded."""
    return [
        {
            "reference": need.reference,
            "title": need.title,
            "body": need.body,
            "suggestion": need.suggestion,
            "visibility": need.get_visibility_display(),
            "state": need.get_state_display(),
            "organisation": need.organisation.name if need.organisation else "",
            "submitted_at": need.submitted_at.isoformat() if need.submitted_at else "",
        }
        for need in queries.readable_by(user).filter(submitted_by=user).select_related("organisation").order_by("pk")
    ] + [
        *personal.drafts_for(user),
        *personal.voices_of(user),
        *personal.outreach_of(user),
        *personal.mergings_of(user),
        *evidence.files_of(user),
        *personal.batches_of(user),
    ]


def erase_for(user: User) -> None:
    """Delete the person's drafts; what was heard stays without a name, under the organisation."""
    NeedDraft.objects.filter(author=user).delete()
    NeedFile.objects.filter(added_by=user).update(added_by=None)
    NeedSupport.objects.filter(user=user, organisation=None).delete()
    NeedSupport.objects.filter(user=user).update(user=None)
    Need.objects.filter(submitted_by=user, state="draft").delete()
    Need.objects.filter(submitted_by=user).update(submitted_by=None)
    personal.forget_outreach(user)
    personal.forget_mergings(user)
    forget_batches(user)


def input_of(request: HttpRequest, *, duty: Duty, **_context: Any) -> SafeString | None:
    """The need that a duty is about, to be read beside the form that answers it."""
    if duty.kind != DutyKind.NEED:
        return None
    readable = queries.with_files(queries.with_rights(queries.with_details(queries.readable_by(request.user))))
    need = lineage.with_merged_count(readable.filter(duty=duty)).first()
    if need is None:
        return None
    return render_to_string("needs/input.html", {"need": need, "files": evidence.shown_to(request.user, need)}, request)


def tasks_on_desk(request: HttpRequest, **_context: Any) -> SafeString | None:
    """On the desk: the open tasks of the reader's unit, for coordinators of all units, for groups that are not heard."""
    tasks = unheard.tasks_on_desk(request.user)
    context = {"tasks": tasks, "of_all": permissions.can_give_task(request.user)}
    return render_to_string("needs/desk_tasks.html", context, request) if tasks else None


def _without_key(_key: str) -> str:
    """A task has no reference that people say."""
    return ""


def home_voices(request: HttpRequest, **_context: Any) -> SafeString | None:
    """The newest public needs as voices on the home page."""
    needs = queries.newest_public(3)
    return render_to_string("needs/home_voices.html", {"needs": needs}, request) if needs else None


def home_figures(request: HttpRequest, **_context: Any) -> SafeString:
    """The first two knots of the golden thread with live figures from public needs."""
    return render_to_string("needs/home_figures.html", {"totals": queries.totals()}, request)
