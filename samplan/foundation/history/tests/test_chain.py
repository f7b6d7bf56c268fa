"""The chain finds whatever is done to the history beside Samplan. Each test plants one deed, with the guards taken down."""

import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from samplan.foundation.history import guards, offers
from samplan.foundation.history.actions import dated, erase_content, erase_person, record
from samplan.foundation.history.models import Event, Seal
from samplan.foundation.history.sealing import seal_batch, seal_new
from samplan.foundation.history.verifying import verify

pytestmark = pytest.mark.django_db


def happened(number=1, **facts):
    facts = {"by": "Karin Prov", "after": {"title": "Ny"}, **facts}
    return [record(verb="prov.changed", subject=Seal(number=7), **facts) for _ in range(number)]


@pytest.fixture
def chain():
    """Three seals: 4, 3 and 2 events."""
    made = []
    for number in (4, 3, 2):
        made += happened(number)
        assert seal_new() == number
    return made


def tamper(sql, *values):
    guards.take_down(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
    guards.put_up(connection)


def places():
    return [(p.seal, p.event) for p in verify().problems]


def test_an_untouched_chain_holds(chain):
    happened(2)
    verdict = verify()
    assert verdict.holds, verdict.problems
    assert (verdict.seals, verdict.sealed, verdict.unsealed, verdict.erased) == (3, 9, 2, 0)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor_name", "Någon annan"),
        ("note", "x"),
        ("after", '{"title": "Annan"}'),
        ("verb", "prov.other"),
        ("subject_id", 8),
        ("organisation_id", 3),
        ("county_code", "92"),
        ("at", "2020-01-01 00:00:00+00:00"),
    ],
)
def test_a_changed_row_is_found(chain, column, value):
    tamper(f'UPDATE history_event SET "{column}" = %s WHERE id = %s', value, chain[5].pk)
    assert places()[0] == (2, chain[5].pk)


def test_a_changed_row_with_a_hash_to_match_is_found_by_its_seal(chain):
    from samplan.foundation.history.chain import row_hash

    row = Event.objects.get(pk=chain[5].pk)
    row.note = "x"
    tamper("UPDATE history_event SET note = 'x', hash = %s WHERE id = %s", row_hash(row, row.salt), row.pk)
    assert places() == [(2, None)]


def test_a_removed_row_is_found(chain):
    tamper("DELETE FROM history_event WHERE id = %s", chain[5].pk)
    assert places() == [(2, None)]


def test_a_row_moved_to_another_seal_is_found(chain):
    tamper("UPDATE history_event SET sealed_in = 1 WHERE id = %s", chain[5].pk)
    assert places() == [(1, None), (2, None)]


def test_a_removed_seal_is_found(chain):
    tamper("DELETE FROM history_seal WHERE number = 2")
    assert (2, None) in places()
    assert (2, chain[4].pk) in places()


def test_a_seal_removed_with_its_rows_is_found(chain):
    tamper("DELETE FROM history_event WHERE sealed_in = 2")
    tamper("DELETE FROM history_seal WHERE number = 2")
    assert places() == [(2, None), (3, None)]


def test_a_seal_removed_and_the_rest_renumbered_is_found(chain):
    tamper("DELETE FROM history_event WHERE sealed_in = 1")
    tamper("DELETE FROM history_seal WHERE number = 1")
    for table, column in (("history_event", "sealed_in"), ("history_seal", "number")):
        for number in (2, 3):
            tamper(f"UPDATE {table} SET {column} = {number - 1} WHERE {column} = {number}")
    assert places()[0] == (1, None)


def test_a_row_put_into_a_seal_is_found(chain):
    from samplan.foundation.history.chain import row_hash

    row = Event.objects.get(pk=chain[5].pk)
    row.pk = chain[-1].pk + 1000
    row.hash = row_hash(row, row.salt)
    row.save(force_insert=True)
    assert places() == [(2, None)]


def test_a_row_dated_long_before_it_came_in_is_worth_a_look(chain):
    with dated(timezone.now() - timezone.timedelta(days=2)):
        late = happened()[0]
    seal_new()
    verdict = verify()
    assert verdict.holds
    assert [r.event for r in verdict.remarks] == [late.pk]


