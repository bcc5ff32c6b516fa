from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0002_ladder_and_tasks")]

    operations = [
        migrations.RemoveConstraint(model_name="schedule", name="schedule_policy_is_known"),
        migrations.AddConstraint(
            model_name="schedule",
            constraint=models.CheckConstraint(
                condition=models.Q(("policy__in", ["review", "task", "confirm"])),
                name="schedule_policy_is_known",
            ),
        ),
    ]
