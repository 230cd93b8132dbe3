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
    path("kagit-form/", views.paper, name="paper"),
    path("kagit-form/pdf/", views.paper_file, name="paper_file"),
    path("kagit-form/gir/", views.type_in, name="type_in"),
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
    path("<reference:reference>/oku/", views.look, name="look"),
    path("<reference:reference>/geri-cek/", views.withdraw, name="withdraw"),
]
