"""A ledger is made of keys, which packing does not make shorter: it only takes a tenth of a second."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("needs", "0016_sheet_drafts")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE needs_publication ALTER COLUMN ledger SET STORAGE EXTERNAL",
            "ALTER TABLE needs_publication ALTER COLUMN ledger SET STORAGE EXTENDED",
        ),
    ]
