from django.db import migrations

# What was declared, shown and cited stays as it was, whoever writes.
FORWARD = """
CREATE FUNCTION needs_refuse_demand_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What was declared, published or frozen stays.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER demand_version_stays BEFORE UPDATE OR DELETE ON needs_demandlineversion
FOR EACH ROW EXECUTE FUNCTION needs_refuse_demand_change();
CREATE TRIGGER publication_stays BEFORE UPDATE OR DELETE ON needs_publication
FOR EACH ROW EXECUTE FUNCTION needs_refuse_demand_change();
CREATE TRIGGER snapshot_stays BEFORE UPDATE OR DELETE ON needs_snapshot
FOR EACH ROW EXECUTE FUNCTION needs_refuse_demand_change();
"""
BACKWARD = """
DROP TRIGGER snapshot_stays ON needs_snapshot;
DROP TRIGGER publication_stays ON needs_publication;
DROP TRIGGER demand_version_stays ON needs_demandlineversion;
DROP FUNCTION needs_refuse_demand_change();
"""


class Migration(migrations.Migration):
    dependencies = [("needs", "0005_annexes_and_demand")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
