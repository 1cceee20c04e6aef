from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("sql")


class Migration(migrations.Migration):
    dependencies = [("hiring", "0005_candidates_can_be_held")]
    operations = [
        migrations.RunSQL(
            (SQL / "loops_keep_what_was_judged.sql").read_text(),
            (SQL / "loops_keep_what_was_judged.back.sql").read_text(),
        )
    ]
