from django.db import migrations

FORWARD = """
CREATE TRIGGER decisions_signatory_stands
BEFORE UPDATE OF question_id, authority_id, capacity, invited_by_id, invited_at, name, title, email
ON decisions_signatory FOR EACH ROW
WHEN ((OLD.question_id, OLD.authority_id, OLD.capacity, OLD.invited_by_id, OLD.invited_at, OLD.name, OLD.title,
    OLD.email) IS DISTINCT FROM (NEW.question_id, NEW.authority_id, NEW.capacity, NEW.invited_by_id,
    NEW.invited_at, NEW.name, NEW.title, NEW.email))
EXECUTE FUNCTION decisions_refuse_change();
"""

BACKWARD = "DROP TRIGGER decisions_signatory_stands ON decisions_signatory;"


class Migration(migrations.Migration):
    dependencies = [("decisions", "0004_signed_once_kept_for_good")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
