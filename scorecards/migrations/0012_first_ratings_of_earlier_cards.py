from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations

# The triggers fill it in. Only submitted cards are locked, which nobody writes; others are written beside it.
FILL = """
UPDATE scorecards_scorecard SET submitted_at = submitted_at WHERE submitted_at IS NOT NULL AND first_ratings IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("scorecards", "0011_cards_hold_first_ratings")]
    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        ValidateConstraint(model_name="scorecard", name="scorecard_submitted_holds_ratings"),
    ]
