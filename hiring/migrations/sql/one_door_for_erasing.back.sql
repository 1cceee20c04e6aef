DROP FUNCTION hiring_erase_candidate(bigint);
GRANT EXECUTE ON FUNCTION hiring_erase_texts(bigint) TO PUBLIC;
