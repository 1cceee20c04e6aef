from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("sql")


class Migration(migrations.Migration):
    dependencies = [("hiring", "0007_one_door_for_erasing")]
    operations = [
        migrations.RunSQL(
            (SQL / "web_role_writes_decisions_once.sql").read_text(),
            (SQL / "web_role_writes_decisions_once.back.sql").read_text(),
        )
    ]
