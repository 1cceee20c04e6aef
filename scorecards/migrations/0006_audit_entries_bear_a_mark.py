import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scorecards", "0005_rubric_counts_its_edits")]

    operations = [
        migrations.AddField(
            model_name="auditentry",
            name="mark",
            field=models.BinaryField(default=b"", editable=False, max_length=32),
        ),
        migrations.AddField(
            model_name="auditseal",
            name="key",
            field=models.CharField(default="", max_length=16),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=django.contrib.postgres.indexes.BrinIndex(
                fields=["at"], name="audit_by_time", pages_per_range=32
            ),
        ),
    ]
