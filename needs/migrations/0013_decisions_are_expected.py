from datetime import date

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("needs", "0012_statements_are_found"), ("tasks", "0004_departed_schedules_wait")]

    operations = [
        migrations.AddField(
            model_name="demandline", name="decision_expected_on", field=models.DateField(null=True)
        ),
        migrations.AddField(
            model_name="demandlineversion", name="decision_expected_on", field=models.DateField(null=True)
        ),
        migrations.AddField(model_name="annex", name="volumes_told_until", field=models.DateField(null=True)),
        migrations.AddConstraint(
            model_name="demandline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decision_expected_on", None),
                    models.Q(
                        ("commitment__in", ("C2", "C3")),
                        ("decision_expected_on__isnull", False),
                        ("decision_expected_on__range", (date(1990, 1, 1), date(2100, 12, 31))),
                    ),
                    _connector="OR",
                ),
                name="demand_expects_a_decision_at_c2_or_c3",
            ),
        ),
    ]
