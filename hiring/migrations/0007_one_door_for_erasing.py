from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("sql")


class Migration(migrations.Migration):
    dependencies = [
        ("hiring", "0006_loops_keep_what_was_judged"),
        ("scorecards", "0009_web_role_writes_once"),
    ]
    operations = [
        migrations.RunSQL(
            (SQL / "one_door_for_erasing.sql").read_text(),
            (SQL / "one_door_for_erasing.back.sql").read_text(),
        )
    ]
