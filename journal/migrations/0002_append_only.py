from django.db import migrations

# journal_end_retention is the one way out: it names the stream to the trigger for its own transaction.
FORWARD = """
CREATE FUNCTION journal_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.stream_id = current_setting('samverk.retention_ended', true) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'The journal is append-only.' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER journal_entry_is_append_only BEFORE UPDATE OR DELETE ON journal_entry
FOR EACH ROW EXECUTE FUNCTION journal_refuse_change();

CREATE FUNCTION journal_end_retention(stream_key text, at timestamptz) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE gone bigint;
BEGIN
    PERFORM 1 FROM journal_stream WHERE key = stream_key FOR UPDATE;
    PERFORM set_config('samverk.retention_ended', stream_key, true);
    DELETE FROM journal_entry WHERE stream_id = stream_key;
    GET DIAGNOSTICS gone = ROW_COUNT;
    PERFORM set_config('samverk.retention_ended', '', true);
    UPDATE journal_stream SET ended_at = at WHERE key = stream_key;
    RETURN gone;
END $$;
"""

BACKWARD = """
DROP FUNCTION journal_end_retention(text, timestamptz);
DROP TRIGGER journal_entry_is_append_only ON journal_entry;
DROP FUNCTION journal_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_streams_and_entries")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
