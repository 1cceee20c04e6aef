DROP TRIGGER guard ON hiring_interview;
DROP FUNCTION hiring_guard_interview();
DROP FUNCTION hiring_erase_texts(bigint);
DROP TRIGGER frozen ON hiring_decision;
DROP FUNCTION hiring_freeze_decision();
