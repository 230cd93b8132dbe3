"""Pages of this room: one's own account, invitations, organisations, and for administrators people, units and the log."""

from django.urls import path

from atasehir_portal.accounts import views

app_name = "accounts"

urlpatterns = [
    path("", views.me, name="me"),
    path("ikinci-dogrulama/", views.second_factor, name="second_factor"),
    path("verilerim/", views.own_data, name="own_data"),
    path("verilerim/indir/", views.own_data_file, name="own_data_file"),
    path("sil/", views.delete, name="delete"),
    path("davet/<slug:token>/", views.invitation, name="invitation"),
    path("davetler/<int:pk>/geri-al/", views.invitation_revoke, name="invitation_revoke"),
    path("kuruluslar/", views.organisations, name="organisations"),
    path("kuruluslar/indir/csv/", views.organisations_csv, name="organisations_csv"),
    path("kuruluslar/<slug:slug>/", views.organisation, name="organisation"),
    path("kuruluslar/<slug:slug>/duzenle/", views.organisation_edit, name="organisation_edit"),
    path("kuruluslar/<slug:slug>/askiya-al/", views.suspend, name="suspend"),
    path("kuruluslar/<slug:slug>/askiyi-kaldir/", views.lift, name="lift"),
    path("kuruluslar/<slug:slug>/uyeler/", views.members, name="members"),
    path("kuruluslar/<slug:slug>/uyeler/davet/", views.member_invite, name="member_invite"),
    path("kuruluslar/<slug:slug>/uyeler/<int:pk>/rol/", views.member_role, name="member_role"),
    path("kuruluslar/<slug:slug>/uyeler/<int:pk>/cikar/", views.member_remove, name="member_remove"),
    path("kuruluslar/<slug:slug>/ayril/", views.leave, name="leave"),
    path("kuruluslar/<slug:slug>/adim/", views.publicity, name="publicity"),
    path("kisiler/", views.people, name="people"),
    path("kisiler/indir/csv/", views.people_csv, name="people_csv"),
    path("kisiler/davet/", views.staff_invite, name="staff_invite"),
    path("kisiler/<int:pk>/", views.post, name="post"),
    path("kisiler/<int:pk>/bitir/", views.post_end, name="post_end"),
    path("birimler/", views.units, name="units"),
    path("birimler/indir/csv/", views.units_csv, name="units_csv"),
    path("birimler/yeni/", views.unit_new, name="unit_new"),
    path("birimler/<slug:slug>/", views.unit, name="unit"),
    path("birimler/<slug:slug>/kaldir/", views.unit_retire, name="unit_retire"),
    path("birimler/<slug:slug>/geri-al/", views.unit_restore, name="unit_restore"),
    path("kayitlar/", views.events, name="events"),
    path("kayitlar/indir/csv/", views.events_csv, name="events_csv"),
]
