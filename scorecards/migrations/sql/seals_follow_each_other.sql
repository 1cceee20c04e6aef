-- Positions have no gaps, whoever adds seals: a made-up one far ahead would leave no place for the real ones.
CREATE FUNCTION scorecards_guard_seals() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE lowest bigint; highest bigint; many bigint;
BEGIN
  SELECT min(position), max(position), count(*) INTO lowest, highest, many FROM fresh;
  IF many > 0 AND (highest - lowest + 1 <> many OR lowest < 1 OR (lowest > 1 AND NOT EXISTS (
       SELECT 1 FROM scorecards_auditseal WHERE position = lowest - 1))) THEN
    PERFORM scorecards_refuse('Seals follow each other.');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER guard AFTER INSERT ON scorecards_auditseal
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION scorecards_guard_seals();
