from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("sql")


class Migration(migrations.Migration):
    dependencies = [("scorecards", "0008_guards_look_in_public_alone")]
    operations = [
        migrations.RunSQL(
            (SQL / "web_role_writes_once.sql").read_text(),
            (SQL / "web_role_writes_once.back.sql").read_text(),
        )
    ]
