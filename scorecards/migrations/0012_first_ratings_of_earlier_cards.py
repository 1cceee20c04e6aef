from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations

# The triggers fill it in. Only submitted cards are locked, which nobody writes; others are written beside it.
FILL = """
UPDATE scorecards_scorecard SET submitted_at = submitted_at WHERE submitted_at IS NOT NULL AND first_ratings IS NULL
"""
CHECK = "scorecard_submitted_holds_ratings"
# As the migration before leaves it.
UNCHECK = f"""
ALTER TABLE scorecards_scorecard DROP CONSTRAINT {CHECK};
ALTER TABLE scorecards_scorecard ADD CONSTRAINT {CHECK}
  CHECK (submitted_at IS NULL OR (first_ratings IS NOT NULL AND first_red_flags IS NOT NULL)) NOT VALID
"""


class Migration(migrations.Migration):
    dependencies = [("scorecards", "0011_cards_hold_first_ratings")]
    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(migrations.RunSQL.noop, UNCHECK),
        ValidateConstraint(model_name="scorecard", name=CHECK),
    ]
