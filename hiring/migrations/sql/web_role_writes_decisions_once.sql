-- As with what was judged: the trigger refuses, and every role but the owner has no right to try.
DO $$
DECLARE given record;
BEGIN
  FOR given IN
    SELECT DISTINCT a.grantee FROM pg_class c, aclexplode(c.relacl) a
     WHERE c.oid = 'hiring_decision'::regclass AND a.grantee <> c.relowner
  LOOP
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON hiring_decision FROM %s',
      CASE given.grantee WHEN 0 THEN 'PUBLIC' ELSE given.grantee::regrole::text END);
  END LOOP;
END $$;
