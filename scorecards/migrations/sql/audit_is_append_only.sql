CREATE FUNCTION scorecards_freeze_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM scorecards_refuse('The audit log is only ever added to.');
END $$;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON scorecards_auditentry
  FOR EACH ROW EXECUTE FUNCTION scorecards_freeze_audit();
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON scorecards_auditseal
  FOR EACH ROW EXECUTE FUNCTION scorecards_freeze_audit();
