import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
from django.db import migrations, models

from atasehir_portal.history_migrations import AddTrigger


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_history"),
        ("catalogue", "0005_history"),
        ("needs", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="NeedHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("reference", models.CharField(max_length=20, verbose_name="reference")),
                (
                    "since",
                    models.CharField(
                        choices=[
                            ("weeks", "For a few weeks"),
                            ("months", "For some months"),
                            ("years", "For years"),
                            ("always", "It has always been so"),
                            ("unknown", "Not known"),
                        ],
                        default="unknown",
                        max_length=10,
                        verbose_name="since when",
                    ),
                ),
                (
                    "people",
                    models.CharField(
                        choices=[
                            ("unknown", "Not known"),
                            ("under_20", "Fewer than 20"),
                            ("under_100", "20–100"),
                            ("under_500", "100–500"),
                            ("under_2000", "500–2,000"),
                            ("over_2000", "More than 2,000"),
                        ],
                        default="unknown",
                        max_length=12,
                        verbose_name="how many people",
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[
                            ("ordinary", "Can wait for the programme"),
                            ("soon", "Within months"),
                            ("urgent", "People are being harmed now"),
                        ],
                        default="ordinary",
                        max_length=10,
                        verbose_name="urgency",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("portal", "through the portal"),
                            ("phone", "by telephone"),
                            ("visit", "at a visit"),
                            ("paper", "on paper"),
                            ("meeting", "at a meeting"),
                        ],
                        default="portal",
                        max_length=10,
                        verbose_name="how it was heard",
                    ),
                ),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("participants", "Participants only"),
                            ("confidential", "Confidential"),
                        ],
                        default="public",
                        max_length=15,
                        verbose_name="who may read it",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "heard"),
                            ("in_assessment", "in assessment"),
                            ("closed", "answered"),
                            ("merged", "merged"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="submitted",
                        max_length=15,
                        verbose_name="state",
                    ),
                ),
                (
                    "became",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not in a programme yet"),
                            ("planned", "planned in a draft"),
                            ("addressed", "addressed in the programme"),
                            ("fulfilled", "fulfilled"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="what became of it",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="what is lacking, in one sentence")),
                ("body", models.TextField(max_length=5000, verbose_name="what is lacking")),
                ("suggestion", models.TextField(blank=True, max_length=3000, verbose_name="what would help")),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="needs.need",
                    ),
                ),
                (
                    "service_area",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="catalogue.servicearea",
                        verbose_name="service area",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="need_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="need_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="need_who",
                    ),
                    models.Index(
                        condition=models.Q(("pgh_label", "state")),
                        fields=["-pgh_created_at", "-pgh_id"],
                        name="need_states",
                    ),
                    models.Index(
                        condition=models.Q(("visibility", "confidential"), ("state", "draft"), _connector="OR"),
                        fields=["pgh_obj"],
                        name="need_hidden",
                    ),
                    models.Index(fields=["reference", "-pgh_created_at", "-pgh_id"], name="need_by_refer"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("visibility", "confidential"), ("state", "draft"), _connector="OR", _negated=True
                            ),
                            models.Q(("body", ""), ("suggestion", ""), ("title", "")),
                            _connector="OR",
                        ),
                        name="history_need",
                    )
                ],
            },
        ),
        AddTrigger(
            model_name="need",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "needs_needhistory" ("became", "body", "channel", "organisation_id", "people", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "service_area_id", "since", "state", "suggestion", "title", "urgency", "visibility") VALUES (NEW."became", NEW."body", NEW."channel", NEW."organisation_id", NEW."people", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."reference", NEW."service_area_id", NEW."since", NEW."state", NEW."suggestion", NEW."title", NEW."urgency", NEW."visibility"); RETURN NULL;',
                    hash="f8b4717a4abf760de360eacfb0d271850b91cc5f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ae169",
                    table="needs_need",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="need",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "needs_needhistory" ("became", "body", "channel", "organisation_id", "people", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "service_area_id", "since", "state", "suggestion", "title", "urgency", "visibility") VALUES (OLD."became", OLD."body", OLD."channel", OLD."organisation_id", OLD."people", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."reference", OLD."service_area_id", OLD."since", OLD."state", OLD."suggestion", OLD."title", OLD."urgency", OLD."visibility"); RETURN NULL;',
                    hash="87c681609d7f3712340e93dc7764baf282dcc726",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_faaa7",
                    table="needs_need",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="need",
            trigger=pgtrigger.compiler.Trigger(
                name="state_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."became" IS DISTINCT FROM (NEW."became") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."visibility" IS DISTINCT FROM (NEW."visibility"))',
                    func='INSERT INTO "needs_needhistory" ("became", "body", "channel", "organisation_id", "people", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "service_area_id", "since", "state", "suggestion", "title", "urgency", "visibility") VALUES (NEW."became", NEW."body", NEW."channel", NEW."organisation_id", NEW."people", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'state\', NEW."id", NEW."reference", NEW."service_area_id", NEW."since", NEW."state", NEW."suggestion", NEW."title", NEW."urgency", NEW."visibility"); RETURN NULL;',
                    hash="5d8b03c238d464a0ee70ec059728bfe2e6ecb186",
                    operation="UPDATE",
                    pgid="pgtrigger_state_update_f8bf7",
                    table="needs_need",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="need",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN ((OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."service_area_id" IS DISTINCT FROM (NEW."service_area_id") OR OLD."since" IS DISTINCT FROM (NEW."since") OR OLD."people" IS DISTINCT FROM (NEW."people") OR OLD."urgency" IS DISTINCT FROM (NEW."urgency") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."body" IS DISTINCT FROM (NEW."body") OR OLD."suggestion" IS DISTINCT FROM (NEW."suggestion")) AND OLD."visibility" IS NOT DISTINCT FROM (NEW."visibility") AND OLD."state" IS NOT DISTINCT FROM (NEW."state") AND OLD."became" IS NOT DISTINCT FROM (NEW."became"))',
                    func='INSERT INTO "needs_needhistory" ("became", "body", "channel", "organisation_id", "people", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "service_area_id", "since", "state", "suggestion", "title", "urgency", "visibility") VALUES (NEW."became", NEW."body", NEW."channel", NEW."organisation_id", NEW."people", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."reference", NEW."service_area_id", NEW."since", NEW."state", NEW."suggestion", NEW."title", NEW."urgency", NEW."visibility"); RETURN NULL;',
                    hash="19b262e230c49a7f5860c731bae8a6c5f2ba512f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a52e1",
                    table="needs_need",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="needhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="39e5f29150add0b7bf119d842d8602840b8adb4a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ad6b7",
                    table="needs_needhistory",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="needhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="forgets_texts",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"visibility\" = 'confidential' OR NEW.\"state\" = 'draft')",
                    func='UPDATE "needs_needhistory" SET "title" = \'\', "body" = \'\', "suggestion" = \'\' WHERE "pgh_obj_id" = NEW."pgh_obj_id"; NEW."title" := \'\'; NEW."body" := \'\'; NEW."suggestion" := \'\'; RETURN NEW;',
                    hash="571998e98145f4272c0b1f2ebf16e65437bfbc5a",
                    operation="INSERT",
                    pgid="pgtrigger_forgets_texts_85c64",
                    table="needs_needhistory",
                    when="BEFORE",
                ),
            ),
        ),
    ]
