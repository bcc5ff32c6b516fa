from django.db import migrations, models


class Migration(migrations.Migration):
    """A comparison with nothing is unknown, which a check lets pass: say that both are there."""

    dependencies = [("files", "0001_files")]

    operations = [
        migrations.RemoveConstraint(model_name="storedfile", name="image_has_both_sizes"),
        migrations.AddConstraint(
            model_name="storedfile",
            constraint=models.CheckConstraint(
                condition=models.Q(width=None, height=None)
                | models.Q(width__isnull=False, height__isnull=False, width__gt=0, height__gt=0),
                name="image_has_both_sizes",
            ),
        ),
    ]
