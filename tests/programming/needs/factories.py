"""Needs for tests."""

import io
import uuid

from django.urls import reverse
from django.utils import timezone
from PIL import Image

from atasehir_portal.catalogue.models import Neighbourhood, RightsHolderGroup
from programming.needs import evidence
from programming.needs.forms import step
from programming.needs.models import BatchState, Need, NeedBatch, NeedBatchRow, NeedDraft, NeedFile, Visibility
from programming.needs.services import NeedText, submit_need


def make_need(
    by, organisation=None, *, title="Kaldırımda rampa yok, geçilemiyor", visibility=Visibility.PUBLIC, **more
) -> Need:
    """Submit a need through the service that people use."""
    groups = more.pop("groups", None) or RightsHolderGroup.objects.filter(slug="yasli")
    places = more.pop("neighbourhoods", None) or Neighbourhood.objects.filter(slug="icerenkoy")
    text = NeedText(
        title=title,
        body=more.pop("body", "Randevusuna giden yaşlılar araç yoluna inmek zorunda kalıyor."),
        groups=groups,
        neighbourhoods=places,
        visibility=visibility,
        **more,
    )
    return submit_need(text=text, by=by, organisation=organisation, form_key=uuid.uuid4())


def answers(organisation=None, **changes) -> dict:
    """What a person types into the four steps, all fields together."""
    data = {
        "title": "Kreş saatleri vardiyamıza uymuyor",
        "body": "Kreş 17.30’da kapanıyor; vardiyayla çalışanlar çocuklarını alacak kimse bulamıyor.",
        "service_area": "",
        "since": "years",
        "groups": [str(RightsHolderGroup.objects.get(slug="cocuk").pk)],
        "neighbourhoods": [],
        "people": "under_100",
        "rights": [],
        "urgency": "ordinary",
        "suggestion": "Nöbetçi sınıf.",
        "visibility": "public",
        "organisation": str(organisation.pk) if organisation else "",
        "channel": "portal",
    }
    return {**data, **changes}


def for_step(number: int, typed: dict) -> dict:
    """What a browser sends for one step."""
    return {name: value for name, value in typed.items() if name in step(number).names()}


PASSED_ON = {"channel": "visit", "notice_told": "on", "consent": "on", "consent_how": "spoken"}


def make_draft(by, organisation=None, *, done=(1, 2, 3), **changes) -> NeedDraft:
    """A draft that is whole up to the last step."""
    typed = answers(organisation, **changes)
    said = {
        name: value if isinstance(value, list) else [value]
        for number in done
        for name, value in for_step(number, typed).items()
    }
    return NeedDraft.objects.create(author=by, said=said, done=list(done))


def picture() -> bytes:
    """A small JPEG."""
    out = io.BytesIO()
    Image.new("RGB", (8, 6), "teal").save(out, "JPEG")
    return out.getvalue()


def add_picture(draft, *, shows="Kaldırımda rampa olmadığını gösterir") -> NeedFile:
    """Add a file to a draft, as its author does."""
    return evidence.add_file(draft=draft, by=draft.author, content=picture(), name="foto.jpg", shows=shows)


def make_file(need, *, shows="Kaldırımda rampa olmadığını gösterir") -> NeedFile:
    """A file that came with a need."""
    draft = NeedDraft.objects.create(author=need.submitted_by)
    file = add_picture(draft, shows=shows)
    evidence.hand_on(draft=draft, need=need)
    draft.delete()
    return NeedFile.objects.get(pk=file.pk)


def address(draft, number: int) -> str:
    return reverse("needs:step", args=[draft.key, number])


def raise_need(client, organisation=None, *, key=None, **changes):
    """Go through the four steps as a browser does; return the answer to the last step, or to the first that was refused."""
    typed = answers(organisation, **changes)
    key = key or uuid.uuid4()
    response = client.post(reverse("needs:submit"), {"form_key": str(key), **for_step(1, typed)})
    for number in (2, 3, 4):
        if response.status_code != 302:
            return response
        response = client.post(reverse("needs:step", args=[key, number]), for_step(number, typed))
    return response


def sheets_of(by, organisation, need, *, waits=True) -> dict[str, list]:
    """Addresses of spreadsheets of this person: one that is checked, one of which a need came, one that waits for a worker."""
    columns = ["Ne eksik", "Ayrıntı", "Kimin için", "Mahalleler"]
    batch = NeedBatch.objects.create(
        author=by,
        organisation=organisation,
        state=BatchState.CHECKED,
        columns=columns,
        mapping={"title": 0, "body": 1, "groups": 2, "neighbourhoods": 3},
    )
    cells = ["Parkta ışık yanmıyor", "Akşam çalışmasına gelen gençlerin sayısı azaldı.", "Gençler", "İçerenköy"]
    NeedBatchRow.objects.create(batch=batch, number=2, cells=cells)
    wrong = {"groups": ["“Herkes” listede yok."]}
    NeedBatchRow.objects.create(batch=batch, number=3, cells=[*cells[:2], "Herkes"], problems=wrong, is_chosen=False)
    done = NeedBatch.objects.create(
        author=by,
        organisation=organisation,
        state=BatchState.IMPORTED,
        imported_at=timezone.now(),
        reference="T-2026-ACDEF",
    )
    NeedBatchRow.objects.create(batch=done, number=2, need=need)
    names = ("sheet", "sheet_columns", "sheet_report", "sheet_progress", "sheet_import", "sheet_discard")
    ordered: dict[str, list] = {}
    if waits:  # where a worker runs it would not wait for long
        waiting = NeedBatch.objects.create(author=by, organisation=organisation, state=BatchState.IMPORTING)
        ordered["needs:sheet/ordered"] = [waiting.key]
    return {
        **ordered,
        **{f"needs:{name}": [batch.key] for name in names},
        "needs:sheet_row": [batch.key, 3],
        "needs:sheet/done": [done.key],
        "needs:sheet_undo": [done.key],
    }
