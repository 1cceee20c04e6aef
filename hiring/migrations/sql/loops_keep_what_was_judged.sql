-- An application keeps its assessment: pointed at another one, it would show what was judged about somebody else.
-- An interview whose card was handed in keeps its row: with it would go who interviewed whom.
CREATE FUNCTION hiring_guard_application() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM scorecards_refuse('An application keeps its scorecards.');
END $$;
CREATE TRIGGER guard BEFORE UPDATE ON hiring_application FOR EACH ROW
  WHEN (NEW.assessment_id <> OLD.assessment_id) EXECUTE FUNCTION hiring_guard_application();

CREATE FUNCTION hiring_keep_interview() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM scorecards_scorecard WHERE id = OLD.scorecard_id AND submitted_at IS NOT NULL;
  IF FOUND THEN
    PERFORM scorecards_refuse('An interview with a submitted scorecard stays.');
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER kept BEFORE DELETE ON hiring_interview FOR EACH ROW
  WHEN (OLD.scorecard_id IS NOT NULL) EXECUTE FUNCTION hiring_keep_interview();
