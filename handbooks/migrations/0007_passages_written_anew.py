"""What the search reads is written in another form: old passages go, ``index_editions`` writes them anew at the next start."""

from typing import Any

from django.db import migrations


def forget(apps: Any, _schema_editor: Any) -> None:
    apps.get_model("handbooks", "EditionPassage").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("handbooks", "0006_words_with_their_letters")]

    operations = [migrations.RunPython(forget, forget)]
