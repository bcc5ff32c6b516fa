from django.db import migrations

FORWARD = """
CREATE FUNCTION decisions_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What was asked and said stays.' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER decisions_voice_is_append_only BEFORE UPDATE OR DELETE ON decisions_voice
FOR EACH ROW EXECUTE FUNCTION decisions_refuse_change();

CREATE TRIGGER decisions_asked_is_append_only BEFORE UPDATE OR DELETE ON decisions_asked
FOR EACH ROW EXECUTE FUNCTION decisions_refuse_change();

CREATE TRIGGER decisions_accession_is_append_only BEFORE UPDATE OR DELETE ON decisions_accession
FOR EACH ROW EXECUTE FUNCTION decisions_refuse_change();

-- A question may end once. What it asks never changes, and nothing does when it has ended.
CREATE FUNCTION decisions_refuse_other_question() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ends text[] := ARRAY[
    'state', 'outcome', 'result', 'result_hash', 'closed_at', 'closed_by_id',
    'withdrawn_at', 'withdrawn_by_id', 'withdrawal', 'version'
];
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state = 'open' AND to_jsonb(NEW) - ends = to_jsonb(OLD) - ends THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'What was asked and decided stays.' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER decisions_question_is_kept BEFORE UPDATE OR DELETE ON decisions_question
FOR EACH ROW EXECUTE FUNCTION decisions_refuse_other_question();

-- Who is asked is settled with the question, and nobody answers what has ended.
CREATE FUNCTION decisions_refuse_late() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM decisions_question WHERE id = NEW.question_id AND state = 'open') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The question has ended.' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER decisions_voice_is_in_time BEFORE INSERT ON decisions_voice
FOR EACH ROW EXECUTE FUNCTION decisions_refuse_late();

CREATE TRIGGER decisions_asked_is_in_time BEFORE INSERT ON decisions_asked
FOR EACH ROW EXECUTE FUNCTION decisions_refuse_late();
"""

BACKWARD = """
DROP TRIGGER decisions_asked_is_in_time ON decisions_asked;
DROP TRIGGER decisions_voice_is_in_time ON decisions_voice;
DROP FUNCTION decisions_refuse_late();
DROP TRIGGER decisions_question_is_kept ON decisions_question;
DROP FUNCTION decisions_refuse_other_question();
DROP TRIGGER decisions_accession_is_append_only ON decisions_accession;
DROP TRIGGER decisions_asked_is_append_only ON decisions_asked;
DROP TRIGGER decisions_voice_is_append_only ON decisions_voice;
DROP FUNCTION decisions_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("decisions", "0001_decisions")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
