"""Whatever a superuser of the database does to the trail, with the triggers switched off, is found and named."""

import json
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from hiring.config import embedded
from scorecards import audit, chain
from scorecards.models import AuditSeal
from tests.audit.conftest import connect
from tests.factories import make_user


def write(count=6, **fields):
    person = make_user()
    return [
        audit.record(
            actor=person, action="summary.viewed", subject="application", subject_id=number, **fields
        )
        for number in range(count)
    ]


def findings(heads=()):
    return chain.verify(heads).findings


@pytest.fixture
def entries(transactional_db):
    """Six entries, sealed at positions 1 to 6."""
    made = write(
        scope="opening:1", fields=["email", "näme"], details={"rows": 3, "kind": "é", "deep": [1, None, True]}
    )
    assert chain.seal() == 6
    return made


# --- What a superuser can do ------------------------------------------------------------------------


def test_an_untouched_chain_fits(entries):
    report = chain.verify()
    assert (report.entries, report.waiting, report.findings, report.unchecked) == (6, 0, [], [])


@pytest.mark.parametrize(
    "change",
    [
        "at = at + interval '1 microsecond'", "actor_id = NULL", "action = 'summary.seen'", "subject = 'card'",
        "subject_id = '99'", "scope = 'opening:2'", "fields = '{email}'", "details = '{\"rows\": 4}'",
        "address = '10.0.0.1'", "request_id = 'other'",
    ],
)  # fmt: skip
def test_a_change_of_any_column_is_found(entries, superuser, change):
    superuser.execute(f"UPDATE scorecards_auditentry SET {change} WHERE id = %s", [entries[2].pk])  # noqa: S608
    assert findings() == [f"Entry {entries[2].pk} was changed (position 3)."]


def test_a_removed_entry_is_found(entries, superuser):
    superuser.execute("DELETE FROM scorecards_auditentry WHERE id = %s", [entries[2].pk])
    assert findings() == [f"Entry {entries[2].pk} was removed (position 3)."]


def test_an_entry_removed_with_its_seal_is_found(entries, superuser):
    superuser.execute("DELETE FROM scorecards_auditseal WHERE position = 3")
    superuser.execute("DELETE FROM scorecards_auditentry WHERE id = %s", [entries[2].pk])
    assert findings() == ["Position 3 is missing: removed, with the entries that were sealed there."]


def test_the_first_entry_removed_with_its_seal_is_found(entries, superuser):
    superuser.execute("DELETE FROM scorecards_auditseal WHERE position = 1")
    superuser.execute("DELETE FROM scorecards_auditentry WHERE id = %s", [entries[0].pk])
    assert findings() == ["Position 1 is missing: removed, with the entries that were sealed there."]


def test_closing_the_gap_afterwards_is_found(entries, superuser):
    superuser.execute("DELETE FROM scorecards_auditseal WHERE position = 3")
    superuser.execute("DELETE FROM scorecards_auditentry WHERE id = %s", [entries[2].pk])
    for position in (4, 5, 6):
        superuser.execute(
            "UPDATE scorecards_auditseal SET position = position - 1 WHERE position = %s", [position]
        )
    assert findings() == [
        f"Entries {entries[3].pk} to {entries[5].pk} were not sealed at positions 3 to 5: moved, or something "
        "before them was inserted or removed."
    ]


def test_two_entries_that_changed_places_are_found(entries, superuser):
    third, fourth = entries[2].pk, entries[3].pk
    superuser.execute("ALTER TABLE scorecards_auditseal DISABLE TRIGGER ALL")
    superuser.execute("UPDATE scorecards_auditseal SET entry_id = -1 WHERE position = 3")
    superuser.execute("UPDATE scorecards_auditseal SET entry_id = %s WHERE position = 4", [third])
    superuser.execute("UPDATE scorecards_auditseal SET entry_id = %s WHERE position = 3", [fourth])
    superuser.execute("ALTER TABLE scorecards_auditseal ENABLE TRIGGER ALL")
    assert findings() == [
        f"Entries {fourth} to {third} were not sealed at positions 3 to 4: moved, or something before them was "
        "inserted or removed."
    ]


def test_a_changed_seal_is_one_finding(entries, superuser):
    superuser.execute("UPDATE scorecards_auditseal SET mac = sha256('x') WHERE position = 3")
    assert findings() == [
        f"Entry {entries[2].pk} was not sealed at position 3: moved, or its seal was changed."
    ]


INSERT = """
INSERT INTO scorecards_auditentry (at, actor_id, action, subject, subject_id, scope, fields, details, request_id, mark)
SELECT at, actor_id, action, subject, '77', scope, fields, details, request_id, {mark} FROM scorecards_auditentry
WHERE id = %s RETURNING id
"""


@pytest.mark.parametrize("mark", ["''", "mark", "sha256('x')"])
def test_an_entry_inserted_by_hand_is_found_before_and_after_it_is_sealed(entries, superuser, mark):
    made = superuser.execute(INSERT.format(mark=mark), [entries[2].pk]).fetchone()[0]
    sentence = f"Entry {made} was inserted or changed by hand: it does not bear the product's mark."
    copy = [f"Entry {made} is a copy of entry {entries[2].pk}."] if mark == "mark" else []
    assert findings() == [sentence, *copy]
    assert chain.seal() == 1
    assert findings() == [sentence, *copy]


