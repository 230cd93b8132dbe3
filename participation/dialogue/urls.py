from django.urls import path

from participation.dialogue import views

app_name = "dialogue"

urlpatterns = [
    path("", views.charter, name="charter"),
    path("surum/<int:number>/", views.version, name="version"),
    path("surum/<int:number>/pdf/", views.version_pdf, name="version_pdf"),
    path("karsilastir/", views.compare, name="compare"),
    path("kabul-edenler/", views.acceptances, name="acceptances"),
    path("kabul-edenler/csv/", views.acceptances_csv, name="acceptances_csv"),
    path("kabul/<slug:slug>/", views.acceptance, name="acceptance"),
    path("kabul/<slug:slug>/geri-al/", views.withdraw, name="withdraw"),
    path("baslat/", views.begin, name="begin"),
    path("taslak/", views.edit, name="edit"),
    path("taslak/asama/", views.stage, name="stage"),
    path("taslak/yururluk/", views.adopt, name="adopt"),
    path("taslak/vazgec/", views.give_up, name="give_up"),
]
