from django.urls import path

from handbooks.views import desk, public, workspace

app_name = "handbooks"

urlpatterns = [
    path("", public.library, name="library"),
    path("yayin-masasi/", desk.board, name="board"),
    path("basim/<str:reference>/", public.edition, name="edition"),
    path("<slug:slug>/", public.book, name="book"),
    path("<slug:slug>/oku/", public.read, name="read_first"),
    path("<slug:slug>/oku/<slug:anchor>/", public.read, name="read"),
    path("<slug:slug>/kaynakca/", public.sources, name="sources"),
    path("<slug:slug>/taslak/", workspace.edit, name="edit"),
    path("<slug:slug>/denetim/", desk.check, name="check"),
    path("<slug:slug>/onayla/", desk.approve, name="approve"),
    path("<slug:slug>/yazmaya-ac/", desk.reopen, name="reopen"),
    path("<slug:slug>/yayimla/", desk.publish, name="publish"),
    path("<slug:slug>/<str:number>/pdf/", public.download, name="download"),
    path("<slug:slug>/<str:number>/sekil/<path:src>", public.figure, name="figure"),
    path("<slug:slug>/<str:number>/geri-cek/", desk.withdraw, name="withdraw"),
]
