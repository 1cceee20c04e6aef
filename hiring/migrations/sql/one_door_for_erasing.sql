-- Everything that names a candidate or holds anyone's words about them, at once: it runs as the owner of the tables,
-- whoever calls it, and so checks by itself what makes it lawful. Numbers stay for calibration. Again: nothing more.
CREATE FUNCTION hiring_erase_candidate(erased bigint) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE rows_of bigint[]; loops bigint[];
BEGIN
  SELECT array_agg(id) INTO rows_of FROM (
    SELECT id FROM hiring_candidate WHERE id = erased OR merged_into_id = erased ORDER BY id FOR UPDATE) AS held;
  SELECT COALESCE(array_agg(id), '{}') INTO loops FROM hiring_application WHERE candidate_id = ANY (rows_of);

  PERFORM 1 FROM scorecards_auditentry WHERE action = 'candidate.erased' AND subject = 'candidate'
      AND subject_id = erased::text AND at > now() - interval '5 minutes';
  IF NOT FOUND THEN
    PERFORM scorecards_refuse('Erasing is written to the audit log first.');
  END IF;
  PERFORM 1 FROM hiring_candidate WHERE id = ANY (rows_of) AND held_at IS NOT NULL;
  IF FOUND THEN
    PERFORM scorecards_refuse('This candidate is under a legal hold.');
  END IF;
  PERFORM 1 FROM hiring_application a JOIN hiring_opening o ON o.id = a.opening_id
    WHERE a.id = ANY (loops) AND o.legal_hold;
  IF FOUND THEN
    PERFORM scorecards_refuse('An opening of this candidate is under a legal hold.');
  END IF;
  PERFORM 1 FROM hiring_application WHERE id = ANY (loops) AND status = 'in_loop';
  IF FOUND THEN
    PERFORM scorecards_refuse('This candidate is in a loop.');
  END IF;

  PERFORM hiring_erase_texts(id) FROM hiring_application WHERE id = ANY (loops);
  UPDATE hiring_debrief SET notes = NULL, early_reason = CASE WHEN early_reason = '' THEN '' END
    WHERE application_id = ANY (loops);
  -- A declined interview has a reason: the constraint wants one.
  UPDATE hiring_interview SET place = '', reason = CASE WHEN reason = '' THEN '' ELSE 'Erased.' END
    WHERE application_id = ANY (loops);
  UPDATE hiring_application SET withdrawn_reason = '' WHERE id = ANY (loops);
  DELETE FROM hiring_message WHERE application_id = ANY (loops)
    OR interview_id IN (SELECT id FROM hiring_interview WHERE application_id = ANY (loops));
  DELETE FROM hiring_resume WHERE candidate_id = ANY (rows_of);
  UPDATE hiring_candidate SET name = '', email = '', phone = '', links = '', source = '', notes = '', adjustments = '',
      erased_at = COALESCE(erased_at, now())
    WHERE id = ANY (rows_of);
END $$;
REVOKE EXECUTE ON FUNCTION hiring_erase_texts(bigint) FROM PUBLIC;

-- As in the engine: a guard must not find a temporary table of the name that it looks for.
DO $$
DECLARE guard regprocedure;
BEGIN
  FOR guard IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.proname LIKE 'hiring\_%' LOOP
    EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, public, pg_temp', guard);
  END LOOP;
END $$;
