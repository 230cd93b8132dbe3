from django.urls import path

from atasehir_portal import references  # noqa: F401  registers <reference:…>
from programming.drafting import views

app_name = "drafting"

urlpatterns = [
    path("", views.programme_list, name="list"),
    path("yeni/", views.new, name="new"),
    path("ihtiyac/<reference:reference>/", views.link_from_need, name="link"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/csv/", views.framework_csv, name="csv"),
    path("<slug:slug>/kunye/", views.change, name="change"),
    path("<slug:slug>/yaz/", views.edit, name="edit"),
    path("<slug:slug>/cerceve/", views.framework, name="framework"),
    path("<slug:slug>/cerceve/amac/", views.add_goal, name="add_goal"),
    path("<slug:slug>/bag/<int:pk>/kaldir/", views.unlink_need, name="unlink_need"),
    path("<slug:slug>/<uuid:uid>/", views.measure, name="measure"),
    path("<slug:slug>/<uuid:uid>/duzenle/", views.edit_measure, name="edit_measure"),
    path("<slug:slug>/<uuid:uid>/ekle/", views.add_below, name="add_below"),
    path("<slug:slug>/<uuid:uid>/tasi/", views.move, name="move"),
    path("<slug:slug>/<uuid:uid>/kaldir/", views.remove, name="remove"),
    path("<slug:slug>/<uuid:uid>/bagla/", views.link_need, name="link_need"),
    path("<slug:slug>/<uuid:uid>/degerlendirme/", views.link_assessment, name="link_assessment"),
    path("<slug:slug>/dayanak/<int:pk>/kaldir/", views.unlink_assessment, name="unlink_assessment"),
]
