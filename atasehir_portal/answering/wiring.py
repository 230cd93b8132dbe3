"""What this room registers with the rooms below it (called once by ``AppConfig.ready``)."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import Membership, MembershipRole, Organisation, StaffPost, User
from atasehir_portal.accounts.people import person
from atasehir_portal.accounts.personal_data import PersonalData, personal_data
from atasehir_portal.accounts.signals import membership_joined, organisation_changed, post_ended
from atasehir_portal.answering import queries, services
from atasehir_portal.answering.models import (
    OPEN_STATES,
    Duty,
    DutyEvent,
    DutyKind,
    OrganisationApplication,
    Outcome,
    Question,
)
from atasehir_portal.notifications.kinds import NotificationKind, kinds
from atasehir_portal.notifications.models import Pace
from atasehir_portal.notifications.services import notify
from atasehir_portal.notifications.topics import Topic, coordinators, members, staff, topics

# About one application, named by its reference: subject and sentence.
APPLICATION_KINDS = {
    "organisation_applied": (
        _("A new application: %(reference)s"),
        _("An organisation asks to take part and waits to be verified."),
    ),
    "organisation_verified": (
        _("Your organisation was verified: %(reference)s"),
        _(
            "Your organisation takes part from now on: report your first need. You can also invite others who act for it."
        ),
    ),
    "organisation_refused": (
        _("Your application was not accepted: %(reference)s"),
        _(
            "The municipality did not accept the application of your organisation. The reason is on its page; you can apply again."
        ),
    ),
    "organisation_asked_back": (
        _("A question about your application: %(reference)s"),
        _(
            "The municipality has a question about the application of your organisation. The clock stands still until you reply."
        ),
    ),
    "organisation_replied": (
        _("A reply about an application: %(reference)s"),
        _("The question that was asked back was answered. The clock runs again."),
    ),
    "organisation_extended": (
        _("The decision will take longer: %(reference)s"),
        _("The time to decide on your application was extended once. The reason and the new due date are on its page."),
    ),
}
# About an organisation that one acts for, named by its short name.
ORGANISATION_KINDS = {
    "organisation_suspended": (
        _("Your organisation was suspended"),
        _(
            "The municipality suspended an organisation that you act for. You can read, but not act for it, until the suspension is lifted."
        ),
    ),
    "organisation_lifted": (
        _("The suspension of your organisation was lifted"),
        _("An organisation that you act for takes part again."),
    ),
    "membership_joined": (
        _("Somebody joined your organisation"),
        _("A person whom you invited now acts for your organisation."),
    ),
}
TOPICS = (
    Topic(
        "decisions",
        _("Decisions about your organisation"),
        _("Your application was decided, your organisation was suspended, or the suspension was lifted."),
        is_required=True,
        order=10,
    ),
    Topic(
        "questions",
        _("Questions to you"),
        _("The municipality asks about something that you handed in. Until you reply, the clock stands still."),
        offered=lambda who: not staff(who) or members(who),
        order=20,
    ),
    Topic(
        "answers",
        _("Answers to what you handed in"),
        _("Your input was answered, or the answer takes longer."),
        offered=lambda who: not staff(who) or members(who),
        order=30,
    ),
    Topic(
        "colleagues",
        _("Who acts for your organisation"),
        _("Somebody whom you invited joined your organisation."),
        pace=Pace.WEEKLY,
        offered=members,
        order=50,
    ),
    Topic(
        "incoming",
        _("New inputs"),
        _("A need or an application came in and waits to be assigned or verified."),
        pace=Pace.DAILY,
        offered=coordinators,
        order=60,
    ),
    Topic(
        "duties",
        _("Your duties to answer"),
        _("An input was assigned to you, or somebody replied to a question of yours."),
        offered=staff,
        order=70,
    ),
)
# The topic of what is told of an act on any input.
TOPIC_OF_ACT = {
    "received": "incoming",
    "assigned": "duties",
    "replied": "duties",
    "withdrawn": "duties",
    "answered": "answers",
    "extended": "answers",
    "discussed": "answers",
    "asked_back": "questions",
}
# The topic of each kind.
TOPIC_OF = {
    "organisation_applied": "incoming",
    "organisation_verified": "decisions",
    "organisation_refused": "decisions",
    "organisation_asked_back": "questions",
    "organisation_replied": "duties",
    "organisation_extended": "answers",
    "organisation_suspended": "decisions",
    "organisation_lifted": "decisions",
    "membership_joined": "colleagues",
}
# What the fields of ``export_for`` are called where people read their own data.
LABELS = {
    "inputs": _("What you handed in"),
    "replies": _("What you were asked back and replied"),
    "applications": _("Applications of organisations"),
    "answered": _("What you answered"),
    "assigned": _("What was assigned to you"),
    "received_on": _("Received on"),
    "due_on": _("Answer due"),
    "outcome": _("Outcome"),
    "answer": _("Answer"),
    "question": _("Question"),
    "reply": _("Reply"),
    "statement": _("How the organisation can be verified"),
    "registry_number": _("Registry number (kütük no)"),
}
VALUES = {"kind": dict(DutyKind.choices), "outcome": dict(Outcome.choices)}
_TOLD_OF = {"suspend": "organisation_suspended", "lift": "organisation_lifted"}


def topic_of(kind: str) -> str:
    """Return the topic of a kind of notification about an input, by the act that its name ends with."""
    return TOPIC_OF_ACT[kind.split("_", 1)[1]]


def connect() -> None:
    """Register topics and kinds of notification, personal data and receivers."""
    for topic in TOPICS:
        topics.register(topic)
    for name, (subject, sentence) in APPLICATION_KINDS.items():
        kinds.register(
            NotificationKind(
                name,
                subject,
                sentence,
                _("Go to the application"),
                "answering:application",
                queries.visible_references,
                titles=queries.titles,
                topic=TOPIC_OF[name],
            )
        )
    for name, (subject, sentence) in ORGANISATION_KINDS.items():
        kinds.register(
            NotificationKind(
                name,
                subject,
                sentence,
                _("Go to my organisation"),
                "answering:our_inputs",
                own_slugs,
                url_takes_reference=False,
                titles=own_names,
                topic=TOPIC_OF[name],
            )
        )
    personal_data.register(PersonalData("answering", export_for, erase_for, LABELS, VALUES))
    post_ended.connect(pass_duties_on, dispatch_uid="answering.post_ended")
    membership_joined.connect(tell_representatives, dispatch_uid="answering.membership_joined")
    organisation_changed.connect(tell_members, dispatch_uid="answering.organisation_changed")


def own_slugs(user: User, references: Collection[str]) -> set[str]:
    """Return those short names of organisations that this person acts for, whatever their state."""
    return {m.organisation.slug for m in person(user).memberships if m.organisation.slug in references}


def own_names(user: User, references: Collection[str]) -> dict[str, str]:
    """Return the names of those organisations, by their short name."""
    own = [membership.organisation for membership in person(user).memberships]
    return {organisation.slug: organisation.name for organisation in own if organisation.slug in references}


def pass_duties_on(sender: Any, *, post: StaffPost, by: User | None = None, **_rest: Any) -> None:
    services.pass_to_unit(post=post, by=by)


def tell_representatives(sender: Any, *, membership: Membership, **_rest: Any) -> None:
    """Tell the organisation's other representatives that somebody joined."""
    others = User.objects.filter(
        memberships__organisation=membership.organisation_id,
        memberships__left_at=None,
        memberships__role=MembershipRole.REPRESENTATIVE,
    ).exclude(pk=membership.user_id)
    notify(
        recipients=others.distinct(),
        kind="membership_joined",
        reference=membership.organisation.slug,
        event=str(membership.pk),
        is_example=membership.organisation.is_example,
    )


