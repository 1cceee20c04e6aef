DROP TRIGGER erased ON hiring_application;
DROP TRIGGER erased ON hiring_debrief;
DROP TRIGGER erased ON scorecards_revision;
DROP TRIGGER erased ON hiring_decision;
DROP TRIGGER erased ON hiring_resume;
DROP FUNCTION hiring_guard_erased();
