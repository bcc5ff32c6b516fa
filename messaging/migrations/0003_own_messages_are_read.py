from django.conf import settings
from django.db import migrations, models

# Until now each post wrote its number among what its author had read: all of that is there.
_READ_ALREADY = """
UPDATE messaging_reading AS reading SET own_since = room.last_number
FROM messaging_room AS room WHERE room.id = reading.room_id
"""


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("messaging", "0002_attachments"),
    ]

    operations = [
        migrations.AddField("reading", "own_since", models.BigIntegerField(default=0)),
        migrations.AddIndex(
            "message", models.Index(fields=["room", "author", "number"], name="messages_of_an_author")
        ),
        migrations.RunSQL(_READ_ALREADY, migrations.RunSQL.noop, elidable=True),
    ]
