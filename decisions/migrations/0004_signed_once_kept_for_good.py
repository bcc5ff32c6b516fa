from django.db import migrations

FORWARD = """
CREATE TRIGGER decisions_signature_is_append_only BEFORE UPDATE OR DELETE ON decisions_signature
FOR EACH ROW EXECUTE FUNCTION decisions_refuse_change();

CREATE TRIGGER decisions_signature_is_in_time BEFORE INSERT ON decisions_signature
FOR EACH ROW EXECUTE FUNCTION decisions_refuse_late();
"""

BACKWARD = """
DROP TRIGGER decisions_signature_is_in_time ON decisions_signature;
DROP TRIGGER decisions_signature_is_append_only ON decisions_signature;
"""


class Migration(migrations.Migration):
    dependencies = [("decisions", "0003_signatories")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
