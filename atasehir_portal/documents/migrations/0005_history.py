import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
from django.db import migrations, models

from atasehir_portal.history_migrations import AddTrigger


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_history"),
        ("documents", "0004_rounds"),
    ]

    operations = [
        migrations.CreateModel(
            name="BlockHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("kind", models.CharField(default="paragraph", max_length=30, verbose_name="kind")),
                ("body", models.TextField(blank=True, verbose_name="text")),
                ("data", models.JSONField(blank=True, default=dict)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "document",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="documents.block",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="block_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="block_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="block_who",
                    ),
                    models.Index(
                        condition=models.Q(("pgh_label", "state")),
                        fields=["-pgh_created_at", "-pgh_id"],
                        name="block_states",
                    ),
                    models.Index(fields=["document", "-pgh_created_at", "-pgh_id"], name="block_by_docum"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommentHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("reference", models.CharField(max_length=20, verbose_name="reference")),
                (
                    "channel",
                    models.CharField(
                        choices=[("portal", "through the portal"), ("paper", "on paper")],
                        default="portal",
                        max_length=10,
                        verbose_name="how it came",
                    ),
                ),
                ("body", models.TextField(max_length=5000, verbose_name="comment")),
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
                        to="documents.comment",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="documents.round",
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
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="comment_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="comment_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="comment_who",
                    ),
                    models.Index(fields=["reference", "-pgh_created_at", "-pgh_id"], name="comment_by_refer"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("kind", models.CharField(max_length=30, verbose_name="kind")),
                ("title", models.CharField(max_length=250, verbose_name="title")),
                ("language", models.CharField(default="tr", max_length=5, verbose_name="language")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="document_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="document_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="document_who",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IndexEntryHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("term", models.CharField(max_length=120, verbose_name="term")),
                (
                    "variants",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="other words",
                    ),
                ),
                ("see", models.CharField(blank=True, max_length=120, verbose_name="see")),
                (
                    "see_also",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="see also",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="documents.indexentry",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="indexentry_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="indexentry_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="indexentry_who",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("reference", models.CharField(max_length=20, verbose_name="reference")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("summary", models.TextField(max_length=3000, verbose_name="what it is about, in plain words")),
                (
                    "takes_part",
                    models.CharField(
                        choices=[
                            ("everybody", "everybody who has signed in"),
                            ("organisations", "members of verified organisations"),
                        ],
                        default="everybody",
                        max_length=15,
                        verbose_name="who may take part",
                    ),
                ),
                ("opens_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("open", "open"),
                            ("answering", "being answered"),
                            ("closed", "closed"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="documents.round",
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
                        verbose_name="unit that answers",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="round_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="round_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="round_who",
                    ),
                    models.Index(
                        condition=models.Q(("pgh_label", "state")),
                        fields=["-pgh_created_at", "-pgh_id"],
                        name="round_states",
                    ),
                    models.Index(fields=["reference", "-pgh_created_at", "-pgh_id"], name="round_by_refer"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundQuestionHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("position", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=300, verbose_name="question")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="documents.roundquestion",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="documents.round",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="roundquestion_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="roundquestion_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="roundquestion_who",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SectionHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("title", models.CharField(max_length=250, verbose_name="title")),
                ("aim", models.CharField(blank=True, max_length=500, verbose_name="aim in one line")),
                ("is_numbered", models.BooleanField(default=True, verbose_name="numbered")),
                ("is_outline", models.BooleanField(default=False, verbose_name="only the plan")),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "document",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="documents.section",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="section_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="section_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="section_who",
                    ),
                    models.Index(
                        condition=models.Q(("pgh_label", "state")),
                        fields=["-pgh_created_at", "-pgh_id"],
                        name="section_states",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SourceHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("key", models.SlugField(db_index=False, max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("book", "book"),
                            ("report", "report"),
                            ("law", "law"),
                            ("regulation", "regulation"),
                            ("treaty", "treaty or declaration"),
                            ("web", "web page"),
                        ],
                        default="report",
                        max_length=12,
                    ),
                ),
                ("author", models.CharField(blank=True, max_length=250, verbose_name="author or body")),
                ("title", models.CharField(max_length=400, verbose_name="title")),
                ("year", models.CharField(blank=True, max_length=20, verbose_name="year")),
                ("publisher", models.CharField(blank=True, max_length=250, verbose_name="publisher")),
                ("number", models.CharField(blank=True, max_length=80, verbose_name="number or symbol")),
                ("article", models.CharField(blank=True, max_length=120, verbose_name="article")),
                ("gazette", models.CharField(blank=True, max_length=120, verbose_name="official gazette")),
                ("last_amendment", models.CharField(blank=True, max_length=200, verbose_name="last known amendment")),
                ("seen_on", models.CharField(blank=True, max_length=120, verbose_name="date seen")),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="address")),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("source", "seen in the source"),
                            ("secondary", "seen in a secondary source"),
                            ("to_verify", "to be verified against the official text"),
                        ],
                        default="source",
                        max_length=12,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                (
                    "document",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="documents.source",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="source_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="source_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="source_who",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SuggestionHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("reference", models.CharField(max_length=20, verbose_name="reference")),
                (
                    "channel",
                    models.CharField(
                        choices=[("portal", "through the portal"), ("paper", "on paper")],
                        default="portal",
                        max_length=10,
                        verbose_name="how it came",
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[("change", "change"), ("insert", "insert"), ("remove", "remove")],
                        max_length=10,
                        verbose_name="what is proposed",
                    ),
                ),
                ("kind", models.CharField(blank=True, max_length=30)),
                ("body", models.TextField(blank=True, verbose_name="text")),
                ("data", models.JSONField(blank=True, default=dict)),
                ("reason", models.TextField(max_length=2000, verbose_name="why")),
                ("took_effect_revision", models.PositiveIntegerField(blank=True, null=True)),
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
                        to="documents.suggestion",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="documents.round",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="documents.section",
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
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="suggestion_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="suggestion_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="suggestion_who",
                    ),
                    models.Index(
                        condition=models.Q(("pgh_label", "state")),
                        fields=["-pgh_created_at", "-pgh_id"],
                        name="suggestion_states",
                    ),
                    models.Index(fields=["reference", "-pgh_created_at", "-pgh_id"], name="suggestion_by_refer"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TermHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("term", models.CharField(max_length=120, verbose_name="term")),
                ("english", models.CharField(blank=True, max_length=120, verbose_name="English")),
                ("definition", models.TextField(max_length=1000, verbose_name="definition")),
                (
                    "document",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="documents.term",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="term_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="term_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="term_who",
                    ),
                ],
            },
        ),
        AddTrigger(
            model_name="block",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "documents_blockhistory" ("body", "data", "document_id", "kind", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at") VALUES (NEW."body", NEW."data", NEW."document_id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."removed_at"); RETURN NULL;',
                    hash="9edab4958b67bb25c643daeb83ff6a59505983e8",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_fbd54",
                    table="documents_block",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="block",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "documents_blockhistory" ("body", "data", "document_id", "kind", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at") VALUES (OLD."body", OLD."data", OLD."document_id", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."removed_at"); RETURN NULL;',
                    hash="dcea4faaaf71d161b6032a25477b00d29c608b2e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_47b4b",
                    table="documents_block",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="block",
            trigger=pgtrigger.compiler.Trigger(
                name="state_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."removed_at" IS DISTINCT FROM (NEW."removed_at"))',
                    func='INSERT INTO "documents_blockhistory" ("body", "data", "document_id", "kind", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at") VALUES (NEW."body", NEW."data", NEW."document_id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'state\', NEW."id", NEW."removed_at"); RETURN NULL;',
                    hash="2c827117df3d62059765fbd6a78d80bc0803dcbb",
                    operation="UPDATE",
                    pgid="pgtrigger_state_update_f2cf9",
                    table="documents_block",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="block",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN ((OLD."document_id" IS DISTINCT FROM (NEW."document_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."body" IS DISTINCT FROM (NEW."body") OR OLD."data" IS DISTINCT FROM (NEW."data")) AND OLD."removed_at" IS NOT DISTINCT FROM (NEW."removed_at"))',
                    func='INSERT INTO "documents_blockhistory" ("body", "data", "document_id", "kind", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at") VALUES (NEW."body", NEW."data", NEW."document_id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."removed_at"); RETURN NULL;',
                    hash="98ded23b92f959ffd96b7435d8ebefbebb837b03",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_008a1",
                    table="documents_block",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="comment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "documents_commenthistory" ("body", "channel", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "round_id", "unit_id") VALUES (NEW."body", NEW."channel", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."reference", NEW."round_id", NEW."unit_id"); RETURN NULL;',
                    hash="606c65cebf5ef1fbece7f4ee490a78b7d08be8c2",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_af3db",
                    table="documents_comment",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="comment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "documents_commenthistory" ("body", "channel", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "round_id", "unit_id") VALUES (OLD."body", OLD."channel", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."reference", OLD."round_id", OLD."unit_id"); RETURN NULL;',
                    hash="497eb3b59f695f68f741819077f33321363e71f1",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b2fc9",
                    table="documents_comment",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="comment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id") OR OLD."round_id" IS DISTINCT FROM (NEW."round_id") OR OLD."body" IS DISTINCT FROM (NEW."body"))',
                    func='INSERT INTO "documents_commenthistory" ("body", "channel", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "round_id", "unit_id") VALUES (NEW."body", NEW."channel", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."reference", NEW."round_id", NEW."unit_id"); RETURN NULL;',
                    hash="57e7c6c408eb67a7631fed5af47aec191c76fe5c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3bd57",
                    table="documents_comment",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="document",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "documents_documenthistory" ("kind", "language", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (NEW."kind", NEW."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."title"); RETURN NULL;',
                    hash="2fde1e99287bc295664adbdb685588f74b04e058",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_be524",
                    table="documents_document",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="document",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "documents_documenthistory" ("kind", "language", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (OLD."kind", OLD."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."title"); RETURN NULL;',
                    hash="ea14f20b867254154b36f076e01ee4fd19d99a23",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0c008",
                    table="documents_document",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="document",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."language" IS DISTINCT FROM (NEW."language"))',
                    func='INSERT INTO "documents_documenthistory" ("kind", "language", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (NEW."kind", NEW."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."title"); RETURN NULL;',
                    hash="2326766ec704ceba4fb396d78c422c1a77a4312e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a3ed6",
                    table="documents_document",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="indexentry",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "documents_indexentryhistory" ("document_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "see", "see_also", "term", "variants") VALUES (NEW."document_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."see", NEW."see_also", NEW."term", NEW."variants"); RETURN NULL;',
                    hash="16c4f5bddcc15455f35deac2ef240646f431c344",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_21221",
                    table="documents_indexentry",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="indexentry",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "documents_indexentryhistory" ("document_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "see", "see_also", "term", "variants") VALUES (OLD."document_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."see", OLD."see_also", OLD."term", OLD."variants"); RETURN NULL;',
                    hash="19d3d11331ffbfd5b037a00cef2fba5bfd502715",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b724f",
                    table="documents_indexentry",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="indexentry",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."document_id" IS DISTINCT FROM (NEW."document_id") OR OLD."term" IS DISTINCT FROM (NEW."term") OR OLD."variants" IS DISTINCT FROM (NEW."variants") OR OLD."see" IS DISTINCT FROM (NEW."see") OR OLD."see_also" IS DISTINCT FROM (NEW."see_also"))',
                    func='INSERT INTO "documents_indexentryhistory" ("document_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "see", "see_also", "term", "variants") VALUES (NEW."document_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."see", NEW."see_also", NEW."term", NEW."variants"); RETURN NULL;',
                    hash="966b665060bb60affa22bf9741b313a2d101b0e4",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3ca53",
                    table="documents_indexentry",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="round",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "documents_roundhistory" ("document_id", "ends_on", "opens_on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "state", "summary", "takes_part", "title", "unit_id") VALUES (NEW."document_id", NEW."ends_on", NEW."opens_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."reference", NEW."state", NEW."summary", NEW."takes_part", NEW."title", NEW."unit_id"); RETURN NULL;',
                    hash="b932f73b5712f60d8566fc7c696fb4dea67de320",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8606c",
                    table="documents_round",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="round",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "documents_roundhistory" ("document_id", "ends_on", "opens_on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "state", "summary", "takes_part", "title", "unit_id") VALUES (OLD."document_id", OLD."ends_on", OLD."opens_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."reference", OLD."state", OLD."summary", OLD."takes_part", OLD."title", OLD."unit_id"); RETURN NULL;',
                    hash="978e43333501ac6fc2d9650eb169ea0376b6eff3",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_5542d",
                    table="documents_round",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="round",
            trigger=pgtrigger.compiler.Trigger(
                name="state_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))',
                    func='INSERT INTO "documents_roundhistory" ("document_id", "ends_on", "opens_on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "state", "summary", "takes_part", "title", "unit_id") VALUES (NEW."document_id", NEW."ends_on", NEW."opens_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'state\', NEW."id", NEW."reference", NEW."state", NEW."summary", NEW."takes_part", NEW."title", NEW."unit_id"); RETURN NULL;',
                    hash="6e577bb8ecf57cb0c6bba95b9d7c3460c3942147",
                    operation="UPDATE",
                    pgid="pgtrigger_state_update_1f0c9",
                    table="documents_round",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="round",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN ((OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."document_id" IS DISTINCT FROM (NEW."document_id") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."summary" IS DISTINCT FROM (NEW."summary") OR OLD."takes_part" IS DISTINCT FROM (NEW."takes_part") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id") OR OLD."opens_on" IS DISTINCT FROM (NEW."opens_on") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on")) AND OLD."state" IS NOT DISTINCT FROM (NEW."state"))',
                    func='INSERT INTO "documents_roundhistory" ("document_id", "ends_on", "opens_on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "state", "summary", "takes_part", "title", "unit_id") VALUES (NEW."document_id", NEW."ends_on", NEW."opens_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."reference", NEW."state", NEW."summary", NEW."takes_part", NEW."title", NEW."unit_id"); RETURN NULL;',
                    hash="e65a83e6bbc7a3c56d8ecd4d9aeb59f43adf25a1",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1a598",
                    table="documents_round",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="roundquestion",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "documents_roundquestionhistory" ("pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "round_id", "text") VALUES (COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."position", NEW."round_id", NEW."text"); RETURN NULL;',
                    hash="29f72681154406588b380bf61de00432eb3bd76b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_85698",
                    table="documents_roundquestion",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="roundquestion",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "documents_roundquestionhistory" ("pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "round_id", "text") VALUES (COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."position", OLD."round_id", OLD."text"); RETURN NULL;',
                    hash="59baea4815efb0e010944c31ff60ab593b9116c3",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_00c93",
                    table="documents_roundquestion",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="roundquestion",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."round_id" IS DISTINCT FROM (NEW."round_id") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."text" IS DISTINCT FROM (NEW."text"))',
                    func='INSERT INTO "documents_roundquestionhistory" ("pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "round_id", "text") VALUES (COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."position", NEW."round_id", NEW."text"); RETURN NULL;',
                    hash="56e3d39d38a783d959a92a0907171f8af4062814",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_da532",
                    table="documents_roundquestion",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="section",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "documents_sectionhistory" ("aim", "document_id", "is_numbered", "is_outline", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "title") VALUES (NEW."aim", NEW."document_id", NEW."is_numbered", NEW."is_outline", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."removed_at", NEW."title"); RETURN NULL;',
                    hash="dc272ceafbd49b47537e590f238fec9c5f5cc72c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ba751",
                    table="documents_section",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="section",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "documents_sectionhistory" ("aim", "document_id", "is_numbered", "is_outline", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "title") VALUES (OLD."aim", OLD."document_id", OLD."is_numbered", OLD."is_outline", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."removed_at", OLD."title"); RETURN NULL;',
                    hash="a5936e90d914ca9904b2209504b3904d5b6ca42d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b4965",
                    table="documents_section",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="section",
            trigger=pgtrigger.compiler.Trigger(
                name="state_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."removed_at" IS DISTINCT FROM (NEW."removed_at"))',
                    func='INSERT INTO "documents_sectionhistory" ("aim", "document_id", "is_numbered", "is_outline", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "title") VALUES (NEW."aim", NEW."document_id", NEW."is_numbered", NEW."is_outline", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'state\', NEW."id", NEW."removed_at", NEW."title"); RETURN NULL;',
                    hash="0f5e569c2870c576f3cd0604c8bb1804b6ce1c09",
                    operation="UPDATE",
                    pgid="pgtrigger_state_update_69ccc",
                    table="documents_section",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="section",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN ((OLD."document_id" IS DISTINCT FROM (NEW."document_id") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."aim" IS DISTINCT FROM (NEW."aim") OR OLD."is_numbered" IS DISTINCT FROM (NEW."is_numbered") OR OLD."is_outline" IS DISTINCT FROM (NEW."is_outline")) AND OLD."removed_at" IS NOT DISTINCT FROM (NEW."removed_at"))',
                    func='INSERT INTO "documents_sectionhistory" ("aim", "document_id", "is_numbered", "is_outline", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "title") VALUES (NEW."aim", NEW."document_id", NEW."is_numbered", NEW."is_outline", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."removed_at", NEW."title"); RETURN NULL;',
                    hash="484899f534a2702b5f881b4aaf776fc33792ba14",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2fc39",
                    table="documents_section",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="source",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "documents_sourcehistory" ("article", "author", "certainty", "document_id", "gazette", "key", "kind", "last_amendment", "note", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "publisher", "seen_on", "title", "url", "year") VALUES (NEW."article", NEW."author", NEW."certainty", NEW."document_id", NEW."gazette", NEW."key", NEW."kind", NEW."last_amendment", NEW."note", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."publisher", NEW."seen_on", NEW."title", NEW."url", NEW."year"); RETURN NULL;',
                    hash="567b4f2696504471f7af07c36e8b881b44ab042a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2c56f",
                    table="documents_source",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="source",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "documents_sourcehistory" ("article", "author", "certainty", "document_id", "gazette", "key", "kind", "last_amendment", "note", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "publisher", "seen_on", "title", "url", "year") VALUES (OLD."article", OLD."author", OLD."certainty", OLD."document_id", OLD."gazette", OLD."key", OLD."kind", OLD."last_amendment", OLD."note", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."publisher", OLD."seen_on", OLD."title", OLD."url", OLD."year"); RETURN NULL;',
                    hash="5532cf95341a5da3013e64adb16078ee9b4a9512",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6a726",
                    table="documents_source",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="source",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."document_id" IS DISTINCT FROM (NEW."document_id") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."author" IS DISTINCT FROM (NEW."author") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."year" IS DISTINCT FROM (NEW."year") OR OLD."publisher" IS DISTINCT FROM (NEW."publisher") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."article" IS DISTINCT FROM (NEW."article") OR OLD."gazette" IS DISTINCT FROM (NEW."gazette") OR OLD."last_amendment" IS DISTINCT FROM (NEW."last_amendment") OR OLD."seen_on" IS DISTINCT FROM (NEW."seen_on") OR OLD."url" IS DISTINCT FROM (NEW."url") OR OLD."certainty" IS DISTINCT FROM (NEW."certainty") OR OLD."note" IS DISTINCT FROM (NEW."note"))',
                    func='INSERT INTO "documents_sourcehistory" ("article", "author", "certainty", "document_id", "gazette", "key", "kind", "last_amendment", "note", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "publisher", "seen_on", "title", "url", "year") VALUES (NEW."article", NEW."author", NEW."certainty", NEW."document_id", NEW."gazette", NEW."key", NEW."kind", NEW."last_amendment", NEW."note", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."publisher", NEW."seen_on", NEW."title", NEW."url", NEW."year"); RETURN NULL;',
                    hash="c389cfd9cf3787fd05d57e3d4b709d37eb652acc",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_011d9",
                    table="documents_source",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="suggestion",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "documents_suggestionhistory" ("act", "body", "channel", "data", "kind", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "round_id", "section_id", "took_effect_revision", "unit_id") VALUES (NEW."act", NEW."body", NEW."channel", NEW."data", NEW."kind", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."reason", NEW."reference", NEW."round_id", NEW."section_id", NEW."took_effect_revision", NEW."unit_id"); RETURN NULL;',
                    hash="4a7634c0824d794cee0be4915cf71bfc85e47ac2",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6a881",
                    table="documents_suggestion",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="suggestion",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "documents_suggestionhistory" ("act", "body", "channel", "data", "kind", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "round_id", "section_id", "took_effect_revision", "unit_id") VALUES (OLD."act", OLD."body", OLD."channel", OLD."data", OLD."kind", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."reason", OLD."reference", OLD."round_id", OLD."section_id", OLD."took_effect_revision", OLD."unit_id"); RETURN NULL;',
                    hash="e85fc3953e97fc71e766c5d43d59a6003942254a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1a98e",
                    table="documents_suggestion",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="suggestion",
            trigger=pgtrigger.compiler.Trigger(
                name="state_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."took_effect_revision" IS DISTINCT FROM (NEW."took_effect_revision"))',
                    func='INSERT INTO "documents_suggestionhistory" ("act", "body", "channel", "data", "kind", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "round_id", "section_id", "took_effect_revision", "unit_id") VALUES (NEW."act", NEW."body", NEW."channel", NEW."data", NEW."kind", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'state\', NEW."id", NEW."reason", NEW."reference", NEW."round_id", NEW."section_id", NEW."took_effect_revision", NEW."unit_id"); RETURN NULL;',
                    hash="bd9a3665587ef4db259bc5a5c5a0a6cc24668d49",
                    operation="UPDATE",
                    pgid="pgtrigger_state_update_85c74",
                    table="documents_suggestion",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="suggestion",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN ((OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id") OR OLD."round_id" IS DISTINCT FROM (NEW."round_id") OR OLD."act" IS DISTINCT FROM (NEW."act") OR OLD."section_id" IS DISTINCT FROM (NEW."section_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."body" IS DISTINCT FROM (NEW."body") OR OLD."data" IS DISTINCT FROM (NEW."data") OR OLD."reason" IS DISTINCT FROM (NEW."reason")) AND OLD."took_effect_revision" IS NOT DISTINCT FROM (NEW."took_effect_revision"))',
                    func='INSERT INTO "documents_suggestionhistory" ("act", "body", "channel", "data", "kind", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "round_id", "section_id", "took_effect_revision", "unit_id") VALUES (NEW."act", NEW."body", NEW."channel", NEW."data", NEW."kind", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."reason", NEW."reference", NEW."round_id", NEW."section_id", NEW."took_effect_revision", NEW."unit_id"); RETURN NULL;',
                    hash="27148aff4f8d3c035e245d4baa1c63bc6e4292f1",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b38cc",
                    table="documents_suggestion",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="term",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "documents_termhistory" ("definition", "document_id", "english", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "term") VALUES (NEW."definition", NEW."document_id", NEW."english", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."term"); RETURN NULL;',
                    hash="79ea73ce4a526118e9ca48073742c578efdbee0e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_09b59",
                    table="documents_term",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="term",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "documents_termhistory" ("definition", "document_id", "english", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "term") VALUES (OLD."definition", OLD."document_id", OLD."english", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."term"); RETURN NULL;',
                    hash="3700ce562c4dd3855320b9d49b27b946f5b6c57a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_fa39f",
                    table="documents_term",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="term",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."document_id" IS DISTINCT FROM (NEW."document_id") OR OLD."term" IS DISTINCT FROM (NEW."term") OR OLD."english" IS DISTINCT FROM (NEW."english") OR OLD."definition" IS DISTINCT FROM (NEW."definition"))',
                    func='INSERT INTO "documents_termhistory" ("definition", "document_id", "english", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "term") VALUES (NEW."definition", NEW."document_id", NEW."english", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."term"); RETURN NULL;',
                    hash="4e57f123c9a4ed730102b1da86855698e3019271",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1085d",
                    table="documents_term",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="blockhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="01650bf4dc0041ab16edf4f10f42c3e2c050a511",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_33b2f",
                    table="documents_blockhistory",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="commenthistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="863a842c9fc4b195a4521ee2d92aa7cb8c193260",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c109b",
                    table="documents_commenthistory",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="documenthistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="974499f973be2589cd84d26557e690993a59953d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_3ec26",
                    table="documents_documenthistory",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="indexentryhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="200d22e6aa99cf6a6363a82d579c898d5ac4f2f3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_daef7",
                    table="documents_indexentryhistory",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="roundhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b1a6c9126df594eceb19a91f6c0197ed3dcd2043",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_03f0c",
                    table="documents_roundhistory",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="roundquestionhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2fe10e13cbc74417c2d864755b3a894962cc6d14",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_63245",
                    table="documents_roundquestionhistory",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="sectionhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b2b36a2e06b23059e9cb13ab29ecf6c2fd2da044",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c7582",
                    table="documents_sectionhistory",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="sourcehistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="283aa1dad9ea78db397110c44427976f6d73dd61",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_95fd5",
                    table="documents_sourcehistory",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="suggestionhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d5cbeb57989025761ac4a76a90cafa13bf993746",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f1dcb",
                    table="documents_suggestionhistory",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="termhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c5a7294cb32467f0bedccaa2c004ee7378f23ef1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_72248",
                    table="documents_termhistory",
                    when="BEFORE",
                ),
            ),
        ),
    ]
