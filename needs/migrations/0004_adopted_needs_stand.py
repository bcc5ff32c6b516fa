from django.db import migrations, models

# Two guards: versions are append-only, and nothing of what an adopted need says becomes another.
FORWARD = """
CREATE FUNCTION needs_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What a need said is kept as it was.' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER needs_versions_are_append_only BEFORE UPDATE OR DELETE ON needs_needversion
FOR EACH ROW EXECUTE FUNCTION needs_refuse_change();

CREATE TRIGGER needs_overrulings_stay BEFORE DELETE ON needs_overruling
FOR EACH ROW EXECUTE FUNCTION needs_refuse_change();

CREATE FUNCTION needs_refuse_adopted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM needs_need WHERE id = NEW.need_id AND status IN ('adopted', 'superseded')) THEN
        RAISE EXCEPTION 'This need was adopted; what it says stands.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER needs_adopted_version_is_the_last BEFORE INSERT ON needs_needversion
FOR EACH ROW EXECUTE FUNCTION needs_refuse_adopted();
CREATE TRIGGER needs_adopted_goals_stand BEFORE INSERT OR UPDATE ON needs_effectgoal
FOR EACH ROW EXECUTE FUNCTION needs_refuse_adopted();
CREATE TRIGGER needs_adopted_stakeholders_stand BEFORE INSERT OR UPDATE ON needs_stakeholder
FOR EACH ROW EXECUTE FUNCTION needs_refuse_adopted();

CREATE TRIGGER needs_adopted_titles_stand BEFORE UPDATE ON needs_need FOR EACH ROW
WHEN (
    OLD.status IN ('adopted', 'superseded')
    AND (OLD.title_sv, OLD.title_en, OLD.one_liner, OLD.adopted_version)
        IS DISTINCT FROM (NEW.title_sv, NEW.title_en, NEW.one_liner, NEW.adopted_version)
)
EXECUTE FUNCTION needs_refuse_change();
"""

BACKWARD = """
DROP TRIGGER needs_adopted_titles_stand ON needs_need;
DROP TRIGGER needs_adopted_stakeholders_stand ON needs_stakeholder;
DROP TRIGGER needs_adopted_goals_stand ON needs_effectgoal;
DROP TRIGGER needs_adopted_version_is_the_last ON needs_needversion;
DROP FUNCTION needs_refuse_adopted();
DROP TRIGGER needs_overrulings_stay ON needs_overruling;
DROP TRIGGER needs_versions_are_append_only ON needs_needversion;
DROP FUNCTION needs_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("needs", "0003_what_needs_said_so_far")]

    operations = [
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ("adopted", "superseded")), _negated=True),
                    models.Q(("adopted_on__isnull", False), ("adopted_version__isnull", False)),
                    _connector="OR",
                ),
                name="need_says_when_and_what_was_adopted",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
