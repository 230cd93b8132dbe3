"""Organisations: applying, deciding, the public list, the profile, suspension."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from atasehir_portal.accounts import services
from atasehir_portal.accounts.forms import ApplicationForm, OrganisationForm
from atasehir_portal.accounts.models import (
    AccountEvent,
    Membership,
    MembershipRole,
    Organisation,
    OrganisationKind,
    OrganisationState,
    User,
)
from atasehir_portal.accounts.people import person
from atasehir_portal.accounts.signals import organisation_changed
from atasehir_portal.accounts.states import ORGANISATION
from atasehir_portal.catalogue.models import Neighbourhood, RightsHolderGroup
from atasehir_portal.transitions import NotInThisState

ClientOf = Callable[[User | None], Client]
DESCRIPTION = "Komşularımızla birlikte ihtiyaçlarımızı yazıyoruz."


@pytest.fixture
def newcomer(make_user: Callable[..., User]) -> User:
    """Has an account and acts for nobody."""
    return make_user("Nil Yeni", "nil@yeni.test")


def apply(user: User, name: str = "Işık Komşular Grubu", **more: Any) -> Organisation:
    values = {"kind": OrganisationKind.NEIGHBOURHOOD_GROUP, "description": DESCRIPTION, **more}
    return services.apply_for_organisation(user=user, name=name, **values)


@pytest.fixture
def told() -> Any:
    """What was told about organisations."""
    found: list[tuple[str, str]] = []

    def listen(sender: Any, *, organisation: Organisation, act: str, reason: str, **_rest: Any) -> None:
        found.append((act, reason))

    organisation_changed.connect(listen)
    yield found
    organisation_changed.disconnect(listen)


# --- applying --------------------------------------------------------------------------------------------------------


def test_apply_makes_the_person_its_representative(newcomer: User) -> None:
    groups = RightsHolderGroup.objects.filter(slug__in=["yasli", "kadin"])
    organisation = apply(newcomer, groups=groups, neighbourhoods=Neighbourhood.objects.filter(slug="fetih"))
    assert (organisation.slug, organisation.state) == ("isik-komsular-grubu", OrganisationState.APPLIED)
    assert organisation.groups.count() == 2
    membership = Membership.objects.get(organisation=organisation)
    assert (membership.user, membership.role) == (newcomer, MembershipRole.REPRESENTATIVE)
    assert membership.notice.number == 1
    assert person(newcomer).organisation_ids == []
    assert AccountEvent.objects.get(organisation=organisation).act == "applied"


def test_apply_twice_is_one_application(newcomer: User) -> None:
    assert apply(newcomer) == apply(newcomer, name="IŞIK KOMŞULAR GRUBU")
    assert Organisation.objects.count() == 1


def test_apply_for_an_organisation_of_the_same_name_by_somebody_else_is_another(
    newcomer: User, make_user: Callable[..., User]
) -> None:
    apply(newcomer)
    assert apply(make_user("Ece Başka", "ece@baska.test")).slug == "isik-komsular-grubu-2"


def test_apply_ends_after_three_undecided(newcomer: User) -> None:
    for name in ("Bir Grup", "İki Grup", "Üç Grup"):
        apply(newcomer, name=name)
    with pytest.raises(ValidationError, match="not decided yet|karar"):
        apply(newcomer, name="Dört Grup")


def test_staff_do_not_apply(officer: User) -> None:
    with pytest.raises(PermissionDenied):
        apply(officer)


def test_name_without_latin_letters_still_gets_an_address(newcomer: User) -> None:
    assert apply(newcomer, name="نساء الحي").slug == "kurulus"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "a" * 100_000),
        ("name", "Işık\x00"),
        ("kind", "party"),
        ("description", "kısa"),
        ("description", "a" * 100_000),
        ("website", "javascript:alert(1)"),
        ("groups", ["999999"]),
        ("groups", ["x"]),
        ("statement", ""),
        ("notice_seen", ""),
    ],
)
def test_application_form_says_what_is_wrong(catalogue: object, field: str, value: Any) -> None:
    data = {
        "name": "Işık Grubu",
        "kind": "platform",
        "description": DESCRIPTION,
        "statement": "Muhtarımız doğrulayabilir.",
        "notice_seen": "on",
    }
    assert ApplicationForm(data).is_valid()
    assert list(ApplicationForm({**data, field: value}).errors) == [field]


@pytest.mark.parametrize("typed", ["ornek", "javascript:alert(1)", "http://", "ftp://ornek.org"])
def test_web_address_is_explained_by_an_example(catalogue: object, typed: str) -> None:
    assert ApplicationForm({"website": typed}).errors["website"] == ["Web adresini şöyle yazın: ornek.org"]


def test_web_address_needs_no_beginning(catalogue: object) -> None:
    form = ApplicationForm({"website": "ornek.org"})
    assert "website" not in form.errors
    assert form.cleaned_data["website"] == "https://ornek.org"


def test_form_says_choose_instead_of_a_row_of_dashes(catalogue: object) -> None:
    html = str(ApplicationForm())
    assert '<option value="" selected>Seçin</option>' in html
    assert "---" not in html


def test_application_form_cleans_what_nobody_sees(catalogue: object) -> None:
    data = {
        "name": " Işık\u202e   Grubu\u200b ",
        "kind": "platform",
        "description": DESCRIPTION + "\x07\r\n\r\n\r\n\r\nSon.",
    }
    form = OrganisationForm(data)
    assert form.is_valid()
    assert form.cleaned_data["name"] == "Işık Grubu"
    assert form.cleaned_data["description"] == DESCRIPTION + "\n\nSon."


# --- deciding --------------------------------------------------------------------------------------------------------

ACTS = {
    "verify": lambda organisation, by: services.verify_organisation(organisation=organisation, by=by),
    "refuse": lambda organisation, by: services.refuse_organisation(
        organisation=organisation, by=by, reason="Bulunamadı."
    ),
    "suspend": lambda organisation, by: services.suspend_organisation(
        organisation=organisation, by=by, reason="İnceleme."
    ),
    "lift": lambda organisation, by: services.lift_suspension(organisation=organisation, by=by, reason="Bitti."),
}


def test_every_transition_is_an_act() -> None:
    assert set(ORGANISATION.transitions) == set(ACTS)


@pytest.mark.parametrize("state", OrganisationState)
@pytest.mark.parametrize("act", ACTS)
def test_transition_from_every_state(organisation: Organisation, administrator: User, act: str, state: str) -> None:
    Organisation.objects.filter(pk=organisation.pk).update(state=state)
    organisation.refresh_from_db()
    transition = ORGANISATION[act]
    if state in transition.sources:
        ACTS[act](organisation, administrator)
        organisation.refresh_from_db()
        assert organisation.state == transition.target
        event = AccountEvent.objects.get()
        assert (event.actor, event.organisation) == (administrator, organisation)
    else:
        with pytest.raises(NotInThisState):
            ACTS[act](organisation, administrator)
        organisation.refresh_from_db()
        assert organisation.state == state
        assert not AccountEvent.objects.exists()


@pytest.mark.parametrize("act", ["verify", "refuse"])
def test_applications_are_decided_by_coordinators(
    applicant: User, coordinator: User, officer: User, representative: User, act: str
) -> None:
    organisation = person(applicant).memberships[0].organisation
    for user in (officer, representative, applicant):
        with pytest.raises(PermissionDenied):
            ACTS[act](organisation, user)
    ACTS[act](organisation, coordinator)


def test_nobody_decides_on_an_organisation_of_their_own(
    applicant: User, coordinator: User, join: Callable[..., Membership]
) -> None:
    organisation = person(applicant).memberships[0].organisation
    join(coordinator, organisation)
    with pytest.raises(PermissionDenied):
        services.verify_organisation(organisation=organisation, by=coordinator)


@pytest.mark.parametrize("act", ["suspend", "lift"])
def test_suspension_is_for_administrators(
    organisation: Organisation, coordinator: User, representative: User, act: str
) -> None:
    for user in (coordinator, representative):
        with pytest.raises(PermissionDenied):
            ACTS[act](organisation, user)


def test_suspended_people_do_not_act(
    organisation: Organisation, administrator: User, representative: User, told: list[tuple[str, str]]
) -> None:
    assert person(representative).represented_ids == [organisation.pk]
    services.suspend_organisation(organisation=organisation, by=administrator, reason="Kayıt incelemesi.")
    again = User.objects.get(pk=representative.pk)
    assert person(again).organisation_ids == []
    assert person(again).represented_ids == []
    assert told == [("suspend", "Kayıt incelemesi.")]
    organisation.refresh_from_db()
    assert organisation.state_reason == "Kayıt incelemesi."
    services.lift_suspension(organisation=organisation, by=administrator, reason="İnceleme bitti.")
    organisation.refresh_from_db()
    assert organisation.state_reason == ""
    assert list(AccountEvent.objects.values_list("reason", flat=True)) == ["İnceleme bitti.", "Kayıt incelemesi."]


def test_suspension_needs_a_reason(organisation: Organisation, administrator: User) -> None:
    with pytest.raises(ValidationError):
        services.suspend_organisation(organisation=organisation, by=administrator, reason="  ")


# --- pages -----------------------------------------------------------------------------------------------------------


def page(name: str, *args: Any) -> str:
    return reverse(f"accounts:{name}", args=args)


def test_verified_organisations_are_public(client_of: ClientOf, organisation: Organisation, applicant: User) -> None:
    client = client_of(None)
    listed = client.get(page("organisations")).content.decode()
    assert organisation.name in listed
    assert "Yeni Umut" not in listed
    assert client.get(page("organisation", organisation.slug)).status_code == 200
    assert client.get(page("organisation", "yeni-umut")).status_code == 404


@pytest.mark.parametrize("state", [OrganisationState.APPLIED, OrganisationState.REFUSED, OrganisationState.SUSPENDED])
def test_other_states_are_seen_by_staff_and_members(
    client_of: ClientOf, organisation: Organisation, officer: User, contributor: User, stranger: User, state: str
) -> None:
    Organisation.objects.filter(pk=organisation.pk).update(state=state, state_reason="Gerekçe budur.")
    where = page("organisation", organisation.slug)
    for user in (officer, contributor):
        assert "Gerekçe budur." in client_of(user).get(where).content.decode() or state == OrganisationState.APPLIED
    for user in (stranger, None):
        assert client_of(user).get(where).status_code == 404


def test_names_are_public_only_if_they_say_so(
    client_of: ClientOf, organisation: Organisation, representative: User
) -> None:
    where = page("organisation", organisation.slug)
    assert representative.full_name not in client_of(None).get(where).content.decode()
    client = client_of(representative)
    client.post(page("publicity", organisation.slug), {"name_is_public": "on"})
    assert representative.full_name in client_of(None).get(where).content.decode()
    client.post(page("publicity", organisation.slug), {})
    assert representative.full_name not in client_of(None).get(where).content.decode()


def test_list_finds_and_filters(
    client_of: ClientOf, organisation: Organisation, other_organisation: Organisation
) -> None:
    organisation.groups.add(RightsHolderGroup.objects.get(slug="yasli"))
    client = client_of(None)

    def names(**query: str) -> list[str]:
        return [row.name for row in client.get(page("organisations"), query).context["page_obj"]]

    assert names() == [organisation.name, other_organisation.name]
    assert names(q="ENGELSIZ ADIMLAR") == [organisation.name]
    assert names(q="komsu") == [other_organisation.name]
    assert names(kind="platform") == [other_organisation.name]
    assert names(group="yasli") == [organisation.name]
    assert names(neighbourhood="fetih") == []
    assert len(names(q="\x00", kind="x", group="y")) == 2


def test_csv_of_organisations_names_no_person(
    client_of: ClientOf, organisation: Organisation, representative: User, officer: User
) -> None:
    text = b"".join(client_of(officer).get(page("organisations_csv"))).decode()
    assert organisation.name in text
    assert representative.full_name not in text
    assert representative.email not in text


def test_representative_keeps_the_profile_but_not_the_name(
    client_of: ClientOf, organisation: Organisation, representative: User
) -> None:
    data = {"name": "Başka Ad", "kind": "union", "description": DESCRIPTION, "website": "adimlar.example"}
    assert client_of(representative).post(page("organisation_edit", organisation.slug), data).status_code == 302
    organisation.refresh_from_db()
    assert (organisation.name, organisation.kind) == ("Engelsiz Adımlar Derneği", "association")
    assert (organisation.description, organisation.website) == (DESCRIPTION, "https://adimlar.example")


def test_profile_is_edited_by_those_who_may(
    client_of: ClientOf,
    organisation: Organisation,
    representative: User,
    contributor: User,
    stranger: User,
    officer: User,
    administrator: User,
) -> None:
    where = page("organisation_edit", organisation.slug)
    for user in (contributor, stranger, officer):
        assert client_of(user).get(where).status_code == 403
    assert client_of(None).get(where).status_code == 302
    assert client_of(representative).get(where).status_code == 200
    assert "name" in client_of(administrator).get(where).context["form"].fields
    Organisation.objects.filter(pk=organisation.pk).update(state=OrganisationState.SUSPENDED)
    assert client_of(representative).get(where).status_code == 403


def test_applicant_may_correct_the_name(client_of: ClientOf, applicant: User) -> None:
    data = {"name": "Yeni Umut Kadın Kooperatifi", "kind": "cooperative", "description": DESCRIPTION}
    client_of(applicant).post(page("organisation_edit", "yeni-umut"), data)
    assert Organisation.objects.get(slug="yeni-umut").name == "Yeni Umut Kadın Kooperatifi"


def test_edit_does_not_undo_a_suspension(organisation: Organisation, representative: User, administrator: User) -> None:
    stale = Organisation.objects.get(pk=organisation.pk)
    services.suspend_organisation(organisation=organisation, by=administrator, reason="İnceleme sürüyor.")
    with pytest.raises(PermissionDenied):
        services.update_organisation(organisation=stale, by=representative, description=DESCRIPTION)
    organisation.refresh_from_db()
    assert organisation.state == OrganisationState.SUSPENDED
    assert organisation.description != DESCRIPTION


def test_suspend_page(client_of: ClientOf, organisation: Organisation, administrator: User, coordinator: User) -> None:
    where = page("suspend", organisation.slug)
    assert client_of(coordinator).post(where, {"reason": "Uzun bir gerekçe"}).status_code == 403
    client = client_of(administrator)
    assert client.post(where, {"reason": ""}).context["form"].errors
    for _twice in range(2):
        assert client.post(where, {"reason": "Kayıt incelemesi sürüyor."}).status_code == 302
    organisation.refresh_from_db()
    assert organisation.state == OrganisationState.SUSPENDED
    assert AccountEvent.objects.filter(act="suspended").count() == 1
    client.post(page("lift", organisation.slug), {"reason": "İnceleme bitti, sorun yok."})
    organisation.refresh_from_db()
    assert organisation.state == OrganisationState.VERIFIED


@pytest.mark.parametrize("rows", [1, 10, 45])
@pytest.mark.parametrize("role", ["officer", "representative", "nobody"])
def test_list_has_a_constant_query_count(
    client_of: ClientOf,
    make_organisation: Callable[..., Organisation],
    officer: User,
    representative: User,
    django_assert_max_num_queries: Any,
    rows: int,
    role: str,
) -> None:
    for number in range(rows):
        row = make_organisation(f"Dernek {number}", f"dernek-{number}")
        row.groups.add(*RightsHolderGroup.objects.all()[:3])
    client = client_of({"officer": officer, "representative": representative}.get(role))
    with django_assert_max_num_queries(10):
        assert client.get(page("organisations")).status_code == 200


@pytest.mark.parametrize("role", ["officer", "administrator", "representative", "nobody"])
def test_detail_has_a_bounded_query_count(
    client_of: ClientOf,
    organisation: Organisation,
    officer: User,
    administrator: User,
    representative: User,
    django_assert_max_num_queries: Any,
    role: str,
) -> None:
    user = {"officer": officer, "administrator": administrator, "representative": representative}.get(role)
    client = client_of(user)
    with django_assert_max_num_queries(10):
        assert client.get(page("organisation", organisation.slug)).status_code == 200
