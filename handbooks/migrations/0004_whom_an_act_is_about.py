"""Acts say whose task they are about and what the verdict was; notes of errors can be changed and taken back."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ACTS = [
    ("imported", "taken in from its source files"),
    ("task_given", "task given"),
    ("task_taken", "task taken back"),
    ("sent_to_review", "sent to review"),
    ("reviewed", "reviewed"),
    ("sent_back", "sent back to be written on"),
    ("approved", "approved"),
    ("reopened", "opened for writing"),
    ("published", "published as an edition"),
    ("withdrawn", "edition withdrawn"),
    ("erratum", "error noted in an edition"),
    ("erratum_changed", "note of an error changed"),
    ("erratum_removed", "note of an error taken back"),
]
DETAILS = [
    ("writer", "writer"),
    ("reviewer", "reviewer"),
    ("ready", "can be approved"),
    ("changes", "needs changes"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("handbooks", "0003_passages_of_editions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="handbookevent", name="handbooks_act_known"),
        migrations.AddField(
            model_name="handbookevent",
            name="about",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="handbookevent",
            name="detail",
            field=models.CharField(blank=True, choices=DETAILS, max_length=10),
        ),
        migrations.AlterField(
            model_name="handbookevent", name="act", field=models.CharField(choices=ACTS, max_length=20)
        ),
        migrations.AddConstraint(
            model_name="handbookevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("act__in", [value for value, _label in ACTS])), name="handbooks_act_known"
            ),
        ),
    ]
