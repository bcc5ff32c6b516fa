import django.db.models.deletion
import journal.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_tallies"),
        ("needs", "0010_the_schedule_owns_the_day"),
        ("networks", "0001_networks_and_seats"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SheetImport",
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
                (
                    "kind",
                    models.CharField(
                        choices=[("lines", "Demand lines"), ("annexes", "Annex")], max_length=10
                    ),
                ),
                ("name", models.CharField(blank=True, default="", max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("added", models.PositiveIntegerField()),
                ("changed", models.PositiveIntegerField()),
                ("unchanged", models.PositiveIntegerField()),
                ("done", models.JSONField()),
                ("imported_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
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
                    "imported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sheets", to="needs.need"
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="networks.network"
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "imported sheet",
                "verbose_name_plural": "imported sheets",
                "abstract": False,
                "indexes": [models.Index(fields=["need", "authority", "id"], name="sheets_of_an_authority")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("authority__isnull", False), ("zone", "authority")),
                            models.Q(("authority", None), ("zone__in", ["network", "public"])),
                            _connector="OR",
                        ),
                        name="sheetimport_names_its_authority_iff_private",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["lines", "annexes"]), ("zone", "authority")),
                        name="imported_sheet_stays_private",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at", None), ("undone_by", None)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="undone_sheet_says_by_whom_and_when",
                    ),
                ],
            },
        ),
    ]
