"""A draft belongs to its authority: walked through every page, query and record that somebody outside can reach."""

import json
from datetime import date

import pytest
from django.urls import get_resolver, reverse

from samplan.foundation.core.offers import collect
from samplan.foundation.history.models import Event
from samplan.work.rounds import actions, offers
from samplan.work.rounds.access import may_read
from samplan.work.rounds.queries import last_year, progress, requests_of

pytestmark = pytest.mark.django_db
SECRET = "Källarmötet i oktober"
NOTE = "Stryk om källaren"


def write(opened):
    actions.save_answer(
        request=opened.ekby,
        question=opened.questions["1.1"],
        choice="yes",
        text=SECRET,
        revision=0,
        by=opened.round.owner,
    )


def submit(opened, cast):
    actions.submit(
        request=opened.ekby,
        manager_name="Anders Prov",
        manager_email="anders@example.org",
        note=NOTE,
        by=cast.contact,
    )


def send_back(opened, cast):
    submit(opened, cast)
    actions.return_with_note(request=opened.ekby, note=NOTE, by=cast.manager)


def close(opened, cast):
    actions.close_round(round=opened.round, by=cast.coordinator)


STAGES = {
    "writing": [],
    "with the manager": [submit],
    "returned": [send_back],
    "closed without handing in": [close],
}


@pytest.mark.parametrize("stage", STAGES)
def test_nobody_outside_reads_a_draft_at_any_stage(client, opened, cast, stage):
    write(opened)
    for step in STAGES[stage]:
        step(opened, cast)
    outside = [cast.coordinator, cast.other_contact, cast.reader, cast.editor, cast.outsider, cast.stranger]
    admin = cast.stranger.__class__.objects.create_user(
        email="admin@example.org", name="Admin Prov", is_administrator=True
    )
    walked = 0
    for user in [*outside, admin]:
        client.force_login(user)
        assert not may_read(user, opened.ekby)
        for url in pages_of(opened):
            html = client.get(url, follow=True).content.decode()
            assert SECRET not in html, (user, url)
            assert NOTE not in html, (user, url)
            walked += 1
        assert SECRET not in str([r.__dict__ for r in requests_of(user)])
    assert walked >= 7 * 12
    assert SECRET not in repr(progress(opened.round))
    assert SECRET not in repr(last_year(opened.alby))
    assert SECRET not in repr(collect("events", cast.norr, opened.round.year))
    records = json.dumps(list(Event.objects.values("before", "after", "note")), ensure_ascii=False)
    assert SECRET not in records
    assert NOTE not in records


def pages_of(opened):
    """Every page of this room, with the drafted answer's numbers; one that is added later is walked too."""
    numbers = {
        "county": "norrlunda",
        "pk": opened.ekby.pk,
        "round_pk": opened.round.pk,
        "number": 1,
        "helper_pk": 1,
        "secret": "x" * 32,
    }
    room = get_resolver().namespace_dict["rounds"][1]
    urls = []
    for name in {key for key in room.reverse_dict if isinstance(key, str)}:
        wanted = room.reverse_dict.getlist(name)[0][0][0][1]
        urls.append(reverse(f"rounds:{name}", kwargs={key: numbers[key] for key in wanted}))
    return urls


def test_progress_reads_no_words_from_the_database(opened, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    write(opened)
    with CaptureQueriesContext(connection) as asked:
        progress(opened.round)
    for query in asked:
        columns = query["sql"].split(" FROM ")[0]
        assert '"questionnaires_answer"."text",' not in columns
        assert not columns.endswith('"questionnaires_answer"."text"')
        assert '"rounds_requeststate"."note"' not in columns


def test_handing_over_makes_it_readable_and_history_with_content(client, opened, cast):
    write(opened)
    submit(opened, cast)
    actions.approve(request=opened.ekby, by=cast.manager)
    url = reverse("rounds:response", args=["norrlunda", opened.round.pk, opened.ekby.pk])
    for user in (cast.coordinator, cast.reader, cast.other_contact):
        client.force_login(user)
        html = client.get(url).content.decode()
        assert SECRET in html
        assert NOTE not in html  # what was said between colleagues stays with them
    for user in (cast.outsider, cast.stranger):
        client.force_login(user)
        assert client.get(url).status_code == 404
    event = Event.objects.get(verb="rounds.approved")
    assert event.organisation_id is None
    assert [a["text"] for a in event.after["answers"]] == [SECRET]


def test_an_answer_entered_on_behalf_is_the_organisations_to_release(client, opened, cast):
    question = opened.questions["1.1"]
    actions.enter_on_behalf(
        request=opened.alby,
        source="phone",
        source_date=date(opened.round.year, 1, 15),
        note="Ringde i januari.",
        answers={question.pk: ("yes", SECRET)},
        by=cast.coordinator,
    )
    url = reverse("rounds:response", args=["norrlunda", opened.round.pk, opened.alby.pk])
    client.force_login(cast.reader)
    assert client.get(url).status_code == 404
    client.force_login(cast.other_contact)
    confirm = reverse("rounds:confirm", args=[opened.alby.pk])
    html = client.get(confirm).content.decode()
    assert SECRET in html
    assert "telefon" in html
    assert "Ringde i januari." in html
    client.post(confirm, {"go": "correct"})
    actions.save_answer(
        request=opened.alby, question=question, choice="no", text="Eget utkast nu.", revision=1, by=cast.other_contact
    )
    client.force_login(cast.coordinator)
    assert client.get(url).status_code == 404


def test_others_drafts_are_not_ones_last_year(opened):
    assert last_year(opened.alby) == {}  # written last year, never handed in
    assert {e.text for e in last_year(opened.ekby).values()} == {
        "Vi har pratat om det men inte börjat.",
        "Anhöriga är med.",
    }


def test_events_and_todo_tell_no_words(opened, cast):
    write(opened)
    told = repr(offers.todo(cast.coordinator, cast.norr)) + repr(offers.events(cast.norr, opened.round.year))
    assert SECRET not in told
