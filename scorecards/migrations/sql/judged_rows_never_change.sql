-- What was judged is never changed in place. One exception: erasing a candidate may null free text, through
-- scorecards_erase_texts, which runs as the owner of the tables.

-- NOT VALID: rows that are there are checked by the migration after, without keeping anyone from writing.
ALTER TABLE scorecards_scorecard ADD CONSTRAINT scorecard_rubric_is_its_assessments
  FOREIGN KEY (assessment_id, rubric_id) REFERENCES scorecards_assessment (id, rubric_id) NOT VALID;
ALTER TABLE scorecards_rating ADD CONSTRAINT rating_revision_is_its_scorecards
  FOREIGN KEY (revision_id, scorecard_id) REFERENCES scorecards_revision (id, scorecard_id) NOT VALID;
ALTER TABLE scorecards_sighting ADD CONSTRAINT sighting_revision_is_its_scorecards
  FOREIGN KEY (revision_id, scorecard_id) REFERENCES scorecards_revision (id, scorecard_id) NOT VALID;

CREATE FUNCTION scorecards_freeze_assessment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.rubric_id <> OLD.rubric_id THEN
    PERFORM scorecards_refuse('An assessment keeps the rubric version that it started with.');
  END IF;
  IF OLD.debrief_opened_at IS NOT NULL AND NEW.debrief_opened_at IS DISTINCT FROM OLD.debrief_opened_at THEN
    PERFORM scorecards_refuse('A debrief opens once.');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE ON scorecards_assessment
  FOR EACH ROW EXECUTE FUNCTION scorecards_freeze_assessment();

CREATE FUNCTION scorecards_guard_scorecard() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON scorecards_scorecard
  FOR EACH ROW EXECUTE FUNCTION scorecards_guard_scorecard();

CREATE FUNCTION scorecards_guard_draft() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE is_open boolean;
BEGIN
  -- Waits for a submission under way, so that no word is written behind it.
  SELECT submitted_at IS NULL AND cancelled_at IS NULL INTO is_open
    FROM scorecards_scorecard WHERE id = NEW.scorecard_id FOR SHARE;
  IF NOT is_open THEN
    PERFORM scorecards_refuse('The scorecard is closed.');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON scorecards_draftfield
  FOR EACH ROW EXECUTE FUNCTION scorecards_guard_draft();

CREATE FUNCTION scorecards_guard_revision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE card record;
BEGIN
  SELECT s.submitted_at, s.cancelled_at, a.debrief_opened_at INTO card
    FROM scorecards_scorecard s JOIN scorecards_assessment a ON a.id = s.assessment_id
   WHERE s.id = NEW.scorecard_id;
  IF card.cancelled_at IS NOT NULL OR (NEW.number = 1) <> (card.submitted_at IS NULL) THEN
    PERFORM scorecards_refuse('A card is submitted once, and amended only after that.');
  END IF;
  IF NEW.kind = 'debrief' AND card.debrief_opened_at IS NULL THEN
    PERFORM scorecards_refuse('The debrief has not opened.');
  END IF;
  IF NEW.kind = 'entered_wrongly' THEN
    NEW.independent := card.debrief_opened_at IS NULL OR NEW.made_at < card.debrief_opened_at;
  END IF;
  NEW.written_in := pg_current_xact_id()::text::bigint;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT ON scorecards_revision
  FOR EACH ROW EXECUTE FUNCTION scorecards_guard_revision();

-- One check for all rows of a statement, so that loading millions stays quick.
CREATE FUNCTION scorecards_guard_ratings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM fresh f
    JOIN scorecards_revision r ON r.id = f.revision_id
   WHERE r.written_in <> pg_current_xact_id()::text::bigint OR r.number <> f.number LIMIT 1;
  IF FOUND THEN
    PERFORM scorecards_refuse('Ratings are written together with their revision.');
  END IF;
  PERFORM 1 FROM fresh f
    JOIN scorecards_scorecard s ON s.id = f.scorecard_id
    JOIN scorecards_rubric v ON v.id = s.rubric_id
    JOIN scorecards_dimension d ON d.id = f.dimension_id
   WHERE d.rubric_id <> s.rubric_id OR f.value > v.scale_max LIMIT 1;
  IF FOUND THEN
    PERFORM scorecards_refuse('A rating is of a dimension of the card''s rubric version, and on its scale.');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER guard AFTER INSERT ON scorecards_rating
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION scorecards_guard_ratings();

