from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("sql")


class Migration(migrations.Migration):
    dependencies = [("scorecards", "0001_engine")]
    operations = [
        migrations.RunSQL(
            (SQL / "freeze_published_rubrics.sql").read_text(),
            (SQL / "freeze_published_rubrics.back.sql").read_text(),
        )
    ]
