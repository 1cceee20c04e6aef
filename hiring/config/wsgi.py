import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hiring.config.settings")
application = get_wsgi_application()
# Every view is loaded now, and not by the first person who comes.
get_resolver().url_patterns  # noqa: B018 - reading it loads them
