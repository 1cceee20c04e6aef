DROP TRIGGER frozen ON scorecards_auditseal;
DROP TRIGGER frozen ON scorecards_auditentry;
DROP FUNCTION scorecards_freeze_audit();
