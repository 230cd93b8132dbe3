from django.urls import path

from atasehir_portal.notifications import views

app_name = "notifications"

urlpatterns = [
    path("", views.notification_list, name="list"),
    path("okundu/", views.read, name="read"),
    path("<int:pk>/ac/", views.open_one, name="open"),
    path("posta-kutusu/", views.mailbox, name="mailbox"),
]