def test_an_entry_inserted_with_a_seal_of_its_own_is_found(entries, superuser):
    made = superuser.execute(INSERT.format(mark="mark"), [entries[2].pk]).fetchone()[0]
    superuser.execute(
        "INSERT INTO scorecards_auditseal (position, entry_id, mac, key)"
        " SELECT 7, %s, sha256('x'), key FROM scorecards_auditseal WHERE position = 1",
        [made],
    )
    assert findings() == [
        f"Entry {made} was changed (position 7).",
        f"Entry {made} is a copy of entry {entries[2].pk}.",
    ]


def test_a_copy_of_an_entry_is_found(entries, superuser):
    made = superuser.execute(
        INSERT.format(mark="mark").replace("'77'", "subject_id"), [entries[2].pk]
    ).fetchone()[0]
    assert findings() == [f"Entry {made} is a copy of entry {entries[2].pk}."]


def test_a_cut_off_end_is_found_by_the_exported_head(entries, superuser, tmp_path):
    head = chain.export_head(tmp_path)
    superuser.execute("DELETE FROM scorecards_auditseal WHERE position > 4")
    superuser.execute("DELETE FROM scorecards_auditentry WHERE id > %s", [entries[3].pk])
    assert findings() == []
    assert findings(chain.read_heads(tmp_path / "heads.jsonl")) == [
        f"The chain ends at position 4, but the head of {head.at} stood at 6: its end was cut off."
    ]


def test_a_cut_off_end_that_has_grown_again_is_found_by_the_exported_head(entries, superuser, tmp_path):
    head = chain.export_head(tmp_path)
    superuser.execute("DELETE FROM scorecards_auditseal WHERE position > 4")
    superuser.execute("DELETE FROM scorecards_auditentry WHERE id > %s", [entries[3].pk])
    write(4)
    chain.seal()
    assert findings([head]) == [
        f"Position 6 is not what the head of {head.at} says: the chain was rewritten."
    ]


def test_an_emptied_trail_is_found_by_the_exported_head(entries, superuser, tmp_path):
    head = chain.export_head(tmp_path)
    superuser.execute("TRUNCATE scorecards_auditseal, scorecards_auditentry")
    assert findings([head]) == [
        f"The chain ends at position 0, but the head of {head.at} stood at 6: its end was cut off."
    ]


def test_a_chain_rewritten_by_someone_who_has_the_key_too_is_found_by_the_exported_head(entries, superuser):
    head = chain.Head("2026-03-02", 6, entries[5].pk, bytes(AuditSeal.objects.get(pk=6).mac).hex(), "")
    superuser.execute("TRUNCATE scorecards_auditseal")
    superuser.execute("DELETE FROM scorecards_auditentry WHERE id = %s", [entries[0].pk])
    write(1)
    chain.seal()
    assert findings() == []
    assert findings([head]) == [
        f"Position 6 is not what the head of {head.at} says: the chain was rewritten."
    ]


def test_seals_that_were_removed_alone_are_made_again_and_fit_the_head(entries, superuser, tmp_path):
    head = chain.export_head(tmp_path)
    superuser.execute("DELETE FROM scorecards_auditseal WHERE position > 3")
    assert chain.seal() == 3
    assert findings([head]) == []


# --- Sealing ----------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(not embedded.in_use(), reason="needs a second connection")
def test_an_entry_whose_transaction_commits_late_is_sealed_later_and_none_is_skipped():
    first = write(1)[0]
    late = audit.AuditEntry(action="late", subject="x")
    late.mark = audit.mark_of(late)
    with connect(embedded.OWNER) as other:
        other.execute("BEGIN")
        late.pk = other.execute(
            "INSERT INTO scorecards_auditentry"
            " (at, action, subject, subject_id, scope, fields, details, request_id, mark)"
            " VALUES (%s, 'late', 'x', '', '', '{}', '{}', '', %s) RETURNING id",
            [late.at, late.mark],
        ).fetchone()[0]
        after = write(1)[0]
        assert first.pk < late.pk < after.pk
        assert chain.seal() == 2
        other.execute("COMMIT")
    assert chain.seal() == 1
    assert list(AuditSeal.objects.values_list("position", "entry_id")) == [
        (1, first.pk), (2, after.pk), (3, late.pk),
    ]  # fmt: skip
    assert findings() == []


@pytest.mark.django_db
def test_a_straggler_far_behind_is_sealed_by_the_full_run(monkeypatch):
    monkeypatch.setattr(chain, "LATE", 2)
    made = write(6)
    AuditSeal.objects.bulk_create(
        AuditSeal(position=place, entry=entry, mac=b"x") for place, entry in enumerate(made[1:], start=1)
    )
    assert chain.seal() == 0
    assert chain.seal(everything=True) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_seal_each_entry_once():
    write(40)
    ready, counts = threading.Barrier(2), []

    def work():
        ready.wait()
        counts.append(sum(chain.seal() for _ in range(5)))
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(counts) == 40
    assert list(AuditSeal.objects.values_list("position", flat=True)) == list(range(1, 41))
    assert findings() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(not embedded.in_use(), reason="needs a second connection")
