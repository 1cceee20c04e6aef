"""Every migration goes forward and back on a database with data, and comes to the same both times."""

import json

from tests.config import shape


def test_each_migration_goes_back_and_forward_with_the_data_there(filled, make_database):
    database = make_database(copy_of=filled)
    with database.connect() as connection:
        whole = shape.shape(connection)
    steps = json.loads(database.python("-m", "tests.config.walk", DATABASE_ROLE="owner").stdout)
    wrong = [step for step in steps if step["forward again is as before"] or step["back again is as back"]]
    assert wrong == []
    assert {step["migration"].partition(".")[0] for step in steps} == {"scorecards", "hiring"}
    # From nothing it comes to the same once more: triggers, functions and all.
    assert database.ask("SELECT to_regclass('hiring_user'), to_regclass('scorecards_rating')") == [
        (None, None)
    ]
    database.python("manage.py", "migrate")
    with database.connect() as connection:
        assert shape.shape(connection) == whole
    database.python("manage.py", "demo")


def test_two_that_migrate_at_once_do_not_meet(make_database):
    """Several servers that start together: one migrates, the others wait and find it done."""
    from concurrent.futures import ThreadPoolExecutor

    database = make_database()
    with ThreadPoolExecutor() as pool:
        tries = [pool.submit(database.python, "manage.py", "migrate", check=False) for _ in range(2)]
    outcomes = [each.result() for each in tries]
    assert [each.returncode for each in outcomes] == [0, 0], [each.stderr for each in outcomes]
    assert sum("Applying hiring.0001" in each.stdout for each in outcomes) == 1
