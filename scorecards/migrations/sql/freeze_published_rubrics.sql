-- A rubric that was published, and all under it, stays as it was judged by. One change is allowed: retiring it.

CREATE FUNCTION scorecards_refuse(message text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', message USING ERRCODE = 'restrict_violation';
END $$;

-- Locks the rubric row, so that publishing and editing cannot pass each other.
CREATE FUNCTION scorecards_need_draft(rubric bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE found text;
BEGIN
  SELECT status INTO found FROM scorecards_rubric WHERE id = rubric FOR SHARE;
  IF found <> 'draft' THEN
    PERFORM scorecards_refuse('A published rubric never changes. Edit a new draft.');
  END IF;
END $$;

CREATE FUNCTION scorecards_freeze_rubric() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'draft' THEN
    RETURN COALESCE(NEW, OLD);
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.status = 'published' AND NEW.status = 'retired'
     AND to_jsonb(NEW) - 'status' - 'retired_at' = to_jsonb(OLD) - 'status' - 'retired_at' THEN
    RETURN NEW;
  END IF;
  PERFORM scorecards_refuse('A published rubric never changes. Edit a new draft.');
END $$;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON scorecards_rubric
  FOR EACH ROW EXECUTE FUNCTION scorecards_freeze_rubric();

CREATE FUNCTION scorecards_freeze_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE other bigint;
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM scorecards_need_draft(OLD.rubric_id);
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.rubric_id <> OLD.rubric_id THEN
    PERFORM scorecards_refuse('A part stays with its rubric.');
  END IF;
  PERFORM scorecards_need_draft(NEW.rubric_id);
  -- Not AND: a condition is checked whole, and not every table has the column.
  IF TG_TABLE_NAME IN ('scorecards_signal', 'scorecards_question') THEN
    SELECT rubric_id INTO other FROM scorecards_dimension WHERE id = NEW.dimension_id;
  ELSIF TG_TABLE_NAME = 'scorecards_kit' THEN
    SELECT rubric_id INTO other FROM scorecards_exercise WHERE id = NEW.exercise_id;
  END IF;
  IF other <> NEW.rubric_id THEN
    PERFORM scorecards_refuse('The parts of a rubric belong to the same rubric.');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE INSERT OR UPDATE OR DELETE ON scorecards_dimension
  FOR EACH ROW EXECUTE FUNCTION scorecards_freeze_part();
CREATE TRIGGER frozen BEFORE INSERT OR UPDATE OR DELETE ON scorecards_signal
  FOR EACH ROW EXECUTE FUNCTION scorecards_freeze_part();
CREATE TRIGGER frozen BEFORE INSERT OR UPDATE OR DELETE ON scorecards_question
  FOR EACH ROW EXECUTE FUNCTION scorecards_freeze_part();
CREATE TRIGGER frozen BEFORE INSERT OR UPDATE OR DELETE ON scorecards_exercise
  FOR EACH ROW EXECUTE FUNCTION scorecards_freeze_part();
CREATE TRIGGER frozen BEFORE INSERT OR UPDATE OR DELETE ON scorecards_kit
  FOR EACH ROW EXECUTE FUNCTION scorecards_freeze_part();

-- The rows that tie two parts together: both ends in one draft.
CREATE FUNCTION scorecards_freeze_link() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ends bigint[];
BEGIN
  IF TG_OP <> 'INSERT' THEN
    IF TG_TABLE_NAME = 'scorecards_exercisedimension' THEN
      PERFORM scorecards_need_draft(rubric_id) FROM scorecards_exercise WHERE id = OLD.exercise_id;
    ELSE
      PERFORM scorecards_need_draft(rubric_id) FROM scorecards_kit WHERE id = OLD.kit_id;
    END IF;
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  IF TG_TABLE_NAME = 'scorecards_exercisedimension' THEN
    SELECT ARRAY[e.rubric_id, d.rubric_id] INTO ends FROM scorecards_exercise e, scorecards_dimension d
     WHERE e.id = NEW.exercise_id AND d.id = NEW.dimension_id;
  ELSIF TG_TABLE_NAME = 'scorecards_kitdimension' THEN
    SELECT ARRAY[k.rubric_id, d.rubric_id] INTO ends FROM scorecards_kit k, scorecards_dimension d
     WHERE k.id = NEW.kit_id AND d.id = NEW.dimension_id;
  ELSE
    SELECT ARRAY[k.rubric_id, q.rubric_id] INTO ends FROM scorecards_kit k, scorecards_question q
     WHERE k.id = NEW.kit_id AND q.id = NEW.question_id;
  END IF;
  IF ends[1] <> ends[2] THEN
    PERFORM scorecards_refuse('The parts of a rubric belong to the same rubric.');
  END IF;
  PERFORM scorecards_need_draft(ends[1]);
  RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE INSERT OR UPDATE OR DELETE ON scorecards_exercisedimension
  FOR EACH ROW EXECUTE FUNCTION scorecards_freeze_link();
CREATE TRIGGER frozen BEFORE INSERT OR UPDATE OR DELETE ON scorecards_kitdimension
  FOR EACH ROW EXECUTE FUNCTION scorecards_freeze_link();
CREATE TRIGGER frozen BEFORE INSERT OR UPDATE OR DELETE ON scorecards_kitquestion
  FOR EACH ROW EXECUTE FUNCTION scorecards_freeze_link();
