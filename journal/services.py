"""What is done to whole streams, by operators: the journal's own verbs."""

from datetime import datetime

from django.db import connection, transaction

from journal.models import Stream, new_epoch


@transaction.atomic
def start_new_epoch() -> int:
    """Say that no stream continues what clients have seen, as after a restored backup.

    Every open cursor is answered with `resync`. Returns the number of streams.
    """
    streams = list(Stream.objects.select_for_update(no_key=True).order_by("key"))
    for stream in streams:
        stream.epoch = new_epoch()
    return Stream.objects.bulk_update(streams, ["epoch"], batch_size=500)


@transaction.atomic
def end_retention(key: str, *, now: datetime) -> int:
    """Drop the entries of one stream whose retention has ended; its last hash stays as a tombstone.

    Returns the number of entries that went.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT journal_end_retention(%s, %s)", [key, now])
        return int(cursor.fetchone()[0])
