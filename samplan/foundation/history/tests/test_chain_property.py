"""Whatever people do in whatever order, the chain holds; whatever one deed beside Samplan does to sealed matter, it is found.

Found: verify that looked at rows up to the last seal there was passed when that very seal had been taken away.
"""

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samplan.foundation.history import guards
from samplan.foundation.history.actions import erase_content, erase_person, record
from samplan.foundation.history.models import Event, Seal
from samplan.foundation.history.sealing import seal_batch, seal_new
from samplan.foundation.history.verifying import verify

NAMES = ["Karin Prov", "Åsa Öberg", "Nils 🙂 Prov"]
words = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20) | st.sampled_from(NAMES)
facts = st.none() | st.dictionaries(
    words, words | st.integers(-(2**53), 2**53) | st.lists(words, max_size=3), max_size=3
)
steps = st.one_of(
    st.tuples(st.just("record"), st.sampled_from(NAMES), facts, words),
    st.tuples(st.just("seal")),
    st.tuples(st.just("forget"), st.sampled_from(NAMES)),
    st.tuples(st.just("empty"), st.integers(0, 30)),
)
TAMPERING = {
    "words": "UPDATE history_event SET note = note || 'x' WHERE id = {row}",
    "name": "UPDATE history_event SET actor_name = actor_name || 'x' WHERE id = {row}",
    "facts": """UPDATE history_event SET "after" = '{{"planted": "x"}}' WHERE id = {row}""",
    "hash": "UPDATE history_event SET hash = '{none}' WHERE id = {row}",
    "remove": "DELETE FROM history_event WHERE id = {row}",
    "move": "UPDATE history_event SET sealed_in = sealed_in + 1 WHERE id = {row}",
    "unseal": "UPDATE history_event SET sealed_in = NULL WHERE id = {row}",
    "remove seal": "DELETE FROM history_seal WHERE number = {seal}",
    "change seal": "UPDATE history_seal SET count = count + 1 WHERE number = {seal}",
    "time of seal": "UPDATE history_seal SET at = '2020-01-01 00:00:00+00:00' WHERE number = {seal}",
}


def play(story):
    for what, *given_ in story:
        rows = list(Event.objects.order_by("id").values_list("pk", flat=True))
        if what == "record":
            by, after, note = given_
            record(by=by, verb="prov.changed", subject=Seal(number=7), after=after, note=note)
        elif what == "seal":
            seal_batch()
        elif what == "forget":
            erase_person(user_id=None, name=given_[0], by=None, reason="Begärd")
        elif rows:
            erase_content(event_ids=[rows[given_[0] % len(rows)]], by=None, reason="Gallrad")


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    story=st.lists(steps, max_size=15),
    deed=st.sampled_from(sorted(TAMPERING)),
    place=st.integers(0, 100),
)
def test_what_is_done_in_the_open_holds_and_nothing_else(story, deed, place):
    with transaction.atomic():
        play(story)
        verdict = verify()
        assert verdict.holds, verdict.problems
        record(by="Rut Prov", verb="prov.changed", subject=Seal(number=7))
        seal_new()
        assert verify().holds
        rows = list(Event.objects.order_by("id").values_list("pk", flat=True))
        row = Event.objects.get(pk=rows[place % len(rows)])
        guards.take_down(connection)
        with connection.cursor() as cursor:
            cursor.execute(TAMPERING[deed].format(row=row.pk, seal=row.sealed_in, none="0" * 64))
        guards.put_up(connection)
        assert not verify().holds, (deed, row)
        transaction.set_rollback(True)
