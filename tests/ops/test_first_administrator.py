"""A new portal gets its first administrator from the command line, once."""

import re
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from atasehir_portal.accounts.models import StaffPost, StaffRole, User
from atasehir_portal.catalogue.models import Municipality
from atasehir_portal.notifications.outbox import deliver_due


def appoint(email: str = "Sorumlu@belediye.test", *arguments: str) -> str:
    said = StringIO()
    call_command("first_administrator", email, "Sena Sorumlu", *arguments, stdout=said)
    return said.getvalue()


def test_first_administrator_chooses_a_password_by_e_mail_and_signs_in(catalogue: Municipality) -> None:
    said = appoint()
    post = StaffPost.objects.get(role=StaffRole.ADMINISTRATOR)
    assert post.user.email == "sorumlu@belediye.test"
    assert not post.user.has_usable_password()
    assert reverse("account_reset_password") in said

    client = Client()
    client.post(reverse("account_reset_password"), {"email": post.user.email})
    deliver_due()
    (message,) = mail.outbox
    link = re.search(r"https?://[^/]+(/\S+)", str(message.body))
    assert link
    page = client.get(link[1], follow=True)
    password = "yepyeni-Bir-Parola-2026"
    done = client.post(page.request["PATH_INFO"], {"password1": password, "password2": password})
    assert done.status_code == 302
    assert User.objects.get(pk=post.user.pk).check_password(password)


def test_first_administrator_refuses_a_second_one(administrator: User) -> None:
    with pytest.raises(CommandError, match="There is an administrator already"):
        appoint()


@pytest.mark.parametrize(
    ("email", "arguments", "words"),
    [
        ("not-an-address", (), "e-posta"),
        ("ruya@adimlar.test", (), "has an account already"),
        ("sorumlu@belediye.test", ("--unit", "yok"), "There is no unit 'yok'. Units: "),
    ],
)
def test_first_administrator_says_what_is_wrong(
    representative: User, email: str, arguments: tuple[str, ...], words: str
) -> None:
    with pytest.raises(CommandError, match=re.escape(words)):
        appoint(email, *arguments)
    assert not StaffPost.objects.exists()
