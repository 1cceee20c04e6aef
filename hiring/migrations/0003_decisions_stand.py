from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("sql")


class Migration(migrations.Migration):
    dependencies = [("hiring", "0002_openings_candidates_interviews_decisions")]
    operations = [
        migrations.RunSQL(
            (SQL / "decisions_stand.sql").read_text(),
            (SQL / "decisions_stand.back.sql").read_text(),
        )
    ]
