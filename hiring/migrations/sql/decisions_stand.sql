-- Decisions are only ever added. Erasing a candidate may null their free text.

CREATE FUNCTION hiring_freeze_decision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE texts text[] := ARRAY['rationale', 'override_reason'];
BEGIN
  IF TG_OP = 'UPDATE' AND current_setting('scorecards.erasing', true) = 'on'
     AND current_user = (SELECT tableowner FROM pg_tables WHERE schemaname = TG_TABLE_SCHEMA AND tablename = TG_TABLE_NAME)
     AND to_jsonb(NEW) - texts = to_jsonb(OLD) - texts
     AND NEW.rationale IS NULL AND NEW.override_reason IS NULL THEN
    RETURN NEW;
  END IF;
  PERFORM scorecards_refuse('A decision never changes. Record a new one.');
END $$;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON hiring_decision
  FOR EACH ROW EXECUTE FUNCTION hiring_freeze_decision();

-- The one door for erasing: all judged free text of an application.
CREATE FUNCTION hiring_erase_texts(application bigint) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM scorecards_erase_texts((SELECT assessment_id FROM hiring_application WHERE id = application));
  PERFORM set_config('scorecards.erasing', 'on', true);
  UPDATE hiring_decision SET rationale = NULL, override_reason = NULL WHERE application_id = application;
  PERFORM set_config('scorecards.erasing', 'off', true);
END $$;

-- An interview's card is its interviewer's, about this application, with this kit.
CREATE FUNCTION hiring_guard_interview() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.scorecard_id IS NOT NULL
     AND (NEW.scorecard_id, NEW.interviewer_id, NEW.kit_id, NEW.application_id, NEW.shadow)
         IS DISTINCT FROM (OLD.scorecard_id, OLD.interviewer_id, OLD.kit_id, OLD.application_id, OLD.shadow) THEN
    PERFORM scorecards_refuse('An interview keeps its person and its card. Cancel it and add another.');
  END IF;
  IF NEW.scorecard_id IS NOT NULL THEN
    PERFORM 1 FROM scorecards_scorecard s JOIN hiring_application a ON a.assessment_id = s.assessment_id
     WHERE s.id = NEW.scorecard_id AND a.id = NEW.application_id AND s.author_id = NEW.interviewer_id
       AND s.kit_id = NEW.kit_id AND s.counts = NOT NEW.shadow;
    IF NOT FOUND THEN
      PERFORM scorecards_refuse('The scorecard belongs to another interview.');
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON hiring_interview
  FOR EACH ROW EXECUTE FUNCTION hiring_guard_interview();
