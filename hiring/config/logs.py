"""One line for each log record: for people in development, JSON in production."""

import json
import logging
import traceback
from typing import Any

from scorecards.origin import origin

EXTRAS = ("method", "path", "status", "milliseconds", "user")


class Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request": origin.get().request_id,
        }
        line |= {name: getattr(record, name) for name in EXTRAS if hasattr(record, name)}
        if record.exc_info:
            # Frames and the kind of error only: a message may quote what a person typed.
            line["error"] = record.exc_info[0].__name__ if record.exc_info[0] else ""
            line["where"] = [
                f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(record.exc_info[2])
            ]
        return json.dumps(line, ensure_ascii=False)


def settings(*, as_json: bool, level: str) -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {"()": "hiring.config.logs.Json"},
            "plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        },
        "handlers": {
            "stream": {"class": "logging.StreamHandler", "formatter": "json" if as_json else "plain"}
        },
        "root": {"handlers": ["stream"], "level": level},
        "loggers": {
            # Our own line says all of it; Django's would add one for every 404.
            "django.request": {"level": "ERROR"},
            "django.server": {"level": "WARNING"},
            "procrastinate": {"level": "WARNING"},
        },
    }
