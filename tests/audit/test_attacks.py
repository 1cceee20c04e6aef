"""What someone can do who may send any SQL as the web role: add lies, but not change what was judged, published,
decided or logged.

Each attack runs over a real connection of that role, once with the rights that the migrations leave it, once
with those of docs/running.md, where the triggers stand alone.
"""

# ruff: noqa: S608 - the statements are fixed words

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from hiring.config import embedded
from hiring.models import Application, Decision
from scorecards import audit, chain
from tests.audit.conftest import connect
from tests.factories import make_application, make_card, make_opening, make_rubric, make_user

JUDGED = ("scorecards_scorecard", "scorecards_revision", "scorecards_rating", "scorecards_sighting")
LOGGED = ("scorecards_auditentry", "scorecards_auditseal")
PUBLISHED = (
    "scorecards_rubric", "scorecards_dimension", "scorecards_signal", "scorecards_question", "scorecards_exercise",
    "scorecards_kit", "scorecards_kitdimension", "scorecards_kitquestion",
)  # fmt: skip
PROTECTED = (*JUDGED, "hiring_decision", *LOGGED, *PUBLISHED, "scorecards_assessment")

REFUSALS = (
    psycopg.errors.RestrictViolation, psycopg.errors.InsufficientPrivilege, psycopg.errors.ForeignKeyViolation,
)  # fmt: skip

ERASING = "SET scorecards.erasing = 'on'; "
# A temporary table of a guard's own words: looked at first, if the guard does not say where it looks.
FALSE_RUBRIC = (
    "CREATE TEMP TABLE scorecards_rubric AS SELECT id, 'draft'::text AS status"
    " FROM public.scorecards_rubric; "
)
FALSE_CARD = (
    "CREATE TEMP TABLE scorecards_scorecard AS SELECT id, assessment_id, rubric_id, NULL::timestamptz AS submitted_at,"
    " NULL::timestamptz AS cancelled_at FROM public.scorecards_scorecard; "
)
FALSE_REVISION = (
    "CREATE TEMP TABLE scorecards_revision AS SELECT id, number, pg_current_xact_id()::text::bigint AS written_in"
    " FROM public.scorecards_revision; "
)
FALSE_OWNER = (
    "CREATE TEMP TABLE pg_tables AS SELECT 'public'::name AS schemaname, relname AS tablename, current_user::name"
    " AS tableowner FROM pg_class; SET search_path = pg_temp, pg_catalog, public; "
)
LATE_RATING = (
    "INSERT INTO public.scorecards_rating (revision_id, scorecard_id, dimension_id, number, value, evidence)"
    " SELECT r.id, r.scorecard_id, d.id, 1, 4, '' FROM public.scorecards_revision r"
    " JOIN public.scorecards_scorecard s ON s.id = r.scorecard_id"
    " JOIN public.scorecards_dimension d ON d.rubric_id = s.rubric_id WHERE d.name = 'Dimension 2'"
)

