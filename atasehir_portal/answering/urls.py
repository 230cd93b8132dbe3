"""Pages of answering. Acts are addressed by the input's public reference."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from atasehir_portal.answering import views


class ReferenceConverter(StringConverter):
    """What could be a reference; anything else (a NUL, a whole novel) is not found without asking the database."""

    regex = r"[\w-]{1,20}"


register_converter(ReferenceConverter, "duty_reference")

app_name = "answering"

urlpatterns = [
    path("masam/", views.desk, name="desk"),
    path("masam.csv", views.desk_csv, name="desk_csv"),
    path("kurulusum/", views.our_inputs, name="our_inputs"),
    path("kurulusum.csv", views.our_inputs_csv, name="our_inputs_csv"),
    path("yanitla/<duty_reference:reference>/", views.answer, name="answer"),
    path("soru/<duty_reference:reference>/", views.ask_back, name="ask_back"),
    path("soruyu-yanitla/<duty_reference:reference>/", views.reply, name="reply"),
    path("sure-uzat/<duty_reference:reference>/", views.extend, name="extend"),
    path("gorevlendir/<duty_reference:reference>/", views.assign, name="assign"),
    path("basvur/", views.apply, name="apply"),
    path("basvurular/", views.verification, name="verification"),
    path("basvurular.csv", views.verification_csv, name="verification_csv"),
    path("basvurular/<duty_reference:reference>/", views.application, name="application"),
]
