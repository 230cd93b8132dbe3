"""The outbox: one event one message, leases, retries, and what mails say."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from atasehir_portal.accounts.people import person
from atasehir_portal.answering import services as answering
from atasehir_portal.notifications import outbox, queries, services
from atasehir_portal.notifications.models import MailboxMessage, MailState, Notification, OutboxMail
from tests.programming.needs.factories import make_need

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mails_are_caught(settings, test_kind):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.SITE_URL = "https://katilim.example"


def tell(user, reference="İ-2026-AAAAA", event="1"):
    return services.notify(recipients=[user], kind="test_kind", reference=reference, event=event)


def test_notify_same_event_twice_tells_once(representative):
    assert len(tell(representative)) == 1
    assert len(tell(representative)) == 0
    assert len(tell(representative, event="2")) == 1
    assert Notification.objects.count() == OutboxMail.objects.count() == 2


def test_notify_rolls_back_with_the_change(representative):
    with transaction.atomic():
        tell(representative)
        transaction.set_rollback(True)
    assert not OutboxMail.objects.exists()


def test_notify_unknown_kind_is_an_error(representative):
    with pytest.raises(KeyError):
        services.notify(recipients=[representative], kind="nobody_knows", reference="x", event="1")


def test_notify_leaves_out_people_who_cannot_sign_in(representative):
    representative.is_active = False
    representative.save()
    assert tell(representative) == []


def test_deliver_sends_text_and_html_in_the_readers_language(representative):
    representative.language = "en"
    representative.save()
    tell(representative)
    assert outbox.deliver_due() == 1

    [message] = mail.outbox
    html = message.alternatives[0][0]
    assert message.subject == "Konu İ-2026-AAAAA"
    for text in (message.body, html):
        assert "Cümle." in text
        assert "Dear Rüya Temsilci" in text
        assert "https://katilim.example/ihtiyaclar/" in text
    assert message.extra_headers["Message-ID"].endswith("@katilim.example>")
    assert OutboxMail.objects.get().state == MailState.SENT
    assert outbox.deliver_due() == 0


def test_deliver_drops_what_the_reader_may_not_see_any_more(representative):
    tell(representative, reference="hidden-1")
    assert outbox.deliver_due() == 0
    assert mail.outbox == []
    assert OutboxMail.objects.get().state == MailState.DROPPED


def test_deliver_tries_again_later_with_the_same_message_id(representative, settings):
    tell(representative)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", 1, False
    before = OutboxMail.objects.get()
    assert outbox.deliver_due() == 0

    waiting = OutboxMail.objects.get()
    assert waiting.state == MailState.WAITING
    assert waiting.not_before > timezone.now()
    assert waiting.error

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    OutboxMail.objects.update(not_before=timezone.now())
    assert outbox.deliver_due() == 1
    assert str(before.message_id) in mail.outbox[0].extra_headers["Message-ID"]


def test_claim_is_taken_by_one_and_freed_when_the_lease_is_over(representative):
    tell(representative)
    first = outbox.claim_next()
    assert first is not None
    assert outbox.claim_next() is None

    OutboxMail.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    second = outbox.claim_next()
    assert second is not None
    assert second.attempts == 2


def test_mail_to_an_address_forgets_its_secret_once_sent(catalogue):
    services.mail_address(
        address="yeni@ornek.test",
        template="membership_invitation",
        context={"inviter": "Rüya", "place": "Dernek", "until": "1 Ocak", "path": "/hesap/cagri/gizli/"},
    )
    assert outbox.deliver_due() == 1
    assert "https://katilim.example/hesap/cagri/gizli/" in mail.outbox[0].body
    assert OutboxMail.objects.get().context == {}


def test_mail_to_an_address_cannot_be_read_in_the_database(catalogue):
    services.mail_address(address="yeni@ornek.test", template="", context={"subject": "Konu", "text": "gizli-bag"})
    waiting = OutboxMail.objects.get()
    assert "gizli-bag" not in str(waiting.context)
    assert outbox.compose(waiting).body == "gizli-bag"


def test_mail_whose_link_no_longer_works_is_not_sent(catalogue):
    services.mail_address(
        address="yeni@ornek.test",
        template="",
        context={"subject": "Konu", "text": "bağ"},
        useless_after=timedelta(seconds=-1),
    )
    assert outbox.deliver_due() == 0
    late = OutboxMail.objects.get()
    assert (late.state, late.context, mail.outbox) == (MailState.DROPPED, {}, [])


def test_addresses_are_forgotten_some_time_after_the_mail(catalogue, representative):
    for number in range(3):
        services.mail_address(address=f"{number}@ornek.test", template="", context={"subject": "a", "text": "b"})
    tell(representative)
    long_ago = timezone.now() - timedelta(days=31)
    OutboxMail.objects.update(created_at=long_ago)
    OutboxMail.objects.filter(address="0@ornek.test").update(state=MailState.SENT)
    OutboxMail.objects.filter(address="1@ornek.test").update(state=MailState.SENT, created_at=timezone.now())
    OutboxMail.objects.exclude(notification=None).update(state=MailState.SENT)
    assert outbox.forget_addresses() == 1
    assert set(OutboxMail.objects.values_list("address", flat=True)) == {"1@ornek.test", "2@ornek.test", ""}


def test_link_to_a_new_password_waits_for_the_mail_server(client, make_user, settings):
    """The page succeeds, the secret is not readable meanwhile and gone afterwards."""
    user = make_user("Rüya Temsilci", "ruya@ornek.test")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", 1, False
    page = client.post(reverse("account_reset_password"), {"email": user.email})
    assert page["Location"] == reverse("account_reset_password_done")
    assert outbox.deliver_due() == 0
    waiting = OutboxMail.objects.get()
    assert (waiting.state, waiting.attempts) == (MailState.WAITING, 1)
    assert "/hesap/password/reset/key/" not in str(waiting.context)

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    OutboxMail.objects.update(not_before=timezone.now())
    assert outbox.deliver_due() == 1
    link = re.search(r"http://[^/]+(/hesap/password/reset/key/\S+)", mail.outbox[0].body)[1]
    assert client.get(link, follow=True).status_code == 200
    assert OutboxMail.objects.get().context == {}


def test_number_of_unread_is_what_the_list_shows(client_of, representative, django_assert_num_queries):
    for number in range(3):
        tell(representative, reference=f"İ-2026-AAAA{number}", event=str(number))
    tell(representative, reference="hidden-1")
    Notification.objects.create(recipient=representative, kind="a kind of a room that is gone", event_key="x")
    assert person(representative).organisation_ids  # read once per request
    assert not person(representative).is_staff_member
    with django_assert_num_queries(1):
        assert queries.unread_count(representative) == 3
    page = client_of(representative).get(reverse("notifications:list"))
    assert len([line for line in page.context["told"] if line.is_unread]) == 3
    assert page.context["page_obj"].paginator.count == 3


def test_number_of_unread_costs_one_query_whatever_the_rooms_told(
    client_of, representative, coordinator, officer, organisation, unit, django_assert_num_queries
):
    need = make_need(representative, organisation)
    answering.assign(duty=need.duty, by=coordinator, unit=unit, officer=officer)
    answering.answer(duty=need.duty, by=officer, outcome="accepted", reason="Rampa yapılacak.")
    hidden = make_need(representative, organisation, visibility="confidential")
    services.notify(recipients=[representative], kind="need_answered", reference=hidden.reference, event="1")
    assert person(representative).organisation_ids  # read once per request
    assert not person(representative).is_staff_member
    assert queries.unread_count(representative) == 2
    with django_assert_num_queries(1):
        assert queries.unread_count(representative) == 2
    hidden.submitted_by = None
    hidden.save()
    page = client_of(representative).get(reverse("notifications:list"))
    assert page.context["portal"].unread == len(page.context["told"]) == queries.unread_count(representative) == 1


def test_list_shows_own_notifications_and_opening_marks_read(client_of, representative, stranger):
    tell(representative)
    tell(stranger, reference="İ-2026-BBBBB")
    client = client_of(representative)
    page = client.get(reverse("notifications:list")).content.decode()
    assert "İ-2026-AAAAA" in page
    assert "İ-2026-BBBBB" not in page

    one = Notification.objects.get(recipient=representative)
    assert client_of(stranger).post(reverse("notifications:open", args=[one.pk])).status_code == 404
    assert client.get(reverse("notifications:open", args=[one.pk])).status_code == 405
    assert client.post(reverse("notifications:open", args=[one.pk])).status_code == 302
    one.refresh_from_db()
    assert one.read_at


def test_read_marks_all_of_ones_own(client_of, representative, stranger):
    tell(representative)
    tell(stranger)
    client_of(representative).post(reverse("notifications:read"))
    assert Notification.objects.filter(read_at=None).get().recipient == stranger


@pytest.mark.parametrize("count", [1, 10, 100])
def test_list_queries_do_not_grow(client_of, django_assert_max_num_queries, representative, count):
    for number in range(count):
        tell(representative, event=str(number))
    client = client_of(representative)
    client.get(reverse("notifications:list"))
    with django_assert_max_num_queries(10):
        client.get(reverse("notifications:list"))


def test_mailbox_keeps_mails_and_does_not_exist_in_a_deployment(client, representative, settings):
    settings.EMAIL_BACKEND = "atasehir_portal.notifications.mailbox.EmailBackend"
    tell(representative)
    outbox.deliver_due()
    assert MailboxMessage.objects.count() == 1
    assert "Konu İ-2026-AAAAA" in client.get(reverse("notifications:mailbox")).content.decode()

    settings.DEPLOYED = True
    assert client.get(reverse("notifications:mailbox")).status_code == 404


def test_list_names_what_it_is_about_to_those_who_may_see_it(
    client_of, representative, coordinator, officer, organisation, unit
):
    need = make_need(representative, organisation, title="Merdivenli giriş")
    hidden = make_need(representative, organisation, title="Gizli kalacak söz", visibility="confidential")
    for each in (need, hidden):
        answering.assign(duty=each.duty, by=coordinator, unit=unit, officer=officer)
        answering.answer(duty=each.duty, by=officer, outcome="accepted", reason="Rampa yapılacak.")
    for user in (representative, officer, coordinator):
        page = client_of(user).get(reverse("notifications:list"))
        titles = {line.title for line in page.context["told"]}
        assert "Merdivenli giriş" in titles
        assert "Gizli kalacak söz" not in page.content.decode()
    for mail_row in OutboxMail.objects.all():
        message = outbox.compose(mail_row)
        assert message is None or "Merdivenli giriş" not in message.subject + message.body
    assert "Merdivenli" not in str(list(Notification.objects.values()))
