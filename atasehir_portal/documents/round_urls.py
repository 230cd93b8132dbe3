from django.urls import path

from atasehir_portal.documents.views import carried, commenting, round_report, rounds

app_name = "rounds"

urlpatterns = [
    path("", rounds.round_list, name="list"),
    path("metin/<uuid:uid>/tur-planla/", rounds.plan, name="plan"),
    path("yazi/<reference:reference>/", commenting.comment, name="comment"),
    path("yazi/<reference:reference>/karsilik/", commenting.reply, name="reply"),
    path("yazi/<reference:reference>/geri-cek/", commenting.withdraw, name="withdraw"),
    path("<reference:reference>/", rounds.round, name="round"),
    path("<reference:reference>/oku/<slug:anchor>/", rounds.chapter, name="chapter"),
    path("<reference:reference>/sekil/<path:src>", rounds.figure, name="figure"),
    path("<reference:reference>/gorusler/", commenting.comments, name="comments"),
    path("<reference:reference>/gorusler/csv/", commenting.comments_csv, name="comments_csv"),
    path("<reference:reference>/onceki-turlar/", carried.earlier, name="earlier"),
    path("<reference:reference>/onceki-turlar/<reference:said>/", carried.since, name="since"),
    path("<reference:reference>/yaz/", commenting.write, name="write"),
    path("<reference:reference>/kagit/", commenting.paper, name="paper"),
    path("<reference:reference>/rapor/", round_report.report, name="report"),
    path("<reference:reference>/rapor/csv/", round_report.report_csv, name="report_csv"),
    path("<reference:reference>/rapor/pdf/", round_report.report_pdf, name="report_pdf"),
    path("<reference:reference>/rapor/ara-rapor/", round_report.order_interim, name="order_interim"),
    path("<reference:reference>/rapor/ara-rapor/pdf/", round_report.interim_pdf, name="interim_pdf"),
    path("<reference:reference>/duzenle/", rounds.change, name="change"),
    path("<reference:reference>/baslat/", rounds.begin, name="open"),
    path("<reference:reference>/vazgec/", rounds.discard, name="discard"),
    path("<reference:reference>/kapat/", rounds.close, name="close"),
]