ATTACKS = {
    # What was judged
    "raise a rating": "UPDATE scorecards_rating SET value = 4",
    "rewrite evidence": "UPDATE scorecards_rating SET evidence = 'better'",
    "rewrite a summary": "UPDATE scorecards_revision SET summary = 'better'",
    "turn a verdict": "UPDATE scorecards_revision SET verdict = 4",
    "take a signal back": "UPDATE scorecards_sighting SET seen = false",
    "delete a rating": "DELETE FROM scorecards_rating",
    "delete a red flag": "DELETE FROM scorecards_sighting",
    "delete a revision": "DELETE FROM scorecards_revision",
    "delete a card": "DELETE FROM scorecards_scorecard WHERE submitted_at IS NOT NULL",
    "open a submitted card again": "UPDATE scorecards_scorecard SET submitted_at = NULL",
    "cancel a submitted card": "UPDATE scorecards_scorecard SET cancelled_at = now(), submitted_at = NULL",
    "date a card back": "UPDATE scorecards_scorecard SET submitted_at = submitted_at - interval '1 day'",
    "give a card to somebody else": "UPDATE scorecards_scorecard SET author_id = (SELECT max(id) FROM hiring_user)",
    "turn a card into a shadow's": "UPDATE scorecards_scorecard SET counts = false",
    "change in passing, by upsert": "INSERT INTO scorecards_rating SELECT * FROM scorecards_rating ON CONFLICT (id)"
    " DO UPDATE SET value = 4",
    "change in passing, by merge": "MERGE INTO scorecards_rating r USING scorecards_rating s ON r.id = s.id"
    " WHEN MATCHED THEN UPDATE SET value = 4",
    "change inside a query": "WITH changed AS (UPDATE scorecards_rating SET value = 4 RETURNING 1) TABLE changed",
    "delete inside a block": "DO $$ BEGIN DELETE FROM scorecards_rating; END $$",
    "add a rating to an old revision": LATE_RATING,
    "submit a second first revision": "INSERT INTO scorecards_revision (scorecard_id, number, kind, independent,"
    " verdict, asked, made_at) SELECT id, 1, 'first', true, 4, '{}', now() FROM scorecards_scorecard",
    "reopen the moment of an old revision": "UPDATE scorecards_revision SET written_in ="
    " scorecards_this_transaction(); " + LATE_RATING,
    "close the debrief again": "UPDATE scorecards_assessment SET debrief_opened_at = NULL",
    "move the debrief": "UPDATE scorecards_assessment SET debrief_opened_at = now() + interval '1 year'",
    "judge by another rubric": "UPDATE scorecards_assessment SET rubric_id = (SELECT max(id) FROM scorecards_rubric)",
    "delete the assessment": "DELETE FROM scorecards_assessment",
    "swap two candidates' cards": "UPDATE hiring_application SET assessment_id = (SELECT max(id) FROM"
    " scorecards_assessment) WHERE id = (SELECT min(id) FROM hiring_application)",
    "hide who interviewed": "DELETE FROM hiring_interview",
    "say that somebody else interviewed": "UPDATE hiring_interview SET interviewer_id ="
    " (SELECT max(id) FROM hiring_user)",
    # By the door of erasing
    "erase with the flag alone": ERASING + "UPDATE scorecards_rating SET evidence = NULL",
    "erase a decision's reasons with the flag alone": ERASING + "UPDATE hiring_decision SET rationale = NULL,"
    " override_reason = NULL",
    "erase with a false list of owners": FALSE_OWNER + ERASING + "UPDATE public.scorecards_rating SET evidence = NULL",
    "call the engine's eraser": "SELECT scorecards_erase_texts(id) FROM scorecards_assessment",
    "call the house's eraser": "SELECT hiring_erase_texts(id) FROM hiring_application",
    "erase a candidate off the trail": "SELECT hiring_erase_candidate(candidate_id) FROM hiring_application",
    # Published rubrics
    "change a weight": "UPDATE scorecards_dimension SET weight = 9",
    "lower the bar": "UPDATE scorecards_rubric SET cut_yes = 1.5, cut_no = 1.2",
    "make it a draft": "UPDATE scorecards_rubric SET status = 'draft', published_at = NULL",
    "delete a rubric": "DELETE FROM scorecards_rubric",
    "delete a dimension": "DELETE FROM scorecards_dimension",
    "delete a question of a kit": "DELETE FROM scorecards_kitquestion",
    "add a dimension": "INSERT INTO scorecards_dimension (rubric_id, key, position, name, weight, meets_bar,"
    " level_texts, must_have, proposed) SELECT id, 'new', 99, 'New', 1, '', '{}', false, false FROM scorecards_rubric",
    "change a weight past a false rubric": FALSE_RUBRIC + "UPDATE public.scorecards_dimension SET weight = 9",
    "submit again past a false card": FALSE_CARD + "INSERT INTO public.scorecards_revision (scorecard_id, number, kind,"
    " independent, reason, verdict, asked, made_at) SELECT id, 1, 'first', true, '', 4, '{}', now()"
    " FROM public.scorecards_scorecard",
    "add a rating past a false revision": FALSE_REVISION + LATE_RATING,
    # Decisions
    "turn a decision": "UPDATE hiring_decision SET outcome = 'no_hire'",
    "say that somebody else decided": "UPDATE hiring_decision SET decided_by_id = (SELECT max(id) FROM hiring_user)",
    "rewrite a rationale": "UPDATE hiring_decision SET rationale = 'better'",
    "rewrite a snapshot": "UPDATE hiring_decision SET snapshot = '{}'",
    "delete a decision": "DELETE FROM hiring_decision",
    # The audit log
    "rewrite an entry": "UPDATE scorecards_auditentry SET action = 'other'",
    "delete an entry": "DELETE FROM scorecards_auditentry",
    "delete a seal": "DELETE FROM scorecards_auditseal",
    "rewrite a seal": "UPDATE scorecards_auditseal SET mac = ''",
    "take the place of future seals": "INSERT INTO scorecards_auditseal (position, entry_id, mac, key)"
    " SELECT 9223372036854775807, max(id), '', '' FROM scorecards_auditentry",
    # The machinery
    "drop a trigger": "DROP TRIGGER frozen ON scorecards_rating",
    "switch a trigger off": "ALTER TABLE scorecards_rating DISABLE TRIGGER frozen",
    "switch all triggers off": "SET session_replication_role = 'replica'; DELETE FROM scorecards_rating",
    "replace a guard": "CREATE OR REPLACE FUNCTION scorecards_freeze_judged() RETURNS trigger LANGUAGE plpgsql"
    " AS 'BEGIN RETURN NEW; END'",
    "let a guard look elsewhere": "ALTER FUNCTION scorecards_freeze_judged() SET search_path = pg_temp",
    "make a rule": "CREATE RULE gone AS ON UPDATE TO scorecards_rating DO INSTEAD NOTHING",
    "add a trigger": "CREATE TRIGGER mine BEFORE UPDATE ON scorecards_rating EXECUTE FUNCTION"
    " scorecards_freeze_judged()",
    "add a column": "ALTER TABLE scorecards_rating ADD COLUMN mine int",
    "drop a table": "DROP TABLE scorecards_rating CASCADE",
    "make a table": "CREATE TABLE public.mine (id int)",
    "become the owner": f"SET ROLE {embedded.OWNER}",
    "become a superuser": f"ALTER ROLE {embedded.WEB} SUPERUSER",
    "give itself the owner's rights": f"GRANT {embedded.OWNER} TO {embedded.WEB}",
    "own a table": f"ALTER TABLE scorecards_rating OWNER TO {embedded.WEB}",
    "make an eraser of its own": "CREATE FUNCTION public.mine() RETURNS void LANGUAGE sql SECURITY DEFINER AS"
    " 'DELETE FROM scorecards_rating'",
    **{f"truncate {table}": f"TRUNCATE {table} CASCADE" for table in PROTECTED},
}  # fmt: skip


