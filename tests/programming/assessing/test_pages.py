"""Pages of assessments: begun once, written step by step without JavaScript, bad input beside its field."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from atasehir_portal.accounts.models import User
from atasehir_portal.catalogue.models import Right, RightsHolderGroup
from atasehir_portal.documents.models import Block, BlockConflict, Document
from programming.assessing import example, queries
from programming.assessing.models import Adoption, Assessment, GatheredNeed
from programming.assessing.steps import STEPS
from programming.needs.models import Need
from tests.programming.assessing.factories import cause_form, make_assessment, make_parts, make_tree
from tests.programming.needs.factories import make_need

pytestmark = pytest.mark.django_db


def test_begun_once_with_a_chapter_for_each_step(client_of, officer):
    sent = {
        "form_key": str(uuid.uuid4()),
        "title": "Parkta akşam güvenle yürümek",
        "right": Right.objects.get(slug="yasam_guvenlik").pk,
        "groups": [RightsHolderGroup.objects.get(slug="kadin").pk],
    }
    client = client_of(officer)
    first, second = (client.post(reverse("assessing:new"), sent) for _turn in range(2))
    assert first.url == second.url
    assessment = Assessment.objects.get()
    assert list(assessment.document.sections.values_list("anchor", flat=True)) == [step.anchor for step in STEPS]
    for step in STEPS:
        page = client.get(first.url, {"bolum": step.anchor}).content.decode()
        assert str(step.explains) in page.replace("&#x27;", "’")
        assert f"/{step.book[0]}/" in page
    refused = client.post(reverse("assessing:new"), {**sent, "form_key": str(uuid.uuid4()), "title": "x", "groups": []})
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"title", "groups"}


def test_tree_is_written_with_plain_forms(client_of, officer):
    assessment = make_assessment(officer)
    client = client_of(officer)
    add = reverse("assessing:add_part", args=[assessment.reference, "cause"])
    client.post(add, cause_form(title="Merkeze varılamıyor."))
    top = Block.objects.get(kind="cause")
    form = client.get(add, {"ust": str(top.uid)}).context["form"]
    assert (form.initial["level"], form.initial["parent"]) == ("immediate", str(top.uid))
    client.post(add, cause_form(level="immediate", parent=str(top.uid)))
    # what cannot be is said beside its field, with what was typed
    refused = client.post(add, cause_form(title="Havada kalan", level="root"))
    assert refused.status_code == 422
    assert "parent" in refused.context["form"].errors
    assert "Havada kalan" in refused.content.decode()
    page = client.get(reverse("assessing:tree", args=[assessment.reference])).content.decode()
    assert page.count("<rect") == 2
    child = Block.objects.filter(kind="cause").last()
    edit = reverse("assessing:edit_part", args=[child.uid])
    client.post(edit, cause_form(title="Rampa yok.", level="underlying", parent=str(top.uid), base_revision=1))
    child.refresh_from_db()
    assert (child.data["level"], child.revision) == ("underlying", 2)
    # somebody was quicker: the text is kept
    late = client.post(edit, cause_form(title="Geç kalan", level="underlying", parent=str(top.uid), base_revision=1))
    assert late.url == reverse("documents:conflict", args=[BlockConflict.objects.get().pk])
    assert client.post(reverse("assessing:move_cause", args=[child.uid]), {"direction": "up"}).status_code == 302
    remove = reverse("assessing:remove_part", args=[top.uid])
    assert client.post(remove, {"children": "stay"}).status_code == 422
    assert client.post(remove, {"children": "together"}).status_code == 302
    assert not queries.live_parts(assessment.document).exists()


def test_details_that_somebody_else_changed_meanwhile_are_not_overwritten(client_of, officer, coordinator):
    assessment = make_assessment(officer)
    address = reverse("assessing:change", args=[assessment.reference])
    client = client_of(officer)
    page = client.get(address)
    given = {
        "title": "Merkeze güvenle ulaşmak",
        "right": assessment.right_id,
        "groups": list(assessment.groups.values_list("pk", flat=True)),
        "seen": page.context["seen"],
    }
    assert client_of(coordinator).post(address, given).status_code == 302
    late = client.post(address, {**given, "title": "Merkeze yalnız gidebilmek"})
    assert late.status_code == 422
    for words in ("Merkeze güvenle ulaşmak", "Merkeze yalnız gidebilmek"):
        assert words in late.content.decode()
    assert Document.objects.get(pk=assessment.document_id).title == "Merkeze güvenle ulaşmak"
    again = {**given, "title": "Merkeze yalnız gidebilmek", "seen": late.context["seen"]}
    assert client.post(address, again).status_code == 302


def test_number_of_queries_does_not_grow(client_of, officer, representative, organisation):
    assessment = make_assessment(officer)
    client = client_of(officer)
    names = ("detail", "edit", "tree", "needs")

    def counts():
        found = []
        for name in (*names, "list"):
            args = [] if name == "list" else [assessment.reference]
            client.get(reverse(f"assessing:{name}", args=args))
            with CaptureQueriesContext(connection) as caught:
                client.get(reverse(f"assessing:{name}", args=args))
            found.append(len(caught))
        return found

    make_tree(assessment, officer)
    make_parts(assessment, officer)
    need = make_need(representative, organisation)
    GatheredNeed.objects.create(assessment=assessment, need=need)
    few = counts()
    for number in range(4):
        make_tree(assessment, officer)
        GatheredNeed.objects.create(assessment=assessment, need=make_need(representative, organisation))
        make_assessment(officer, f"Başka hak sorunu {number}")
    assert counts() == few
    assert max(few) <= 10, dict(zip((*names, "list"), few, strict=True))


def test_example_is_complete_and_goes_without_a_trace(coordinator, representative, organisation, client):
    User.objects.filter(pk=coordinator.pk).update(is_example=True)
    need = make_need(representative, organisation, title="Sağlık merkezine giden kaldırımdan geçilemiyor")
    Need.objects.filter(pk=need.pk).update(is_example=True)
    made = example.load()
    assert example.load() is None
    page = client.get(reverse("assessing:detail", args=[made.reference])).content.decode()
    for words in ("<svg", "karşılanmıyor", "Hesap: (30 × 4", need.reference, "(örnek)"):
        assert words in page, words
    real = make_assessment(coordinator)
    Assessment.objects.filter(pk=real.pk).update(is_example=False)
    Document.objects.filter(pk=real.document_id).update(is_example=False)
    assert example.remove() == 1
    assert list(Assessment.objects.all()) == [real]
    assert Adoption.objects.count() == GatheredNeed.objects.count() == 0
    assert Document.objects.filter(kind="assessment").count() == 1
