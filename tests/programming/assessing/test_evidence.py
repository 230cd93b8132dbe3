"""Files that bear causes out: added once, frozen with a version, opened by everybody only where the writers said so before it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404
from django.urls import reverse

from atasehir_portal import stored
from programming.assessing import evidence, paper, personal, services, tasks
from programming.assessing.models import Assessment, CauseFile
from tests.programming.assessing.factories import adopt_at_once, make_adopted, make_assessment, make_file, make_tree
from tests.programming.needs.factories import picture

pytestmark = pytest.mark.django_db
SHOWS = "Rampasız kaldırımın yandan görünüşü."


def opened(client, file):
    answer = client.get(reverse("assessing:file", args=[file.key]))
    if answer.streaming:
        assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")
        assert answer["Content-Disposition"].startswith("attachment")
        assert "sandbox" in answer["Content-Security-Policy"]
    return answer.status_code


def test_writers_add_files_and_nobody_else(officer, representative, organisation, stranger, client_of):
    assessment = make_assessment(officer)
    top = make_tree(assessment, officer)[0]
    services.invite_organisation(assessment=assessment, organisation=organisation, by=officer)
    assessment = Assessment.objects.select_related("document").get(pk=assessment.pk)
    given = {"assessment": assessment, "cause": top, "content": picture(), "name": "a.jpg", "shows": SHOWS}
    file = evidence.add_file(by=representative, **given)
    assert evidence.add_file(by=representative, key=file.key, **given).pk == file.pk
    with pytest.raises(PermissionDenied):
        evidence.add_file(by=stranger, **given)
    with pytest.raises(ValidationError) as refused:
        evidence.add_file(by=officer, **{**given, "name": "a.pdf"})
    assert "file" in refused.value.message_dict
    for _turn in range(evidence.MOST - 1):
        make_file(top, officer)
    with pytest.raises(ValidationError):
        evidence.add_file(by=officer, **given)
    assert [opened(client_of(who), file) for who in (officer, representative, stranger)] == [200, 200, 404]
    assert personal.export_for(representative)[0]["file"] == SHOWS
    page = client_of(officer).get(reverse("assessing:tree", args=[assessment.reference])).content.decode()
    assert page.count(SHOWS) >= evidence.MOST
    # taken away while no version shows it, it is gone with what was stored
    evidence.take_away(file=file, by=officer)
    assert not CauseFile.objects.filter(pk=file.pk).exists()


def test_version_shows_what_it_froze_and_no_more(coordinator, officer, client, client_of):
    assessment = make_assessment(coordinator)
    top = make_tree(assessment, coordinator)[0]
    public, inside = make_file(top, coordinator, is_public=True), make_file(top, coordinator)
    CauseFile.objects.filter(pk=inside.pk).update(shows="Kapıdaki kişinin sesi.")
    assert opened(client, public) == 404  # not before a version is adopted
    adoption = adopt_at_once(assessment, coordinator)
    assert [opened(client, each) for each in (public, inside)] == [200, 404]
    services.reopen(assessment=assessment, by=coordinator)
    assessment = Assessment.objects.select_related("document").get(pk=assessment.pk)
    # what comes after the adoption belongs to the next version
    new = make_file(top, coordinator, is_public=True)
    evidence.mark(file=inside, by=coordinator, is_public=True)
    evidence.take_away(file=public, by=coordinator)
    assert [opened(client, each) for each in (public, inside, new)] == [200, 404, 404]
    address = reverse("assessing:version", args=[assessment.reference, 1])
    page, seen = client.get(address).content.decode(), client_of(officer).get(address).content.decode()
    for html in (page, adoption.pdf.source_html):
        assert SHOWS[:20] in html  # on paper the last words are held together
        assert "Kanıt dosyası, kamuya" in html
        assert "Kapıdaki" not in html
    assert "Kapıdaki" in seen
    assert reverse("assessing:file", args=[new.key]) not in seen
    assert len(evidence.of_text(assessment)) == 2
    # taken from the public, it is closed at once, and what was printed stays as it was
    evidence.mark(file=public, by=officer, is_public=False)
    assert opened(client, public) == 404
    assert SHOWS not in client.get(address).content.decode()
    adoption.refresh_from_db()
    assert paper.html_of(adoption) == adoption.pdf.source_html


def test_after_the_adoption_staff_only_withhold(coordinator, officer, representative, organisation, client_of):
    assessment = make_adopted(coordinator)
    Assessment.objects.filter(pk=assessment.pk).update(state="draft")
    top = assessment.document.blocks.filter(kind="cause").first()
    file = make_file(top, coordinator, is_public=True)
    services.invite_organisation(assessment=assessment, organisation=organisation, by=officer)
    Assessment.objects.filter(pk=assessment.pk).update(state="adopted")
    file.refresh_from_db()
    for act in (evidence.take_away, evidence.mark):
        given = {"is_public": False} if act is evidence.mark else {}
        with pytest.raises(PermissionDenied):
            act(file=file, by=representative, **given)
    address = reverse("assessing:mark_file", args=[file.key])
    assert client_of(representative).get(address).status_code == 403
    assert client_of(officer).post(address, {"public": "yes"}).status_code == 403
    assert client_of(officer).post(address, {"public": "no"}).status_code == 302
    file.refresh_from_db()
    assert not file.is_public
    with pytest.raises(Http404):
        evidence.get_file(representative, make_file_key_of_nobody())


def make_file_key_of_nobody():
    return "00000000-0000-4000-8000-000000000000"


def test_stored_files_of_no_cause_are_swept(officer, monkeypatch):
    file = make_file(make_tree(make_assessment(officer), officer)[0], officer)
    left = default_storage.save("assessing/aa/kalan.jpg", ContentFile(b"x"))
    monkeypatch.setattr(stored, "LEFT_AFTER", timedelta(seconds=-5))
    assert tasks.sweep_left_files() == 1
    assert not default_storage.exists(left)
    assert default_storage.exists(file.stored)
