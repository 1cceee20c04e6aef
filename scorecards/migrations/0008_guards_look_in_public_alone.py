from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("sql")


class Migration(migrations.Migration):
    dependencies = [("scorecards", "0007_seals_follow_each_other")]
    operations = [
        migrations.RunSQL(
            (SQL / "guards_look_in_public_alone.sql").read_text(),
            (SQL / "guards_look_in_public_alone.back.sql").read_text(),
        )
    ]
