import django.db.models.deletion
import journal.ids
from django.conf import settings
from django.db import migrations, models


def _to(model: str) -> "models.ForeignKey[object, object]":
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=model)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_tallies"),
        ("needs", "0015_public_tables"),
        ("networks", "0001_networks_and_seats"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SheetDraft",
            fields=[
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
                ("content", models.BinaryField()),
                ("brought_at", models.DateTimeField()),
                ("brought_by", _to(settings.AUTH_USER_MODEL)),
                ("brought_for", _to("accounts.authority")),
                ("need", _to("needs.need")),
                ("network", _to("networks.network")),
            ],
            options={
                "verbose_name": "draft of a sheet",
                "verbose_name_plural": "drafts of sheets",
                "indexes": [models.Index(fields=["brought_at"], name="drafts_by_age")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("need", "brought_by"), name="one_draft_per_person_and_need"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["lines", "annexes"])), name="draft_kind_is_known"
                    ),
                ],
            },
        ),
    ]
