from django.urls import path

from atasehir_portal import references  # noqa: F401  registers <reference:…>
from programming.assessing import views

app_name = "assessing"

urlpatterns = [
    path("", views.assessment_list, name="list"),
    path("csv/", views.list_csv, name="csv"),
    path("yeni/", views.new, name="new"),
    path("ihtiyac/<reference:reference>/", views.gather_from_need, name="gather_from_need"),
    path("parca/<uuid:uid>/duzenle/", views.edit_part, name="edit_part"),
    path("parca/<uuid:uid>/tasi/", views.move_cause, name="move_cause"),
    path("parca/<uuid:uid>/cikar/", views.remove_part, name="remove_part"),
    path("parca/<uuid:uid>/dosyalar/", views.cause_files, name="cause_files"),
    path("dosya/<uuid:key>/", views.file, name="file"),
    path("dosya/<uuid:key>/cikar/", views.take_file, name="take_file"),
    path("dosya/<uuid:key>/herkese/", views.mark_file, name="mark_file"),
    path("<reference:reference>/", views.detail, name="detail"),
    path("<reference:reference>/kunye/", views.change, name="change"),
    path("<reference:reference>/yaz/", views.edit, name="edit"),
    path("<reference:reference>/agac/", views.tree, name="tree"),
    path("<reference:reference>/ekle/<slug:kind>/", views.add_part, name="add_part"),
    path("<reference:reference>/ihtiyaclar/", views.gathered, name="needs"),
    path("<reference:reference>/ihtiyaclar/<int:pk>/", views.need_causes, name="need_causes"),
    path("<reference:reference>/ihtiyaclar/<int:pk>/cikar/", views.release_need, name="release_need"),
    path("<reference:reference>/kuruluslar/", views.co_writers, name="co_writers"),
    path("<reference:reference>/kuruluslar/<int:pk>/cikar/", views.end_co_writing, name="end_co_writing"),
    path("<reference:reference>/asama/", views.stage, name="stage"),
    path("<reference:reference>/kabul/", views.adopt, name="adopt"),
    path("<reference:reference>/vazgec/", views.give_up, name="give_up"),
    path("<reference:reference>/surum/<int:number>/", views.version, name="version"),
    path("<reference:reference>/surum/<int:number>/pdf/", views.version_pdf, name="version_pdf"),
    path("<reference:reference>/surum/<int:number>/sekil/<path:src>", views.version_figure, name="version_figure"),
]
