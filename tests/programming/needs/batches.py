"""Spreadsheets of needs as tests make them."""

import uuid

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from programming.needs.sheets import services, work
from programming.needs.sheets.reading import Row, Sheet

HEAD = ["Ne eksik", "Açıklama", "Kimin için", "Mahalle", "Kişi sayısı", "Kim okuyabilir", "Hizmet alanı"]
BODY = "Randevusuna giden yaşlılar araç yoluna inmek zorunda kalıyor."
UPLOAD = reverse("needs:sheets")


def row(title="Kaldırımda rampa yok, geçilemiyor", *more):
    given = [title, BODY, "yaşlılar", "içerenköy", "60", ""]
    return [*more, *given[len(more) :]] if more else given


def made(by, organisation, *rows, head=HEAD, is_named=True):
    sheet = Sheet(list(head), [Row(number, list(cells)) for number, cells in enumerate(rows or [row()], start=2)])
    batch = services.take_in_sheet(sheet=sheet, by=by, organisation=organisation)
    if is_named:
        services.name_columns(batch=batch, by=by, mapping=batch.mapping)
    return batch


def taken_in(by, organisation, *rows):
    batch = made(by, organisation, *rows)
    services.order_import(batch=batch, by=by)
    assert work.run(batch.pk)
    batch.refresh_from_db()
    return batch


def problems(batch):
    return {each.number: each.problems for each in batch.rows.all() if each.problems}


def page(name, batch, *more):
    return reverse(f"needs:{name}", args=[batch.key, *more])


def upload(content, organisation, name="tablo.csv", key=None):
    file = SimpleUploadedFile(name, content)
    return {"form_key": key or uuid.uuid4(), "organisation": organisation.pk if organisation else "", "file": file}


def in_csv(*rows):
    return "\r\n".join(";".join(cells) for cells in rows).encode("cp1254")
