"""Take every migration of ours back and forward again on the database of DATABASE_URL, newest first, with its
data in it, and say as JSON what differed: `python -m tests.config.walk`."""

import json
import os

import django
import psycopg

from tests.config import shape

OURS = ("scorecards", "hiring")


def walk(address):
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    def now():
        connection.close()
        with psycopg.connect(address) as reader:
            return shape.shape(reader)

    def to(app, name):
        MigrationExecutor(connection).migrate([(app, name)])

    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    plan = [
        each
        for each, _ in executor.migration_plan(graph.leaf_nodes(), clean_start=True)
        if each.app_label in OURS
    ]
    found, before = [], now()
    for migration in reversed(plan):
        app, name = migration.app_label, migration.name
        parents = [each.key for each in graph.node_map[app, name].parents if each.key[0] == app]
        back = max(parents, default=(app, None))
        to(*back)
        without = now()
        to(app, name)
        again = now()
        to(*back)
        found.append(
            {
                "migration": f"{app}.{name}",
                "forward again is as before": differences(before, again),
                "back again is as back": differences(without, now()),
            }
        )
        before = without
    return found


def differences(one, other):
    """Of our tables and functions: going back to nothing takes other packages' tables along."""
    return sorted(
        f"{part}: {row}"
        for part in one
        for row in set(map(str, one[part])) ^ set(map(str, other[part]))
        if row.startswith(("('hiring_", "('scorecards_"))
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hiring.config.settings")
    django.setup()
    print(json.dumps(walk(os.environ["DATABASE_OWNER_URL"])))  # noqa: T201