def tell_members(sender: Any, *, organisation: Organisation, act: str, **_rest: Any) -> None:
    """Tell everybody who acts for an organisation that it was suspended, or that the suspension was lifted."""
    if act not in _TOLD_OF:
        return
    members = User.objects.filter(memberships__organisation=organisation, memberships__left_at=None).distinct()
    last = organisation.events.order_by("-pk").values_list("pk", flat=True).first()
    notify(
        recipients=members,
        kind=_TOLD_OF[act],
        reference=organisation.slug,
        event=str(last),
        is_example=organisation.is_example,
    )


def export_for(user: User) -> dict[str, Any]:
    """Return what this room holds about a person: inputs handed in, replies written, applications, and duties answered."""
    handled = list(
        Duty.objects.filter(Q(answered_by=user) | Q(officer=user))
        .order_by("pk")
        .values_list("reference", "answered_by", "officer")
    )
    return {
        "inputs": [
            {
                "reference": duty.reference,
                "kind": duty.kind,
                "title": duty.title,
                "received_on": duty.received_on.isoformat(),
                "due_on": duty.due_on.isoformat(),
                "outcome": duty.outcome,
                "answer": duty.reason,
            }
            for duty in queries.visible_to(user).filter(submitter=user).order_by("pk")
        ],
        "replies": [
            {"reference": question.duty.reference, "question": question.text, "reply": question.reply}
            for question in Question.objects.filter(replied_by=user).select_related("duty").order_by("pk")
        ],
        "applications": [
            {
                "organisation": application.organisation.name,
                "statement": application.statement,
                "registry_number": application.registry_number,
            }
            for application in OrganisationApplication.objects.filter(applicant=user)
            .select_related("organisation")
            .order_by("pk")
        ],
        "answered": [reference for reference, by, _officer in handled if by == user.pk],
        "assigned": [reference for reference, _by, officer in handled if officer == user.pk],
    }


def erase_for(user: User) -> None:
    """Take the person out of inputs and answers. An application not decided yet is withdrawn, and how the person wanted to be
    verified is deleted; answers stay, as the unit's."""
    for duty in Duty.objects.filter(state__in=OPEN_STATES, submitter=user, kind=DutyKind.ORGANISATION):
        services.withdraw(duty=duty, by=user)
    OrganisationApplication.objects.filter(applicant=user).update(applicant=None, statement="", registry_number="")
    Duty.objects.filter(submitter=user).update(submitter=None)
    Duty.objects.filter(officer=user).update(officer=None)
    Duty.objects.filter(answered_by=user).update(answered_by=None)
    Question.objects.filter(asked_by=user).update(asked_by=None)
    Question.objects.filter(replied_by=user).update(replied_by=None)
    DutyEvent.objects.filter(actor=user).update(actor=None)
