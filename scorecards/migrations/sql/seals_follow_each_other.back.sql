DROP TRIGGER guard ON scorecards_auditseal;
DROP FUNCTION scorecards_guard_seals();
