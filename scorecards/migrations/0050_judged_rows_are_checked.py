from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("sql")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("scorecards", "0013_web_role_writes_once")]
    operations = [
        migrations.RunSQL(
            (SQL / "judged_rows_are_checked.sql").read_text(),
            (SQL / "judged_rows_are_checked.back.sql").read_text(),
        )
    ]
