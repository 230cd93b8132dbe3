"""Pages of answering. Acts are addressed by the input's public reference."""

from django.urls import path

from atasehir_portal import references  # noqa: F401  registers <reference:…>
from atasehir_portal.answering import views

app_name = "answering"

urlpatterns = [
    path("masam/", views.desk, name="desk"),
    path("masam.csv", views.desk_csv, name="desk_csv"),
    path("kurulusum/", views.our_inputs, name="our_inputs"),
    path("kurulusum.csv", views.our_inputs_csv, name="our_inputs_csv"),
    path("yanitla/<reference:reference>/", views.answer, name="answer"),
    path("soru/<reference:reference>/", views.ask_back, name="ask_back"),
    path("soruyu-yanitla/<reference:reference>/", views.reply, name="reply"),
    path("sure-uzat/<reference:reference>/", views.extend, name="extend"),
    path("gorevlendir/<reference:reference>/", views.assign, name="assign"),
    path("sablonlar/", views.templates, name="templates"),
    path("sablonlar.csv", views.templates_csv, name="templates_csv"),
    path("sablon-ekle/", views.template_new, name="template_new"),
    path("sablonlar/<slug:slug>/", views.template, name="template"),
    path("sablonlar/<slug:slug>/kaldir/", views.template_retire, name="template_retire"),
    path("sablonlar/<slug:slug>/geri-al/", views.template_restore, name="template_restore"),
    path("birlikte-ata/", views.assign_several, name="assign_several"),
    path("birlikte/", views.answer_together, name="together"),
    path("karne/", views.scoreboard, name="scoreboard"),
    path("karne.csv", views.scoreboard_csv, name="scoreboard_csv"),
    path("basvur/", views.apply, name="apply"),
    path("basvurular/", views.verification, name="verification"),
    path("basvurular.csv", views.verification_csv, name="verification_csv"),
    path("basvurular/<reference:reference>/", views.application, name="application"),
]
