from django.urls import path

from atasehir_portal.notifications import views

app_name = "notifications"

urlpatterns = [
    path("", views.notification_list, name="list"),
    path("okundu/", views.read, name="read"),
    path("<int:pk>/okundu/", views.read_one, name="read_one"),
    path("ne-zaman/", views.choose, name="preferences"),
    path("adresi-yeniden-dene/", views.try_again, name="try_again"),
    path("e-posta-kapat/<str:token>/", views.switch_off, name="switch_off"),
    path("<int:pk>/ac/", views.open_one, name="open"),
    path("posta-kutusu/", views.mailbox, name="mailbox"),
]
