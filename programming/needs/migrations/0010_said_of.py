"""What staff narrow the list by has one index; the summary of coverage says on which day groups were heard."""

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("needs", "0009_quarterly_tables"),
    ]

    operations = [
        migrations.AddField(
            model_name="coveragecounted",
            name="day",
            field=models.DateField(null=True),
        ),
        migrations.AlterField(
            model_name="coveragecell",
            name="facet",
            field=models.CharField(
                choices=[
                    ("all", "everything"),
                    ("neighbourhood", "Neighbourhood"),
                    ("area", "Service"),
                    ("period", "Heard in"),
                    ("state", "State"),
                    ("kind", "Raised by"),
                    ("day", "Heard on"),
                ],
                max_length=15,
            ),
        ),
        migrations.AddIndex(
            model_name="coveragecell",
            index=models.Index(
                condition=models.Q(("facet", "day")), fields=["group", "-value"], name="needs_coverage_by_day"
            ),
        ),
        migrations.AddIndex(
            model_name="coveragecounted",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("counts", True)),
                fastupdate=False,
                fields=["groups", "rights", "places"],
                name="needs_said_of",
            ),
        ),
    ]
