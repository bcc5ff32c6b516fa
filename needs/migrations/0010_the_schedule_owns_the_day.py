from typing import Any

from django.db import migrations


def days_back(apps: Any, _editor: object) -> None:
    """The days of schedules become the needs' own again."""
    rows = apps.get_model("needs", "Need").objects.exclude(schedule=None).select_related("schedule")
    for need in rows.order_by("pk"):
        need.next_review_on = need.schedule.next_on
        need.save(update_fields=["next_review_on"])


class Migration(migrations.Migration):
    dependencies = [("needs", "0009_asked_by_the_clock")]

    operations = [
        migrations.RunPython(
            migrations.RunPython.noop, days_back
        ),  # on the way back, once the column is there
        migrations.RemoveField(model_name="need", name="next_review_on"),
    ]
