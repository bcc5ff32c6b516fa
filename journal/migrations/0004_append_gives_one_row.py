from django.db import migrations

# Told that it gives a thousand rows, the planner reads whole tables beside it.
NAME = "journal_append(text, uuid, text, text, text, uuid, uuid, text)"


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_append_in_one_call")]
    operations = [
        migrations.RunSQL(f"ALTER FUNCTION {NAME} ROWS 1", f"ALTER FUNCTION {NAME} ROWS 1000"),
    ]
