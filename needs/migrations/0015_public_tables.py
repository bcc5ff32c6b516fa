import django.db.models.deletion
import journal.ids
from django.conf import settings
from django.db import migrations, models

FORWARD = """
CREATE TRIGGER public_table_stays BEFORE UPDATE OR DELETE ON needs_publictable
FOR EACH ROW EXECUTE FUNCTION needs_refuse_demand_change();
"""
BACKWARD = "DROP TRIGGER public_table_stays ON needs_publictable;"


class Migration(migrations.Migration):
    dependencies = [
        ("needs", "0014_items_are_corrected"),
        ("networks", "0001_networks_and_seats"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicTable",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=journal.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("content", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("published_at", models.DateTimeField()),
                (
                    "need",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="public_tables",
                        to="needs.need",
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="networks.network",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "public table",
                "verbose_name_plural": "public tables",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("need", "number"), name="one_public_table_per_number_of_a_need"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                        name="public_table_has_a_hash",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