def test_a_row_committed_after_later_ones_were_sealed_is_no_fault(chain):
    """PostgreSQL gives the number at the start and commits when it likes; a rolled-back one leaves a gap."""
    number = chain[3].pk
    late = Event.objects.get(pk=number)
    tamper("DELETE FROM history_event WHERE id > %s", 0)
    tamper("DELETE FROM history_seal WHERE number > %s", 0)
    happened(3)
    seal_new()
    late.sealed_in, late.salt, late.hash = None, "", ""
    late.save(force_insert=True)
    assert seal_new() == 1
    assert late.pk < Event.objects.filter(sealed_in=1).order_by("id").first().pk
    assert verify().holds


def test_an_erased_row_keeps_its_hash_and_the_chain_holds(chain):
    before = Event.objects.get(pk=chain[0].pk)
    erase_content(event_ids=[chain[0].pk], by=None, reason="Gallrad")
    erase_person(user_id=None, name="Karin Prov", by="Rut Prov", reason="Begärd")
    after = Event.objects.get(pk=chain[0].pk)
    assert (after.hash, after.sealed_in) == (before.hash, 1)
    assert after.salt != before.salt
    verdict = verify()
    assert verdict.holds, verdict.problems
    assert verdict.erased == 9
    seal_new()
    assert verify().holds


def test_a_row_erased_before_it_was_sealed_holds():
    row = happened()[0]
    erase_content(event_ids=[row.pk], by=None, reason="Gallrad")
    seal_new()
    assert verify().holds
    assert verify().erased == 1


def test_a_row_emptied_without_telling_is_found(chain):
    """The guards would let it through: it looks like erasing. Planted bug: verify that skips rows with erased_at."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE history_event SET actor_name = '', erased_at = %s, erased_why = 'x', salt = %s WHERE id = %s",
            [timezone.now(), "c" * 32, chain[5].pk],
        )
    assert places() == [(2, chain[5].pk)]


def test_what_is_left_of_an_erased_row_can_not_be_changed_either(chain):
    erase_person(user_id=None, name="Karin Prov", by="Rut Prov", reason="Begärd")
    tamper("UPDATE history_event SET note = 'x' WHERE id = %s", chain[5].pk)
    assert places() == [(2, chain[5].pk)]


def test_the_salt_hides_what_was_said(chain):
    salts = set(Event.objects.values_list("salt", flat=True))
    assert len(salts) == 9
    assert all(len(salt) == 32 for salt in salts)


def test_a_missing_guard_is_told(chain):
    guards.take_down(connection)
    assert len(verify().problems) == 9
    guards.put_up(connection)


def test_the_worker_seals_and_rests(chain, django_assert_num_queries):
    happened(2)
    offers.tick()
    assert not Event.objects.filter(sealed_in=None).exists()
    with django_assert_num_queries(1):
        offers.tick()


def test_a_long_queue_is_sealed_in_batches():
    Event.objects.bulk_create(
        [Event(actor_name="x", verb="prov.x", subject_type="x", subject_id=n, subject_name="x") for n in range(450)]
    )
    assert seal_batch() == 200
    assert seal_new() == 250
    assert list(Seal.objects.values_list("count", flat=True)) == [200, 200, 50]
    assert verify().holds


def test_the_command_says_how_it_stands(chain, capsys):
    happened()
    call_command("verify")
    said = capsys.readouterr().out
    assert "Historiken stämmer." in said
    assert "9 rader i 3 förseglingar" in said
    assert "1 rad är inte förseglad än" in said


def test_the_command_says_which_row_is_wrong_and_fails(chain, capsys):
    tamper("UPDATE history_event SET note = 'x' WHERE id = %s", chain[5].pk)
    with pytest.raises(SystemExit):
        call_command("verify")
    assert f"Rad {chain[5].pk} är ändrad" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        call_command("verify", json=True)
    told = json.loads(capsys.readouterr().out)
    assert told["holds"] is False
    assert told["problems"][0]["event"] == chain[5].pk


def test_an_anchor_outside_finds_an_end_cut_off_and_a_chain_made_anew(chain, tmp_path, capsys):
    """Both look whole from within: that is why the anchor is there."""
    anchor = tmp_path / "ankare.txt"
    call_command("verify", anchor=anchor)
    call_command("verify", anchor=anchor)
    assert len(anchor.read_text().splitlines()) == 1
    tamper("DELETE FROM history_event WHERE sealed_in = 3")
    tamper("DELETE FROM history_seal WHERE number = 3")
    assert verify().holds
    with pytest.raises(SystemExit):
        call_command("verify", anchor=anchor)
    assert "Försegling 3 är inte den som stod i ankarfilen" in capsys.readouterr().out
    happened(2)
    seal_new()
    assert verify().holds
    with pytest.raises(SystemExit):
        call_command("verify", anchor=anchor)
