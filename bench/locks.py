"""How long does each migration keep others from writing, on a database of five million ratings?

`python -m bench.locks` (a few minutes, about 4 GB of disk) makes such a database of its own, then takes every
migration back and forward again on it and watches, from beside, which locks it holds.
"""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "locks"
APPLICATIONS = int(os.environ.get("APPLICATIONS", "143000"))
CARDS = 5
# What fills columns of rows from before finds them empty: first back to where they are not there.
FILLS = {"0012_first_ratings_of_earlier_cards": "0010_judged_rows_are_checked"}
BLOCKING = ("ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock")

# As many rows as are wanted, without triggers: what the triggers check is not what is measured.
FILL = [
    "INSERT INTO scorecards_assessment (id, rubric_id, created_at)"
    " SELECT n, {rubric}, now() FROM generate_series(1, {applications}) n",
    "INSERT INTO hiring_candidate SELECT r.* FROM generate_series(1, {applications}) n, jsonb_populate_record("
    " (SELECT c FROM hiring_candidate c ORDER BY id LIMIT 1), jsonb_build_object('id', 10000 + n,"
    " 'name', 'Person ' || n, 'email', 'c' || n || '@example.org')) r",
    "INSERT INTO hiring_application SELECT r.* FROM generate_series(1, {applications}) n, jsonb_populate_record("
    " (SELECT a FROM hiring_application a ORDER BY id LIMIT 1), jsonb_build_object('id', 10000 + n,"
    " 'candidate_id', 10000 + n, 'assessment_id', n)) r",
    "INSERT INTO scorecards_scorecard SELECT r.* FROM generate_series(1, {cards}) n, jsonb_populate_record("
    " (SELECT c FROM scorecards_scorecard c WHERE submitted_at IS NOT NULL LIMIT 1), jsonb_build_object("
    " 'id', 10000 + n, 'assessment_id', (n - 1) / 5 + 1, 'rubric_id', {rubric}, 'kit_id', {kit},"
    " 'author_id', n % 5 + 1)) r",
    "INSERT INTO hiring_interview SELECT r.* FROM generate_series(1, {cards}) n, jsonb_populate_record("
    " (SELECT i FROM hiring_interview i WHERE status = 'done' LIMIT 1), jsonb_build_object('id', 10000 + n,"
    " 'application_id', 10000 + (n - 1) / 5 + 1, 'scorecard_id', 10000 + n, 'kit_id', {kit},"
    " 'interviewer_id', n % 5 + 1, 'calendar_uid', gen_random_uuid(), 'slot', gen_random_uuid())) r",
    "INSERT INTO scorecards_revision (id, scorecard_id, number, kind, independent, reason, verdict, summary,"
    " asked, made_at) SELECT 10000 + n, 10000 + n, 1, 'first', true, '', 3, 'Solid.', '{{}}', now()"
    " FROM generate_series(1, {cards}) n",
    "INSERT INTO scorecards_rating (revision_id, scorecard_id, dimension_id, number, value, evidence)"
    " SELECT 10000 + n, 10000 + n, d.id, 1, 1 + n % 4, 'A concrete project of their own, with reasons.'"
    " FROM generate_series(1, {cards}) n, (SELECT id FROM scorecards_dimension WHERE rubric_id = {rubric}"
    " ORDER BY id LIMIT 7) d",
    "INSERT INTO scorecards_auditentry SELECT r.* FROM generate_series(1, {cards}) n, jsonb_populate_record("
    " (SELECT e FROM scorecards_auditentry e ORDER BY id LIMIT 1), jsonb_build_object('id', 1000000 + n)) r",
]


def main():
    os.environ |= {"VAR_DIR": str(FOLDER), "MODE": "demo"}
    from hiring.config import embedded

    os.environ.pop("DATABASE_URL", None)
    embedded.ensure_running()
    try:
        for command in ("migrate", "demo"):
            subprocess.run([sys.executable, "manage.py", command, "-v", "0"], cwd=ROOT, check=True)
        fill(administrator())
        os.environ["DATABASE_ROLE"], os.environ["DJANGO_SETTINGS_MODULE"] = "owner", "hiring.config.settings"
        import django

        django.setup()
        measure()
    finally:
        embedded.remove()


