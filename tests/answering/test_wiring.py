"""What this room registers below: personal data, what members are told, the example data and the command."""

import json
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command

from atasehir_portal.accounts import services as accounts
from atasehir_portal.accounts.models import Membership, Organisation, OrganisationState, StaffRole, User
from atasehir_portal.accounts.personal_data import personal_data
from atasehir_portal.accounts.signals import membership_joined
from atasehir_portal.answering import applications, example, services
from atasehir_portal.answering.models import Duty, DutyState, OrganisationApplication, Question, RuleSet
from atasehir_portal.notifications.kinds import kinds
from atasehir_portal.notifications.models import Notification

pytestmark = pytest.mark.django_db


def _told(kind: str) -> set[str]:
    return set(Notification.objects.filter(kind=kind).values_list("recipient__email", flat=True))


def test_kinds_are_visible_to_those_concerned_only(
    duty: Duty, representative: User, contributor: User, stranger: User, organisation: Organisation
) -> None:
    for name in ("organisation_suspended", "organisation_lifted", "membership_joined"):
        kind = kinds.get(name)
        assert kind is not None
        assert kind.is_visible(contributor, organisation.slug)
        assert not kind.is_visible(stranger, organisation.slug)
        assert kind.url(organisation.slug)
    kind = kinds.get("organisation_verified")
    assert kind is not None
    assert kind.is_visible(representative, duty.reference)
    assert not kind.is_visible(stranger, duty.reference)


def test_suspension_is_told_to_everybody_who_acts_for_it(
    organisation: Organisation, administrator: User, representative: User, contributor: User, stranger: User
) -> None:
    accounts.suspend_organisation(organisation=organisation, by=administrator, reason="Temsil belgesi sona erdi.")
    assert _told("organisation_suspended") == {representative.email, contributor.email}
    accounts.lift_suspension(organisation=organisation, by=administrator, reason="Belge yenilendi.")
    accounts.suspend_organisation(organisation=organisation, by=administrator, reason="Yeniden sona erdi.")
    assert _told("organisation_lifted") == {representative.email, contributor.email}
    assert Notification.objects.filter(kind="organisation_suspended", recipient=contributor).count() == 2


def test_joining_is_told_to_the_other_representatives(
    organisation: Organisation, representative: User, contributor: User
) -> None:
    membership = Membership.objects.get(user=contributor)
    membership_joined.send(Membership, membership=membership)
    membership_joined.send(Membership, membership=membership)
    assert _told("membership_joined") == {representative.email}
    assert Notification.objects.filter(kind="membership_joined").count() == 1


def test_own_data_is_exported_as_plain_data(duty: Duty, officer: User, representative: User, applicant: User) -> None:
    question = services.ask_back(duty=duty, by=officer, text="Hangi durak?")
    services.reply(question=question, by=representative, text="Pazar yolu.")
    services.answer(duty=duty, by=officer, outcome="accepted", reason="Yapılacak.")
    data = personal_data.export(representative)["answering"]
    assert [row["reference"] for row in data["inputs"]] == [duty.reference]
    assert data["replies"] == [{"reference": duty.reference, "question": "Hangi durak?", "reply": "Pazar yolu."}]
    assert personal_data.export(officer)["answering"]["answered"] == [duty.reference]
    json.dumps(data)


def test_erasing_takes_the_name_and_leaves_the_answer(duty: Duty, officer: User, representative: User) -> None:
    question = services.ask_back(duty=duty, by=officer, text="Hangi durak?")
    services.reply(question=question, by=representative, text="Pazar yolu.")
    services.answer(duty=duty, by=officer, outcome="accepted", reason="Yapılacak.")
    for user in (representative, officer):
        personal_data.erase(user)
    duty.refresh_from_db()
    assert (duty.submitter, duty.answered_by, duty.reason) == (None, None, "Yapılacak.")
    assert duty.answered_unit is not None
    assert not duty.events.exclude(actor=None).exists()
    assert Question.objects.get().replied_by is None


def test_erasing_withdraws_an_application_that_is_not_decided(applicant: User) -> None:
    duty = applications.apply_with_organisation(
        by=applicant,
        name="Yeni Umut Kooperatifi",
        kind="cooperative",
        description="x" * 30,
        statement="Beni arayın: 0 000",
    ).duty
    personal_data.erase(applicant)
    duty.refresh_from_db()
    application = OrganisationApplication.objects.get()
    assert (duty.state, duty.submitter) == (DutyState.WITHDRAWN, None)
    assert (application.applicant, application.statement) == (None, "")


def test_load_rules_is_safe_to_repeat() -> None:
    RuleSet.objects.all().delete()
    for word in ("created", "kept"):
        out = StringIO()
        call_command("load_rules", stdout=out)
        assert out.getvalue().startswith(word)
    assert RuleSet.objects.count() == 1


def test_example_loads_twice_and_goes_without_a_trace(
    make_user: Callable[..., User],
    make_organisation: Callable[..., Organisation],
    join: Callable[..., Membership],
    make_staff: Callable[..., User],
    duty: Duty,
) -> None:
    mukhtar = make_user("Mina Muhtar (örnek)", example.APPLICANT, is_example=True)
    join(mukhtar, make_organisation("Muhtarlık (örnek)", "muhtarlik-ornek", kind="mukhtar", is_example=True))
    make_staff("Kaan Koordinatör", "kaan@belediye.test", duty.unit, StaffRole.COORDINATOR)
    example.load()
    example.load()
    application = OrganisationApplication.objects.get()
    assert application.duty.is_example
    assert application.organisation.name.endswith("(örnek)")
    assert application.organisation.state == OrganisationState.APPLIED
    example.remove()
    assert not OrganisationApplication.objects.exists()
    assert list(Duty.objects.all()) == [duty]
