import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from atasehir_portal.history_migrations import AddTrigger


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_alter_accountevent_act"),
    ]

    operations = [
        migrations.CreateModel(
            name="InvitationHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "membership_role",
                    models.CharField(
                        blank=True,
                        choices=[("representative", "representative"), ("contributor", "contributor")],
                        max_length=15,
                    ),
                ),
                (
                    "staff_role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("officer", "officer"),
                            ("coordinator", "programme coordinator"),
                            ("administrator", "administrator"),
                        ],
                        max_length=15,
                    ),
                ),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
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
                        to="accounts.invitation",
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
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="invitation_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="invitation_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="invitation_who",
                    ),
                    models.Index(
                        condition=models.Q(("pgh_label", "state")),
                        fields=["-pgh_created_at", "-pgh_id"],
                        name="invitation_states",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MembershipHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("name_is_public", models.BooleanField(default=False, verbose_name="my name may be shown in public")),
                (
                    "role",
                    models.CharField(
                        choices=[("representative", "representative"), ("contributor", "contributor")],
                        default="contributor",
                        max_length=15,
                        verbose_name="role",
                    ),
                ),
                ("left_at", models.DateTimeField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
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
                        to="accounts.membership",
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
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="membership_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="membership_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="membership_who",
                    ),
                    models.Index(
                        condition=models.Q(("pgh_label", "state")),
                        fields=["-pgh_created_at", "-pgh_id"],
                        name="membership_states",
                    ),
                    models.Index(fields=["user", "-pgh_created_at", "-pgh_id"], name="membership_by_user"),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrganisationHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("slug", models.SlugField(db_index=False, max_length=80)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("association", "association (dernek)"),
                            ("foundation", "foundation (vakıf)"),
                            ("union", "trade union (sendika)"),
                            ("chamber", "professional chamber (meslek odası)"),
                            ("cooperative", "cooperative (kooperatif)"),
                            ("platform", "platform"),
                            ("neighbourhood_group", "neighbourhood group (mahalle grubu)"),
                            ("mukhtar", "neighbourhood head's office (muhtarlık)"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "description",
                    models.TextField(blank=True, max_length=2000, verbose_name="what the organisation does"),
                ),
                ("website", models.URLField(blank=True, verbose_name="web site")),
                ("state_reason", models.TextField(blank=True, max_length=2000, verbose_name="reason")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("applied", "applied"),
                            ("verified", "verified"),
                            ("refused", "not accepted"),
                            ("suspended", "suspended"),
                        ],
                        default="applied",
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
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="organisation_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="organisation_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="organisation_who",
                    ),
                    models.Index(
                        condition=models.Q(("pgh_label", "state")),
                        fields=["-pgh_created_at", "-pgh_id"],
                        name="organisation_states",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StaffPostHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("officer", "officer"),
                            ("coordinator", "programme coordinator"),
                            ("administrator", "administrator"),
                        ],
                        default="officer",
                        max_length=15,
                        verbose_name="role",
                    ),
                ),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.staffpost",
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
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="staffpost_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="staffpost_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="staffpost_who",
                    ),
                    models.Index(
                        condition=models.Q(("pgh_label", "state")),
                        fields=["-pgh_created_at", "-pgh_id"],
                        name="staffpost_states",
                    ),
                    models.Index(fields=["user", "-pgh_created_at", "-pgh_id"], name="staffpost_by_user"),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnitHistory",
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
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="unit_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="unit_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="unit_who",
                    ),
                    models.Index(
                        condition=models.Q(("pgh_label", "state")),
                        fields=["-pgh_created_at", "-pgh_id"],
                        name="unit_states",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UserHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "language",
                    models.CharField(
                        choices=[("tr", "Turkish"), ("en", "English")],
                        default="tr",
                        max_length=5,
                        verbose_name="language",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="can sign in")),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("full_name", models.CharField(blank=True, max_length=150, verbose_name="first and last name")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-pgh_created_at", "-pgh_id"], name="user_newest"),
                    models.Index(fields=["pgh_obj", "-pgh_id"], name="user_row"),
                    models.Index(
                        models.F("pgh_context__user"),
                        models.OrderBy(models.F("pgh_created_at"), descending=True),
                        models.OrderBy(models.F("pgh_id"), descending=True),
                        name="user_who",
                    ),
                    models.Index(
                        condition=models.Q(("pgh_label", "state")),
                        fields=["-pgh_created_at", "-pgh_id"],
                        name="user_states",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", False)), fields=["pgh_obj"], name="user_hidden"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("deleted_at__isnull", False), _negated=True), ("full_name", ""), _connector="OR"
                        ),
                        name="history_user",
                    )
                ],
            },
        ),
        AddTrigger(
            model_name="invitation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "accounts_invitationhistory" ("accepted_at", "expires_at", "membership_role", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "staff_role", "unit_id") VALUES (NEW."accepted_at", NEW."expires_at", NEW."membership_role", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."revoked_at", NEW."staff_role", NEW."unit_id"); RETURN NULL;',
                    hash="ddf6939b54565ba159b6a6dec316ef2632002565",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8c354",
                    table="accounts_invitation",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="invitation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "accounts_invitationhistory" ("accepted_at", "expires_at", "membership_role", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "staff_role", "unit_id") VALUES (OLD."accepted_at", OLD."expires_at", OLD."membership_role", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."revoked_at", OLD."staff_role", OLD."unit_id"); RETURN NULL;',
                    hash="cf3b42496a8af17e3e09f5df6e34f15df076d31d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f2c14",
                    table="accounts_invitation",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="invitation",
            trigger=pgtrigger.compiler.Trigger(
                name="state_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."accepted_at" IS DISTINCT FROM (NEW."accepted_at") OR OLD."revoked_at" IS DISTINCT FROM (NEW."revoked_at"))',
                    func='INSERT INTO "accounts_invitationhistory" ("accepted_at", "expires_at", "membership_role", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "staff_role", "unit_id") VALUES (NEW."accepted_at", NEW."expires_at", NEW."membership_role", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'state\', NEW."id", NEW."revoked_at", NEW."staff_role", NEW."unit_id"); RETURN NULL;',
                    hash="763b07c79816d871b0d9b4be963565c84f0251a4",
                    operation="UPDATE",
                    pgid="pgtrigger_state_update_1ef91",
                    table="accounts_invitation",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="invitation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN ((OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."membership_role" IS DISTINCT FROM (NEW."membership_role") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id") OR OLD."staff_role" IS DISTINCT FROM (NEW."staff_role") OR OLD."expires_at" IS DISTINCT FROM (NEW."expires_at")) AND OLD."accepted_at" IS NOT DISTINCT FROM (NEW."accepted_at") AND OLD."revoked_at" IS NOT DISTINCT FROM (NEW."revoked_at"))',
                    func='INSERT INTO "accounts_invitationhistory" ("accepted_at", "expires_at", "membership_role", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "staff_role", "unit_id") VALUES (NEW."accepted_at", NEW."expires_at", NEW."membership_role", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."revoked_at", NEW."staff_role", NEW."unit_id"); RETURN NULL;',
                    hash="eb698a743fbee3bdc87aea1da9f42f75237f1c96",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4e12d",
                    table="accounts_invitation",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "accounts_membershiphistory" ("left_at", "name_is_public", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id") VALUES (NEW."left_at", NEW."name_is_public", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."role", NEW."user_id"); RETURN NULL;',
                    hash="2410b1a8d15dc27415f2f58f49109c354549405c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_fc05a",
                    table="accounts_membership",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "accounts_membershiphistory" ("left_at", "name_is_public", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id") VALUES (OLD."left_at", OLD."name_is_public", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."role", OLD."user_id"); RETURN NULL;',
                    hash="67db14361542c3485c303c83a62db69eb7d3427c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_19a8f",
                    table="accounts_membership",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="state_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."left_at" IS DISTINCT FROM (NEW."left_at") OR OLD."role" IS DISTINCT FROM (NEW."role"))',
                    func='INSERT INTO "accounts_membershiphistory" ("left_at", "name_is_public", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id") VALUES (NEW."left_at", NEW."name_is_public", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'state\', NEW."id", NEW."role", NEW."user_id"); RETURN NULL;',
                    hash="12854e9d7d86864a4cd8e9eaa20d3f35048ddda7",
                    operation="UPDATE",
                    pgid="pgtrigger_state_update_7d653",
                    table="accounts_membership",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN ((OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id") OR OLD."name_is_public" IS DISTINCT FROM (NEW."name_is_public")) AND OLD."role" IS NOT DISTINCT FROM (NEW."role") AND OLD."left_at" IS NOT DISTINCT FROM (NEW."left_at"))',
                    func='INSERT INTO "accounts_membershiphistory" ("left_at", "name_is_public", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id") VALUES (NEW."left_at", NEW."name_is_public", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."role", NEW."user_id"); RETURN NULL;',
                    hash="ea964eced7471260c3e5d0da6615a7aee34fc355",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_20ab5",
                    table="accounts_membership",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="organisation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "accounts_organisationhistory" ("description", "kind", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "state", "state_reason", "website") VALUES (NEW."description", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."slug", NEW."state", NEW."state_reason", NEW."website"); RETURN NULL;',
                    hash="ed9c6669b22192554e39dbbcce7a90efc15bf169",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_66a5c",
                    table="accounts_organisation",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="organisation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "accounts_organisationhistory" ("description", "kind", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "state", "state_reason", "website") VALUES (OLD."description", OLD."kind", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."slug", OLD."state", OLD."state_reason", OLD."website"); RETURN NULL;',
                    hash="7f65d50012c3e8e46b771f1bf3a186a94ac7b3e3",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7b33b",
                    table="accounts_organisation",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="organisation",
            trigger=pgtrigger.compiler.Trigger(
                name="state_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))',
                    func='INSERT INTO "accounts_organisationhistory" ("description", "kind", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "state", "state_reason", "website") VALUES (NEW."description", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'state\', NEW."id", NEW."slug", NEW."state", NEW."state_reason", NEW."website"); RETURN NULL;',
                    hash="439390ca83a7f8a5d8940cb75bae52243fd4c4b9",
                    operation="UPDATE",
                    pgid="pgtrigger_state_update_fd244",
                    table="accounts_organisation",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="organisation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN ((OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."description" IS DISTINCT FROM (NEW."description") OR OLD."website" IS DISTINCT FROM (NEW."website") OR OLD."state_reason" IS DISTINCT FROM (NEW."state_reason")) AND OLD."state" IS NOT DISTINCT FROM (NEW."state"))',
                    func='INSERT INTO "accounts_organisationhistory" ("description", "kind", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "state", "state_reason", "website") VALUES (NEW."description", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."slug", NEW."state", NEW."state_reason", NEW."website"); RETURN NULL;',
                    hash="24104dfbfb3ff552068ff5f25ce949af47da65b7",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9e5fc",
                    table="accounts_organisation",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="staffpost",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "accounts_staffposthistory" ("pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "unit_id", "until", "user_id") VALUES (COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."role", NEW."unit_id", NEW."until", NEW."user_id"); RETURN NULL;',
                    hash="c0d2bdeef0344bf31581a29e9f1676b3caf78097",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e2c02",
                    table="accounts_staffpost",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="staffpost",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "accounts_staffposthistory" ("pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "unit_id", "until", "user_id") VALUES (COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."role", OLD."unit_id", OLD."until", OLD."user_id"); RETURN NULL;',
                    hash="4604f60fb0d49d6bc5497c7e40e75f86678f0e7f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_09317",
                    table="accounts_staffpost",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="staffpost",
            trigger=pgtrigger.compiler.Trigger(
                name="state_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."until" IS DISTINCT FROM (NEW."until"))',
                    func='INSERT INTO "accounts_staffposthistory" ("pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "unit_id", "until", "user_id") VALUES (COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'state\', NEW."id", NEW."role", NEW."unit_id", NEW."until", NEW."user_id"); RETURN NULL;',
                    hash="70e39ae04780c92ca2237d60175eb4d2b937cce0",
                    operation="UPDATE",
                    pgid="pgtrigger_state_update_37ade",
                    table="accounts_staffpost",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="staffpost",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN ((OLD."user_id" IS DISTINCT FROM (NEW."user_id") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id")) AND OLD."role" IS NOT DISTINCT FROM (NEW."role") AND OLD."until" IS NOT DISTINCT FROM (NEW."until"))',
                    func='INSERT INTO "accounts_staffposthistory" ("pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "unit_id", "until", "user_id") VALUES (COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."role", NEW."unit_id", NEW."until", NEW."user_id"); RETURN NULL;',
                    hash="428c2494a593b4eb5564db24299615ef52b74384",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a2dea",
                    table="accounts_staffpost",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="unit",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "accounts_unithistory" ("description_en", "description_tr", "is_active", "name_en", "name_tr", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug") VALUES (NEW."description_en", NEW."description_tr", NEW."is_active", NEW."name_en", NEW."name_tr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id", NEW."position", NEW."slug"); RETURN NULL;',
                    hash="6ad6fcd9599d80fdb516b6d7b5956c274cb3cf94",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8ba9e",
                    table="accounts_unit",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="unit",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "accounts_unithistory" ("description_en", "description_tr", "is_active", "name_en", "name_tr", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug") VALUES (OLD."description_en", OLD."description_tr", OLD."is_active", OLD."name_en", OLD."name_tr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id", OLD."position", OLD."slug"); RETURN NULL;',
                    hash="ec24e18310c1885d07fc510fca70f964faddacff",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a04b7",
                    table="accounts_unit",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="unit",
            trigger=pgtrigger.compiler.Trigger(
                name="state_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."is_active" IS DISTINCT FROM (NEW."is_active"))',
                    func='INSERT INTO "accounts_unithistory" ("description_en", "description_tr", "is_active", "name_en", "name_tr", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug") VALUES (NEW."description_en", NEW."description_tr", NEW."is_active", NEW."name_en", NEW."name_tr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'state\', NEW."id", NEW."position", NEW."slug"); RETURN NULL;',
                    hash="88afd3f646670f21e12abb567737d041fd5f7427",
                    operation="UPDATE",
                    pgid="pgtrigger_state_update_906dd",
                    table="accounts_unit",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="unit",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN ((OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."name_tr" IS DISTINCT FROM (NEW."name_tr") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."description_tr" IS DISTINCT FROM (NEW."description_tr") OR OLD."description_en" IS DISTINCT FROM (NEW."description_en") OR OLD."position" IS DISTINCT FROM (NEW."position")) AND OLD."is_active" IS NOT DISTINCT FROM (NEW."is_active"))',
                    func='INSERT INTO "accounts_unithistory" ("description_en", "description_tr", "is_active", "name_en", "name_tr", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug") VALUES (NEW."description_en", NEW."description_tr", NEW."is_active", NEW."name_en", NEW."name_tr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id", NEW."position", NEW."slug"); RETURN NULL;',
                    hash="a803f0a76a29167a08aea65692e05078514c627f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9885a",
                    table="accounts_unit",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "accounts_userhistory" ("deleted_at", "full_name", "is_active", "language", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."deleted_at", NEW."full_name", NEW."is_active", NEW."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="22fedcca7626bc376f629de7e1875dd52dcf9e15",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3867c",
                    table="accounts_user",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "accounts_userhistory" ("deleted_at", "full_name", "is_active", "language", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."deleted_at", OLD."full_name", OLD."is_active", OLD."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="346562a604f923c02770db3013f22559cbe7bfc3",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_19f14",
                    table="accounts_user",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="state_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."deleted_at" IS DISTINCT FROM (NEW."deleted_at") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active"))',
                    func='INSERT INTO "accounts_userhistory" ("deleted_at", "full_name", "is_active", "language", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."deleted_at", NEW."full_name", NEW."is_active", NEW."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'state\', NEW."id"); RETURN NULL;',
                    hash="f4a22fdf68d76c8a51d085041bce81133d23f6ae",
                    operation="UPDATE",
                    pgid="pgtrigger_state_update_962a9",
                    table="accounts_user",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN ((OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."full_name" IS DISTINCT FROM (NEW."full_name")) AND OLD."is_active" IS NOT DISTINCT FROM (NEW."is_active") AND OLD."deleted_at" IS NOT DISTINCT FROM (NEW."deleted_at"))',
                    func='INSERT INTO "accounts_userhistory" ("deleted_at", "full_name", "is_active", "language", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."deleted_at", NEW."full_name", NEW."is_active", NEW."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', NEW."id"); RETURN NULL;',
                    hash="a5673e77b34612b5436e3137b92b7f930d5b0a3b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0e890",
                    table="accounts_user",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="invitationhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="cc039b7103093ff5c425c95369115520818e828f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1dc0b",
                    table="accounts_invitationhistory",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="membershiphistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="de46535d3c549ad9ccdd91a094ab250c54843b1e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_123dc",
                    table="accounts_membershiphistory",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="organisationhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c36f3b1c2e9d60ae08fe8c2e24613281436671b5",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_2291e",
                    table="accounts_organisationhistory",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="staffposthistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="647ddedeb9b05e990867bbeda9f24f6dcab17e18",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5a853",
                    table="accounts_staffposthistory",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="unithistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2b981c2a53d25918061e09e70f1773a4b7e97156",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_46c6c",
                    table="accounts_unithistory",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="userhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b347c51d3e9eb5c8e4dcebf18330e43642a1e544",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_4f815",
                    table="accounts_userhistory",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="userhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="forgets_texts",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."deleted_at" IS NOT NULL)',
                    func='UPDATE "accounts_userhistory" SET "full_name" = \'\' WHERE "pgh_obj_id" = NEW."pgh_obj_id"; NEW."full_name" := \'\'; RETURN NEW;',
                    hash="2ec211c3939e169623ac07c7a00590993491807a",
                    operation="INSERT",
                    pgid="pgtrigger_forgets_texts_a4682",
                    table="accounts_userhistory",
                    when="BEFORE",
                ),
            ),
        ),
    ]
