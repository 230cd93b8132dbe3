"""One command removes all example data, also after they were used, and no start brings them back."""

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from atasehir_portal.accounts.models import Invitation, Organisation, StaffPost, Unit, User
from atasehir_portal.accounts.services import invitations
from atasehir_portal.answering import services as answering
from atasehir_portal.answering.applications import apply_with_organisation
from atasehir_portal.documents.models import Block
from atasehir_portal.documents.services import save_block
from atasehir_portal.notifications import outbox
from atasehir_portal.notifications.models import MailboxMessage, Notification, OutboxMail
from atasehir_portal.notifications.preferences import choose_paces
from atasehir_portal.notifications.services import mail_address
from atasehir_portal.site import example
from atasehir_portal.site.models import ExampleDataRemoval
from handbooks import services as handbooks
from handbooks.importing import import_handbook
from handbooks.models import Handbook, Task
from programming.drafting import links
from programming.drafting.models import Programme
from programming.needs.models import Need, Visibility
from tests.handbooks.conftest import FILES, NUMBER, SLUG
from tests.programming.drafting.factories import make_framework, make_programme
from tests.programming.needs.factories import make_need

pytestmark = pytest.mark.usefixtures("catalogue")
MARKS = ("ornek.test", "(örnek)", "kurgudur", "Engelsiz Adımlar")


def person(name: str) -> User:
    return User.objects.get(email=f"{name}@ornek.test")


def marked_rows() -> list[str]:
    """Return the rows of all rooms that are marked as examples."""
    return [
        f"{model.__name__} {row}"
        for model in apps.get_models()
        if any(field.name == "is_example" for field in model._meta.get_fields())
        for row in model._default_manager.filter(is_example=True)
    ]


def texts_of_examples() -> set[str]:
    """Return the columns, of every table there is, in whose text (or JSON) one of the marks stands."""
    found = set()
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name, column_name from information_schema.columns where table_schema = 'public' "
            "and (data_type in ('text', 'character varying', 'json', 'jsonb', 'tsvector', 'ARRAY'))"
        )
        for table, column in cursor.fetchall():
            conditions = " or ".join(f'"{column}"::text like %s' for _mark in MARKS)
            found_in = f'select 1 from "{table}" where {conditions} limit 1'  # noqa: S608  names from the database itself
            cursor.execute(found_in, [f"%{mark}%" for mark in MARKS])
            if cursor.fetchone():
                found.add(f"{table}.{column}")
    return found


@pytest.fixture
def examples(catalogue: Any) -> None:
    """The example data, loaded before anybody else works here."""
    assert texts_of_examples() == set()
    example.load()


@pytest.fixture
def book(tmp_path: Path) -> Handbook:
    folder = tmp_path / f"{NUMBER}-{SLUG}"
    (folder / "figures").mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    made = import_handbook(folder=folder, number=NUMBER, by=None)
    assert made is not None
    return made


@pytest.fixture
def mailbox(settings: Any) -> None:
    settings.EMAIL_BACKEND = "atasehir_portal.notifications.mailbox.EmailBackend"