def test_while_one_worker_seals_another_leaves_it_alone():
    write(2)
    with connect(embedded.OWNER) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [chain.LOCK])
        assert chain.seal() == 0
        # By word: a closed connection's locks are let go a moment later.
        other.execute("SELECT pg_advisory_unlock(%s)", [chain.LOCK])
    assert chain.seal() == 2


@pytest.mark.django_db
def test_batches_follow_each_other_without_a_gap(monkeypatch):
    monkeypatch.setattr(chain, "BATCH", 4)
    write(10)
    assert chain.seal() == 10
    assert findings() == []


@pytest.mark.django_db
def test_what_is_rolled_back_leaves_no_entry_and_no_gap():
    write(1)
    with transaction.atomic():
        write(1)
        transaction.set_rollback(True)
    write(1)
    assert chain.seal() == 2
    assert findings() == []


# --- Keys -------------------------------------------------------------------------------------------


@pytest.fixture
def rotated(settings, entries):
    old = settings.AUDIT_KEY
    settings.AUDIT_KEY, settings.AUDIT_KEYS_BEFORE = "the new key", [old]
    write(2)
    chain.seal()
    return old


def test_the_chain_goes_on_under_a_new_key(rotated):
    assert AuditSeal.objects.values("key").distinct().count() == 2
    assert findings() == []


def test_without_the_old_key_what_it_sealed_cannot_be_checked(rotated, settings, tmp_path, capsys):
    settings.AUDIT_KEYS_BEFORE, settings.AUDIT_HEADS = [], tmp_path
    assert chain.verify().unchecked == [
        "From position 1 on the seals are of a key that is neither AUDIT_KEY nor one of AUDIT_KEYS_BEFORE."
    ]
    with pytest.raises(CommandError) as refused:
        call_command("verify_audit")
    assert refused.value.returncode == 2


def test_whoever_learns_a_replaced_key_cannot_go_on_with_it(rotated, settings):
    new = settings.AUDIT_KEY
    settings.AUDIT_KEY, settings.AUDIT_KEYS_BEFORE = rotated, [new]
    write(1)
    chain.seal()
    settings.AUDIT_KEY, settings.AUDIT_KEYS_BEFORE = new, [rotated]
    assert findings() == ["Position 9 was sealed with a key that had been replaced before."]


# --- The head and the command -----------------------------------------------------------------------


def test_heads_are_appended_one_a_line_and_readable_by_their_owner_alone(entries, tmp_path):
    folder = tmp_path / "heads"
    chain.export_head(folder)
    write(1)
    chain.seal()
    chain.export_head(folder)
    file = folder / "heads.jsonl"
    assert [json.loads(line)["position"] for line in file.read_text().splitlines()] == [6, 7]
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db
def test_an_empty_trail_has_no_head(tmp_path):
    assert chain.export_head(tmp_path / "heads") is None
    assert not (tmp_path / "heads").exists()


def test_the_command_says_that_all_fits(entries, settings, tmp_path, capsys):
    settings.AUDIT_HEADS = tmp_path
    chain.export_head(tmp_path)
    call_command("verify_audit")
    assert capsys.readouterr().out == "6 sealed entries and 1 heads checked, 0 waiting: all fits.\n"


def test_the_command_names_each_finding_in_a_line_and_exits_with_1(
    entries, superuser, settings, tmp_path, capsys
):
    settings.AUDIT_HEADS = tmp_path
    chain.export_head(tmp_path)
    superuser.execute("UPDATE scorecards_auditentry SET subject_id = '9' WHERE id = %s", [entries[0].pk])
    superuser.execute("DELETE FROM scorecards_auditentry WHERE id = %s", [entries[4].pk])
    with pytest.raises(CommandError) as refused:
        call_command("verify_audit")
    assert (refused.value.returncode, str(refused.value)) == (
        1, "6 sealed entries and 1 heads checked, 0 waiting: 2 findings.",
    )  # fmt: skip
    assert capsys.readouterr().out.splitlines() == [
        f"Entry {entries[0].pk} was changed (position 1).",
        f"Entry {entries[4].pk} was removed (position 5).",
    ]


def test_the_command_says_when_there_is_no_head_to_compare_with(entries, settings, tmp_path, capsys):
    settings.AUDIT_HEADS = tmp_path
    call_command("verify_audit")
    assert "a cut-off end cannot be seen" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["not a head\n", '{"position": 1}\n', '["a"]\n', "\udcff"])
@pytest.mark.django_db
def test_a_head_file_that_cannot_be_read_is_named_and_exits_with_2(tmp_path, text):
    file = tmp_path / "given.jsonl"
    file.write_text(text, errors="surrogateescape")
    with pytest.raises(CommandError, match=r"given\.jsonl") as refused:
        call_command("verify_audit", head=file)
    assert refused.value.returncode == 2
