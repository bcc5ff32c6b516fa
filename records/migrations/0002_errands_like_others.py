"""The constraint in the words that every errand has it in; it means what it meant."""

from django.db import migrations, models

NAME = "record_export_is_open_or_finished"


class Migration(migrations.Migration):
    dependencies = [("records", "0001_exports_of_records")]

    operations = [
        migrations.RemoveConstraint(model_name="recordexport", name=NAME),
        migrations.AddConstraint(
            model_name="recordexport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("finished_at", None), ("state__in", ("queued", "running"))),
                    models.Q(("state__in", ["done", "failed"]), ("finished_at__isnull", False)),
                    _connector="OR",
                ),
                name=NAME,
            ),
        ),
    ]