def use(book: Handbook, real: User) -> None:
    """Do as the example accounts what the README invites to, and let ``real`` (a coordinator) work beside them."""
    representative, head, officer = person("temsilci"), person("muhtar"), person("gorevli")
    administrator, coordinator = person("yonetici"), person("koordinator")
    organisation = Organisation.objects.get(slug="ornek-engelsiz-adimlar")
    need = make_need(representative, organisation, title="Rampa yok: deneme ihtiyacı, kurgudur")
    hidden = make_need(representative, organisation, visibility=Visibility.CONFIDENTIAL)
    answering.assign(duty=need.duty, by=coordinator, unit=StaffPost.objects.get(user=officer).unit, officer=officer)
    answering.ask_back(duty=need.duty, by=officer, text="Hangi sokak?")
    answering.assign(duty=hidden.duty, by=coordinator, unit=StaffPost.objects.get(user=real).unit, officer=real)
    measures = make_framework(real)[1]
    links.link_need(measure=measures[0], need=need, by=real)
    make_programme(coordinator, title="Deneme programı, kurgudur")
    apply_with_organisation(
        by=head,
        name="Sokak Komşuları (örnek)",
        kind="neighbourhood_group",
        description="Kurgudur.",
        groups=[],
        neighbourhoods=[],
        statement="kurgudur",
    )
    invitations.invite_member(
        organisation=organisation, email="birisi@mahalle.test", role="contributor", by=representative
    )
    invitations.invite_staff(
        unit=Unit.objects.get(slug="fen-isleri"), email="gelen@belediye.test", role="officer", by=administrator
    )
    handbooks.give_task(handbook=book, user=officer, task=Task.WRITER, by=administrator)
    paragraph = Block.objects.filter(document=book.document, kind="paragraph")[0]
    save_block(block_uid=paragraph.uid, base_revision=1, body="Değişen söz.", by=officer)
    handbooks.approve(handbook=book, by=administrator, reason="Okundu.")
    handbooks.publish_edition(handbook=book, by=administrator, number="0.1", change_note="İlk basım.")
    browser = Client()
    browser.post(reverse("account_reset_password"), {"email": representative.email})
    browser.force_login(representative)
    browser.get(reverse("home"))
    outbox.deliver_due()


@pytest.mark.usefixtures("mailbox", "examples")
def test_one_command_removes_all_example_data_after_they_were_used(book: Handbook, coordinator: User) -> None:
    use(book, coordinator)
    assert len(marked_rows()) > 30
    assert {"accounts_user.email", "notifications_mailboxmessage.recipients"} <= texts_of_examples()

    call_command("remove_example_data", verbosity=0)
    assert marked_rows() == []
    assert texts_of_examples() == set()
    assert list(User.objects.all()) == [coordinator]
    assert not Need.objects.exists()
    assert not Invitation.objects.exists()
    assert not Notification.objects.exists()
    assert not MailboxMessage.objects.exists()
    assert [programme.document.title for programme in Programme.objects.all()] == ["Eşit Erişim Programı"]
    assert Handbook.objects.get().editions.count() == 1  # an edition was public and stays


@pytest.mark.usefixtures("mailbox", "examples")
def test_what_real_people_were_told_stays(coordinator: User, representative: User, organisation: Organisation) -> None:
    choose_paces(user=coordinator, chosen={"incoming": "now"})
    need = make_need(representative, organisation, title="Gerçek bir ihtiyaç")
    mail_address(address="biri@belediye.test", template="", context={"subject": "Merhaba", "text": "Bağlantınız."})
    outbox.deliver_due()
    example.remove()
    assert list(Need.objects.all()) == [need]
    assert Notification.objects.filter(reference=need.reference, recipient=coordinator).exists()
    told = list(MailboxMessage.objects.values_list("recipients", flat=True))
    assert sorted(told) == ["biri@belediye.test", coordinator.email]
    assert OutboxMail.objects.filter(address="biri@belediye.test").exists()


def test_removed_examples_are_not_loaded_again(settings: Any) -> None:
    settings.EXAMPLE_DATA = True
    assert example.belong_here()
    example.load()
    example.load()
    assert example.belong_here()
    example.remove()
    example.remove()
    assert ExampleDataRemoval.objects.count() == 1
    assert not example.belong_here()
    with pytest.raises(CommandError, match="removed from this database for good"):
        call_command("load_example_data")
    assert not User.objects.exists()


def test_a_database_with_staff_of_its_own_gets_no_examples(administrator: User, settings: Any) -> None:
    settings.EXAMPLE_DATA = True
    assert not example.belong_here()
    with pytest.raises(CommandError, match="staff of its own"):
        call_command("load_example_data")
    assert list(User.objects.all()) == [administrator]


@pytest.mark.usefixtures("examples", "administrator")
def test_examples_that_are_there_are_kept_up_beside_real_staff() -> None:
    assert example.belong_here()
    example.load()
