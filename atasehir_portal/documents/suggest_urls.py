from django.urls import path

from atasehir_portal import references  # noqa: F401  registers <reference:…>
from atasehir_portal.documents.views import accepting, suggesting

app_name = "suggestions"

urlpatterns = [
    path("tur/<reference:reference>/", suggesting.suggestions, name="list"),
    path("tur/<reference:reference>/csv/", suggesting.suggestions_csv, name="csv"),
    path("tur/<reference:reference>/blok/<uuid:uid>/", suggesting.change, name="change"),
    path("tur/<reference:reference>/blok/<uuid:uid>/cikar/", suggesting.remove, name="remove"),
    path("tur/<reference:reference>/blok/<uuid:uid>/ardina/<slug:kind>/", suggesting.insert, name="insert"),
    path(
        "tur/<reference:reference>/bolum/<uuid:uid>/basina/<slug:kind>/", suggesting.insert_first, name="insert_first"
    ),
    path("<reference:reference>/", suggesting.suggestion, name="suggestion"),
    path("<reference:reference>/metne-yaz/", accepting.accept, name="accept"),
    path("<reference:reference>/geri-cek/", suggesting.withdraw, name="withdraw"),
]
