from django.urls import path

from atasehir_portal.documents.views import blocks, conflicts, figures, history, sections

app_name = "documents"

urlpatterns = [
    path("blok/<uuid:uid>/", blocks.block, name="block"),
    path("blok/<uuid:uid>/yaz/", blocks.block_edit, name="block_edit"),
    path("blok/<uuid:uid>/tasi/", blocks.block_move, name="block_move"),
    path("blok/<uuid:uid>/cikar/", blocks.block_remove, name="block_remove"),
    path("blok/<uuid:uid>/geri-getir/", blocks.block_restore, name="block_restore"),
    path("blok/<uuid:uid>/gecmis/", history.history, name="history"),
    path("blok/<uuid:uid>/gecmis/<int:number>/geri-al/", history.restore_revision, name="restore_revision"),
    path("bolum/<uuid:uid>/blok-ekle/<slug:kind>/", blocks.block_add, name="block_add"),
    path("bolum/<uuid:uid>/duzenle/", sections.section_edit, name="section_edit"),
    path("bolum/<uuid:uid>/tasi/", sections.section_move, name="section_move"),
    path("bolum/<uuid:uid>/cikar/", sections.section_remove, name="section_remove"),
    path("bolum/<uuid:uid>/geri-getir/", sections.section_restore, name="section_restore"),
    path("<uuid:uid>/bolum-ekle/", sections.section_add, name="section_add"),
    path("<uuid:uid>/cikarilanlar/", history.removed, name="removed"),
    path("<uuid:uid>/onizleme/", blocks.block_preview, name="block_preview"),
    path("<uuid:uid>/sekil/<path:src>", figures.figure, name="figure"),
    path("cakisma/<int:pk>/", conflicts.conflict, name="conflict"),
    path("cakisma/<int:pk>/birak/", conflicts.set_aside, name="conflict_set_aside"),
]
