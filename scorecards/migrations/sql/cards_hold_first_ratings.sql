-- A submitted card holds its first ratings and red flags once more, in one place, so that a list of a thousand
-- applications reads a row for each card and not seven. The copy is made here, at the moment of submission, from the
-- rows themselves; nobody can write it, and those rows never change afterwards.

CREATE OR REPLACE FUNCTION scorecards_guard_scorecard() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM 1 FROM scorecards_kit WHERE id = NEW.kit_id AND rubric_id = NEW.rubric_id;
    IF NOT FOUND THEN
      PERFORM scorecards_refuse('The kit belongs to another rubric version.');
    END IF;
    IF NEW.submitted_at IS NOT NULL THEN
      PERFORM scorecards_refuse('A scorecard is laid out before it is submitted.');
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.first_ratings IS NULL AND NEW IS NOT DISTINCT FROM OLD THEN
    RETURN NEW;  -- nothing changes: how cards from before this version come to hold their first ratings
  END IF;
  IF OLD.submitted_at IS NOT NULL THEN
    PERFORM scorecards_refuse('A submitted scorecard never changes. Amend it with a reason.');
  END IF;
  IF TG_OP = 'DELETE' THEN
    PERFORM 1 FROM scorecards_revision WHERE scorecard_id = OLD.id;
    IF FOUND THEN
      PERFORM scorecards_refuse('A submitted scorecard never changes. Amend it with a reason.');
    END IF;
    RETURN OLD;
  END IF;
  IF to_jsonb(NEW) - 'submitted_at' - 'cancelled_at' <> to_jsonb(OLD) - 'submitted_at' - 'cancelled_at' THEN
    PERFORM scorecards_refuse('Whose scorecard it is, and for what, is fixed when it is laid out.');
  END IF;
  IF OLD.cancelled_at IS NOT NULL THEN
    PERFORM scorecards_refuse('A cancelled scorecard stays as it was.');
  END IF;
  IF NEW.submitted_at IS NOT NULL THEN
    PERFORM 1 FROM scorecards_revision WHERE scorecard_id = NEW.id AND number = 1;
    IF NOT FOUND THEN
      PERFORM scorecards_refuse('A scorecard is submitted together with its first revision.');
    END IF;
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION scorecards_hold_first_ratings() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.submitted_at IS NOT NULL AND (OLD.submitted_at IS NULL OR OLD.first_ratings IS NULL) THEN
    NEW.first_ratings := ARRAY(
      SELECT (dimension_id << 20) + value FROM scorecards_rating
       WHERE scorecard_id = NEW.id AND number = 1 AND value IS NOT NULL ORDER BY dimension_id);
    NEW.first_red_flags := ARRAY(
      SELECT s.signal_id FROM scorecards_sighting s JOIN scorecards_signal g ON g.id = s.signal_id
       WHERE s.scorecard_id = NEW.id AND s.number = 1 AND s.seen AND g.kind = 'red_flag' ORDER BY s.signal_id);
  END IF;
  RETURN NEW;
END $$;
-- Triggers run in the order of their names: this one after the guard.
CREATE TRIGGER hold_first_ratings BEFORE UPDATE ON scorecards_scorecard
  FOR EACH ROW EXECUTE FUNCTION scorecards_hold_first_ratings();

CREATE FUNCTION scorecards_guard_first() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM fresh f JOIN scorecards_scorecard s ON s.id = f.scorecard_id
   WHERE f.number = 1 AND s.submitted_at IS NOT NULL LIMIT 1;
  IF FOUND THEN
    PERFORM scorecards_refuse('A card is submitted once, and amended only after that.');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER guard_first AFTER INSERT ON scorecards_rating
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION scorecards_guard_first();
CREATE TRIGGER guard_first AFTER INSERT ON scorecards_sighting
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION scorecards_guard_first();
