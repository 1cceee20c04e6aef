ALTER TABLE scorecards_scorecard DROP CONSTRAINT scorecard_rubric_is_its_assessments;
ALTER TABLE scorecards_rating DROP CONSTRAINT rating_revision_is_its_scorecards;
ALTER TABLE scorecards_sighting DROP CONSTRAINT sighting_revision_is_its_scorecards;
ALTER TABLE scorecards_scorecard ADD CONSTRAINT scorecard_rubric_is_its_assessments
  FOREIGN KEY (assessment_id, rubric_id) REFERENCES scorecards_assessment (id, rubric_id) NOT VALID;
ALTER TABLE scorecards_rating ADD CONSTRAINT rating_revision_is_its_scorecards
  FOREIGN KEY (revision_id, scorecard_id) REFERENCES scorecards_revision (id, scorecard_id) NOT VALID;
ALTER TABLE scorecards_sighting ADD CONSTRAINT sighting_revision_is_its_scorecards
  FOREIGN KEY (revision_id, scorecard_id) REFERENCES scorecards_revision (id, scorecard_id) NOT VALID;
