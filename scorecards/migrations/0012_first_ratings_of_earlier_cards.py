from typing import Any

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations

# The triggers fill it in. A few cards at a time, each lot committed: whoever amends a card waits for its lock.
FILL = """
UPDATE scorecards_scorecard SET submitted_at = submitted_at
 WHERE id > %s AND id <= %s AND submitted_at IS NOT NULL AND first_ratings IS NULL
"""
AT_ONCE = 5000
CHECK = "scorecard_submitted_holds_ratings"
# As the migration before leaves it.
UNCHECK = f"""
ALTER TABLE scorecards_scorecard DROP CONSTRAINT {CHECK};
ALTER TABLE scorecards_scorecard ADD CONSTRAINT {CHECK}
  CHECK (submitted_at IS NULL OR (first_ratings IS NOT NULL AND first_red_flags IS NOT NULL)) NOT VALID
"""


def fill(apps: object, editor: Any) -> None:
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(max(id), 0) FROM scorecards_scorecard")
        (last,) = cursor.fetchone()
        for first in range(0, last, AT_ONCE):
            cursor.execute(FILL, [first, first + AT_ONCE])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("scorecards", "0011_cards_hold_first_ratings")]
    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunSQL(migrations.RunSQL.noop, UNCHECK),
        ValidateConstraint(model_name="scorecard", name=CHECK),
    ]
