import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# documents_trim_log is the one way out: what a snapshot holds needs no log any more.
FORWARD = """
CREATE OR REPLACE FUNCTION documents_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.document_id::text = current_setting('samverk.trimmed_log', true) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'The log of a document is append-only.' USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION documents_trim_log(of_document uuid, through bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE gone bigint;
BEGIN
    PERFORM 1 FROM documents_snapshot WHERE document_id = of_document AND seq >= through;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'No snapshot holds this part of the log.' USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM set_config('samverk.trimmed_log', of_document::text, true);
    DELETE FROM documents_update WHERE document_id = of_document AND seq <= through;
    GET DIAGNOSTICS gone = ROW_COUNT;
    PERFORM set_config('samverk.trimmed_log', '', true);
    RETURN gone;
END $$;
"""

BACKWARD = """
DROP FUNCTION documents_trim_log(uuid, bigint);
CREATE OR REPLACE FUNCTION documents_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The log of a document is append-only.' USING ERRCODE = 'restrict_violation';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0002_append_only"),
        ("networks", "0001_networks_and_seats"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="snapshot",
                        serialize=False,
                        to="documents.document",
                    ),
                ),
                ("epoch", models.CharField(max_length=16)),
                ("seq", models.BigIntegerField()),
                ("state", models.BinaryField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="document",
            name="compacted_seq",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="document",
            name="told_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="document",
            name="told_seq",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("compacted_seq__lte", models.F("seq")), ("told_seq__lte", models.F("seq"))
                ),
                name="document_is_not_ahead_of_its_log",
            ),
        ),
        migrations.AddConstraint(
            model_name="snapshot",
            constraint=models.CheckConstraint(
                condition=models.Q(("seq__gt", 0)), name="snapshot_of_something"
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
