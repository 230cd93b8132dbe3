from django.urls import path

from programming.needs import views

app_name = "needs"

urlpatterns = [
    path("", views.need_list, name="list"),
    path("csv/", views.need_csv, name="csv"),
    path("bildir/", views.submit, name="submit"),
    path("kapsama/", views.coverage, name="coverage"),
    path("kapsama/csv/", views.coverage_csv, name="coverage_csv"),
    path("<str:reference>/", views.detail, name="detail"),
    path("<str:reference>/oku/", views.look, name="look"),
    path("<str:reference>/geri-cek/", views.withdraw, name="withdraw"),
]
