-- Reads every row once while others go on writing.
ALTER TABLE scorecards_scorecard VALIDATE CONSTRAINT scorecard_rubric_is_its_assessments;
ALTER TABLE scorecards_rating VALIDATE CONSTRAINT rating_revision_is_its_scorecards;
ALTER TABLE scorecards_sighting VALIDATE CONSTRAINT sighting_revision_is_its_scorecards;
