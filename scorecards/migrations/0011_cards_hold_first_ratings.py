from pathlib import Path

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import CheckConstraint, Q

SQL = Path(__file__).with_name("sql")


class Migration(migrations.Migration):
    dependencies = [("scorecards", "0010_judged_rows_are_checked")]
    operations = [
        migrations.AddField(
            model_name="scorecard",
            name="first_ratings",
            field=ArrayField(models.BigIntegerField(), null=True, editable=False),
        ),
        migrations.AddField(
            model_name="scorecard",
            name="first_red_flags",
            field=ArrayField(models.BigIntegerField(), null=True, editable=False),
        ),
        migrations.RunSQL(
            (SQL / "cards_hold_first_ratings.sql").read_text(),
            (SQL / "cards_hold_first_ratings.back.sql").read_text(),
        ),
        AddConstraintNotValid(
            model_name="scorecard",
            constraint=CheckConstraint(
                condition=Q(submitted_at=None)
                | Q(first_ratings__isnull=False, first_red_flags__isnull=False),
                name="scorecard_submitted_holds_ratings",
            ),
        ),
    ]
