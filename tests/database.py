"""Loaded before anything reads the settings: tests run in test mode, as the role that owns the tables,
on the embedded PostgreSQL unless DATABASE_URL names another."""

import os

os.environ["MODE"] = "test"
os.environ.setdefault("DATABASE_ROLE", "owner")
# Playwright's event loop and Django's live server share a process.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from hiring.config import embedded

if os.environ.get("MUTANT_UNDER_TEST") is None:
    embedded.ensure_running()
