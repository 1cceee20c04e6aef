DROP TRIGGER guard_first ON scorecards_sighting;
DROP TRIGGER guard_first ON scorecards_rating;
DROP FUNCTION scorecards_guard_first();
DROP TRIGGER hold_first_ratings ON scorecards_scorecard;
DROP FUNCTION scorecards_hold_first_ratings();
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
