from django.db import migrations

# Compaction and erasure will be named functions that this trigger knows, as for the journal.
FORWARD = """
CREATE FUNCTION documents_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The log of a document is append-only.' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER documents_update_is_append_only BEFORE UPDATE OR DELETE ON documents_update
FOR EACH ROW EXECUTE FUNCTION documents_refuse_change();
"""

BACKWARD = """
DROP TRIGGER documents_update_is_append_only ON documents_update;
DROP FUNCTION documents_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_documents_and_their_log")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
