"""The outbox against a real mail server in a process of its own: down, slow, refusing, and killed in the middle."""

import email
import email.policy
import os
import socket
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from atasehir_portal.notifications import outbox, services
from atasehir_portal.notifications.models import MailState, OutboxMail, RefusedAddress

SERVER = Path(__file__).parent / "mail_server.py"
ROOT = SERVER.parents[2]
SENDER = """
import django, os, pathlib, sys
django.setup()
from django.conf import settings
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", int(sys.argv[1]), False
settings.DATABASES["default"]["NAME"] = sys.argv[2]
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[2]
from atasehir_portal.notifications import outbox
print(outbox.deliver_due())
"""


class MailServer:
    """A mail server that can be started, stopped, and told how to behave."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None
        self.does("ok")

    def does(self, mode: str) -> None:
        (self.folder / "mode").write_text(mode)

    def start(self) -> None:
        self.process = subprocess.Popen([sys.executable, str(SERVER), str(self.port), str(self.folder)])
        for _turn in range(200):
            if (self.folder / "up").exists():
                return
            time.sleep(0.05)
        raise AssertionError("the mail server did not start")

    def stop(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait(10)
        (self.folder / "up").unlink(missing_ok=True)

    @property
    def mails(self) -> list[email.message.EmailMessage]:
        files = sorted(self.folder.glob("*.eml"))
        return [email.message_from_bytes(one.read_bytes(), policy=email.policy.default) for one in files]


@pytest.fixture
def mail_server(tmp_path, settings):
    server = MailServer(tmp_path)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", server.port, False
    settings.SITE_URL = "https://katilim.example"
    yield server
    server.stop()


def tell(*users, event="1"):
    services.notify(recipients=users, kind="test_kind", reference="İ-2026-AAAAA", event=event)


def due_now() -> None:
    OutboxMail.objects.filter(state=MailState.WAITING).update(not_before=timezone.now())


@pytest.mark.django_db
def test_server_that_was_down_gets_everything_once_it_is_up(mail_server, make_user, test_kind):
    people = [make_user(f"Kişi {number}", f"kisi{number}@ornek.test") for number in range(6)]
    tell(*people)
    assert outbox.deliver_due() == 0
    tried = OutboxMail.objects.exclude(attempts=0)
    assert tried.count() == outbox.GIVE_UP_AFTER  # the others were not held up by their turn
    assert set(OutboxMail.objects.values_list("state", flat=True)) == {MailState.WAITING}

    mail_server.start()
    due_now()
    assert outbox.deliver_due() == 6
    assert {mail["To"] for mail in mail_server.mails} == {user.email for user in people}
    assert set(OutboxMail.objects.values_list("state", flat=True)) == {MailState.SENT}


@pytest.mark.django_db
def test_slow_server_is_left_and_tried_again(mail_server, representative, settings, test_kind):
    settings.EMAIL_TIMEOUT = 1
    mail_server.does("slow")
    mail_server.start()
    tell(representative)
    assert outbox.deliver_due() == 0
    assert OutboxMail.objects.get().state == MailState.WAITING
    mail_server.does("ok")
    due_now()
    assert outbox.deliver_due() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["later", "policy"])
def test_refusal_for_now_is_tried_again_and_accepted(mail_server, representative, mode, test_kind):
    mail_server.does(mode)
    mail_server.start()
    tell(representative)
    assert outbox.deliver_due() == 0
    waiting = OutboxMail.objects.get()
    assert (waiting.state, waiting.attempts, waiting.error) == (MailState.WAITING, 1, "SMTPRecipientsRefused")
    assert not RefusedAddress.objects.exists()
    mail_server.does("ok")
    due_now()
    assert outbox.deliver_due() == 1
    assert str(waiting.message_id) in mail_server.mails[0]["Message-ID"]


@pytest.mark.django_db
@pytest.mark.parametrize(("mode", "code"), [("no", 550), ("full", 552)])
def test_address_refused_for_good_is_kept_for_the_person(mail_server, make_user, client_of, mode, code, test_kind):
    gone = make_user("Yok Kişi", "yok@ornek.test")
    mail_server.does(mode)
    mail_server.start()
    tell(gone)
    assert outbox.deliver_due() == 0
    assert OutboxMail.objects.get().state == MailState.REFUSED
    kept = RefusedAddress.objects.get()
    assert (kept.user, kept.address, kept.code) == (gone, "yok@ornek.test", code)
    for page in ("/bildirimler/", "/bildirimler/ne-zaman/"):
        assert "E-postalarımız size ulaşmıyor" in client_of(gone).get(page).content.decode()

    tell(gone, event="2")
    assert outbox.deliver_due() == 0  # not tried in vain
    client_of(gone).post("/bildirimler/adresi-yeniden-dene/")
    mail_server.does("ok")
    tell(gone, event="3")
    assert outbox.deliver_due() == 1
    assert len(mail_server.mails) == 1


@pytest.mark.django_db
def test_refused_address_stops_nobody_else(mail_server, make_user, representative, test_kind):
    gone = make_user("Yok Kişi", "yok@ornek.test")
    mail_server.does("no")
    mail_server.start()
    tell(gone, representative)
    assert outbox.deliver_due() == 1
    assert [mail["To"] for mail in mail_server.mails] == [representative.email]


@pytest.mark.django_db
def test_refusal_is_forgotten_with_the_next_mail_that_is_taken(mail_server, representative):
    RefusedAddress.objects.create(user=representative, address=representative.email, code=552)
    mail_server.start()
    services.mail_address(address=representative.email, template="", context={"subject": "Bağ", "text": "Buradan."})
    assert outbox.deliver_due() == 1
    assert not RefusedAddress.objects.exists()


@pytest.mark.django_db
def test_what_arrives_has_both_texts_and_the_way_to_switch_off(mail_server, representative, test_kind):
    mail_server.start()
    tell(representative)
    outbox.deliver_due()
    [mail] = mail_server.mails
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    off = mail["List-Unsubscribe"].strip()  # a long header begins on a line of its own
    assert off.startswith("<https://katilim.example/bildirimler/e-posta-kapat/")
    for kind in ("plain", "html"):
        text = mail.get_body((kind,)).get_content()
        assert "Cümle." in text
        assert off.strip("<>") in text


@pytest.mark.django_db(transaction=True)
def test_worker_killed_after_the_server_took_the_mail_causes_one_duplicate_with_the_same_id(
    mail_server, django_db_blocker
):
    mail_server.does("die")
    mail_server.start()
    services.mail_address(address="rita@ornek.test", template="", context={"subject": "Bağ", "text": "Buradan."})

    def worker() -> int:
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "atasehir_portal.settings", "PYTHONPATH": str(ROOT)}
        name = str(connection.settings_dict["NAME"])
        sender = subprocess.Popen(
            [sys.executable, "-c", SENDER, str(mail_server.port), name], env=environment, cwd=ROOT
        )
        (mail_server.folder / "victim").write_text(str(sender.pid))
        return sender.wait(60)

    assert worker() < 0  # killed
    left = OutboxMail.objects.get()
    assert (left.state, left.attempts, len(mail_server.mails)) == (MailState.SENDING, 1, 1)
    assert worker() == 0
    assert len(mail_server.mails) == 1  # the lease still holds
    OutboxMail.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert worker() == 0
    assert worker() == 0
    assert len(mail_server.mails) == 2
    assert len({mail["Message-ID"] for mail in mail_server.mails}) == 1
    assert OutboxMail.objects.get().state == MailState.SENT
    call_command("load_catalogue", verbosity=0)
