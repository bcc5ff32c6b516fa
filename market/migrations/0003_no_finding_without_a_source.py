from django.db import migrations

# Deferred: a verb writes the finding first and its sources after it, in one transaction.
TRIGGER = """
CREATE FUNCTION finding_needs_a_source() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wanted uuid;
BEGIN
    IF TG_TABLE_NAME = 'market_finding' THEN wanted := NEW.id; ELSE wanted := OLD.finding_id; END IF;
    IF EXISTS (SELECT FROM market_finding WHERE id = wanted)
        AND NOT EXISTS (SELECT FROM market_source WHERE finding_id = wanted) THEN
        RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
            MESSAGE = 'new row violates constraint "finding_rests_on_a_source"';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER finding_rests_on_a_source AFTER INSERT ON market_finding
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION finding_needs_a_source();
CREATE CONSTRAINT TRIGGER finding_keeps_a_source AFTER DELETE OR UPDATE OF finding_id ON market_source
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION finding_needs_a_source();
"""
UNDO = """
DROP TRIGGER finding_keeps_a_source ON market_source;
DROP TRIGGER finding_rests_on_a_source ON market_finding;
DROP FUNCTION finding_needs_a_source();
"""


class Migration(migrations.Migration):
    dependencies = [("market", "0002_findings_with_sources")]

    operations = [migrations.RunSQL(TRIGGER, UNDO)]
