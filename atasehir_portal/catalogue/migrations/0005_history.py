import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
from django.db import migrations, models

from atasehir_portal.history_migrations import AddTrigger


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0004_notice_never_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChecklistHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("slug", models.SlugField(db_index=False, max_length=60, verbose_name="short name")),
                ("name_tr", models.CharField(max_length=200, verbose_name="name in Turkish")),
                ("name_en", models.CharField(max_length=200, verbose_name="name in English")),
                ("description_tr", models.TextField(blank=True, verbose_name="description in Turkish")),
                ("description_en", models.TextField(blank=True, verbose_name="description in English")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="catalogue.checklist",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="checklist_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="checklist_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="checklist_who",
                    ),
                    models.Index(
                        condition=models.Q(("pgh_label", "state")),
                        fields=["-pgh_created_at", "-pgh_id"],
                        name="checklist_states",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChecklistQuestionHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("element_tr", models.CharField(max_length=120, verbose_name="element in Turkish")),
                ("element_en", models.CharField(max_length=120, verbose_name="element in English")),
                ("text_tr", models.CharField(max_length=300, verbose_name="question in Turkish")),
                ("text_en", models.CharField(max_length=300, verbose_name="question in English")),
                (
                    "checklist",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="catalogue.checklist",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="catalogue.checklistquestion",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="checklistquestion_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="checklistquestion_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="checklistquestion_who",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClosedDayHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("date", models.DateField(verbose_name="date")),
                ("reason_tr", models.CharField(max_length=200, verbose_name="reason in Turkish")),
                ("reason_en", models.CharField(max_length=200, verbose_name="reason in English")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="catalogue.closedday",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="closedday_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="closedday_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="closedday_who",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DiscriminationGroundHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("slug", models.SlugField(db_index=False, max_length=60, verbose_name="short name")),
                ("name_tr", models.CharField(max_length=200, verbose_name="name in Turkish")),
                ("name_en", models.CharField(max_length=200, verbose_name="name in English")),
                ("description_tr", models.TextField(blank=True, verbose_name="description in Turkish")),
                ("description_en", models.TextField(blank=True, verbose_name="description in English")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("in_law", models.BooleanField(default=False, verbose_name="named in Law 6701, art. 3/2")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="catalogue.discriminationground",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="discriminationground_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="discriminationground_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="discriminationground_who",
                    ),
                    models.Index(
                        condition=models.Q(("pgh_label", "state")),
                        fields=["-pgh_created_at", "-pgh_id"],
                        name="discriminationground_states",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MunicipalityHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("short_name", models.CharField(max_length=60, verbose_name="short name")),
                ("portal_name", models.CharField(max_length=60, verbose_name="name of the portal")),
                ("province", models.CharField(max_length=60, verbose_name="province")),
                ("website", models.URLField(blank=True, verbose_name="web site")),
                (
                    "help_tr",
                    models.TextField(blank=True, verbose_name="how to reach us without the internet, in Turkish"),
                ),
                (
                    "help_en",
                    models.TextField(blank=True, verbose_name="how to reach us without the internet, in English"),
                ),
                (
                    "suppression_threshold",
                    models.PositiveSmallIntegerField(default=5, verbose_name="smallest figure that is published"),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="catalogue.municipality",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="municipality_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="municipality_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="municipality_who",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NeighbourhoodHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("slug", models.SlugField(db_index=False, max_length=60, verbose_name="short name")),
                ("name_tr", models.CharField(max_length=200, verbose_name="name in Turkish")),
                ("name_en", models.CharField(max_length=200, verbose_name="name in English")),
                ("description_tr", models.TextField(blank=True, verbose_name="description in Turkish")),
                ("description_en", models.TextField(blank=True, verbose_name="description in English")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "aliases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="other spellings",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="catalogue.neighbourhood",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="neighbourhood_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="neighbourhood_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="neighbourhood_who",
                    ),
                    models.Index(
                        condition=models.Q(("pgh_label", "state")),
                        fields=["-pgh_created_at", "-pgh_id"],
                        name="neighbourhood_states",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PrivacyNoticeHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                ("text_tr", models.TextField(verbose_name="text in Turkish")),
                ("text_en", models.TextField(verbose_name="text in English")),
                ("effective_from", models.DateField(verbose_name="in effect from")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="catalogue.privacynotice",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="privacynotice_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="privacynotice_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="privacynotice_who",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProvisionHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("instrument_tr", models.CharField(max_length=120, verbose_name="instrument in Turkish")),
                ("instrument_en", models.CharField(max_length=120, verbose_name="instrument in English")),
                ("article", models.CharField(blank=True, max_length=60, verbose_name="article")),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("source", "seen in the source"),
                            ("secondary", "seen in a secondary source"),
                            ("to_verify", "to be verified against the official text"),
                        ],
                        default="to_verify",
                        max_length=12,
                        verbose_name="certainty",
                    ),
                ),
                ("seen_on", models.DateField(blank=True, null=True, verbose_name="date seen")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="catalogue.provision",
                    ),
                ),
                (
                    "right",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="catalogue.right",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="provision_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="provision_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="provision_who",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RightHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("slug", models.SlugField(db_index=False, max_length=60, verbose_name="short name")),
                ("name_tr", models.CharField(max_length=200, verbose_name="name in Turkish")),
                ("name_en", models.CharField(max_length=200, verbose_name="name in English")),
                ("description_tr", models.TextField(blank=True, verbose_name="description in Turkish")),
                ("description_en", models.TextField(blank=True, verbose_name="description in English")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "services_tr",
                    models.CharField(blank=True, max_length=300, verbose_name="typical municipal services, in Turkish"),
                ),
                (
                    "services_en",
                    models.CharField(blank=True, max_length=300, verbose_name="typical municipal services, in English"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "checklist",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="catalogue.checklist",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="catalogue.right",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="right_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="right_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="right_who",
                    ),
                    models.Index(
                        condition=models.Q(("pgh_label", "state")),
                        fields=["-pgh_created_at", "-pgh_id"],
                        name="right_states",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RightsHolderGroupHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("slug", models.SlugField(db_index=False, max_length=60, verbose_name="short name")),
                ("name_tr", models.CharField(max_length=200, verbose_name="name in Turkish")),
                ("name_en", models.CharField(max_length=200, verbose_name="name in English")),
                ("description_tr", models.TextField(blank=True, verbose_name="description in Turkish")),
                ("description_en", models.TextField(blank=True, verbose_name="description in English")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "leads_to_special_data",
                    models.BooleanField(default=False, verbose_name="leads to special-category data"),
                ),
                ("note_tr", models.CharField(blank=True, max_length=200, verbose_name="note in Turkish")),
                ("note_en", models.CharField(blank=True, max_length=200, verbose_name="note in English")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="catalogue.rightsholdergroup",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="rightsholdergroup_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="rightsholdergroup_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="rightsholdergroup_who",
                    ),
                    models.Index(
                        condition=models.Q(("pgh_label", "state")),
                        fields=["-pgh_created_at", "-pgh_id"],
                        name="rightsholdergroup_states",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceAreaHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("slug", models.SlugField(db_index=False, max_length=60, verbose_name="short name")),
                ("name_tr", models.CharField(max_length=200, verbose_name="name in Turkish")),
                ("name_en", models.CharField(max_length=200, verbose_name="name in English")),
                ("description_tr", models.TextField(blank=True, verbose_name="description in Turkish")),
                ("description_en", models.TextField(blank=True, verbose_name="description in English")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "competence",
                    models.CharField(
                        choices=[
                            ("district", "district municipality"),
                            ("metropolitan", "metropolitan municipality"),
                            ("central", "central government"),
                            ("other", "another body"),
                        ],
                        default="district",
                        max_length=12,
                        verbose_name="competence",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="catalogue.servicearea",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="servicearea_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="servicearea_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="servicearea_who",
                    ),
                    models.Index(
                        condition=models.Q(("pgh_label", "state")),
                        fields=["-pgh_created_at", "-pgh_id"],
                        name="servicearea_states",
                    ),
                ],
            },
        ),
        AddTrigger(
            model_name="checklist",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "catalogue_checklisthistory" ("description_en", "description_tr", "is_active", "name_en", "name_tr", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug", "source") VALUES (NEW."description_en", NEW."description_tr", NEW."is_active", NEW."name_en", NEW."name_tr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."position", NEW."slug", NEW."source"); RETURN NULL;',
                    hash="d912156f7b30adc3f12c7f10acbcc8bb9c730ae4",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8bfa0",
                    table="catalogue_checklist",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="checklist",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "catalogue_checklisthistory" ("description_en", "description_tr", "is_active", "name_en", "name_tr", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug", "source") VALUES (OLD."description_en", OLD."description_tr", OLD."is_active", OLD."name_en", OLD."name_tr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."position", OLD."slug", OLD."source"); RETURN NULL;',
                    hash="bc8604beeb475afb7500d7d2313025656e4936cd",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9a86f",
                    table="catalogue_checklist",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="checklist",
            trigger=pgtrigger.compiler.Trigger(
                name="state_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."is_active" IS DISTINCT FROM (NEW."is_active"))',
                    func='INSERT INTO "catalogue_checklisthistory" ("description_en", "description_tr", "is_active", "name_en", "name_tr", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug", "source") VALUES (NEW."description_en", NEW."description_tr", NEW."is_active", NEW."name_en", NEW."name_tr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'state\', NEW."id", NEW."position", NEW."slug", NEW."source"); RETURN NULL;',
                    hash="fc946b6f5095b7f8ea2cb6650d3fdaf269d36c15",
                    operation="UPDATE",
                    pgid="pgtrigger_state_update_cdac6",
                    table="catalogue_checklist",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="checklist",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN ((OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."name_tr" IS DISTINCT FROM (NEW."name_tr") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."description_tr" IS DISTINCT FROM (NEW."description_tr") OR OLD."description_en" IS DISTINCT FROM (NEW."description_en") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."source" IS DISTINCT FROM (NEW."source")) AND OLD."is_active" IS NOT DISTINCT FROM (NEW."is_active"))',
                    func='INSERT INTO "catalogue_checklisthistory" ("description_en", "description_tr", "is_active", "name_en", "name_tr", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug", "source") VALUES (NEW."description_en", NEW."description_tr", NEW."is_active", NEW."name_en", NEW."name_tr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."position", NEW."slug", NEW."source"); RETURN NULL;',
                    hash="f6fa4fc6cd82f1e5616a9975698c59d3ddf192d5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9b943",
                    table="catalogue_checklist",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="checklistquestion",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "catalogue_checklistquestionhistory" ("checklist_id", "element_en", "element_tr", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text_en", "text_tr") VALUES (NEW."checklist_id", NEW."element_en", NEW."element_tr", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."text_en", NEW."text_tr"); RETURN NULL;',
                    hash="11869d76bf9cc299c982306c7bcf2306db68e2c8",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_941c1",
                    table="catalogue_checklistquestion",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="checklistquestion",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "catalogue_checklistquestionhistory" ("checklist_id", "element_en", "element_tr", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text_en", "text_tr") VALUES (OLD."checklist_id", OLD."element_en", OLD."element_tr", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."text_en", OLD."text_tr"); RETURN NULL;',
                    hash="9830253c3e393904c541dd401d674d8e3d4e0eb2",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_955d3",
                    table="catalogue_checklistquestion",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="checklistquestion",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."checklist_id" IS DISTINCT FROM (NEW."checklist_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."element_tr" IS DISTINCT FROM (NEW."element_tr") OR OLD."element_en" IS DISTINCT FROM (NEW."element_en") OR OLD."text_tr" IS DISTINCT FROM (NEW."text_tr") OR OLD."text_en" IS DISTINCT FROM (NEW."text_en"))',
                    func='INSERT INTO "catalogue_checklistquestionhistory" ("checklist_id", "element_en", "element_tr", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text_en", "text_tr") VALUES (NEW."checklist_id", NEW."element_en", NEW."element_tr", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."text_en", NEW."text_tr"); RETURN NULL;',
                    hash="00198a25efa948bc7a0fba1a6f43c084c87c4150",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_fd65d",
                    table="catalogue_checklistquestion",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="closedday",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "catalogue_closeddayhistory" ("date", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason_en", "reason_tr") VALUES (NEW."date", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."reason_en", NEW."reason_tr"); RETURN NULL;',
                    hash="f16e3e520293e2e65d8d413bb83b29d55b5f3b6d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2faaf",
                    table="catalogue_closedday",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="closedday",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "catalogue_closeddayhistory" ("date", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason_en", "reason_tr") VALUES (OLD."date", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."reason_en", OLD."reason_tr"); RETURN NULL;',
                    hash="bbb8934239f5c41239a38f2f1130eaf6eb12dad2",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_28837",
                    table="catalogue_closedday",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="closedday",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."date" IS DISTINCT FROM (NEW."date") OR OLD."reason_tr" IS DISTINCT FROM (NEW."reason_tr") OR OLD."reason_en" IS DISTINCT FROM (NEW."reason_en"))',
                    func='INSERT INTO "catalogue_closeddayhistory" ("date", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason_en", "reason_tr") VALUES (NEW."date", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."reason_en", NEW."reason_tr"); RETURN NULL;',
                    hash="b9975b8ae3059f7b67b52246d23cd447ba195066",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9707e",
                    table="catalogue_closedday",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="discriminationground",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "catalogue_discriminationgroundhistory" ("description_en", "description_tr", "in_law", "is_active", "name_en", "name_tr", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug") VALUES (NEW."description_en", NEW."description_tr", NEW."in_law", NEW."is_active", NEW."name_en", NEW."name_tr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."position", NEW."slug"); RETURN NULL;',
                    hash="e2b9624c3f79f06509d8b6f519d9861d68da82fd",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7f4dd",
                    table="catalogue_discriminationground",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="discriminationground",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "catalogue_discriminationgroundhistory" ("description_en", "description_tr", "in_law", "is_active", "name_en", "name_tr", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug") VALUES (OLD."description_en", OLD."description_tr", OLD."in_law", OLD."is_active", OLD."name_en", OLD."name_tr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."position", OLD."slug"); RETURN NULL;',
                    hash="d53991592c81c50db269526e8ccb2d0cc2f09978",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_5d1c0",
                    table="catalogue_discriminationground",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="discriminationground",
            trigger=pgtrigger.compiler.Trigger(
                name="state_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."is_active" IS DISTINCT FROM (NEW."is_active"))',
                    func='INSERT INTO "catalogue_discriminationgroundhistory" ("description_en", "description_tr", "in_law", "is_active", "name_en", "name_tr", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug") VALUES (NEW."description_en", NEW."description_tr", NEW."in_law", NEW."is_active", NEW."name_en", NEW."name_tr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'state\', NEW."id", NEW."position", NEW."slug"); RETURN NULL;',
                    hash="6fd874fc9a9098cb606af8e2ed220aaaf69464ec",
                    operation="UPDATE",
                    pgid="pgtrigger_state_update_92db1",
                    table="catalogue_discriminationground",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="discriminationground",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN ((OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."name_tr" IS DISTINCT FROM (NEW."name_tr") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."description_tr" IS DISTINCT FROM (NEW."description_tr") OR OLD."description_en" IS DISTINCT FROM (NEW."description_en") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."in_law" IS DISTINCT FROM (NEW."in_law")) AND OLD."is_active" IS NOT DISTINCT FROM (NEW."is_active"))',
                    func='INSERT INTO "catalogue_discriminationgroundhistory" ("description_en", "description_tr", "in_law", "is_active", "name_en", "name_tr", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug") VALUES (NEW."description_en", NEW."description_tr", NEW."in_law", NEW."is_active", NEW."name_en", NEW."name_tr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."position", NEW."slug"); RETURN NULL;',
                    hash="b8c438df0bdff95f8378aa18825d4b73703b0f33",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_73ac0",
                    table="catalogue_discriminationground",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="municipality",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "catalogue_municipalityhistory" ("help_en", "help_tr", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "portal_name", "province", "short_name", "suppression_threshold", "website") VALUES (NEW."help_en", NEW."help_tr", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."portal_name", NEW."province", NEW."short_name", NEW."suppression_threshold", NEW."website"); RETURN NULL;',
                    hash="6ce75b87c092c8db4ed7c624cbcf74715e7adf39",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_87866",
                    table="catalogue_municipality",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="municipality",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "catalogue_municipalityhistory" ("help_en", "help_tr", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "portal_name", "province", "short_name", "suppression_threshold", "website") VALUES (OLD."help_en", OLD."help_tr", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."portal_name", OLD."province", OLD."short_name", OLD."suppression_threshold", OLD."website"); RETURN NULL;',
                    hash="a01e511ab054cb195590b119843598fa32478ad9",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_fac39",
                    table="catalogue_municipality",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="municipality",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."short_name" IS DISTINCT FROM (NEW."short_name") OR OLD."portal_name" IS DISTINCT FROM (NEW."portal_name") OR OLD."province" IS DISTINCT FROM (NEW."province") OR OLD."website" IS DISTINCT FROM (NEW."website") OR OLD."help_tr" IS DISTINCT FROM (NEW."help_tr") OR OLD."help_en" IS DISTINCT FROM (NEW."help_en") OR OLD."suppression_threshold" IS DISTINCT FROM (NEW."suppression_threshold"))',
                    func='INSERT INTO "catalogue_municipalityhistory" ("help_en", "help_tr", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "portal_name", "province", "short_name", "suppression_threshold", "website") VALUES (NEW."help_en", NEW."help_tr", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."portal_name", NEW."province", NEW."short_name", NEW."suppression_threshold", NEW."website"); RETURN NULL;',
                    hash="7acce06e413cdcedcbcd0f8c6c34cab9e03817b8",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_aa12e",
                    table="catalogue_municipality",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="neighbourhood",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "catalogue_neighbourhoodhistory" ("aliases", "description_en", "description_tr", "is_active", "name_en", "name_tr", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug") VALUES (NEW."aliases", NEW."description_en", NEW."description_tr", NEW."is_active", NEW."name_en", NEW."name_tr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."position", NEW."slug"); RETURN NULL;',
                    hash="9ecccf74ed2d4008c8bcf8ad77fcc503244aeb65",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3f252",
                    table="catalogue_neighbourhood",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="neighbourhood",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "catalogue_neighbourhoodhistory" ("aliases", "description_en", "description_tr", "is_active", "name_en", "name_tr", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug") VALUES (OLD."aliases", OLD."description_en", OLD."description_tr", OLD."is_active", OLD."name_en", OLD."name_tr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."position", OLD."slug"); RETURN NULL;',
                    hash="0c35d26e81d2672f62c47e76bc5d9526f070c04e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_cb4f8",
                    table="catalogue_neighbourhood",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="neighbourhood",
            trigger=pgtrigger.compiler.Trigger(
                name="state_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."is_active" IS DISTINCT FROM (NEW."is_active"))',
                    func='INSERT INTO "catalogue_neighbourhoodhistory" ("aliases", "description_en", "description_tr", "is_active", "name_en", "name_tr", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug") VALUES (NEW."aliases", NEW."description_en", NEW."description_tr", NEW."is_active", NEW."name_en", NEW."name_tr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'state\', NEW."id", NEW."position", NEW."slug"); RETURN NULL;',
                    hash="dce715737e5031af093ef0aa1ec1c766d9a35a3f",
                    operation="UPDATE",
                    pgid="pgtrigger_state_update_92ee6",
                    table="catalogue_neighbourhood",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="neighbourhood",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN ((OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."name_tr" IS DISTINCT FROM (NEW."name_tr") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."description_tr" IS DISTINCT FROM (NEW."description_tr") OR OLD."description_en" IS DISTINCT FROM (NEW."description_en") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."aliases" IS DISTINCT FROM (NEW."aliases")) AND OLD."is_active" IS NOT DISTINCT FROM (NEW."is_active"))',
                    func='INSERT INTO "catalogue_neighbourhoodhistory" ("aliases", "description_en", "description_tr", "is_active", "name_en", "name_tr", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug") VALUES (NEW."aliases", NEW."description_en", NEW."description_tr", NEW."is_active", NEW."name_en", NEW."name_tr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."position", NEW."slug"); RETURN NULL;',
                    hash="fd546cebf0984952e97888494573dc601cd07cfa",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_27638",
                    table="catalogue_neighbourhood",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="privacynotice",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "catalogue_privacynoticehistory" ("effective_from", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text_en", "text_tr") VALUES (NEW."effective_from", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."text_en", NEW."text_tr"); RETURN NULL;',
                    hash="3149100c6600908affe20df3670c7f88e6b56ab2",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_948c9",
                    table="catalogue_privacynotice",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="privacynotice",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "catalogue_privacynoticehistory" ("effective_from", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text_en", "text_tr") VALUES (OLD."effective_from", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."text_en", OLD."text_tr"); RETURN NULL;',
                    hash="9d1d766d65eb5bf1f41a01cce7add3f05794bd6c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_67ad9",
                    table="catalogue_privacynotice",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="privacynotice",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."text_tr" IS DISTINCT FROM (NEW."text_tr") OR OLD."text_en" IS DISTINCT FROM (NEW."text_en") OR OLD."effective_from" IS DISTINCT FROM (NEW."effective_from"))',
                    func='INSERT INTO "catalogue_privacynoticehistory" ("effective_from", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text_en", "text_tr") VALUES (NEW."effective_from", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."text_en", NEW."text_tr"); RETURN NULL;',
                    hash="891e4b3fc8adc5799b724211821dd0d68edbfad6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e4462",
                    table="catalogue_privacynotice",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="provision",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "catalogue_provisionhistory" ("article", "certainty", "instrument_en", "instrument_tr", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "right_id", "seen_on") VALUES (NEW."article", NEW."certainty", NEW."instrument_en", NEW."instrument_tr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."position", NEW."right_id", NEW."seen_on"); RETURN NULL;',
                    hash="07eb0641af918a72d4b947f0b72c56c78e508d6d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_98dbc",
                    table="catalogue_provision",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="provision",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "catalogue_provisionhistory" ("article", "certainty", "instrument_en", "instrument_tr", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "right_id", "seen_on") VALUES (OLD."article", OLD."certainty", OLD."instrument_en", OLD."instrument_tr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."position", OLD."right_id", OLD."seen_on"); RETURN NULL;',
                    hash="0d379f4825d54164d63b10bebc5c1c4959cd0b68",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_db8d4",
                    table="catalogue_provision",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="provision",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."right_id" IS DISTINCT FROM (NEW."right_id") OR OLD."instrument_tr" IS DISTINCT FROM (NEW."instrument_tr") OR OLD."instrument_en" IS DISTINCT FROM (NEW."instrument_en") OR OLD."article" IS DISTINCT FROM (NEW."article") OR OLD."certainty" IS DISTINCT FROM (NEW."certainty") OR OLD."seen_on" IS DISTINCT FROM (NEW."seen_on") OR OLD."position" IS DISTINCT FROM (NEW."position"))',
                    func='INSERT INTO "catalogue_provisionhistory" ("article", "certainty", "instrument_en", "instrument_tr", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "right_id", "seen_on") VALUES (NEW."article", NEW."certainty", NEW."instrument_en", NEW."instrument_tr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."position", NEW."right_id", NEW."seen_on"); RETURN NULL;',
                    hash="b8de9ee898a7957e5ef1f3bc613356f3a546480f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c7953",
                    table="catalogue_provision",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="right",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "catalogue_righthistory" ("checklist_id", "description_en", "description_tr", "is_active", "name_en", "name_tr", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "services_en", "services_tr", "slug") VALUES (NEW."checklist_id", NEW."description_en", NEW."description_tr", NEW."is_active", NEW."name_en", NEW."name_tr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."position", NEW."services_en", NEW."services_tr", NEW."slug"); RETURN NULL;',
                    hash="8f99f8faa4b18465e697f8e5e90fd1df88bff560",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2a9e6",
                    table="catalogue_right",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="right",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "catalogue_righthistory" ("checklist_id", "description_en", "description_tr", "is_active", "name_en", "name_tr", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "services_en", "services_tr", "slug") VALUES (OLD."checklist_id", OLD."description_en", OLD."description_tr", OLD."is_active", OLD."name_en", OLD."name_tr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."position", OLD."services_en", OLD."services_tr", OLD."slug"); RETURN NULL;',
                    hash="c13866308b7f6c13977e6651fc25068e60f9f9ca",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_dd335",
                    table="catalogue_right",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="right",
            trigger=pgtrigger.compiler.Trigger(
                name="state_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."is_active" IS DISTINCT FROM (NEW."is_active"))',
                    func='INSERT INTO "catalogue_righthistory" ("checklist_id", "description_en", "description_tr", "is_active", "name_en", "name_tr", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "services_en", "services_tr", "slug") VALUES (NEW."checklist_id", NEW."description_en", NEW."description_tr", NEW."is_active", NEW."name_en", NEW."name_tr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'state\', NEW."id", NEW."position", NEW."services_en", NEW."services_tr", NEW."slug"); RETURN NULL;',
                    hash="f1c7ad7dc67a7753ac8a6a5f0caf7085a1a4f301",
                    operation="UPDATE",
                    pgid="pgtrigger_state_update_67f63",
                    table="catalogue_right",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="right",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN ((OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."name_tr" IS DISTINCT FROM (NEW."name_tr") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."description_tr" IS DISTINCT FROM (NEW."description_tr") OR OLD."description_en" IS DISTINCT FROM (NEW."description_en") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."checklist_id" IS DISTINCT FROM (NEW."checklist_id") OR OLD."services_tr" IS DISTINCT FROM (NEW."services_tr") OR OLD."services_en" IS DISTINCT FROM (NEW."services_en")) AND OLD."is_active" IS NOT DISTINCT FROM (NEW."is_active"))',
                    func='INSERT INTO "catalogue_righthistory" ("checklist_id", "description_en", "description_tr", "is_active", "name_en", "name_tr", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "services_en", "services_tr", "slug") VALUES (NEW."checklist_id", NEW."description_en", NEW."description_tr", NEW."is_active", NEW."name_en", NEW."name_tr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."position", NEW."services_en", NEW."services_tr", NEW."slug"); RETURN NULL;',
                    hash="76e14b404589507b280daa4bb34d455bd44630b3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d8b54",
                    table="catalogue_right",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="rightsholdergroup",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "catalogue_rightsholdergrouphistory" ("description_en", "description_tr", "is_active", "leads_to_special_data", "name_en", "name_tr", "note_en", "note_tr", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug") VALUES (NEW."description_en", NEW."description_tr", NEW."is_active", NEW."leads_to_special_data", NEW."name_en", NEW."name_tr", NEW."note_en", NEW."note_tr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."position", NEW."slug"); RETURN NULL;',
                    hash="de345b3a2f68e8b7bf9bc083f1b9733ac3154827",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_fd112",
                    table="catalogue_rightsholdergroup",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="rightsholdergroup",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "catalogue_rightsholdergrouphistory" ("description_en", "description_tr", "is_active", "leads_to_special_data", "name_en", "name_tr", "note_en", "note_tr", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug") VALUES (OLD."description_en", OLD."description_tr", OLD."is_active", OLD."leads_to_special_data", OLD."name_en", OLD."name_tr", OLD."note_en", OLD."note_tr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."position", OLD."slug"); RETURN NULL;',
                    hash="8551fe37b46df8e63c4fe855369de2b68a2572da",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_77e64",
                    table="catalogue_rightsholdergroup",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="rightsholdergroup",
            trigger=pgtrigger.compiler.Trigger(
                name="state_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."is_active" IS DISTINCT FROM (NEW."is_active"))',
                    func='INSERT INTO "catalogue_rightsholdergrouphistory" ("description_en", "description_tr", "is_active", "leads_to_special_data", "name_en", "name_tr", "note_en", "note_tr", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug") VALUES (NEW."description_en", NEW."description_tr", NEW."is_active", NEW."leads_to_special_data", NEW."name_en", NEW."name_tr", NEW."note_en", NEW."note_tr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'state\', NEW."id", NEW."position", NEW."slug"); RETURN NULL;',
                    hash="c237f112b7931afb68b8355820a6447e751d788d",
                    operation="UPDATE",
                    pgid="pgtrigger_state_update_fbb79",
                    table="catalogue_rightsholdergroup",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="rightsholdergroup",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN ((OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."name_tr" IS DISTINCT FROM (NEW."name_tr") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."description_tr" IS DISTINCT FROM (NEW."description_tr") OR OLD."description_en" IS DISTINCT FROM (NEW."description_en") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."leads_to_special_data" IS DISTINCT FROM (NEW."leads_to_special_data") OR OLD."note_tr" IS DISTINCT FROM (NEW."note_tr") OR OLD."note_en" IS DISTINCT FROM (NEW."note_en")) AND OLD."is_active" IS NOT DISTINCT FROM (NEW."is_active"))',
                    func='INSERT INTO "catalogue_rightsholdergrouphistory" ("description_en", "description_tr", "is_active", "leads_to_special_data", "name_en", "name_tr", "note_en", "note_tr", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug") VALUES (NEW."description_en", NEW."description_tr", NEW."is_active", NEW."leads_to_special_data", NEW."name_en", NEW."name_tr", NEW."note_en", NEW."note_tr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."position", NEW."slug"); RETURN NULL;',
                    hash="9ef4e8ee2c4e1dab1739396aae9c803e05cdde07",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4cce6",
                    table="catalogue_rightsholdergroup",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="servicearea",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "catalogue_serviceareahistory" ("competence", "description_en", "description_tr", "is_active", "name_en", "name_tr", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug") VALUES (NEW."competence", NEW."description_en", NEW."description_tr", NEW."is_active", NEW."name_en", NEW."name_tr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."position", NEW."slug"); RETURN NULL;',
                    hash="1f532c3181b70ea78cda1936690b691e8d6c3d2f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c7079",
                    table="catalogue_servicearea",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="servicearea",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "catalogue_serviceareahistory" ("competence", "description_en", "description_tr", "is_active", "name_en", "name_tr", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug") VALUES (OLD."competence", OLD."description_en", OLD."description_tr", OLD."is_active", OLD."name_en", OLD."name_tr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."position", OLD."slug"); RETURN NULL;',
                    hash="c31d7405c7662a1b49f737e94c0b28df6e71a45e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7644a",
                    table="catalogue_servicearea",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="servicearea",
            trigger=pgtrigger.compiler.Trigger(
                name="state_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."is_active" IS DISTINCT FROM (NEW."is_active"))',
                    func='INSERT INTO "catalogue_serviceareahistory" ("competence", "description_en", "description_tr", "is_active", "name_en", "name_tr", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug") VALUES (NEW."competence", NEW."description_en", NEW."description_tr", NEW."is_active", NEW."name_en", NEW."name_tr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'state\', NEW."id", NEW."position", NEW."slug"); RETURN NULL;',
                    hash="23f82a49eef45f82933f3fa6e6dd4020ef0413b2",
                    operation="UPDATE",
                    pgid="pgtrigger_state_update_f7b0f",
                    table="catalogue_servicearea",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="servicearea",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN ((OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."name_tr" IS DISTINCT FROM (NEW."name_tr") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."description_tr" IS DISTINCT FROM (NEW."description_tr") OR OLD."description_en" IS DISTINCT FROM (NEW."description_en") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."competence" IS DISTINCT FROM (NEW."competence")) AND OLD."is_active" IS NOT DISTINCT FROM (NEW."is_active"))',
                    func='INSERT INTO "catalogue_serviceareahistory" ("competence", "description_en", "description_tr", "is_active", "name_en", "name_tr", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug") VALUES (NEW."competence", NEW."description_en", NEW."description_tr", NEW."is_active", NEW."name_en", NEW."name_tr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."position", NEW."slug"); RETURN NULL;',
                    hash="620ffe8d882f79ebcfbe2a2150efe7f4271dc2e1",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d1ed7",
                    table="catalogue_servicearea",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="checklisthistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="79b307970b5ad8e5013b8efc3260889b870ae7f1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_30a66",
                    table="catalogue_checklisthistory",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="checklistquestionhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0eb6d44b015c7bfc0a73b1163fcead5e527828a8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_272f5",
                    table="catalogue_checklistquestionhistory",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="closeddayhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="39d96a84e5ddcadaf0062b323c1af4287ffb9ae3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_b6a6a",
                    table="catalogue_closeddayhistory",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="discriminationgroundhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a0a09f8eeb3a2bddb93a6086d94cc5dffa7d2fa0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_71bef",
                    table="catalogue_discriminationgroundhistory",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="municipalityhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b030e1e211c6727fdfad92809b40b99f7a7e7b92",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_83d53",
                    table="catalogue_municipalityhistory",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="neighbourhoodhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="641b13e91a1183bd9d002302a748db93a9753274",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ca20f",
                    table="catalogue_neighbourhoodhistory",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="privacynoticehistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="73762431a32b7f89d2214bb30bc594208c8f6c5d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_b146d",
                    table="catalogue_privacynoticehistory",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="provisionhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0b372f5a05c12e66a63b52e1e968ec0cad8669f8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_30880",
                    table="catalogue_provisionhistory",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="righthistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="64789383b03cc57dbbf67f5e34db92de4257fe72",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_03ab7",
                    table="catalogue_righthistory",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="rightsholdergrouphistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c8361fad7904b26ded35b02de9ffb75b9b830a2d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_374f9",
                    table="catalogue_rightsholdergrouphistory",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="serviceareahistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="70b6f03c34e53c890d4a7c27f4d21868a3502ba1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ad0dc",
                    table="catalogue_serviceareahistory",
                    when="BEFORE",
                ),
            ),
        ),
    ]
