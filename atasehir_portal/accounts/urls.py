"""Pages of this room: the second factor, one's own account, organisations, units and staff."""

from django.urls import path

from atasehir_portal.accounts import views

app_name = "accounts"

urlpatterns = [
    path("", views.me, name="me"),
    path("ikinci-dogrulama/", views.second_factor, name="second_factor"),
]
