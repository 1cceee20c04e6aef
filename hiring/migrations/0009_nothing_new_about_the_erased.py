from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("sql")


class Migration(migrations.Migration):
    dependencies = [("hiring", "0008_web_role_writes_decisions_once")]
    operations = [
        migrations.RunSQL(
            (SQL / "nothing_new_about_the_erased.sql").read_text(),
            (SQL / "nothing_new_about_the_erased.back.sql").read_text(),
        )
    ]