@pytest.fixture
def judged(transactional_db):
    """Two candidates with cards, one of them decided on, and a sealed trail. One dimension is left unrated."""
    opening = make_opening(rubric=make_rubric(dimensions=2, kits=2))
    make_rubric()
    for name in ("Ada", "Grace"):
        application = make_application(opening=opening, name=name)
        make_card(
            application=application,
            ratings={"Dimension 1": 3},
            signals=list(application.assessment.rubric.signals.all()),
        )
    type(application.assessment).objects.update(debrief_opened_at=application.created_at)
    Decision.objects.create(
        application=application, outcome="hire", rationale="Why.", recommended="yes", decided_by=make_user(),
        rule_version="1", snapshot={"kept": 1},
    )  # fmt: skip
    Application.objects.update(status="hired", ended_at=application.created_at)
    audit.record(actor=None, action="test", subject="test")
    chain.seal()
    audit.record(actor=None, action="test", subject="test")
    return application


def picture():
    """Everything protected, as it stands."""
    with connection.cursor() as cursor:
        rows = {}
        for table in (*PROTECTED, "hiring_interview"):
            cursor.execute(f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t")
            rows[table] = cursor.fetchone()
        cursor.execute("SELECT id, assessment_id FROM hiring_application ORDER BY id")
        return rows, cursor.fetchall()


def refuses(attacker, sql):
    """For a reason that is ours: a mistake in the statement itself fails the test."""
    attacker.execute("BEGIN")
    try:
        for statement in [sql] if "$$" in sql or "AS 'BEGIN" in sql else sql.split("; "):
            attacker.execute(statement)
        attacker.execute("COMMIT")
    except REFUSALS:
        attacker.execute("ROLLBACK")
        return True
    return False


def migrated():
    """The rights that the migrations take back, as they take them back."""
    folders = (
        ("scorecards", "web_role_writes_once"),
        ("hiring", "web_role_writes_decisions_once"),
    )
    return [(settings.ROOT / app / "migrations" / "sql" / f"{name}.sql").read_text() for app, name in folders]


@pytest.mark.parametrize("tightened", [True, False], ids=["as migrated", "triggers alone"])
def test_no_attack_changes_what_is_protected(judged, rights, tightened):
    """One test for all of them, so that the database is filled twice and not a hundred times."""
    rights(*(migrated() if tightened else []))
    before, open_doors = picture(), []
    for name, sql in ATTACKS.items():
        with connect(embedded.WEB) as attacker:
            refused = refuses(attacker, sql)
        if not refused or picture() != before:
            open_doors.append(name)
            before = picture()
    assert open_doors == []


def test_the_attacks_would_succeed_without_the_guards(judged, superuser):
    """The statements mean what they say: whoever rules the database gets through with them."""
    for name in (
        "raise a rating",
        "turn a decision",
        "rewrite an entry",
        "change a weight",
        "make it a draft",
    ):
        before = picture()
        for statement in ATTACKS[name].split("; "):
            superuser.execute(statement)
        assert picture() != before, name


def test_the_web_role_cannot_lock_the_log_against_the_others(judged, rights):
    rights(*migrated())
    with connect(embedded.WEB) as attacker, attacker.transaction():
        for table in (*LOGGED, "hiring_decision"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), attacker.transaction():
                attacker.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE NOWAIT")


def test_the_web_role_cannot_move_the_numbering_of_the_log(judged, rights):
    rights(*migrated())
    with connect(embedded.WEB) as attacker:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            attacker.execute("SELECT setval('scorecards_auditentry_id_seq', 1)")
        attacker.execute("INSERT INTO scorecards_auditentry (at, action, subject, subject_id, scope, fields, details,"
                         " request_id, mark) VALUES (now(), 'a', 'b', '', '', '{}', '{}', '', '')")  # fmt: skip


def test_the_web_role_owns_nothing_and_rules_nothing(judged, rights):
    rights()
    with connect(embedded.WEB) as attacker:
        assert (
            attacker.execute(
                "SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls FROM pg_roles"
                " WHERE rolname = current_user"
            ).fetchone()
            == (False,) * 5
        )
        assert attacker.execute(
            "SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole"
        ).fetchone() == (0,)
        assert attacker.execute(
            "SELECT count(*) FROM pg_auth_members WHERE member = current_user::regrole"
        ).fetchone() == (0,)
        assert attacker.execute(
            "SELECT has_schema_privilege('public', 'CREATE'), count(*) FILTER (WHERE"
            " has_table_privilege(c.oid, 'TRUNCATE')) FROM pg_class c WHERE relkind = 'r'"
            " AND relnamespace = 'public'::regnamespace GROUP BY 1"
        ).fetchone() == (False, 0)


@pytest.mark.django_db
def test_every_function_of_ours_says_where_it_looks():
    """So that no temporary table can stand in for a real one; and only one runs as the owner for everyone."""
    with connection.cursor() as cursor:
        cursor.execute(
            r"SELECT proname, coalesce(array_to_string(proconfig, ','), '') FROM pg_proc WHERE pronamespace ="
            r" 'public'::regnamespace AND proname ~ '^(scorecards|hiring)_' ORDER BY 1"
        )
        found = dict(cursor.fetchall())
        assert [
            name for name, where in found.items() if "search_path=pg_catalog, public, pg_temp" not in where
        ] == []
        assert len(found) > 15
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"
            " AND has_function_privilege('public', oid, 'EXECUTE')"
        )
        assert cursor.fetchall() == [("hiring_erase_candidate",)]


