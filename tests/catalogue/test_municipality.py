"""The municipality's profile with its logo, closed days, and the privacy notice."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from atasehir_portal.accounts.models import User
from atasehir_portal.catalogue import example
from atasehir_portal.catalogue.models import ClosedDay, Municipality, PrivacyNotice

ClientOf = Callable[[User | None], Client]
PROFILE = {
    "name": "Ataşehir Belediyesi",
    "short_name": "Ataşehir",
    "portal_name": "Ataşehir Katılım",
    "province": "İstanbul",
    "suppression_threshold": "5",
}


@pytest.fixture
def editor(client_of: ClientOf, administrator: User) -> Client:
    return client_of(administrator)


def picture(form: str = "PNG", size: tuple[int, int] = (900, 300), **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#0b4f5c").save(out, form, **options)
    return out.getvalue()


def send(client: Client, content: bytes, name: str = "logo.png", **more: str) -> Any:
    logo = SimpleUploadedFile(name, content, content_type="image/png")
    return client.post(reverse("catalogue:municipality"), {**PROFILE, **more, "logo": logo})


def test_profile_is_saved(editor: Client) -> None:
    data = {
        **PROFILE,
        "phone": "(0216) 000 00 00",
        "website": "www.example.bel.tr",
        "help_tr": "Gelin, birlikte yazalım.",
    }
    assert editor.post(reverse("catalogue:municipality"), data).status_code == 302
    row = Municipality.objects.get()
    assert (row.phone, row.website) == ("(0216) 000 00 00", "https://www.example.bel.tr")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("phone", "<script>"),
        ("email", "posta"),
        ("website", "javascript:alert(1)"),
        ("website", "ftp://x.example"),
        ("suppression_threshold", "1"),
        ("help_tr", "a" * 100_000),
    ],
)
def test_profile_says_what_is_wrong(editor: Client, field: str, value: str) -> None:
    response = editor.post(reverse("catalogue:municipality"), {**PROFILE, field: value})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]


@pytest.mark.parametrize(("form", "name"), [("PNG", "a.png"), ("JPEG", "a.exe"), ("PNG", "../../evil.svg")])
def test_logo_is_drawn_anew(editor: Client, form: str, name: str) -> None:
    assert send(editor, picture(form), name).status_code == 302
    row = Municipality.objects.get()
    assert row.logo.name.startswith("logo/")
    assert row.logo.name.endswith(".png")
    with row.logo.open() as file, Image.open(file) as kept:
        assert (kept.format, kept.size) == ("PNG", (512, 171))
    response = Client().get(reverse("catalogue:logo"))
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response).startswith(b"\x89PNG")
    response.close()


def test_logo_keeps_no_metadata(editor: Client) -> None:
    exif = Image.Exif()
    exif[0x010E] = "gizli konum"
    send(editor, picture("JPEG", exif=exif))
    with Municipality.objects.get().logo.open() as file:
        content = file.read()
    assert b"gizli konum" not in content
    assert b"eXIf" not in content


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"\x89PNG\r\n\x1a\n" + b"x" * 100,
        b"GIF89a" + b"\x00" * 50,
        b"text",
        picture()[:-40],
        picture(size=(7000, 10)),
        b"\x89PNG\r\n\x1a\n" + b"\x00" * (2 * 1024 * 1024),
    ],
    ids=["svg", "broken", "gif", "text", "cut", "too wide", "too big"],
)
def test_logo_that_is_no_picture_is_refused(editor: Client, content: bytes) -> None:
    response = send(editor, content)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["logo"]
    assert not Municipality.objects.get().logo


def test_logo_is_taken_away_and_its_file_deleted(editor: Client, django_capture_on_commit_callbacks: Any) -> None:
    send(editor, picture())
    name = Municipality.objects.get().logo.name
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(reverse("catalogue:municipality"), {**PROFILE, "logo-clear": "on"})
    assert not Municipality.objects.get().logo
    assert not default_storage.exists(name)
    assert Client().get(reverse("catalogue:logo")).status_code == 404


def test_logo_stays_when_nothing_is_sent(editor: Client) -> None:
    send(editor, picture())
    name = Municipality.objects.get().logo.name
    editor.post(reverse("catalogue:municipality"), {**PROFILE, "phone": "1"})
    assert Municipality.objects.get().logo.name == name


def test_two_people_do_not_overwrite_each_others_profile(editor: Client) -> None:
    base = editor.get(reverse("catalogue:municipality")).context["form"]["base"].value()
    Municipality.objects.update(phone="123")
    response = editor.post(reverse("catalogue:municipality"), {**PROFILE, "base": base, "phone": "456"})
    assert response.context["form"].non_field_errors()
    assert Municipality.objects.get().phone == "123"


# --- closed days -----------------------------------------------------------------------------------------------------


def test_closed_day_is_added_once_and_taken_out(editor: Client) -> None:
    page = reverse("catalogue:closed_days")
    data = {"date": "2027-01-04", "reason_tr": "İdari izin", "reason_en": "Administrative leave"}
    assert editor.post(page, data).status_code == 302
    assert "date" in editor.post(page, data).context["form"].errors
    day = ClosedDay.objects.get()
    for _twice in range(2):
        assert editor.post(reverse("catalogue:closed_day_remove", args=[day.pk])).status_code == 302
    assert not ClosedDay.objects.exists()


@pytest.mark.parametrize("date", ["", "yarın", "0001-01-01", "9999-12-31", "2026-02-30"])
def test_closed_day_needs_a_day(editor: Client, date: str) -> None:
    data = {"date": date, "reason_tr": "İdari izin", "reason_en": "Administrative leave"}
    assert "date" in editor.post(reverse("catalogue:closed_days"), data).context["form"].errors


def test_closed_day_far_away_number_is_harmless(editor: Client) -> None:
    assert editor.post(reverse("catalogue:closed_day_remove", args=[10**30])).status_code == 302


# --- privacy notice --------------------------------------------------------------------------------------------------


def test_notice_is_public_in_both_languages(catalogue: Municipality) -> None:
    client = Client()
    page = client.get(reverse("catalogue:privacy_notice"))
    assert "Veri sorumlusu kim?" in page.content.decode()
    client.cookies["django_language"] = "en"
    assert "Who is the data controller?" in client.get(reverse("catalogue:privacy_notice")).content.decode()


def test_notice_has_one_main_heading(catalogue: Municipality) -> None:
    assert Client().get(reverse("catalogue:privacy_notice")).content.decode().count("<h1") == 1


def test_new_notice_leaves_the_earlier_version(editor: Client) -> None:
    page = reverse("catalogue:notice_new")
    form = editor.get(page).context["form"]
    assert "Veri sorumlusu" in form["text_tr"].value()
    data = {"text_tr": "Yeni metin. " * 40, "text_en": "New text. " * 40, "effective_from": str(timezone.localdate())}
    for _twice in range(2):
        assert editor.post(page, data).status_code == 302
    assert list(PrivacyNotice.objects.values_list("number", flat=True)) == [2, 1]
    client = Client()
    assert "Yeni metin." in client.get(reverse("catalogue:privacy_notice")).content.decode()
    assert "Veri sorumlusu kim?" in client.get(reverse("catalogue:privacy_notice_version", args=[1])).content.decode()


def test_notice_of_tomorrow_is_not_shown_today(editor: Client) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    data = {"text_tr": "Yarınki metin. " * 40, "text_en": "Text of tomorrow. " * 40, "effective_from": str(tomorrow)}
    editor.post(reverse("catalogue:notice_new"), data)
    client = Client()
    assert "Yarınki" not in client.get(reverse("catalogue:privacy_notice")).content.decode()
    assert client.get(reverse("catalogue:privacy_notice_version", args=[2])).status_code == 404


def test_notice_cannot_take_effect_in_the_past(editor: Client) -> None:
    data = {"text_tr": "x" * 300, "text_en": "x" * 300, "effective_from": "2020-01-01"}
    response = editor.post(reverse("catalogue:notice_new"), data)
    assert list(response.context["form"].errors) == ["effective_from"]


def test_unknown_version_of_the_notice_is_not_found(catalogue: Municipality) -> None:
    assert Client().get(reverse("catalogue:privacy_notice_version", args=[99])).status_code == 404


def test_administrators_are_warned_while_nobody_can_be_reached(editor: Client) -> None:
    warning = "Henüz telefon, e-posta ya da adres girilmedi."
    assert warning in editor.get(reverse("catalogue:municipality")).content.decode()
    assert editor.post(reverse("catalogue:municipality"), {**PROFILE, "phone": "444 00 00"}).status_code == 302
    assert warning not in editor.get(reverse("catalogue:municipality")).content.decode()


@pytest.mark.parametrize(
    ("phone", "called"),
    [
        ("(0216) 000 00 00", "02160000000"),
        ("0 000 000 00 00 (örnek)", "00000000000"),
        ("+90 216 000 00 00 (dahili 12)", "+902160000000"),
        ("", ""),
    ],
)
def test_number_is_called_without_its_remark(editor: Client, phone: str, called: str) -> None:
    assert editor.post(reverse("catalogue:municipality"), {**PROFILE, "phone": phone}).status_code == 302
    assert Municipality.objects.get().number_to_call == called


def test_example_contact_is_marked_and_goes_with_the_example_data(catalogue: Municipality) -> None:
    example.load()
    row = Municipality.objects.get()
    assert "(örnek)" in row.phone
    assert "örnek" in row.address
    assert row.email.endswith("@example.test")
    example.remove()
    row.refresh_from_db()
    assert not row.can_be_reached


def test_example_contact_never_replaces_a_real_one(catalogue: Municipality) -> None:
    Municipality.objects.update(phone="444 00 00")
    example.load()
    assert not Municipality.objects.get().email
    Municipality.objects.update(phone="")
    example.load()
    Municipality.objects.update(phone="444 00 00")
    example.remove()
    row = Municipality.objects.get()
    assert (row.phone, row.email, row.address) == ("444 00 00", "", "")
