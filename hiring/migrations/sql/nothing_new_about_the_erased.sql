-- Once erased, nobody writes about the person again: not an amendment, a note, a decision or a file that was under way.
-- The share of the candidate's row waits for an erasure at this very moment, which holds it.
CREATE FUNCTION hiring_guard_erased() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE gone timestamptz;
BEGIN
  IF TG_TABLE_NAME IN ('hiring_resume', 'hiring_application') THEN
    SELECT erased_at INTO gone FROM hiring_candidate WHERE id = NEW.candidate_id FOR SHARE;
  ELSIF TG_TABLE_NAME = 'scorecards_revision' THEN
    SELECT c.erased_at INTO gone FROM scorecards_scorecard s
      JOIN hiring_application a ON a.assessment_id = s.assessment_id
      JOIN hiring_candidate c ON c.id = a.candidate_id WHERE s.id = NEW.scorecard_id FOR SHARE OF c;
  ELSE
    SELECT c.erased_at INTO gone FROM hiring_application a JOIN hiring_candidate c ON c.id = a.candidate_id
      WHERE a.id = NEW.application_id FOR SHARE OF c;
  END IF;
  IF gone IS NOT NULL THEN
    PERFORM scorecards_refuse('This candidate''s data was erased: nothing is added to it.');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER erased BEFORE INSERT ON hiring_resume FOR EACH ROW EXECUTE FUNCTION hiring_guard_erased();
CREATE TRIGGER erased BEFORE INSERT ON hiring_decision FOR EACH ROW EXECUTE FUNCTION hiring_guard_erased();
CREATE TRIGGER erased BEFORE INSERT ON scorecards_revision FOR EACH ROW EXECUTE FUNCTION hiring_guard_erased();
CREATE TRIGGER erased BEFORE INSERT OR UPDATE ON hiring_debrief FOR EACH ROW
  WHEN (NEW.notes <> '' OR NEW.early_reason <> '') EXECUTE FUNCTION hiring_guard_erased();
CREATE TRIGGER erased BEFORE UPDATE ON hiring_application FOR EACH ROW
  WHEN (NEW.status = 'in_loop' AND OLD.status <> 'in_loop') EXECUTE FUNCTION hiring_guard_erased();
