-- The triggers refuse these changes to everyone; here every role but the owner loses the right to try. It also cannot
-- lock these tables against the others, move the numbering of the audit log, or empty texts by the inner function.
DO $$
DECLARE given record;
BEGIN
  FOR given IN
    SELECT c.oid::regclass AS what, c.relkind, a.grantee FROM pg_class c, aclexplode(c.relacl) a
     WHERE c.relnamespace = 'public'::regnamespace AND a.grantee <> c.relowner
       AND (c.relname IN ('scorecards_auditentry', 'scorecards_auditseal', 'scorecards_revision', 'scorecards_rating',
                          'scorecards_sighting') OR c.relname = 'scorecards_auditentry_id_seq')
     GROUP BY c.oid, c.relkind, a.grantee
  LOOP
    EXECUTE format('REVOKE %s ON %s %s FROM %s',
      CASE given.relkind WHEN 'S' THEN 'UPDATE' ELSE 'UPDATE, DELETE, TRUNCATE' END,
      CASE given.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, given.what,
      CASE given.grantee WHEN 0 THEN 'PUBLIC' ELSE given.grantee::regrole::text END);
  END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION scorecards_erase_texts(bigint) FROM PUBLIC;
