import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from atasehir_portal.history_migrations import AddTrigger


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_history"),
        ("accounts", "__first__"),
        ("answering", "0002_templates_and_scoreboard"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnswerTemplateHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("slug", models.SlugField(db_index=False, max_length=60, verbose_name="short name")),
                ("name_tr", models.CharField(max_length=200, verbose_name="name in Turkish")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="name in English")),
                ("description_tr", models.TextField(blank=True, verbose_name="description in Turkish")),
                ("description_en", models.TextField(blank=True, verbose_name="description in English")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="answering.answertemplate",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="answertemplate_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="answertemplate_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="answertemplate_who",
                    ),
                    models.Index(
                        condition=models.Q(("pgh_label", "state")),
                        fields=["-pgh_created_at", "-pgh_id"],
                        name="answertemplate_states",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DutyHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("reference", models.CharField(max_length=20, verbose_name="reference")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("need", "Need"),
                            ("comment", "Comment"),
                            ("suggestion", "Suggested change"),
                            ("agenda_proposal", "Agenda proposal"),
                            ("organisation", "Application of an organisation"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="answer due")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waiting for an answer"),
                            ("asked", "Waiting for a reply"),
                            ("answered", "Answer given"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accepted", "Accepted"),
                            ("partly", "Partly accepted"),
                            ("not_accepted", "Not accepted"),
                            ("noted", "Noted"),
                            ("taken_up", "Taken up"),
                            ("referred", "Referred to another body"),
                        ],
                        max_length=15,
                        verbose_name="outcome",
                    ),
                ),
                ("confidential", models.BooleanField(default=False)),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="title")),
                ("reason", models.TextField(blank=True, max_length=10000, verbose_name="answer with its reason")),
                (
                    "extension_reason",
                    models.TextField(blank=True, max_length=2000, verbose_name="reason for the extension"),
                ),
                ("referred_to", models.CharField(blank=True, max_length=200, verbose_name="referred to")),
                (
                    "officer",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="officer",
                    ),
                ),
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
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="answering.duty",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.unit",
                        verbose_name="responsible unit",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="duty_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="duty_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="duty_who",
                    ),
                    models.Index(
                        condition=models.Q(("pgh_label", "state")),
                        fields=["-pgh_created_at", "-pgh_id"],
                        name="duty_states",
                    ),
                    models.Index(condition=models.Q(("confidential", True)), fields=["pgh_obj"], name="duty_hidden"),
                    models.Index(fields=["reference", "-pgh_created_at", "-pgh_id"], name="duty_by_refer"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confidential", True), _negated=True),
                            models.Q(("extension_reason", ""), ("reason", ""), ("referred_to", ""), ("title", "")),
                            _connector="OR",
                        ),
                        name="history_duty",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RuleSetHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("effective_from", models.DateField(verbose_name="in effect from")),
                ("working_days", models.PositiveSmallIntegerField(verbose_name="working days to answer")),
                (
                    "extension_days",
                    models.PositiveSmallIntegerField(verbose_name="working days by which it may be extended, once"),
                ),
                (
                    "latest_calendar_days",
                    models.PositiveSmallIntegerField(default=30, verbose_name="latest, in calendar days"),
                ),
                (
                    "half_day_counts",
                    models.BooleanField(
                        default=True, verbose_name="the half day before a holiday counts as a working day"
                    ),
                ),
                ("source_tr", models.CharField(max_length=300, verbose_name="source in Turkish")),
                ("source_en", models.CharField(max_length=300, verbose_name="source in English")),
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
                        verbose_name="certainty of the source",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="answering.ruleset",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="ruleset_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="ruleset_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="ruleset_who",
                    ),
                ],
            },
        ),
        AddTrigger(
            model_name="answertemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "answering_answertemplatehistory" ("description_en", "description_tr", "is_active", "name_en", "name_tr", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug", "unit_id") VALUES (NEW."description_en", NEW."description_tr", NEW."is_active", NEW."name_en", NEW."name_tr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."position", NEW."slug", NEW."unit_id"); RETURN NULL;',
                    hash="6fad8dce2f1fd35311b48df88082e43bc3f00955",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2d845",
                    table="answering_answertemplate",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="answertemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "answering_answertemplatehistory" ("description_en", "description_tr", "is_active", "name_en", "name_tr", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug", "unit_id") VALUES (OLD."description_en", OLD."description_tr", OLD."is_active", OLD."name_en", OLD."name_tr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."position", OLD."slug", OLD."unit_id"); RETURN NULL;',
                    hash="463d90ead18704dd48288301b55e5bbc5bda2c83",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9b28e",
                    table="answering_answertemplate",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="answertemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="state_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."is_active" IS DISTINCT FROM (NEW."is_active"))',
                    func='INSERT INTO "answering_answertemplatehistory" ("description_en", "description_tr", "is_active", "name_en", "name_tr", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug", "unit_id") VALUES (NEW."description_en", NEW."description_tr", NEW."is_active", NEW."name_en", NEW."name_tr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'state\', NEW."id", NEW."position", NEW."slug", NEW."unit_id"); RETURN NULL;',
                    hash="5a871874242bb210ec635e0c3fd00c6b242c9299",
                    operation="UPDATE",
                    pgid="pgtrigger_state_update_54100",
                    table="answering_answertemplate",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="answertemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN ((OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."name_tr" IS DISTINCT FROM (NEW."name_tr") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."description_tr" IS DISTINCT FROM (NEW."description_tr") OR OLD."description_en" IS DISTINCT FROM (NEW."description_en") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id")) AND OLD."is_active" IS NOT DISTINCT FROM (NEW."is_active"))',
                    func='INSERT INTO "answering_answertemplatehistory" ("description_en", "description_tr", "is_active", "name_en", "name_tr", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug", "unit_id") VALUES (NEW."description_en", NEW."description_tr", NEW."is_active", NEW."name_en", NEW."name_tr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."position", NEW."slug", NEW."unit_id"); RETURN NULL;',
                    hash="b9c8f966a4f69ac58e969e9d9644470a7d4bc875",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0e8a6",
                    table="answering_answertemplate",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="duty",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "answering_dutyhistory" ("confidential", "due_on", "extension_reason", "kind", "officer_id", "organisation_id", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "referred_to", "state", "title", "unit_id") VALUES (NEW."confidential", NEW."due_on", NEW."extension_reason", NEW."kind", NEW."officer_id", NEW."organisation_id", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."reason", NEW."reference", NEW."referred_to", NEW."state", NEW."title", NEW."unit_id"); RETURN NULL;',
                    hash="d8e981037e297534506cff6dbb51cfe8a9aa1cfb",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1cb14",
                    table="answering_duty",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="duty",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "answering_dutyhistory" ("confidential", "due_on", "extension_reason", "kind", "officer_id", "organisation_id", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "referred_to", "state", "title", "unit_id") VALUES (OLD."confidential", OLD."due_on", OLD."extension_reason", OLD."kind", OLD."officer_id", OLD."organisation_id", OLD."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."reason", OLD."reference", OLD."referred_to", OLD."state", OLD."title", OLD."unit_id"); RETURN NULL;',
                    hash="808e7e96e46ea24123f321e151e0b2ed3b308eaa",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_00778",
                    table="answering_duty",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="duty",
            trigger=pgtrigger.compiler.Trigger(
                name="state_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."confidential" IS DISTINCT FROM (NEW."confidential") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."state" IS DISTINCT FROM (NEW."state"))',
                    func='INSERT INTO "answering_dutyhistory" ("confidential", "due_on", "extension_reason", "kind", "officer_id", "organisation_id", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "referred_to", "state", "title", "unit_id") VALUES (NEW."confidential", NEW."due_on", NEW."extension_reason", NEW."kind", NEW."officer_id", NEW."organisation_id", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'state\', NEW."id", NEW."reason", NEW."reference", NEW."referred_to", NEW."state", NEW."title", NEW."unit_id"); RETURN NULL;',
                    hash="6908ed419e8967d11bb5090411bb117e04f6c607",
                    operation="UPDATE",
                    pgid="pgtrigger_state_update_3ecf7",
                    table="answering_duty",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="duty",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN ((OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id") OR OLD."officer_id" IS DISTINCT FROM (NEW."officer_id") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."extension_reason" IS DISTINCT FROM (NEW."extension_reason") OR OLD."referred_to" IS DISTINCT FROM (NEW."referred_to")) AND OLD."state" IS NOT DISTINCT FROM (NEW."state") AND OLD."outcome" IS NOT DISTINCT FROM (NEW."outcome") AND OLD."confidential" IS NOT DISTINCT FROM (NEW."confidential"))',
                    func='INSERT INTO "answering_dutyhistory" ("confidential", "due_on", "extension_reason", "kind", "officer_id", "organisation_id", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "referred_to", "state", "title", "unit_id") VALUES (NEW."confidential", NEW."due_on", NEW."extension_reason", NEW."kind", NEW."officer_id", NEW."organisation_id", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."reason", NEW."reference", NEW."referred_to", NEW."state", NEW."title", NEW."unit_id"); RETURN NULL;',
                    hash="cbe55410a381de77ad653f6d564e6f1fb8ccd9c1",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5d4c8",
                    table="answering_duty",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="ruleset",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "answering_rulesethistory" ("certainty", "effective_from", "extension_days", "half_day_counts", "latest_calendar_days", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_en", "source_tr", "working_days") VALUES (NEW."certainty", NEW."effective_from", NEW."extension_days", NEW."half_day_counts", NEW."latest_calendar_days", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."source_en", NEW."source_tr", NEW."working_days"); RETURN NULL;',
                    hash="148907cae22c7c52a9f227a0b4b73d2af52f20c9",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2fcd6",
                    table="answering_ruleset",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="ruleset",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "answering_rulesethistory" ("certainty", "effective_from", "extension_days", "half_day_counts", "latest_calendar_days", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_en", "source_tr", "working_days") VALUES (OLD."certainty", OLD."effective_from", OLD."extension_days", OLD."half_day_counts", OLD."latest_calendar_days", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."source_en", OLD."source_tr", OLD."working_days"); RETURN NULL;',
                    hash="1d6295a75e5777bbf669b691414fdbc6f2f14acc",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2bf6a",
                    table="answering_ruleset",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="ruleset",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."effective_from" IS DISTINCT FROM (NEW."effective_from") OR OLD."working_days" IS DISTINCT FROM (NEW."working_days") OR OLD."extension_days" IS DISTINCT FROM (NEW."extension_days") OR OLD."latest_calendar_days" IS DISTINCT FROM (NEW."latest_calendar_days") OR OLD."half_day_counts" IS DISTINCT FROM (NEW."half_day_counts") OR OLD."source_tr" IS DISTINCT FROM (NEW."source_tr") OR OLD."source_en" IS DISTINCT FROM (NEW."source_en") OR OLD."certainty" IS DISTINCT FROM (NEW."certainty"))',
                    func='INSERT INTO "answering_rulesethistory" ("certainty", "effective_from", "extension_days", "half_day_counts", "latest_calendar_days", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_en", "source_tr", "working_days") VALUES (NEW."certainty", NEW."effective_from", NEW."extension_days", NEW."half_day_counts", NEW."latest_calendar_days", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."source_en", NEW."source_tr", NEW."working_days"); RETURN NULL;',
                    hash="0cd333ed750c5981f7df02597dccc7ac3fd5d87c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_45636",
                    table="answering_ruleset",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="answertemplatehistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6efd4da752d3b5d3bc5589c580bdff65694a7653",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_fead6",
                    table="answering_answertemplatehistory",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="dutyhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="384d42312fad40af026744f718f7843df87a4d04",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_42c5d",
                    table="answering_dutyhistory",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="dutyhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="forgets_texts",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."confidential")',
                    func='UPDATE "answering_dutyhistory" SET "title" = \'\', "reason" = \'\', "extension_reason" = \'\', "referred_to" = \'\' WHERE "pgh_obj_id" = NEW."pgh_obj_id"; NEW."title" := \'\'; NEW."reason" := \'\'; NEW."extension_reason" := \'\'; NEW."referred_to" := \'\'; RETURN NEW;',
                    hash="b2b17954386ebe6b407eac64d072f55bb47ce810",
                    operation="INSERT",
                    pgid="pgtrigger_forgets_texts_17c87",
                    table="answering_dutyhistory",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="rulesethistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="35c0bdf31d16b71e9555117b3337ff53f0c40dbe",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_fa8b6",
                    table="answering_rulesethistory",
                    when="BEFORE",
                ),
            ),
        ),
    ]
