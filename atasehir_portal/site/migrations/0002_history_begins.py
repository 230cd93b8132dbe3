from django.db import migrations

from atasehir_portal import history


def begin(apps, schema_editor):
    history.begin(apps, ["accounts", "answering", "catalogue", "documents", "handbooks", "needs", "drafting"])


class Migration(migrations.Migration):
    """Rows that are there when history begins: the first change of each has something before it."""

    dependencies = [
        ("site", "0001_example_data_removal"),
        ("accounts", "0004_history"),
        ("answering", "0003_history"),
        ("catalogue", "0005_history"),
        ("documents", "0005_moderation_reports_and_history"),
        ("handbooks", "0008_history"),
        ("needs", "0002_history"),
        ("drafting", "0002_history"),
    ]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
