from django.db import migrations


class Migration(migrations.Migration):
    """Search finds needs by all that they say: the sweep writes each of them anew."""

    dependencies = [
        ("needs", "0011_imported_sheets"),
        ("search", "0001_what_can_be_found"),
    ]

    operations = [
        migrations.RunSQL(
            "DELETE FROM search_searchable WHERE subject_kind = 'need'", reverse_sql=migrations.RunSQL.noop
        ),
    ]
