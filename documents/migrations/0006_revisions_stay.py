from django.db import migrations

FORWARD = """
CREATE FUNCTION documents_refuse_other_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Revisions are append-only.' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER documents_revision_is_append_only BEFORE UPDATE OR DELETE ON documents_revision
FOR EACH ROW EXECUTE FUNCTION documents_refuse_other_history();

CREATE TRIGGER documents_revisionauthor_is_append_only BEFORE UPDATE OR DELETE ON documents_revisionauthor
FOR EACH ROW EXECUTE FUNCTION documents_refuse_other_history();
"""

BACKWARD = """
DROP TRIGGER documents_revisionauthor_is_append_only ON documents_revisionauthor;
DROP TRIGGER documents_revision_is_append_only ON documents_revision;
DROP FUNCTION documents_refuse_other_history();
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_revisions_and_comments")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
