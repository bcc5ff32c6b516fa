from django.db import migrations, models

# Who signed stands; only their address may go, once and for good.
FORWARD = """
DROP TRIGGER decisions_signatory_stands ON decisions_signatory;
CREATE TRIGGER decisions_signatory_stands
BEFORE UPDATE OF question_id, authority_id, capacity, invited_by_id, invited_at, name, title, email, forgotten_at
ON decisions_signatory FOR EACH ROW
WHEN (
    (OLD.question_id, OLD.authority_id, OLD.capacity, OLD.invited_by_id, OLD.invited_at, OLD.name, OLD.title)
        IS DISTINCT FROM (NEW.question_id, NEW.authority_id, NEW.capacity, NEW.invited_by_id, NEW.invited_at,
        NEW.name, NEW.title)
    OR (OLD.email IS DISTINCT FROM NEW.email AND (OLD.forgotten_at IS NOT NULL OR NEW.forgotten_at IS NULL))
    OR (OLD.forgotten_at IS NOT NULL AND OLD.forgotten_at IS DISTINCT FROM NEW.forgotten_at)
)
EXECUTE FUNCTION decisions_refuse_change();
"""
BACKWARD = """
DROP TRIGGER decisions_signatory_stands ON decisions_signatory;
CREATE TRIGGER decisions_signatory_stands
BEFORE UPDATE OF question_id, authority_id, capacity, invited_by_id, invited_at, name, title, email
ON decisions_signatory FOR EACH ROW
WHEN ((OLD.question_id, OLD.authority_id, OLD.capacity, OLD.invited_by_id, OLD.invited_at, OLD.name, OLD.title,
    OLD.email) IS DISTINCT FROM (NEW.question_id, NEW.authority_id, NEW.capacity, NEW.invited_by_id,
    NEW.invited_at, NEW.name, NEW.title, NEW.email))
EXECUTE FUNCTION decisions_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("decisions", "0005_who_signed_stands")]

    operations = [
        migrations.AddField("signatory", "forgotten_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddConstraint(
            "signatory",
            models.CheckConstraint(
                condition=models.Q(
                    ("forgotten_at", None), ("email__endswith", "@removed.invalid"), _connector="OR"
                ),
                name="forgotten_address_is_removed",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
