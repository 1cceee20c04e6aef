"""What a database is made of and what it holds, as values that can be compared."""

import re

from psycopg import sql

SHAPE = {
    "columns": "SELECT table_name, column_name, data_type, is_nullable, column_default, character_maximum_length"
    " FROM information_schema.columns WHERE table_schema = 'public'",
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated"
    " FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": "SELECT proname, pg_get_functiondef(oid) FROM pg_proc"
    " WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'",
    "sequences": "SELECT sequencename, data_type::text FROM pg_sequences WHERE schemaname = 'public'",
    "types": "SELECT typname, typtype FROM pg_type"
    " WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd')",
}
RIGHTS = {
    "tables": "SELECT grantee, table_name, privilege_type FROM information_schema.role_table_grants"
    " WHERE table_schema = 'public'",
    "columns": "SELECT grantee, table_name, column_name, privilege_type FROM information_schema.role_column_grants"
    " WHERE table_schema = 'public'",
    "sequences": "SELECT c.relname, c.relacl::text FROM pg_class c"
    " WHERE c.relkind = 'S' AND c.relnamespace = 'public'::regnamespace",
    "functions": "SELECT proname, proacl::text, pg_get_userbyid(proowner), prosecdef FROM pg_proc"
    " WHERE pronamespace = 'public'::regnamespace",
    "owners": "SELECT relname, pg_get_userbyid(relowner) FROM pg_class WHERE relnamespace = 'public'::regnamespace",
    "later": "SELECT pg_get_userbyid(defaclrole), defaclobjtype, defaclacl::text FROM pg_default_acl",
    "web in the schema": "SELECT has_schema_privilege('scorecards_web', 'public', 'USAGE'),"
    " has_schema_privilege('scorecards_web', 'public', 'CREATE')",
}


def rows(connection, questions):
    return {
        name: sorted(connection.execute(question).fetchall(), key=repr)
        for name, question in questions.items()
    }


# PostgreSQL writes the same condition with more or fewer casts and brackets after it was read back once.
CASTS = re.compile(r"::[a-z]+( varying)?(\[\])?|[()]")


def shape(connection):
    found = rows(connection, SHAPE)
    for part in ("constraints", "indexes"):
        found[part] = [(*each[:2], CASTS.sub("", each[2]), *each[3:]) for each in found[part]]
    return found


def rights(connection):
    return rows(connection, RIGHTS)


def contents(connection):
    """Of each table the number of rows and a hash of all their text; of each sequence where it stands."""
    found = {}
    tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    for (table,) in tables:
        text = "coalesce(string_agg(row::text, E'\\n' ORDER BY row::text), '')"
        question = sql.SQL("SELECT count(*), md5(" + text + ") FROM {} row")  # noqa: S608 - words of our own
        question = question.format(sql.Identifier(table))
        found[table] = connection.execute(question).fetchone()
    sequences = connection.execute(
        "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
    )
    found["sequences"] = sorted(sequences.fetchall())
    return found
