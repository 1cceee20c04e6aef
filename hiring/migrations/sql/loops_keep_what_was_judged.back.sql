DROP TRIGGER kept ON hiring_interview;
DROP FUNCTION hiring_keep_interview();
DROP TRIGGER guard ON hiring_application;
DROP FUNCTION hiring_guard_application();
