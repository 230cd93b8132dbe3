import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from atasehir_portal.history_migrations import AddTrigger


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("handbooks", "0007_passages_written_anew"),
    ]

    operations = [
        migrations.CreateModel(
            name="EditionHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "number",
                    models.CharField(
                        max_length=10,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})$",
                                "Write the number as two numbers with a full stop between them, for example 1.0 or 1.1.",
                            )
                        ],
                        verbose_name="edition number",
                    ),
                ),
                ("change_note", models.CharField(max_length=500, verbose_name="what changed")),
                ("withdrawn_reason", models.CharField(blank=True, max_length=500)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "handbook",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="handbooks.handbook",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="handbooks.edition",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="edition_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="edition_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="edition_who",
                    ),
                    models.Index(
                        condition=models.Q(("pgh_label", "state")),
                        fields=["-pgh_created_at", "-pgh_id"],
                        name="edition_states",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ErratumHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("place", models.CharField(max_length=200, verbose_name="where")),
                ("wrong", models.TextField(max_length=1000, verbose_name="what stands there")),
                ("right", models.TextField(max_length=1000, verbose_name="what should stand there")),
                (
                    "corrected_in",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="handbooks.edition",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="handbooks.edition",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="handbooks.erratum",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="erratum_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="erratum_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="erratum_who",
                    ),
                    models.Index(
                        condition=models.Q(("pgh_label", "state")),
                        fields=["-pgh_created_at", "-pgh_id"],
                        name="erratum_states",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandbookHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("slug", models.SlugField(db_index=False, max_length=80)),
                ("short_title", models.CharField(max_length=150, verbose_name="short title")),
                ("planned_title", models.CharField(max_length=250, verbose_name="title as the project planned it")),
                ("subtitle", models.CharField(blank=True, max_length=250, verbose_name="subtitle")),
                ("audience", models.CharField(max_length=250, verbose_name="for whom")),
                ("summary", models.TextField(max_length=2000, verbose_name="summary")),
                (
                    "keywords",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80), blank=True, default=list, size=None
                    ),
                ),
                (
                    "notices",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="statements of the imprint",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("writing", "being written"), ("review", "in review"), ("approved", "approved")],
                        default="writing",
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
                        to="handbooks.handbook",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="handbook_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="handbook_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="handbook_who",
                    ),
                    models.Index(
                        condition=models.Q(("pgh_label", "state")),
                        fields=["-pgh_created_at", "-pgh_id"],
                        name="handbook_states",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandbookTaskHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "task",
                    models.CharField(
                        choices=[("writer", "writer"), ("reviewer", "reviewer")], max_length=10, verbose_name="task"
                    ),
                ),
                (
                    "handbook",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="handbooks.handbook",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="handbooks.handbooktask",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="handbooktask_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="handbooktask_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="handbooktask_who",
                    ),
                    models.Index(
                        condition=models.Q(("pgh_label", "state")),
                        fields=["-pgh_created_at", "-pgh_id"],
                        name="handbooktask_states",
                    ),
                    models.Index(fields=["user", "-pgh_created_at", "-pgh_id"], name="handbooktask_by_user"),
                ],
            },
        ),
        AddTrigger(
            model_name="edition",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "handbooks_editionhistory" ("change_note", "handbook_id", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "withdrawn_at", "withdrawn_reason") VALUES (NEW."change_note", NEW."handbook_id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."withdrawn_at", NEW."withdrawn_reason"); RETURN NULL;',
                    hash="692eccd18a42bfabdb5d1d02a24d71e869841e5e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_05844",
                    table="handbooks_edition",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="edition",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "handbooks_editionhistory" ("change_note", "handbook_id", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "withdrawn_at", "withdrawn_reason") VALUES (OLD."change_note", OLD."handbook_id", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."withdrawn_at", OLD."withdrawn_reason"); RETURN NULL;',
                    hash="2d0a990b05e5cc8c64ae72994171184b42f50a49",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_761fb",
                    table="handbooks_edition",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="edition",
            trigger=pgtrigger.compiler.Trigger(
                name="state_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at"))',
                    func='INSERT INTO "handbooks_editionhistory" ("change_note", "handbook_id", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "withdrawn_at", "withdrawn_reason") VALUES (NEW."change_note", NEW."handbook_id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'state\', NEW."id", NEW."withdrawn_at", NEW."withdrawn_reason"); RETURN NULL;',
                    hash="52d34484ddcc1258e3ff8e639eed0ec579ef71ff",
                    operation="UPDATE",
                    pgid="pgtrigger_state_update_534ec",
                    table="handbooks_edition",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="edition",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN ((OLD."handbook_id" IS DISTINCT FROM (NEW."handbook_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."change_note" IS DISTINCT FROM (NEW."change_note") OR OLD."withdrawn_reason" IS DISTINCT FROM (NEW."withdrawn_reason")) AND OLD."withdrawn_at" IS NOT DISTINCT FROM (NEW."withdrawn_at"))',
                    func='INSERT INTO "handbooks_editionhistory" ("change_note", "handbook_id", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "withdrawn_at", "withdrawn_reason") VALUES (NEW."change_note", NEW."handbook_id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."withdrawn_at", NEW."withdrawn_reason"); RETURN NULL;',
                    hash="b4148dc1b3bd913e0bbafdb8ca72b67b28cdb6a6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e78fa",
                    table="handbooks_edition",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="erratum",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "handbooks_erratumhistory" ("corrected_in_id", "edition_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "right", "wrong") VALUES (NEW."corrected_in_id", NEW."edition_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."place", NEW."right", NEW."wrong"); RETURN NULL;',
                    hash="45e61de2f000843e79652f05631c4405ce1fd7ca",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_10a97",
                    table="handbooks_erratum",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="erratum",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "handbooks_erratumhistory" ("corrected_in_id", "edition_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "right", "wrong") VALUES (OLD."corrected_in_id", OLD."edition_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."place", OLD."right", OLD."wrong"); RETURN NULL;',
                    hash="b03f022aad70c6f6cc71a3539d8ceb66419907bb",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_074b5",
                    table="handbooks_erratum",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="erratum",
            trigger=pgtrigger.compiler.Trigger(
                name="state_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."corrected_in_id" IS DISTINCT FROM (NEW."corrected_in_id"))',
                    func='INSERT INTO "handbooks_erratumhistory" ("corrected_in_id", "edition_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "right", "wrong") VALUES (NEW."corrected_in_id", NEW."edition_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'state\', NEW."id", NEW."place", NEW."right", NEW."wrong"); RETURN NULL;',
                    hash="7f898e7584ac09daf969a78cfec7442b09d57f07",
                    operation="UPDATE",
                    pgid="pgtrigger_state_update_99da9",
                    table="handbooks_erratum",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="erratum",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN ((OLD."edition_id" IS DISTINCT FROM (NEW."edition_id") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."wrong" IS DISTINCT FROM (NEW."wrong") OR OLD."right" IS DISTINCT FROM (NEW."right")) AND OLD."corrected_in_id" IS NOT DISTINCT FROM (NEW."corrected_in_id"))',
                    func='INSERT INTO "handbooks_erratumhistory" ("corrected_in_id", "edition_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "right", "wrong") VALUES (NEW."corrected_in_id", NEW."edition_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."place", NEW."right", NEW."wrong"); RETURN NULL;',
                    hash="4f1d03cc60f639652debc9dbb9ae9c79a001f739",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_77193",
                    table="handbooks_erratum",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="handbook",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "handbooks_handbookhistory" ("audience", "keywords", "notices", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_title", "short_title", "slug", "state", "subtitle", "summary") VALUES (NEW."audience", NEW."keywords", NEW."notices", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."planned_title", NEW."short_title", NEW."slug", NEW."state", NEW."subtitle", NEW."summary"); RETURN NULL;',
                    hash="a96f6959c6db55ec0eb625856c861d82890644b5",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_54161",
                    table="handbooks_handbook",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="handbook",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "handbooks_handbookhistory" ("audience", "keywords", "notices", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_title", "short_title", "slug", "state", "subtitle", "summary") VALUES (OLD."audience", OLD."keywords", OLD."notices", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."planned_title", OLD."short_title", OLD."slug", OLD."state", OLD."subtitle", OLD."summary"); RETURN NULL;',
                    hash="4d437c502e4eb5edb5e2c708ebab26e447017a91",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d7e44",
                    table="handbooks_handbook",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="handbook",
            trigger=pgtrigger.compiler.Trigger(
                name="state_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))',
                    func='INSERT INTO "handbooks_handbookhistory" ("audience", "keywords", "notices", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_title", "short_title", "slug", "state", "subtitle", "summary") VALUES (NEW."audience", NEW."keywords", NEW."notices", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'state\', NEW."id", NEW."planned_title", NEW."short_title", NEW."slug", NEW."state", NEW."subtitle", NEW."summary"); RETURN NULL;',
                    hash="eadba62a8790cf105508cdf172d2346c008f11b2",
                    operation="UPDATE",
                    pgid="pgtrigger_state_update_bd62c",
                    table="handbooks_handbook",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="handbook",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN ((OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."short_title" IS DISTINCT FROM (NEW."short_title") OR OLD."planned_title" IS DISTINCT FROM (NEW."planned_title") OR OLD."subtitle" IS DISTINCT FROM (NEW."subtitle") OR OLD."audience" IS DISTINCT FROM (NEW."audience") OR OLD."summary" IS DISTINCT FROM (NEW."summary") OR OLD."keywords" IS DISTINCT FROM (NEW."keywords") OR OLD."notices" IS DISTINCT FROM (NEW."notices")) AND OLD."state" IS NOT DISTINCT FROM (NEW."state"))',
                    func='INSERT INTO "handbooks_handbookhistory" ("audience", "keywords", "notices", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_title", "short_title", "slug", "state", "subtitle", "summary") VALUES (NEW."audience", NEW."keywords", NEW."notices", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."planned_title", NEW."short_title", NEW."slug", NEW."state", NEW."subtitle", NEW."summary"); RETURN NULL;',
                    hash="646b0e7f4ac25e629d705a2f159a42436e6d2384",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_24057",
                    table="handbooks_handbook",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="handbooktask",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "handbooks_handbooktaskhistory" ("handbook_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "task", "user_id") VALUES (NEW."handbook_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."task", NEW."user_id"); RETURN NULL;',
                    hash="f3c25e5175e04f3750dbd4e9fb642496ad37c7d2",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1b8a0",
                    table="handbooks_handbooktask",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="handbooktask",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "handbooks_handbooktaskhistory" ("handbook_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "task", "user_id") VALUES (OLD."handbook_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."task", OLD."user_id"); RETURN NULL;',
                    hash="fc1f465fb2828be6d7dc2121df2fa7afe2f1a80a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9c452",
                    table="handbooks_handbooktask",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="handbooktask",
            trigger=pgtrigger.compiler.Trigger(
                name="state_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."task" IS DISTINCT FROM (NEW."task"))',
                    func='INSERT INTO "handbooks_handbooktaskhistory" ("handbook_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "task", "user_id") VALUES (NEW."handbook_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'state\', NEW."id", NEW."task", NEW."user_id"); RETURN NULL;',
                    hash="bc1df4068f4f6a167f73f2631d28bb4345a4a7d8",
                    operation="UPDATE",
                    pgid="pgtrigger_state_update_92f05",
                    table="handbooks_handbooktask",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="handbooktask",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN ((OLD."handbook_id" IS DISTINCT FROM (NEW."handbook_id") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id")) AND OLD."task" IS NOT DISTINCT FROM (NEW."task"))',
                    func='INSERT INTO "handbooks_handbooktaskhistory" ("handbook_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "task", "user_id") VALUES (NEW."handbook_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."task", NEW."user_id"); RETURN NULL;',
                    hash="4dc2bf029e846131a240275ecd2ac13802c2d187",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_87ddb",
                    table="handbooks_handbooktask",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="editionhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7512152eb84d617c9bf541f7108bbbe7c4c750ef",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_12147",
                    table="handbooks_editionhistory",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="erratumhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0e8b71be49fd5f1d6772db5571432275f4215b87",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e1991",
                    table="handbooks_erratumhistory",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="handbookhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="61f51749c3ea1c632bd67a2ccab913efe1a4c981",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_daec4",
                    table="handbooks_handbookhistory",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="handbooktaskhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="54a211bb4a4d033188909428f2b6fa7d1a3e506e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ea142",
                    table="handbooks_handbooktaskhistory",
                    when="BEFORE",
                ),
            ),
        ),
    ]
