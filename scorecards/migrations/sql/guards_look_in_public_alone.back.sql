CREATE OR REPLACE FUNCTION scorecards_guard_revision() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE OR REPLACE FUNCTION scorecards_guard_ratings() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE OR REPLACE FUNCTION scorecards_guard_sightings() RETURNS trigger LANGUAGE plpgsql AS $$
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
DROP FUNCTION scorecards_this_transaction();
DO $$
DECLARE guard regprocedure;
BEGIN
  FOR guard IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.proname LIKE 'scorecards\_%'
     AND NOT p.prosecdef AND p.proname <> 'scorecards_guard_seals' LOOP
    EXECUTE format('ALTER FUNCTION %s RESET search_path', guard);
  END LOOP;
END $$;
ALTER FUNCTION scorecards_erase_texts(bigint) SET search_path = public, pg_temp;
