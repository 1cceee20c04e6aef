from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("sql")


class Migration(migrations.Migration):
    dependencies = [("scorecards", "0006_audit_entries_bear_a_mark")]
    operations = [
        migrations.RunSQL(
            (SQL / "seals_follow_each_other.sql").read_text(),
            (SQL / "seals_follow_each_other.back.sql").read_text(),
        )
    ]
