"""MAIL_URL in Django's words."""

from typing import Any
from urllib.parse import unquote, urlsplit

from hiring.config.env import BadEnvironment

PORTS = {"smtp": 25, "smtps": 465, "smtp+tls": 587}


def settings(url: str) -> dict[str, Any]:
    """smtp://, smtps:// or smtp+tls:// with user:password@host:port."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise BadEnvironment(
            "MAIL_URL accepts smtp://user:password@host:port, smtps://… (TLS from the start) or smtp+tls://…"
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": 20,
    }
