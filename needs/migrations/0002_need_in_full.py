import django.core.serializers.json
import django.db.models.deletion
import journal.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_tallies"),
        ("needs", "0001_needs"),
        ("networks", "0001_networks_and_seats"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="need", name="next_review_on", field=models.DateField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="need", name="adopted_on", field=models.DateField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="need",
            name="adopted_version",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="NeedVersion",
            fields=[
                (
                    "zone",
                    models.CharField(
                        choices=[
                            ("authority", "Our authority only"),
                            ("network", "The whole network"),
                            ("public", "Public"),
                        ],
                        default="network",
                        max_length=10,
                    ),
                ),
                ("members_only", models.BooleanField(default=False)),
                (
                    "id",
                    models.UUIDField(
                        default=journal.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("title_sv", models.CharField(max_length=200)),
                ("title_en", models.CharField(max_length=200)),
                ("one_liner", models.CharField(blank=True, default="", max_length=500)),
                ("problem", models.TextField(blank=True, default="", max_length=4000)),
                ("affected_groups", models.TextField(blank=True, default="", max_length=2000)),
                ("current_state", models.TextField(blank=True, default="", max_length=4000)),
                ("desired_state", models.TextField(blank=True, default="", max_length=4000)),
                ("why_current_solutions_fail", models.TextField(blank=True, default="", max_length=4000)),
                (
                    "trigger",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not said yet"),
                            ("service_problem", "A problem in the service"),
                            ("improvement", "Better quality or efficiency"),
                            ("policy", "A policy goal"),
                            ("legal", "A legal requirement"),
                        ],
                        default="",
                        max_length=20,
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not said yet"),
                            ("low", "It can wait some years"),
                            ("medium", "Within two years"),
                            ("high", "Within a year"),
                            ("critical", "At once"),
                        ],
                        default="",
                        max_length=20,
                    ),
                ),
                ("out_of_scope", models.TextField(blank=True, default="", max_length=2000)),
                ("constraints_legal", models.TextField(blank=True, default="", max_length=2000)),
                ("constraints_technical", models.TextField(blank=True, default="", max_length=2000)),
                ("constraints_integration", models.TextField(blank=True, default="", max_length=2000)),
                ("constraints_security", models.TextField(blank=True, default="", max_length=2000)),
                ("consequence_if_unmet", models.TextField(blank=True, default="", max_length=2000)),
                ("policy_links", models.TextField(blank=True, default="", max_length=2000)),
                ("involvement_method", models.TextField(blank=True, default="", max_length=2000)),
                ("involvement_count", models.PositiveIntegerField(blank=True, null=True)),
                ("involvement_on", models.DateField(blank=True, null=True)),
                (
                    "goals",
                    models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                (
                    "stakeholders",
                    models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                ("written_at", models.DateTimeField()),
                (
                    "authority",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.authority",
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="networks.network",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="needs.need",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "written_for",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.authority",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a need",
                "verbose_name_plural": "versions of needs",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("authority__isnull", False), ("zone", "authority")),
                            models.Q(("authority", None), ("zone__in", ["network", "public"])),
                            _connector="OR",
                        ),
                        name="needversion_names_its_authority_iff_private",
                    ),
                    models.UniqueConstraint(
                        fields=("need", "number"), name="one_version_of_a_need_per_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("trigger__in", ["", "service_problem", "improvement", "policy", "legal"])
                        ),
                        name="need_trigger_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("urgency__in", ["", "low", "medium", "high", "critical"])),
                        name="need_urgency_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EffectGoal",
            fields=[
                (
                    "zone",
                    models.CharField(
                        choices=[
                            ("authority", "Our authority only"),
                            ("network", "The whole network"),
                            ("public", "Public"),
                        ],
                        default="network",
                        max_length=10,
                    ),
                ),
                ("members_only", models.BooleanField(default=False)),
                (
                    "id",
                    models.UUIDField(
                        default=journal.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("added_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("statement", models.CharField(max_length=500)),
                ("indicator", models.CharField(blank=True, default="", max_length=300)),
                ("unit", models.CharField(blank=True, default="", max_length=60)),
                (
                    "baseline_value",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True),
                ),
                ("baseline_year", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("target_value", models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True)),
                ("target_year", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("measurement_method", models.CharField(blank=True, default="", max_length=1000)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "authority",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.authority",
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="networks.network",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="needs.need",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "effect goal",
                "verbose_name_plural": "effect goals",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("authority__isnull", False), ("zone", "authority")),
                            models.Q(("authority", None), ("zone__in", ["network", "public"])),
                            _connector="OR",
                        ),
                        name="effectgoal_names_its_authority_iff_private",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="withdrawn_effectgoal_says_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("statement", ""), _negated=True), name="goal_says_what"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("baseline_value", None), ("baseline_year", None)),
                            models.Q(
                                ("baseline_value__gt", -100000000000000),
                                ("baseline_value__isnull", False),
                                ("baseline_value__lt", 100000000000000),
                                ("baseline_year__gte", 1950),
                                ("baseline_year__isnull", False),
                                ("baseline_year__lte", 2150),
                            ),
                            _connector="OR",
                        ),
                        name="goal_baseline_has_value_and_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("target_value", None), ("target_year", None)),
                            models.Q(
                                ("target_value__gt", -100000000000000),
                                ("target_value__isnull", False),
                                ("target_value__lt", 100000000000000),
                                ("target_year__gte", 1950),
                                ("target_year__isnull", False),
                                ("target_year__lte", 2150),
                            ),
                            _connector="OR",
                        ),
                        name="goal_target_has_value_and_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("baseline_year", None),
                            ("target_year", None),
                            models.Q(
                                ("baseline_year__isnull", False),
                                ("baseline_year__lte", models.F("target_year")),
                                ("target_year__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="goal_is_reached_after_its_baseline",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stakeholder",
            fields=[
                (
                    "zone",
                    models.CharField(
                        choices=[
                            ("authority", "Our authority only"),
                            ("network", "The whole network"),
                            ("public", "Public"),
                        ],
                        default="network",
                        max_length=10,
                    ),
                ),
                ("members_only", models.BooleanField(default=False)),
                (
                    "id",
                    models.UUIDField(
                        default=journal.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("added_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("name", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("end_user", "End users"),
                            ("operations", "Operations"),
                            ("procurement", "Procurement"),
                            ("it", "IT"),
                            ("legal", "Legal"),
                            ("finance", "Finance"),
                            ("politics", "Politics"),
                            ("union", "Union"),
                            ("citizen", "Citizens"),
                            ("supplier", "Suppliers"),
                            ("regulator", "Regulators"),
                        ],
                        max_length=20,
                    ),
                ),
                ("interest", models.CharField(blank=True, default="", max_length=1000)),
                ("influence", models.PositiveSmallIntegerField(default=3)),
                (
                    "attitude",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not known yet"),
                            ("for", "For it"),
                            ("neutral", "Neutral"),
                            ("doubtful", "Doubtful"),
                            ("against", "Against it"),
                        ],
                        default="",
                        max_length=20,
                    ),
                ),
                ("involvement_plan", models.CharField(blank=True, default="", max_length=1000)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "authority",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.authority",
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="networks.network",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="needs.need",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "stakeholder",
                "verbose_name_plural": "stakeholders",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("authority__isnull", False), ("zone", "authority")),
                            models.Q(("authority", None), ("zone__in", ["network", "public"])),
                            _connector="OR",
                        ),
                        name="stakeholder_names_its_authority_iff_private",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="withdrawn_stakeholder_says_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="stakeholder_has_a_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "end_user",
                                    "operations",
                                    "procurement",
                                    "it",
                                    "legal",
                                    "finance",
                                    "politics",
                                    "union",
                                    "citizen",
                                    "supplier",
                                    "regulator",
                                ],
                            )
                        ),
                        name="stakeholder_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("attitude__in", ["", "for", "neutral", "doubtful", "against"])),
                        name="stakeholder_attitude_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("influence__gte", 1), ("influence__lte", 5)),
                        name="stakeholder_influence_is_1_to_5",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Overruling",
            fields=[
                (
                    "zone",
                    models.CharField(
                        choices=[
                            ("authority", "Our authority only"),
                            ("network", "The whole network"),
                            ("public", "Public"),
                        ],
                        default="network",
                        max_length=10,
                    ),
                ),
                ("members_only", models.BooleanField(default=False)),
                (
                    "id",
                    models.UUIDField(
                        default=journal.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.CharField(max_length=60)),
                ("word", models.CharField(max_length=100)),
                ("reason", models.CharField(max_length=1000)),
                ("overruled_at", models.DateTimeField()),
                (
                    "authority",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.authority",
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="networks.network",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="overrulings",
                        to="needs.need",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reviewer_authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.authority",
                    ),
                ),
            ],
            options={
                "verbose_name": "overruled product word",
                "verbose_name_plural": "overruled product words",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("authority__isnull", False), ("zone", "authority")),
                            models.Q(("authority", None), ("zone__in", ["network", "public"])),
                            _connector="OR",
                        ),
                        name="overruling_names_its_authority_iff_private",
                    ),
                    models.UniqueConstraint(
                        fields=("need", "place", "word"), name="one_overruling_per_word_and_place"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("word", ""), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            models.Q(("place", ""), _negated=True),
                        ),
                        name="overruling_says_what_and_why",
                    ),
                ],
            },
        ),
    ]
