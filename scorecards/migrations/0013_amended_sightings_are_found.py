from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("scorecards", "0012_first_ratings_of_earlier_cards")]
    operations = [
        AddIndexConcurrently(
            model_name="sighting",
            index=models.Index(
                condition=models.Q(("number__gt", 1)),
                fields=["scorecard", "signal", "number"],
                name="sighting_amended",
            ),
        ),
    ]
