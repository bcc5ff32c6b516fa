from datetime import datetime
from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

from journal.ids import uuid7


def move_days(apps: Any, _editor: object) -> None:
    """Days on which needs are looked at again become their owners' schedules; a past one becomes today."""
    need_model, schedule_model = apps.get_model("needs", "Need"), apps.get_model("tasks", "Schedule")
    now: datetime = timezone.now()
    rows = need_model.objects.exclude(next_review_on=None).exclude(status="superseded")
    for need in rows.select_related("owner_authority").order_by("pk"):
        day = max(need.next_review_on, now.date())
        need.schedule = schedule_model.objects.create(
            id=uuid7(),
            network_id=need.network_id,
            subject_kind="need",
            subject_id=need.pk,
            owner_id=need.owner_id,
            private_to=need.authority_id,
            country=need.owner_authority.country,
            cadence="yearly",
            policy="review",
            anchor_on=day,
            next_on=day,
            next_at=now,
        )
        need.save(update_fields=["schedule"])


def _to_schedule() -> "models.OneToOneField[Any, Any]":
    return models.OneToOneField(
        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tasks.schedule"
    )


class Migration(migrations.Migration):
    dependencies = [("needs", "0008_adopted_parts_stay"), ("tasks", "0003_confirmations")]

    operations = [
        migrations.AddField(model_name="annex", name="schedule", field=_to_schedule()),
        migrations.AddField(model_name="need", name="schedule", field=_to_schedule()),
        migrations.AddField(
            model_name="demandline", name="said_since", field=models.PositiveIntegerField(default=1)
        ),
        # What was published before names versions: none of them may count as new.
        migrations.RunSQL("UPDATE needs_demandline SET said_since = version", migrations.RunSQL.noop),
        migrations.RunPython(move_days, migrations.RunPython.noop),
    ]
