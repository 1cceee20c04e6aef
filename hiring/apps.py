from django.apps import AppConfig


class HiringConfig(AppConfig):
    name = "hiring"
    verbose_name = "People and openings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hiring import sessions  # noqa: F401 - loaded for its receivers
