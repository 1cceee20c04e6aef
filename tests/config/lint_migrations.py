"""`make lint`: no migration breaks the version that still runs beside it, or holds a table for long.

A column for a table in use gets `db_default` (the older version does not know it and writes none), an index
comes by AddIndexConcurrently, a column goes one version after its last use: see docs/running.md.
"""

import os
import sys

import django

# From before the first release: no older version ran beside them. Later ones need a reason each.
EXCEPTED = {
    "0010_messages_are_mailed",
    "0010_audit_entries_bear_a_mark",
}


def main():
    os.environ["MODE"], os.environ["DATABASE_ROLE"] = "test", "owner"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hiring.config.settings")
    from hiring.config import embedded

    embedded.ensure_running()
    django.setup()
    from django_migration_linter import MigrationLinter

    linter = MigrationLinter(
        include_apps=["scorecards", "hiring"], ignore_name=EXCEPTED, quiet=["ok", "ignore"], no_cache=True
    )
    linter.lint_all_migrations()
    sys.exit(linter.has_errors)


if __name__ == "__main__":
    main()
