"""Count the needs that are there already."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("needs", "0009_coverage_counting")]

    operations = [migrations.RunSQL("SELECT needs_coverage_recount()", migrations.RunSQL.noop)]
