"""What several rooms need before or in their forms."""

from typing import Any

from atasehir_portal.accounts.models import Unit
from tests.matrix.acts.scene import TEXT, Scene


def other_unit(scene: Scene) -> dict[str, Any]:
    return {"unit": Unit.objects.get(slug="sosyal-destek").pk, "role": "officer"}


MEASURE = {
    "title": "Duraklar genişletilir.",
    "body": TEXT,
    "unit": "fen-isleri",
    "budget": "18.400.000,00",
    "source": "Bütçe",
}


ENTRY = {"name_tr": "Deneme kaydı", "name_en": "Trial entry", "description_tr": TEXT, "position": "700"}
