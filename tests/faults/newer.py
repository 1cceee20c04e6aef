"""The next version of the product, for running beside the present one: a column and an index more, added as a
version without downtime adds them (docs/running.md)."""

import re
import shutil

from tests.faults.product import copy_checkout

COLUMN = """\
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("hiring", "{leaf}")]
    operations = [
        migrations.AddField(
            "interview", "room", models.CharField(max_length=40, blank=True, default="", db_default="")
        )
    ]
"""
INDEX = """\
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("hiring", "9001_interview_room")]
    operations = [
        AddIndexConcurrently("interview", models.Index(fields=["room"], name="interview_by_room"))
    ]
"""


def newer_code(target, older):
    root = copy_checkout(target)
    shutil.copytree(older / "staticfiles", root / "staticfiles")
    folder = root / "hiring" / "migrations"
    leaf = max(path.stem for path in folder.glob("[0-9]*.py"))
    (folder / "9001_interview_room.py").write_text(COLUMN.format(leaf=leaf))
    (folder / "9002_interview_by_room.py").write_text(INDEX)
    model = root / "hiring" / "models" / "interview.py"
    text, times = re.subn(
        r"^(    place = models\.CharField)",
        r'    room = models.CharField(max_length=40, blank=True, default="", db_default="")\n\1',
        model.read_text(),
        flags=re.MULTILINE,
    )
    assert times == 1
    model.write_text(text)
    return root
