from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("needs", "0006_demand_stays")]

    operations = [
        migrations.AlterField(
            model_name="annex",
            name="annual_cost",
            field=models.DecimalField(decimal_places=2, max_digits=15, null=True),
        ),
    ]
