import django.db.models.deletion
import journal.ids
from django.conf import settings
from django.db import migrations, models

# What items were called until now is their first version, under their own id: earlier than all to come.
FIRST = """
INSERT INTO needs_demanditemversion
    (id, network_id, item_id, number, name_sv, name_en, cpv, unit, is_retired, said_by_id, said_at)
SELECT id, network_id, id, 1, name_sv, name_en, cpv, unit, false, added_by_id, added_at
FROM needs_demanditem;
"""
FORWARD = """
CREATE TRIGGER item_version_stays BEFORE UPDATE OR DELETE ON needs_demanditemversion
FOR EACH ROW EXECUTE FUNCTION needs_refuse_demand_change();
CREATE FUNCTION needs_refuse_other_unit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM needs_demandlineversion WHERE item_id = OLD.id) THEN
        RAISE EXCEPTION 'Lines count in this unit.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER unit_of_lines_stays BEFORE UPDATE ON needs_demanditem
FOR EACH ROW WHEN (OLD.unit IS DISTINCT FROM NEW.unit) EXECUTE FUNCTION needs_refuse_other_unit();
"""
BACKWARD = """
DROP TRIGGER unit_of_lines_stays ON needs_demanditem;
DROP FUNCTION needs_refuse_other_unit();
DROP TRIGGER item_version_stays ON needs_demanditemversion;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("needs", "0013_decisions_are_expected"),
        ("networks", "0001_networks_and_seats"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("demanditem", "is_retired", models.BooleanField(default=False)),
        migrations.AddField("demanditem", "version", models.PositiveIntegerField(default=1)),
        migrations.CreateModel(
            name="DemandItemVersion",
            fields=[
                ("name_sv", models.CharField(max_length=200)),
                ("name_en", models.CharField(max_length=200)),
                ("cpv", models.CharField(max_length=10)),
                ("unit", models.CharField(max_length=40)),
                ("is_retired", models.BooleanField(default=False)),
                (
                    "id",
                    models.UUIDField(
                        default=journal.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("said_at", models.DateTimeField()),
                (
                    "item",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="needs.demanditem",
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
                    "said_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "version of an item",
                "verbose_name_plural": "versions of items",
                "constraints": [
                    models.UniqueConstraint(fields=("item", "number"), name="one_row_per_version_of_an_item"),
                ],
            },
        ),
        migrations.RunSQL(FIRST, migrations.RunSQL.noop),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
