#!/usr/bin/env python
"""The command line of the product. Starts the embedded database where a command needs one."""

import os
import sys

# These work without any database, so that they run anywhere, at once.
FROM_A_FILE = {"recommend", "import_blueprint"}
WITHOUT_DATABASE = FROM_A_FILE | {
    "help",
    "collectstatic",
    "check",
    "makemigrations",
    "version",
}
# These need the role that owns the tables; everything else runs as the web role.
CHANGES_TABLES = {"migrate", "flush", "makemigrations", "sqlmigrate", "dbshell", "createcachetable"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hiring.config.settings")
    from django.core.management import execute_from_command_line

    from hiring.config import embedded

    # What a person starts may take its time; requests may not.
    os.environ.setdefault("DATABASE_SECONDS", "0")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command in CHANGES_TABLES:
        os.environ.setdefault("DATABASE_ROLE", "owner")
    saves = command == "import_blueprint" and "--dry-run" not in sys.argv
    if command in FROM_A_FILE and not saves:
        # They need nothing that a place decides: they run in a bare clone, without SECRET_KEY.
        os.environ.setdefault("MODE", "development")
    if (command not in WITHOUT_DATABASE or saves) and "--help" not in sys.argv:
        embedded.ensure_running()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
