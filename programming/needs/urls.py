from django.urls import path

from atasehir_portal import references  # noqa: F401  registers <reference:…>
from programming.needs import views

app_name = "needs"

urlpatterns = [
    path("", views.need_list, name="list"),
    path("csv/", views.need_csv, name="csv"),
    path("bildir/", views.submit, name="submit"),
    path("bildir/<uuid:key>/<int:number>/", views.step, name="step"),
    path("bildir/<uuid:key>/sil/", views.discard, name="discard"),
    path("bildir/<uuid:key>/dosyalar/", views.files, name="files"),
    path("bildir/<uuid:key>/dosyalar/<uuid:file>/kaldir/", views.take_file, name="take_file"),
    path("dosya/<uuid:key>/", views.file, name="file"),
    path("kagit-form/", views.paper, name="paper"),
    path("kagit-form/pdf/", views.paper_file, name="paper_file"),
    path("kagit-form/gir/", views.type_in, name="type_in"),
    path("tablo/", views.sheets, name="sheets"),
    path("tablo/sablon/", views.sheet_template, name="sheet_template"),
    path("tablo/<uuid:key>/", views.sheet, name="sheet"),
    path("tablo/<uuid:key>/sutunlar/", views.sheet_columns, name="sheet_columns"),
    path("tablo/<uuid:key>/satir/<int:number>/", views.sheet_row, name="sheet_row"),
    path("tablo/<uuid:key>/sorunlar/", views.sheet_report, name="sheet_report"),
    path("tablo/<uuid:key>/ilerleme/", views.sheet_progress, name="sheet_progress"),
    path("tablo/<uuid:key>/al/", views.sheet_import, name="sheet_import"),
    path("tablo/<uuid:key>/geri-al/", views.sheet_undo, name="sheet_undo"),
    path("tablo/<uuid:key>/sil/", views.sheet_discard, name="sheet_discard"),
    path("kapsama/", views.coverage, name="coverage"),
    path("kapsama/csv/", views.coverage_csv, name="coverage_csv"),
    path("kapsama/json/", views.coverage_json, name="coverage_json"),
    path("kapsama/ceyrek/", views.quarters, name="quarters"),
    path("kapsama/ceyrek/<slug:quarter>/", views.quarter, name="quarter"),
    path("kapsama/ceyrek/<slug:quarter>/csv/", views.quarter_csv, name="quarter_csv"),
    path("kapsama/ceyrek/<slug:quarter>/json/", views.quarter_json, name="quarter_json"),
    path("kapsama/ceyrek/<slug:quarter>/pdf/", views.quarter_pdf, name="quarter_pdf"),
    path("kapsama/ceyrek/<slug:quarter>/yayimla/", views.publish_quarter, name="publish_quarter"),
    path("kapsama/grup/<slug:group>/gorev/", views.give_task, name="give_task"),
    path("kapsama/gorev/<uuid:key>/", views.close_task, name="close_task"),
    path("<reference:reference>/", views.detail, name="detail"),
    path("<reference:reference>/katil/", views.support, name="support"),
    path("<reference:reference>/ayril/", views.take_back, name="take_back"),
    path("<reference:reference>/birlestir/", views.merge, name="merge"),
    path("<reference:reference>/ayir/", views.unmerge, name="unmerge"),
    path("<reference:reference>/oku/", views.look, name="look"),
    path("<reference:reference>/kim-okur/", views.visibility, name="visibility"),
    path("<reference:reference>/geri-cek/", views.withdraw, name="withdraw"),
]
