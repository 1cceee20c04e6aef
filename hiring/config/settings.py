SECRET_KEY = "replaced by the foundation"
INSTALLED_APPS: list[str] = []
USE_TZ = True
