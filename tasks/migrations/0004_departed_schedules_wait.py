from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0003_confirmations")]

    operations = [
        migrations.AddField(model_name="schedule", name="departed_on", field=models.DateField(null=True)),
        migrations.AddConstraint(
            model_name="schedule",
            constraint=models.CheckConstraint(
                condition=models.Q(("departed_on", None), ("next_on", None), _connector="OR"),
                name="nothing_is_due_of_who_departed",
            ),
        ),
        migrations.RemoveConstraint(model_name="occurrence", name="answered_occurrence_says_who_and_what"),
        migrations.AddConstraint(
            model_name="occurrence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("answered_by", None), ("outcome", "")),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                        models.Q(("outcome", ""), _negated=True),
                    ),
                    models.Q(("answered_at__isnull", False), ("answered_by", None), ("outcome", "departed")),
                    _connector="OR",
                ),
                name="answered_occurrence_says_who_and_what",
            ),
        ),
    ]
