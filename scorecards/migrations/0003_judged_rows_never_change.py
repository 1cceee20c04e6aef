from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("sql")


class Migration(migrations.Migration):
    dependencies = [("scorecards", "0002_freeze_published_rubrics")]
    operations = [
        migrations.RunSQL(
            (SQL / "judged_rows_never_change.sql").read_text(),
            (SQL / "judged_rows_never_change.back.sql").read_text(),
        )
    ]
