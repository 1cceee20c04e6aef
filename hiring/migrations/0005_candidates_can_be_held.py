from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("hiring", "0004_messages_are_mailed")]

    operations = [
        migrations.AddField(
            model_name="candidate",
            name="held_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="candidate",
            name="held_reason",
            field=models.TextField(blank=True, db_default="", default="", editable=False),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=Q(held_at__isnull=True, held_reason="")
                | (Q(held_at__isnull=False, erased_at__isnull=True) & ~Q(held_reason="")),
                name="candidate_hold_has_a_reason",
                violation_error_message="Say why nothing may be erased.",
            ),
        ),
        migrations.RemoveConstraint(model_name="candidate", name="candidate_erased_is_empty"),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(
                    name="", email="", phone="", links="", source="", notes="", adjustments="", held_reason=""
                ),
                name="candidate_erased_is_empty",
            ),
        ),
    ]
