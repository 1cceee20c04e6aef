from django.apps import AppConfig


class HiringConfig(AppConfig):
    name = "hiring"
    verbose_name = "People and openings"
    default_auto_field = "django.db.models.BigAutoField"
