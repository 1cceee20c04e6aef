"""Backup and restore, rehearsed: what comes back is the original, row for row and right for right."""

import psycopg
import pytest
from django.core.management import get_commands

from tests.config import shape

SAVE = ("-m", "hiring.config.backup", "save")
RESTORE = ("-m", "hiring.config.backup", "restore")


@pytest.fixture(scope="module")
def original(filled):
    """All of it, with a résumé and with words that a careless dump would spoil."""
    with filled.connect(owner=False) as connection:
        connection.execute(
            "UPDATE hiring_candidate SET name = %s WHERE id = (SELECT min(id) FROM hiring_candidate)",
            ["Zoë “\\.\tÅngström”\r\nNULL \\N 李"],
        )
        connection.execute("SELECT 1 FROM hiring_candidate")
    return filled


@pytest.fixture(scope="module")
def saved(original, tmp_path_factory):
    path = tmp_path_factory.mktemp("back up") / "all of it.dump"
    original.python(*SAVE, str(path))
    return path


@pytest.fixture(scope="module")
def restored(saved, make_database, tmp_path_factory):
    new = make_database()
    done = new.python(*RESTORE, str(saved), VAR_DIR=str(tmp_path_factory.mktemp("var")))
    assert "Restored" in done.stdout
    return new


def everything(database):
    with database.connect() as connection:
        return shape.contents(connection), shape.shape(connection), shape.rights(connection)


def test_what_is_restored_is_the_original(original, restored):
    for one, other in zip(everything(original), everything(restored), strict=True):
        assert one == other
    for command in {"verify_audit", "verify_decisions"} & set(get_commands()):
        checked = restored.python("manage.py", command, check=False)
        assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_file_is_for_its_owners_eyes(saved):
    assert oct(saved.stat().st_mode & 0o777) == "0o600"
    assert [path.name for path in saved.parent.iterdir()] == [saved.name]


def test_the_web_role_is_back_with_its_rows_and_nothing_more(restored):
    assert restored.ask("SELECT count(*) > 0 FROM hiring_user", owner=False) == [(True,)]
    for refused in ("TRUNCATE hiring_message", "DROP TABLE hiring_message", "CREATE TABLE mine ()"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            restored.ask(refused, owner=False)


def test_what_is_there_is_replaced_only_by_a_clear_yes_and_only_in_one_piece(
    original, saved, restored, tmp_path
):
    changed = "UPDATE hiring_opening SET title = 'Changed since' RETURNING id"
    assert restored.ask(changed)
    before = everything(restored)

    done = restored.python(*RESTORE, str(saved), check=False, VAR_DIR=str(tmp_path))
    assert done.returncode == 1
    assert "Nothing was changed." in done.stderr
    assert f"make restore FILE={saved} YES=replace" in done.stderr
    assert everything(restored) == before

    # A file cut short: its list can be read, its last rows cannot.
    broken = tmp_path / "cut short.dump"
    broken.write_bytes(saved.read_bytes()[:-1000])
    done = restored.python(*RESTORE, str(broken), "replace", check=False, VAR_DIR=str(tmp_path))
    assert done.returncode != 0
    assert "What was there is there again, unchanged." in done.stdout
    assert everything(restored) == before

    restored.python(*RESTORE, str(saved), "replace", VAR_DIR=str(tmp_path))
    assert everything(restored) == everything(original)


@pytest.fixture(scope="module")
def empty(make_database):
    return make_database()


def test_a_product_that_runs_is_not_pulled_from_under_people(saved, empty, tmp_path):
    with empty.connect(owner=False):
        done = empty.python(*RESTORE, str(saved), check=False, VAR_DIR=str(tmp_path))
    assert done.returncode == 1
    assert "The product runs on it: stop it first. Nothing was changed." in done.stderr
    assert empty.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]


@pytest.mark.parametrize("words", ["no backup at all", ""])
def test_a_file_that_is_no_backup_is_refused(empty, tmp_path, words):
    path = tmp_path / "other.dump"
    path.write_text(words)
    done = empty.python(*RESTORE, str(path), check=False, VAR_DIR=str(tmp_path))
    assert done.returncode == 1
    assert "is no backup that can be read. Nothing was changed." in done.stderr


def test_a_backup_of_something_else_is_refused(empty, tmp_path):
    from hiring.config import backup

    with empty.connect() as connection:
        connection.execute("CREATE TABLE somebody_elses (id int)")
    path = tmp_path / "other.dump"
    backup.run(backup.program("pg_dump", 18), empty.url(), "--format=custom", "--file", str(path))
    done = empty.python(*RESTORE, str(path), check=False, VAR_DIR=str(tmp_path))
    assert "is a backup of something else. Nothing was changed." in done.stderr
