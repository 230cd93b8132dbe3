"""Files of needs: added to a draft one by one, handed on, opened by those who may, gone with what they belong to."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from atasehir_portal import stored
from atasehir_portal.answering import services as answering
from programming.needs import evidence, example, intake, tasks
from programming.needs.models import ConfidentialLook, NeedDraft, NeedFile, Visibility
from programming.needs.wiring import erase_for, export_for
from tests.programming.needs.factories import (
    add_picture,
    address,
    answers,
    for_step,
    make_draft,
    make_file,
    make_need,
    picture,
)

pytestmark = pytest.mark.django_db
SHOWS = "Durakta oturacak yer olmadığını gösterir"


def page_of(draft) -> str:
    return reverse("needs:files", args=[draft.key])


def url(file) -> str:
    return reverse("needs:file", args=[file.key])


def upload(client, draft, content=None, name="foto.jpg", **typed):
    file = SimpleUploadedFile(name, picture() if content is None else content)
    return client.post(page_of(draft), {"file": file, "shows": SHOWS, "form_key": str(uuid.uuid4()), **typed})


def test_file_is_added_listed_handed_on_and_opened_as_a_download(client_of, representative, organisation):
    client, draft = client_of(representative), make_draft(representative, organisation)
    # from the last step to the files and back: what was typed there is kept, right or wrong
    half = {"organisation": "", "channel": "visit", "go": "files"}
    assert client.post(address(draft, 4), half).url == page_of(draft)
    assert upload(client, draft).url == page_of(draft)
    assert SHOWS in client.get(page_of(draft)).content.decode()
    review = client.get(address(draft, 4)).content.decode()
    assert SHOWS in review
    assert '<option value="visit" selected' in review

    sent = client.post(address(draft, 4), for_step(4, answers(organisation)))
    [file] = NeedFile.objects.all()
    assert file.need is not None
    assert (file.draft, file.kind, file.ending, file.added_by) == (None, "picture", ".jpg", representative)
    assert not NeedDraft.objects.exists()
    assert url(file) in client.get(sent.url).content.decode()
    response = client.get(url(file))
    content = b"".join(response.streaming_content)
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"].startswith('attachment; filename="dosya-')
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]
    assert content.startswith(b"\xff\xd8")
    assert len(content) == file.size


@pytest.mark.parametrize(
    ("content", "typed", "said"),
    [
        (b"MZ\x90\x00", {}, "adının söylediği şey değil"),
        (b"", {}, "Bu dosya boş"),
        (b"x" * (10 * 1024 * 1024 + 1), {}, "en çok 10 MB"),
        (None, {"shows": "kısa"}, "tarayıcılar seçilen dosyayı saklamaz"),
    ],
)
def test_what_is_refused_says_why_at_the_field_and_what_was_typed_stays(
    client_of, representative, organisation, content, typed, said
):
    draft = make_draft(representative, organisation)
    response = upload(client_of(representative), draft, content, **typed)
    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert 'id="id_file_error"' in page or "id_file" in page
    assert typed.get("shows", SHOWS) in page
    assert not NeedFile.objects.exists()
    assert not default_storage.exists(evidence.FOLDER)


def test_five_are_taken_and_one_is_taken_away(
    client_of, representative, organisation, django_capture_on_commit_callbacks
):
    client, draft = client_of(representative), make_draft(representative, organisation)
    files = [add_picture(draft) for _number in range(5)]
    assert "Beş dosya doldu" in client.get(page_of(draft)).content.decode()
    sixth = upload(client, draft)
    assert "Şimdiden beş dosya var" in sixth.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        for _click in range(2):
            away = client.post(reverse("needs:take_file", args=[draft.key, files[0].key]))
            assert away.url == page_of(draft)
    assert NeedFile.objects.count() == 4
    assert not default_storage.exists(files[0].stored)
    assert default_storage.exists(files[1].stored)


def test_same_form_sent_twice_is_one_file_and_a_key_of_others_disturbs_nobody(representative, organisation, stranger):
    draft, theirs = make_draft(representative, organisation), add_picture(make_draft(stranger))
    one = {"by": representative, "content": picture(), "name": "a.jpg", "shows": SHOWS, "key": uuid.uuid4()}
    assert evidence.add_file(draft=draft, **one) == evidence.add_file(draft=draft, **one)
    other = evidence.add_file(draft=draft, **{**one, "key": theirs.key})
    assert other.key != theirs.key
    with pytest.raises(PermissionDenied):
        evidence.add_file(draft=theirs.draft, **one)
    with pytest.raises(PermissionDenied):
        evidence.take_away(draft=theirs.draft, by=representative, key=theirs.key)
    gone = NeedDraft(pk=0, author=representative)
    with pytest.raises(ValidationError):
        evidence.add_file(draft=gone, **{**one, "key": None})


def test_database_holds_no_file_of_both_or_of_nothing(representative, organisation):
    file = add_picture(make_draft(representative, organisation))
    need = make_need(representative, organisation)
    for wrong in ({"need": need}, {"draft": None}, {"shows": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            NeedFile.objects.filter(pk=file.pk).update(**wrong)


@pytest.mark.parametrize(
    ("visibility", "opens"),
    [
        (Visibility.PUBLIC, {"representative", "contributor", "officer", "coordinator"}),
        (Visibility.PARTICIPANTS, {"representative", "contributor", "officer", "coordinator"}),
        (Visibility.CONFIDENTIAL, {"representative", "officer"}),
    ],
)
def test_files_are_opened_and_listed_by_staff_and_the_own_organisation_alone(
    client,
    client_of,
    representative,
    contributor,
    stranger,
    applicant,
    officer,
    coordinator,
    organisation,
    unit,
    visibility,
    opens,
):
    need = make_need(representative, organisation, visibility=visibility)
    answering.assign(duty=need.duty, by=coordinator, unit=unit, officer=officer)
    file = make_file(need, shows=SHOWS)
    people = {
        "representative": representative,
        "contributor": contributor,
        "stranger": stranger,
        "applicant": applicant,
        "officer": officer,
        "coordinator": coordinator,
    }
    detail = reverse("needs:detail", args=[need.reference])
    for name, user in people.items():
        response, page = client_of(user).get(url(file)), client_of(user).get(detail).content.decode()
        assert response.status_code == (200 if name in opens else 404), name
        assert (SHOWS in page) is (name in opens), name
        assert b"".join(response).startswith(b"\xff\xd8") is (name in opens)
    assert client.get(url(file)).status_code == 302
    assert SHOWS not in client.get(detail).content.decode()


def test_opening_a_file_of_a_confidential_need_is_a_look(
    client_of, representative, organisation, officer, coordinator, unit
):
    need = make_need(representative, organisation, visibility=Visibility.CONFIDENTIAL)
    answering.assign(duty=need.duty, by=coordinator, unit=unit, officer=officer)
    file = make_file(need)
    for user in (officer, representative):
        assert b"".join(client_of(user).get(url(file)))
    assert [look.user for look in ConfidentialLook.objects.all()] == [officer]


def test_files_go_with_the_draft_the_need_and_the_person(
    representative, stranger, organisation, django_capture_on_commit_callbacks
):
    kept = make_file(make_need(stranger, stranger.memberships.get().organisation))
    with django_capture_on_commit_callbacks(execute=True):
        files = [
            make_file(make_need(representative, organisation)),
            *(add_picture(make_draft(representative)) for _each in "abc"),
        ]
        intake.discard_draft(by=representative, key=files[1].draft.key)
        NeedDraft.objects.filter(pk=files[2].draft_id).update(saved_at=timezone.now() - timedelta(days=31))
        tasks.sweep_drafts()
        assert {row["file"] for row in export_for(representative) if "file" in row} == {files[0].shows}
        erase_for(representative)
        assert NeedFile.objects.get(pk=files[0].pk).added_by is None
        files[0].need.delete()
    assert [file for file in files if default_storage.exists(file.stored)] == []
    assert list(NeedFile.objects.all()) == [kept]
    assert default_storage.exists(kept.stored)


def test_stored_files_of_no_row_are_swept_after_a_day(representative, organisation, monkeypatch):
    file = add_picture(make_draft(representative, organisation))
    left = default_storage.save("needs/aa/kalan.jpg", ContentFile(b"x"))
    assert tasks.sweep_left_files() == 0
    monkeypatch.setattr(stored, "LEFT_AFTER", timedelta(seconds=-5))
    assert tasks.sweep_left_files() == 1
    assert not default_storage.exists(left)
    assert default_storage.exists(file.stored)


def test_example_picture_says_that_it_is_one():
    assert example.drawn_stop().startswith(b"\x89PNG")