def test_an_old_revision_does_not_open_again_to_a_transaction_with_its_number(judged, rights, superuser):
    """After a restore, transactions are numbered anew: one gets the number that an old revision was written in."""
    rights()
    with connect(embedded.WEB) as attacker:
        attacker.execute("BEGIN")
        number = attacker.execute("SELECT pg_current_xact_id()::text::bigint").fetchone()[0]
        superuser.execute("UPDATE scorecards_revision SET written_in = %s", [number])
        with pytest.raises(psycopg.errors.RestrictViolation):
            attacker.execute(LATE_RATING)


@pytest.mark.parametrize(
    ("attack", "guards"),
    [
        (
            "change a weight past a false rubric",
            ["scorecards_freeze_part()", "scorecards_need_draft(bigint)"],
        ),
        ("erase with a false list of owners", ["scorecards_freeze_judged()"]),
    ],
)
def test_a_guard_that_looks_anywhere_would_be_fooled(judged, rights, attack, guards):
    """So the false tables are worth their place above: with the guard's own path taken away they get through."""
    rights()
    with connect(embedded.OWNER) as owner, connect(embedded.WEB) as attacker:
        for guard in guards:
            owner.execute(f"ALTER FUNCTION {guard} RESET search_path")
        try:
            before = picture()
            assert not refuses(attacker, ATTACKS[attack])
            assert picture() != before
        finally:
            for guard in guards:
                owner.execute(f"ALTER FUNCTION {guard} SET search_path = pg_catalog, public, pg_temp")
