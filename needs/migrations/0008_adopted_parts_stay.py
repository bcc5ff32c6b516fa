from django.db import migrations

# Of an adopted need nothing is taken away either, no part of it moves to another need, and it goes no way back.
FORWARD = """
CREATE OR REPLACE FUNCTION needs_refuse_adopted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanted uuid[] := CASE TG_OP
        WHEN 'INSERT' THEN ARRAY[NEW.need_id]
        WHEN 'UPDATE' THEN ARRAY[OLD.need_id, NEW.need_id]
        ELSE ARRAY[OLD.need_id]
    END;
BEGIN
    IF EXISTS (SELECT FROM needs_need WHERE id = ANY(wanted) AND status IN ('adopted', 'superseded')) THEN
        RAISE EXCEPTION 'This need was adopted; what it says stands.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER needs_adopted_goals_stay BEFORE DELETE ON needs_effectgoal
FOR EACH ROW EXECUTE FUNCTION needs_refuse_adopted();
CREATE TRIGGER needs_adopted_stakeholders_stay BEFORE DELETE ON needs_stakeholder
FOR EACH ROW EXECUTE FUNCTION needs_refuse_adopted();
CREATE TRIGGER needs_adopted_goes_no_way_back BEFORE UPDATE ON needs_need FOR EACH ROW
WHEN (
    OLD.status = 'adopted' AND NEW.status NOT IN ('adopted', 'superseded')
    OR OLD.status = 'superseded' AND NEW.status <> 'superseded'
)
EXECUTE FUNCTION needs_refuse_change();
"""

BACKWARD = """
DROP TRIGGER needs_adopted_goes_no_way_back ON needs_need;
DROP TRIGGER needs_adopted_stakeholders_stay ON needs_stakeholder;
DROP TRIGGER needs_adopted_goals_stay ON needs_effectgoal;
"""


class Migration(migrations.Migration):
    dependencies = [("needs", "0007_costs_as_high_as_budgets")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
