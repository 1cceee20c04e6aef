DROP FUNCTION hiring_erase_candidate(bigint);
GRANT EXECUTE ON FUNCTION hiring_erase_texts(bigint) TO PUBLIC;
ALTER FUNCTION hiring_erase_texts(bigint) SET search_path = public, pg_temp;
ALTER FUNCTION hiring_freeze_decision() RESET search_path;
ALTER FUNCTION hiring_guard_interview() RESET search_path;
