from django.db import migrations
from django.db.models import Q


def hide(apps, schema_editor):
    """Hide why needs were merged that turned confidential before this was kept; triggers take it out of the history."""
    confidential = Q(need__visibility="confidential") | Q(into__visibility="confidential")
    mergings = apps.get_model("needs", "Merging").objects
    mergings.filter(pk__in=list(mergings.filter(confidential).values_list("pk", flat=True))).update(is_hidden=True)


class Migration(migrations.Migration):
    dependencies = [("needs", "0015_mergings_hidden")]

    operations = [migrations.RunPython(hide, migrations.RunPython.noop)]