CREATE FUNCTION scorecards_guard_sightings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM fresh f
    JOIN scorecards_revision r ON r.id = f.revision_id
   WHERE r.written_in <> pg_current_xact_id()::text::bigint OR r.number <> f.number LIMIT 1;
  IF FOUND THEN
    PERFORM scorecards_refuse('Signals are written together with their revision.');
  END IF;
  PERFORM 1 FROM fresh f
    JOIN scorecards_scorecard s ON s.id = f.scorecard_id
    JOIN scorecards_signal g ON g.id = f.signal_id
   WHERE g.rubric_id <> s.rubric_id LIMIT 1;
  IF FOUND THEN
    PERFORM scorecards_refuse('A signal seen is one of the card''s rubric version.');
  END IF;
  PERFORM 1 FROM fresh f JOIN scorecards_signal g ON g.id = f.signal_id
   WHERE g.kind = 'red_flag' AND f.seen AND btrim(COALESCE(f.evidence, '')) = '' LIMIT 1;
  IF FOUND THEN
    PERFORM scorecards_refuse('A red flag needs a line of evidence.');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER guard AFTER INSERT ON scorecards_sighting
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION scorecards_guard_sightings();

CREATE FUNCTION scorecards_freeze_judged() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  texts text[] := CASE TG_TABLE_NAME WHEN 'scorecards_revision' THEN ARRAY['reason', 'summary'] ELSE ARRAY['evidence'] END;
  name text;
BEGIN
  IF TG_OP = 'UPDATE' AND current_setting('scorecards.erasing', true) = 'on'
     AND current_user = (SELECT tableowner FROM pg_tables WHERE schemaname = TG_TABLE_SCHEMA AND tablename = TG_TABLE_NAME)
     AND to_jsonb(NEW) - texts = to_jsonb(OLD) - texts THEN
    FOREACH name IN ARRAY texts LOOP
      IF to_jsonb(NEW) ->> name IS NOT NULL THEN
        PERFORM scorecards_refuse('Erasing takes text away and writes none.');
      END IF;
    END LOOP;
    RETURN NEW;
  END IF;
  PERFORM scorecards_refuse('A submitted scorecard never changes. Amend it with a reason.');
END $$;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON scorecards_revision
  FOR EACH ROW EXECUTE FUNCTION scorecards_freeze_judged();
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON scorecards_rating
  FOR EACH ROW EXECUTE FUNCTION scorecards_freeze_judged();
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON scorecards_sighting
  FOR EACH ROW EXECUTE FUNCTION scorecards_freeze_judged();

CREATE FUNCTION scorecards_erase_texts(assessment bigint) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM set_config('scorecards.erasing', 'on', true);
  UPDATE scorecards_revision SET reason = NULL, summary = NULL
   WHERE scorecard_id IN (SELECT id FROM scorecards_scorecard WHERE assessment_id = assessment);
  UPDATE scorecards_rating SET evidence = NULL
   WHERE scorecard_id IN (SELECT id FROM scorecards_scorecard WHERE assessment_id = assessment);
  UPDATE scorecards_sighting SET evidence = NULL
   WHERE scorecard_id IN (SELECT id FROM scorecards_scorecard WHERE assessment_id = assessment);
  DELETE FROM scorecards_draftfield
   WHERE scorecard_id IN (SELECT id FROM scorecards_scorecard WHERE assessment_id = assessment);
  PERFORM set_config('scorecards.erasing', 'off', true);
END $$;
