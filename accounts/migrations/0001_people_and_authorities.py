import accounts.fields
import accounts.models.keys
import accounts.validators
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import journal.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "id",
                    models.UUIDField(
                        default=journal.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "email",
                    accounts.fields.LowerCaseEmailField(
                        max_length=254, unique=True, verbose_name="e-mail address"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="name")),
                (
                    "language",
                    models.CharField(
                        choices=[("sv", "Swedish"), ("en", "English")],
                        default="sv",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        default="Europe/Stockholm",
                        max_length=64,
                        validators=[accounts.validators.validate_time_zone],
                        verbose_name="time zone",
                    ),
                ),
                (
                    "site_role",
                    models.CharField(
                        blank=True,
                        choices=[("", "None"), ("facilitator", "Facilitator")],
                        default="",
                        max_length=20,
                        verbose_name="site role",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="may sign in")),
                ("is_staff", models.BooleanField(default=False, verbose_name="may read the admin")),
                (
                    "is_superuser",
                    models.BooleanField(default=False, verbose_name="may read everything in the admin"),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="created"
                    ),
                ),
                (
                    "anonymised_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="anonymised"),
                ),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="email_is_lower_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["sv", "en"])), name="language_is_spoken"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("site_role__in", ["", "facilitator"])), name="site_role_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("anonymised_at__isnull", True), ("is_active", False), _connector="OR"
                        ),
                        name="anonymised_person_is_inactive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=journal.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("prefix", models.CharField(editable=False, max_length=12, verbose_name="begins with")),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[("read", "Read"), ("write", "Write")], max_length=10
                        ),
                        default=accounts.models.keys.both_scopes,
                        size=None,
                        verbose_name="scopes",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="created"
                    ),
                ),
                ("expires_at", models.DateTimeField(verbose_name="expires")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked")),
                ("last_used_at", models.DateTimeField(blank=True, null=True, verbose_name="last used")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="api_tokens",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "API token",
                "verbose_name_plural": "API tokens",
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="Authority",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=journal.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "country",
                    models.CharField(
                        default="SE",
                        max_length=2,
                        validators=[accounts.validators.validate_country],
                        verbose_name="country",
                    ),
                ),
                ("number", models.CharField(max_length=20, verbose_name="organisation number")),
                ("unit", models.CharField(blank=True, default="", max_length=200, verbose_name="unit")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("municipality", "Municipality"),
                            ("region", "Region"),
                            ("state_agency", "State agency"),
                            ("municipal_company", "Municipal company"),
                            ("association_of_authorities", "Association of authorities"),
                            ("central_purchasing_body", "Central purchasing body"),
                            ("university", "University"),
                            ("other", "Other public body"),
                        ],
                        max_length=30,
                        verbose_name="kind",
                    ),
                ),
            ],
            options={
                "verbose_name": "authority",
                "verbose_name_plural": "authorities",
                "ordering": ("name", "id"),
                "indexes": [models.Index(fields=["name", "id"], name="authorities_by_name")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("country", "number", "unit"), name="one_authority_per_number_and_unit"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("country__regex", "^[A-Z]{2}$")), name="country_is_two_letters"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__regex", "^[0-9A-Z]+$")), name="number_has_no_separators"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="authority_has_a_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "municipality",
                                    "region",
                                    "state_agency",
                                    "municipal_company",
                                    "association_of_authorities",
                                    "central_purchasing_body",
                                    "university",
                                    "other",
                                ],
                            )
                        ),
                        name="authority_is_a_public_body",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Employment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=journal.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "None"),
                            ("administrator", "Administrator"),
                            ("registrator", "Registrator"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                ("title", models.CharField(blank=True, default="", max_length=200, verbose_name="title")),
                ("started_at", models.DateTimeField(verbose_name="from")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="to")),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="employments",
                        to="accounts.authority",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="employments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "employment",
                "verbose_name_plural": "employments",
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="SocketTicket",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=journal.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("session_key", models.CharField(blank=True, default="", editable=False, max_length=40)),
                ("expires_at", models.DateTimeField(db_index=True, verbose_name="expires")),
                ("redeemed_at", models.DateTimeField(blank=True, null=True, verbose_name="used")),
                (
                    "token",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.apitoken",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "socket ticket",
                "verbose_name_plural": "socket tickets",
                "ordering": ("id",),
            },
        ),
        migrations.AddConstraint(
            model_name="apitoken",
            constraint=models.CheckConstraint(
                condition=models.Q(("scopes__contained_by", ["read", "write"]), ("scopes__len__gte", 1)),
                name="token_scopes_are_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="employment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("user", "authority"),
                name="one_active_employment_per_person_and_authority",
            ),
        ),
        migrations.AddConstraint(
            model_name="employment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True), ("ended_at__gte", models.F("started_at")), _connector="OR"
                ),
                name="employment_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="employment",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["", "administrator", "registrator"])),
                name="employment_role_is_known",
            ),
        ),
    ]
