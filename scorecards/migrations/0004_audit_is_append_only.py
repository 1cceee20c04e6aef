from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("sql")


class Migration(migrations.Migration):
    dependencies = [("scorecards", "0003_judged_rows_never_change")]
    operations = [
        migrations.RunSQL(
            (SQL / "audit_is_append_only.sql").read_text(),
            (SQL / "audit_is_append_only.back.sql").read_text(),
        )
    ]