def administrator():
    from hiring.config import embedded

    words = embedded.server()
    return f"postgresql://postgres:{words['postgres']}@127.0.0.1:{words['port']}/{embedded.NAME}"


def fill(address):
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        kit, rubric = connection.execute(
            "SELECT id, rubric_id FROM scorecards_kit WHERE rubric_id IN (SELECT rubric_id FROM"
            " scorecards_assessment) ORDER BY id LIMIT 1"
        ).fetchone()
        values = {"kit": kit, "rubric": rubric, "applications": APPLICATIONS, "cards": APPLICATIONS * CARDS}
        connection.execute("UPDATE scorecards_assessment SET id = id + 10000000")
        connection.execute("UPDATE hiring_application SET assessment_id = assessment_id + 10000000")
        connection.execute("UPDATE scorecards_scorecard SET assessment_id = assessment_id + 10000000")
        for statement in FILL:
            connection.execute(statement.format(**values))
        connection.execute("ANALYZE")
        rows = connection.execute("SELECT count(*) FROM scorecards_rating").fetchone()[0]
        print(f"{rows:,} ratings")


def measure():
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    plan = [
        each
        for each, _ in executor.migration_plan(graph.leaf_nodes(), clean_start=True)
        if each.app_label in ("scorecards", "hiring")
    ]
    print(
        "| migration, forward | seconds | longest lock that blocks writes | on |\n| --- | --- | --- | --- |"
    )
    for migration in reversed(plan):
        app, name = migration.app_label, migration.name
        parents = [each.key for each in graph.node_map[app, name].parents if each.key[0] == app]
        back = max(parents, default=(app, None))
        MigrationExecutor(connection).migrate([back])
        if not tables(connection):
            break
        if emptied := FILLS.get(name):
            for there in ((app, emptied), back):
                MigrationExecutor(connection).migrate([there])
        watch = Watch(connection)
        started = time.monotonic()
        with watch:
            MigrationExecutor(connection).migrate([(app, name)])
        took = time.monotonic() - started
        table, longest = watch.longest()
        print(f"| {app} {name} | {took:.2f} | {longest:.2f} s | {table} |", flush=True)
        MigrationExecutor(connection).migrate([back])


def tables(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tablename = 'scorecards_rating'")
        return cursor.fetchone()[0]


class Watch(threading.Thread):
    """Which tables that were there before are locked against writing, and since when: looks every 5 ms."""

    QUESTION = (
        "SELECT c.relname FROM pg_locks l JOIN pg_class c ON c.oid = l.relation WHERE l.pid = %s AND l.granted"
        " AND l.mode = ANY(%s) AND c.oid = ANY(%s)"
    )

    def __init__(self, connection):
        super().__init__(daemon=True)
        self.held, self.totals, self.over = {}, {"none": 0.0}, threading.Event()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            self.pid = cursor.fetchone()[0]
            cursor.execute(
                "SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            )
            self.there = [oid for (oid,) in cursor.fetchall()]

    def run(self):
        import psycopg

        with psycopg.connect(administrator(), autocommit=True) as connection:
            while not self.over.is_set():
                rows = connection.execute(self.QUESTION, [self.pid, list(BLOCKING), self.there]).fetchall()
                now, locked = time.monotonic(), {name for (name,) in rows}
                self.held = {name: self.held.get(name, now) for name in locked}
                for name, since in self.held.items():
                    self.totals[name] = max(self.totals.get(name, 0.0), now - since)
                self.over.wait(0.005)

    def __enter__(self):
        self.start()

    def __exit__(self, *error):
        self.over.set()
        self.join()

    def longest(self):
        return max(self.totals.items(), key=lambda each: each[1])


if __name__ == "__main__":
    main()
