"""Count the needs that are there already by day, too; before and after, the summary is what its functions make of it."""

from django.db import migrations

RECOUNT = "SELECT needs_coverage_recount()"
FORGET_DAYS = "DELETE FROM needs_coveragecell WHERE facet = 'day'"


class Migration(migrations.Migration):
    dependencies = [("needs", "0011_coverage_by_day")]

    operations = [migrations.RunSQL(RECOUNT, FORGET_DAYS)]
