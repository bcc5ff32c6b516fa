from django.db import migrations

# The hash is computed where the number is given, under the stream's row lock. A function, so that a verb
# whose row locks many wait for can write its fact by the statement that writes its row.
FORWARD = """
CREATE FUNCTION journal_append(
    stream_key text, network uuid, first_epoch text, fact text, happened text, actor uuid, authority uuid, body text
) RETURNS TABLE (epoch text, seq bigint) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    core text := concat_ws(E'\\n', fact, happened, coalesce(actor::text, ''), coalesce(authority::text, ''), body);
BEGIN
    RETURN QUERY
    WITH moved AS (
        INSERT INTO journal_stream AS stream (key, network_id, epoch, seq, head)
        VALUES (stream_key, network, first_epoch, 1,
            sha256(convert_to(concat_ws(E'\\n', stream_key, '1', core), 'UTF8')))
        ON CONFLICT (key) DO UPDATE SET seq = stream.seq + 1, head = sha256(stream.head || convert_to(
            concat_ws(E'\\n', stream.key, (stream.seq + 1)::text, core), 'UTF8'))
        RETURNING stream.epoch, stream.seq, stream.head
    ), entered AS (
        INSERT INTO journal_entry (stream_id, seq, type, at, actor_id, authority_id, payload, hash)
        SELECT stream_key, moved.seq, fact, happened::timestamptz, actor, authority, body, moved.head FROM moved
    )
    SELECT moved.epoch::text, moved.seq FROM moved;
END $$;
"""
BACKWARD = "DROP FUNCTION journal_append(text, uuid, text, text, text, uuid, uuid, text)"


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
