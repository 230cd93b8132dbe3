from django.urls import path, register_converter
from django.urls.converters import StringConverter
from django.views.decorators.http import require_safe

from handbooks.feeds import EditionFeed
from handbooks.views import comparing, desk, previews, public, series, workspace


class EditionNumber(StringConverter):
    """1.0, 1.1 …: what tells an edition from the pages of its book."""

    regex = r"\d{1,3}\.\d{1,3}"


register_converter(EditionNumber, "edition")
app_name = "handbooks"

urlpatterns = [
    path("", public.library, name="library"),
    path("yayin-masasi/", desk.board, name="board"),
    path("yayin-masasi/gunluk/", desk.log, name="log"),
    path("yayin-masasi/<str:reference>/", desk.desk, name="desk"),
    path("ara/", public.search, name="search"),
    path("basimlar.atom", require_safe(EditionFeed()), name="feed"),
    path("kitap/<int:number>/", series.by_number, name="by_number"),
    path("kitap/<int:number>/<slug:anchor>/", series.by_number, name="by_number"),
    path("basim/<str:reference>/", public.edition, name="edition"),
    path("<slug:slug>/", public.book, name="book"),
    path("<slug:slug>/oku/", public.read, name="read_first"),
    path("<slug:slug>/oku/<slug:anchor>/", public.read, name="read"),
    path("<slug:slug>/kaynakca/", public.sources, name="sources"),
    path("<slug:slug>/karsilastir/", comparing.compare, name="compare"),
    path("<slug:slug>/taslak/", workspace.edit, name="edit"),
    path("<slug:slug>/taslak/<slug:anchor>/baski-onizleme/", previews.order, name="order_preview"),
    path("<slug:slug>/baski-onizleme/<int:pk>/", previews.preview, name="preview"),
    path("<slug:slug>/baski-onizleme/<int:pk>/pdf/", previews.preview_file, name="preview_file"),
    path("<slug:slug>/denetim/", desk.check, name="check"),
    path("<slug:slug>/gorev-ver/", desk.give_task, name="give_task"),
    path("<slug:slug>/gorev-ver/<int:pk>/geri-al/", desk.take_task, name="take_task"),
    path("<slug:slug>/incelemeye-gonder/", desk.send_to_review, name="send_to_review"),
    path("<slug:slug>/inceleme/", desk.review, name="review"),
    path("<slug:slug>/geri-gonder/", desk.send_back, name="send_back"),
    path("<slug:slug>/onayla/", desk.approve, name="approve"),
    path("<slug:slug>/yazmaya-ac/", desk.reopen, name="reopen"),
    path("<slug:slug>/yayimla/", desk.publish, name="publish"),
    path("<slug:slug>/<edition:number>/", public.edition_page, name="edition_page"),
    path("<slug:slug>/<edition:number>/oku/<slug:anchor>/", public.read, name="read_edition"),
    path("<slug:slug>/<edition:number>/oku/", public.read, name="read_edition_first"),
    path("<slug:slug>/<edition:number>/kaynakca/", public.sources, name="edition_sources"),
    path("<slug:slug>/<edition:number>/buyuk-sekil/<slug:anchor>/", public.figure_page, name="figure_page"),
    path("<slug:slug>/<edition:number>/kaynak-goster/", public.cite, name="cite"),
    path("<slug:slug>/<edition:number>/kaynak-goster/<slug:ending>/", public.cite_file, name="cite_file"),
    path("<slug:slug>/<edition:number>/pdf/", public.download, {"kind": "pdf"}, name="download"),
    path("<slug:slug>/<edition:number>/epub/", public.download, {"kind": "epub"}, name="download_epub"),
    path("<slug:slug>/<edition:number>/word/", public.text, {"kind": "word"}, name="download_word"),
    path("<slug:slug>/<edition:number>/markdown/", public.text, {"kind": "markdown"}, name="download_markdown"),
    path("<slug:slug>/<str:number>/sekil/<path:src>", public.figure, name="figure"),
    path("<slug:slug>/<str:number>/geri-cek/", desk.withdraw, name="withdraw"),
    path("<slug:slug>/<str:number>/hatalar/", desk.errata, name="errata"),
    path("<slug:slug>/<str:number>/hatalar/<int:pk>/", desk.erratum, name="erratum"),
    path("<slug:slug>/<str:number>/hatalar/<int:pk>/geri-al/", desk.remove_erratum, name="remove_erratum"),
]
