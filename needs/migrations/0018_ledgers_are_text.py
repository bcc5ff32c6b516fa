"""A ledger is read and written whole, so it is kept as the text that it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("needs", "0017_ledgers_are_not_packed")]

    operations = [
        migrations.AlterField("publication", "ledger", models.TextField()),
        # A column of another type is packed again.
        migrations.RunSQL(
            "ALTER TABLE needs_publication ALTER COLUMN ledger SET STORAGE EXTERNAL",
            migrations.RunSQL.noop,
        ),
    ]
