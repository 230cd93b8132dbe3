import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
from django.db import migrations, models

from atasehir_portal.history_migrations import AddTrigger


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_history"),
        ("drafting", "0001_initial"),
        ("needs", "0002_history"),
    ]

    operations = [
        migrations.CreateModel(
            name="ElementHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("goal", "goal"), ("outcome", "outcome"), ("measure", "measure")], max_length=10
                    ),
                ),
                ("title", models.CharField(max_length=250, verbose_name="title")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="drafting.element",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="drafting.element",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="drafting.programme",
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
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="element_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="element_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="element_who",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NeedLinkHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "measure",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="drafting.element",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="needs.need",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="drafting.needlink",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="needlink_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="needlink_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="needlink_who",
                    ),
                    models.Index(
                        condition=models.Q(("pgh_label", "state")),
                        fields=["-pgh_created_at", "-pgh_id"],
                        name="needlink_states",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("slug", models.SlugField(db_index=False, max_length=80)),
                ("first_year", models.PositiveSmallIntegerField(verbose_name="first year")),
                ("last_year", models.PositiveSmallIntegerField(verbose_name="last year")),
                ("summary", models.TextField(blank=True, max_length=2000, verbose_name="in plain words")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("proposed", "proposed"),
                            ("adopted", "adopted"),
                            ("superseded", "superseded"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="drafting.programme",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.unit",
                        verbose_name="coordinating unit",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="programme_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="programme_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="programme_who",
                    ),
                    models.Index(
                        condition=models.Q(("pgh_label", "state")),
                        fields=["-pgh_created_at", "-pgh_id"],
                        name="programme_states",
                    ),
                ],
            },
        ),
        AddTrigger(
            model_name="element",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "drafting_elementhistory" ("kind", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "title", "unit_id") VALUES (NEW."kind", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."programme_id", NEW."title", NEW."unit_id"); RETURN NULL;',
                    hash="82b4fd6da5a83fb19122507d2e398e3c523ab415",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_fd9f9",
                    table="drafting_element",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="element",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "drafting_elementhistory" ("kind", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "title", "unit_id") VALUES (OLD."kind", OLD."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."programme_id", OLD."title", OLD."unit_id"); RETURN NULL;',
                    hash="7d7c2a9bc308acf8d36b4734ce188f04c4700923",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_946f3",
                    table="drafting_element",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="element",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."programme_id" IS DISTINCT FROM (NEW."programme_id") OR OLD."parent_id" IS DISTINCT FROM (NEW."parent_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id"))',
                    func='INSERT INTO "drafting_elementhistory" ("kind", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "title", "unit_id") VALUES (NEW."kind", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."programme_id", NEW."title", NEW."unit_id"); RETURN NULL;',
                    hash="1a471bf4a81cc2db0320e6cf7659c12faa6c3b04",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d6bbd",
                    table="drafting_element",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="needlink",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "drafting_needlinkhistory" ("measure_id", "need_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at") VALUES (NEW."measure_id", NEW."need_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."removed_at"); RETURN NULL;',
                    hash="b582c5c83e8dbdaefebf6d175b008e55e9589e7f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7de84",
                    table="drafting_needlink",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="needlink",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "drafting_needlinkhistory" ("measure_id", "need_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at") VALUES (OLD."measure_id", OLD."need_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."removed_at"); RETURN NULL;',
                    hash="0cddfe6937dfa8c7ec9e7aad22ebbb6c56bd28c4",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_03e79",
                    table="drafting_needlink",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="needlink",
            trigger=pgtrigger.compiler.Trigger(
                name="state_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."removed_at" IS DISTINCT FROM (NEW."removed_at"))',
                    func='INSERT INTO "drafting_needlinkhistory" ("measure_id", "need_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at") VALUES (NEW."measure_id", NEW."need_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'state\', NEW."id", NEW."removed_at"); RETURN NULL;',
                    hash="84c1b5a24ed548b8d013f09f5ace81a75c7b6e8c",
                    operation="UPDATE",
                    pgid="pgtrigger_state_update_37311",
                    table="drafting_needlink",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="needlink",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN ((OLD."measure_id" IS DISTINCT FROM (NEW."measure_id") OR OLD."need_id" IS DISTINCT FROM (NEW."need_id")) AND OLD."removed_at" IS NOT DISTINCT FROM (NEW."removed_at"))',
                    func='INSERT INTO "drafting_needlinkhistory" ("measure_id", "need_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at") VALUES (NEW."measure_id", NEW."need_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."removed_at"); RETURN NULL;',
                    hash="4201ec5ed1bc0a60e049f81125a24a7795abda5f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_601a1",
                    table="drafting_needlink",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="programme",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "drafting_programmehistory" ("first_year", "last_year", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "state", "summary", "unit_id") VALUES (NEW."first_year", NEW."last_year", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."slug", NEW."state", NEW."summary", NEW."unit_id"); RETURN NULL;',
                    hash="971f25bb5f8e2ec5d4c7dcec47d1b0dfa560aca2",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b7626",
                    table="drafting_programme",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="programme",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "drafting_programmehistory" ("first_year", "last_year", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "state", "summary", "unit_id") VALUES (OLD."first_year", OLD."last_year", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."slug", OLD."state", OLD."summary", OLD."unit_id"); RETURN NULL;',
                    hash="e76e1d97c70619b761353b3f6173e04d516439a8",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7601b",
                    table="drafting_programme",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="programme",
            trigger=pgtrigger.compiler.Trigger(
                name="state_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))',
                    func='INSERT INTO "drafting_programmehistory" ("first_year", "last_year", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "state", "summary", "unit_id") VALUES (NEW."first_year", NEW."last_year", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'state\', NEW."id", NEW."slug", NEW."state", NEW."summary", NEW."unit_id"); RETURN NULL;',
                    hash="571f1e6316f49b0e3c146fe9014c912a9d5569ea",
                    operation="UPDATE",
                    pgid="pgtrigger_state_update_7c13d",
                    table="drafting_programme",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="programme",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN ((OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."first_year" IS DISTINCT FROM (NEW."first_year") OR OLD."last_year" IS DISTINCT FROM (NEW."last_year") OR OLD."summary" IS DISTINCT FROM (NEW."summary") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id")) AND OLD."state" IS NOT DISTINCT FROM (NEW."state"))',
                    func='INSERT INTO "drafting_programmehistory" ("first_year", "last_year", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "state", "summary", "unit_id") VALUES (NEW."first_year", NEW."last_year", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."slug", NEW."state", NEW."summary", NEW."unit_id"); RETURN NULL;',
                    hash="0b566fbb9d4f0d5d0ddf112a1b091429d5dd3b75",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5f1a5",
                    table="drafting_programme",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="elementhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="cd641b4b6fb7da84e14ea1a709967c273a72c973",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_efaa2",
                    table="drafting_elementhistory",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="needlinkhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="86603cb6113b0cad29d3d76a41d844f3deacacde",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ef41d",
                    table="drafting_needlinkhistory",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="programmehistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="26ccbabf67f73a9da32175913a16315a257a04b7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_4f6da",
                    table="drafting_programmehistory",
                    when="BEFORE",
                ),
            ),
        ),
    ]
