"""Applications of organisations: handed in once, decided once, answered in time, told to those concerned."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from atasehir_portal.accounts import services as accounts
from atasehir_portal.accounts.models import AccountEvent, EventAct, Organisation, OrganisationState, User
from atasehir_portal.answering import applications, queries, services
from atasehir_portal.answering.models import Duty, DutyKind, OrganisationApplication
from atasehir_portal.notifications.models import Notification
from atasehir_portal.site.templatetags.portal import tr_date
from atasehir_portal.transitions import NotInThisState
from tests.programming.needs.factories import make_need

pytestmark = pytest.mark.django_db

TYPED = {
    "name": "Yeşil Sokak Derneği",
    "kind": "association",
    "description": "Sokağımızdaki ağaçlar ve çocuklar için çalışıyoruz.",
    "website": "",
    "statement": "Dernekler kütüğüne kayıtlıyız; sayfamızda yazıyor.",
    "registry_number": "34-123-456",
    "notice_seen": "on",
}


def _told(kind: str) -> set[str]:
    return set(Notification.objects.filter(kind=kind).values_list("recipient__email", flat=True))


@pytest.fixture
def newcomer(make_user: Callable[..., User]) -> User:
    """Signed up, acts for nobody yet."""
    return make_user("Deniz Yeni", "deniz@yeni.test")


@pytest.fixture
def application(newcomer: User, client_of: Callable[..., Client]) -> OrganisationApplication:
    answer = client_of(newcomer).post(reverse("answering:apply"), TYPED)
    assert answer.status_code == 302, answer.context["form"].errors
    return OrganisationApplication.objects.get()


def test_application_opens_a_duty_and_tells_the_coordinators(
    coordinator: User,
    administrator: User,
    officer: User,
    application: OrganisationApplication,
    newcomer: User,
    client_of: Callable[..., Client],
) -> None:
    duty = application.duty
    assert duty.kind == DutyKind.ORGANISATION
    assert duty.reference.startswith("K-")
    assert duty.title == "Yeşil Sokak Derneği"
    assert (duty.submitter, application.organisation.state) == (newcomer, OrganisationState.APPLIED)
    assert _told("organisation_applied") == {coordinator.email}
    page = client_of(newcomer).get(reverse("answering:application", args=[duty.reference]))
    assert "Dernekler kütüğüne" in page.content.decode()
    assert page.context["form"] is None


def test_applicant_who_wants_to_report_a_need_is_told_where_the_application_stands(
    application: OrganisationApplication, newcomer: User, applicant: User, client_of: Callable[..., Client]
) -> None:
    page = client_of(newcomer).get(reverse("needs:submit")).content.decode()
    duty = application.duty
    assert f"{duty.reference} numaralı başvuru inceleniyor; son gün {tr_date(duty.due_on)}." in page
    assert f'href="{reverse("answering:application", args=[duty.reference])}"' in page
    assert "başvursun" not in page
    assert duty.reference not in client_of(applicant).get(reverse("needs:submit")).content.decode()


def test_reason_of_a_verification_stands_in_the_record(application: OrganisationApplication, coordinator: User) -> None:
    applications.verify(duty=application.duty, by=coordinator, reason="Kütükte kayıtlı.")
    event = AccountEvent.objects.get(act=EventAct.VERIFIED, organisation=application.organisation)
    assert event.reason == "Kütükte kayıtlı."
    application.organisation.refresh_from_db()
    assert application.organisation.state_reason == ""


def test_newly_verified_organisation_is_asked_for_its_first_need(
    application: OrganisationApplication, newcomer: User, coordinator: User, client_of: Callable[..., Client]
) -> None:
    head = f'<a class="btn" href="{reverse("needs:submit")}">'
    said = "Doğrulandınız: ilk ihtiyacınızı bildirin."
    page = client_of(newcomer).get(reverse("answering:our_inputs")).content.decode()
    assert head not in page
    assert said not in page
    applications.verify(duty=application.duty, by=coordinator, reason="Kütükte kayıtlı.")
    page = client_of(newcomer).get(reverse("answering:our_inputs")).content.decode()
    assert page.index(head) < page.index(said) < page.index("filters")
    make_need(newcomer, application.organisation)
    page = client_of(newcomer).get(reverse("answering:our_inputs")).content.decode()
    assert head in page
    assert said not in page


def test_buttons_of_the_decision_say_what_they_do(
    application: OrganisationApplication, coordinator: User, client_of: Callable[..., Client]
) -> None:
    url = reverse("answering:application", args=[application.duty.reference])
    page = client_of(coordinator).get(url).content.decode()
    assert "Kuruluşu doğrula</button>" in page
    assert "Başvuruyu reddet</button>" in page


def test_application_sent_twice_is_one(
    application: OrganisationApplication, newcomer: User, client_of: Callable[..., Client]
) -> None:
    answer = client_of(newcomer).post(reverse("answering:apply"), {**TYPED, "name": "YEŞİL SOKAK DERNEĞİ"})
    assert answer["Location"] == reverse("answering:application", args=[application.duty.reference])
    assert Duty.objects.count() == OrganisationApplication.objects.count() == 1


def test_application_flood_stops(newcomer: User, client_of: Callable[..., Client]) -> None:
    client = client_of(newcomer)
    statuses = [
        client.post(reverse("answering:apply"), {**TYPED, "name": f"Dernek {number}"}).status_code
        for number in range(4)
    ]
    assert statuses == [302, 302, 302, 422]
    assert OrganisationApplication.objects.count() == 3


@pytest.mark.parametrize(
    ("missing", "value"),
    [
        ("name", ""),
        ("kind", "zzz"),
        ("statement", ""),
        ("statement", "x" * 2001),
        ("description", ""),
        ("website", "javascript:alert(1)"),
        ("name", "a\x00b"),
        ("registry_number", "9" * 41),
    ],
)
def test_application_says_next_to_the_field_what_is_wrong(
    newcomer: User, missing: str, value: str, client_of: Callable[..., Client]
) -> None:
    page = client_of(newcomer).post(reverse("answering:apply"), {**TYPED, missing: value})
    assert page.status_code == 422
    assert missing in page.context["form"].errors
    assert "Sokağımızdaki ağaçlar" in page.content.decode() or missing == "description"
    assert not Organisation.objects.filter(name=TYPED["name"]).exists()


def test_application_needs_a_verified_address(newcomer: User, client_of: Callable[..., Client]) -> None:
    EmailAddress.objects.update(verified=False)
    assert client_of(newcomer).post(reverse("answering:apply"), TYPED).status_code == 403
    assert not OrganisationApplication.objects.exists()


def test_verifying_answers_and_lets_the_organisation_act(
    application: OrganisationApplication, coordinator: User, newcomer: User, client_of: Callable[..., Client]
) -> None:
    url = reverse("answering:application", args=[application.duty.reference])
    answer = client_of(coordinator).post(url, {"decision": "verify", "reason": "Kütükten doğrulandı. Hoş geldiniz."})
    assert answer["Location"] == reverse("answering:verification")
    application.organisation.refresh_from_db()
    application.duty.refresh_from_db()
    assert application.organisation.state == OrganisationState.VERIFIED
    assert application.duty.outcome == "accepted"
    assert _told("organisation_verified") == {newcomer.email}
    assert "Hoş geldiniz." in client_of(newcomer).get(url).content.decode()


def test_refusing_answers_with_the_reason(
    application: OrganisationApplication, coordinator: User, newcomer: User, client_of: Callable[..., Client]
) -> None:
    url = reverse("answering:application", args=[application.duty.reference])
    client = client_of(coordinator)
    assert client.post(url, {"decision": "refuse", "reason": ""}).status_code == 422
    assert client.post(url, {"reason": "Kütükte bulunamadı."}).status_code == 422
    assert client.post(url, {"decision": "zzz", "reason": "Kütükte bulunamadı."}).status_code == 422
    assert client.post(url, {"decision": "refuse", "reason": "Kütükte bulunamadı."}).status_code == 302
    application.organisation.refresh_from_db()
    assert (application.organisation.state, application.organisation.state_reason) == (
        OrganisationState.REFUSED,
        "Kütükte bulunamadı.",
    )
    assert _told("organisation_refused") == {newcomer.email}
    assert _told("organisation_verified") == set()


def test_deciding_twice_tells_the_second_and_keeps_the_text(
    application: OrganisationApplication, coordinator: User, administrator: User, client_of: Callable[..., Client]
) -> None:
    applications.refuse(duty=Duty.objects.get(), by=administrator, reason="Kütükte bulunamadı.")
    url = reverse("answering:application", args=[application.duty.reference])
    page = client_of(coordinator).post(url, {"decision": "verify", "reason": "Bence doğrulandı."})
    assert page.status_code == 409
    assert page.context["stop"] == str(NotInThisState())
    assert "Bence doğrulandı." in page.content.decode()
    assert Organisation.objects.get(pk=application.organisation_id).state == OrganisationState.REFUSED


def test_decision_that_accounts_refuse_changes_nothing(application: OrganisationApplication, coordinator: User) -> None:
    Organisation.objects.filter(pk=application.organisation_id).update(state=OrganisationState.SUSPENDED)
    with pytest.raises(NotInThisState):
        applications.verify(duty=Duty.objects.get(), by=coordinator, reason="Doğrulandı.")
    assert Duty.objects.get().is_open
    assert not Notification.objects.filter(kind="organisation_verified").exists()


def test_deciding_is_for_coordinators(application: OrganisationApplication, officer: User, newcomer: User) -> None:
    for user in (officer, newcomer):
        with pytest.raises(PermissionDenied):
            applications.verify(duty=Duty.objects.get(), by=user, reason="Doğrulandı.")


def test_question_to_the_applicant_stops_the_clock(
    application: OrganisationApplication, coordinator: User, newcomer: User, client_of: Callable[..., Client]
) -> None:
    reference = application.duty.reference
    asked = client_of(coordinator).post(
        reverse("answering:ask_back", args=[reference]), {"text": "Kütük numaranız doğru mu?"}
    )
    assert asked["Location"] == reverse("answering:application", args=[reference])
    assert _told("organisation_asked_back") == {newcomer.email}
    page = client_of(newcomer).get(reverse("answering:application", args=[reference])).content.decode()
    assert "Kütük numaranız doğru mu?" in page
    assert reverse("answering:reply", args=[reference]) in page
    assert client_of(newcomer).post(reverse("answering:reply", args=[reference]), {"text": "Evet."}).status_code == 302
    assert _told("organisation_replied") == {coordinator.email}


def test_answer_page_of_an_application_leads_to_the_decision(
    application: OrganisationApplication, coordinator: User, client_of: Callable[..., Client]
) -> None:
    answer = client_of(coordinator).get(reverse("answering:answer", args=[application.duty.reference]))
    assert answer["Location"] == reverse("answering:application", args=[application.duty.reference])


def test_queue_shows_what_waits_first(
    application: OrganisationApplication, coordinator: User, representative: User, client_of: Callable[..., Client]
) -> None:
    decided = applications.apply_with_organisation(
        by=representative, name="Karar Verilen", kind="platform", description="x" * 30, statement="y" * 30
    ).duty
    applications.verify(duty=decided, by=coordinator, reason="Doğrulandı.")
    client = client_of(coordinator)
    assert client.get(reverse("answering:verification")).context["rows"] == [application.duty, decided]
    assert client.get(reverse("answering:verification"), {"state": "open"}).context["rows"] == [application.duty]
    assert client.get(reverse("answering:verification"), {"q": "yeşil"}).context["rows"] == [application.duty]


def test_queue_is_had_as_a_file(
    application: OrganisationApplication, coordinator: User, client_of: Callable[..., Client]
) -> None:
    client = client_of(coordinator)
    url = client.get(reverse("answering:verification"), {"q": "yeşil"}).context["csv_url"]
    assert url == reverse("answering:verification_csv") + "?q=ye%C5%9Fil"
    assert application.duty.reference in b"".join(client.get(url).streaming_content).decode()


def test_duty_of_another_kind_has_no_application_page(
    duty: Duty, coordinator: User, client_of: Callable[..., Client]
) -> None:
    assert client_of(coordinator).get(reverse("answering:application", args=[duty.reference])).status_code == 404


def test_withdrawn_application_cannot_be_decided(
    application: OrganisationApplication, newcomer: User, coordinator: User
) -> None:
    services.withdraw(duty=application.duty, by=newcomer)
    with pytest.raises(NotInThisState):
        applications.verify(duty=Duty.objects.get(), by=coordinator, reason="Doğrulandı.")
    assert list(queries.applications(coordinator)) == [application.duty]


# --- the organisation changed while somebody was deciding ------------------------------------------------------------


def _decision_page(client: Client, application: OrganisationApplication) -> tuple[str, str]:
    """Return the address of the decision and what the form says was read."""
    address = reverse("answering:application", args=[application.duty.reference])
    return address, client.get(address).context["form"]["seen"].value()


def test_decision_on_what_changed_meanwhile_is_not_taken(
    application: OrganisationApplication, newcomer: User, coordinator: User, client_of: Callable[..., Client]
) -> None:
    client = client_of(coordinator)
    address, seen = _decision_page(client, application)
    accounts.update_organisation(organisation=application.organisation, by=newcomer, name="Başka Bir Dernek")
    typed = {"decision": "verify", "reason": "Kütükte kayıtlı.", "seen": seen}

    answer = client.post(address, typed)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "<del>Yeşil Sokak Derneği</del>" in page
    assert "<ins>Başka Bir Dernek</ins>" in page
    assert "Kütükte kayıtlı." in page  # nothing typed is lost
    application.organisation.refresh_from_db()
    assert application.organisation.state == OrganisationState.APPLIED
    assert application.duty.events.filter(act="answered").count() == 0

    again = {**typed, "seen": answer.context["form"]["seen"].value()}
    assert client.post(address, again).status_code == 302
    application.organisation.refresh_from_db()
    assert application.organisation.state == OrganisationState.VERIFIED


def test_decision_with_a_forged_reading_shows_the_application_again(
    application: OrganisationApplication, coordinator: User, client_of: Callable[..., Client]
) -> None:
    client = client_of(coordinator)
    address, _seen = _decision_page(client, application)
    forged = {"decision": "refuse", "reason": "Belge eksik.", "seen": "uydurma"}
    assert client.post(address, forged).status_code == 409
    application.organisation.refresh_from_db()
    assert application.organisation.state == OrganisationState.APPLIED


def test_decision_on_what_was_read_is_taken_at_once(
    application: OrganisationApplication, coordinator: User, client_of: Callable[..., Client]
) -> None:
    client = client_of(coordinator)
    address, seen = _decision_page(client, application)
    assert client.post(address, {"decision": "verify", "reason": "Uygun.", "seen": seen}).status_code == 302


def test_rename_that_waited_for_the_decision_is_refused(
    application: OrganisationApplication, newcomer: User, coordinator: User
) -> None:
    as_it_was = Organisation.objects.get(pk=application.organisation.pk)
    applications.verify(duty=application.duty, by=coordinator, reason="Uygun.")
    with pytest.raises(PermissionDenied):
        accounts.update_organisation(organisation=as_it_was, by=newcomer, name="Başka Bir Dernek")
