from django.urls import path

from atasehir_portal.rendering import views

app_name = "rendering"

urlpatterns = [
    path("<slug:key>/", views.progress, name="progress"),
    path("<slug:key>/yeniden/", views.retry, name="retry"),
]
