"""A pause has a day when it ends; an end has a lesson; ordinary operation is paid by somebody."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samplan.foundation.core.dates import today
from samplan.foundation.history.models import Event
from samplan.work.activities import actions, offers, states
from samplan.work.activities.models import ActivityState
from samplan.work.activities.states import NotAllowed
from samplan.work.activities.tests.making import make_activities

pytestmark = pytest.mark.django_db


@pytest.fixture
def running(cast):
    *_, made = make_activities(cast, [actions.NewActivity("Kurs", state="ongoing", owner=cast.ekby)])
    made["Kurs"].states.update(on=today() - timedelta(days=400))
    return made["Kurs"]


def url(cast, name, activity):
    return reverse(f"activities:{name}", args=[cast.norr.slug, activity.pk])


def pause(cast, activity, in_days):
    since = today() - timedelta(days=100)
    return actions.change_state(
        activity=activity,
        to="paused",
        on=since,
        reason="Vakans",
        resume_on=today() + timedelta(days=in_days),
        by=cast.contact,
    )


def asked(user, cast):
    return [t for t in offers.todo(user, cast.norr) if "komma igång igen" in t.text]


@pytest.mark.row(64)
def test_a_pause_is_told_of_before_it_should_end_to_its_owner_and_the_coordinator(client, cast, running):
    pause(cast, running, 30)
    assert asked(cast.contact, cast) == []
    running.states.filter(state="paused").update(resume_on=today() + timedelta(days=14))
    (own,) = asked(cast.contact, cast)
    assert own.due == today() + timedelta(days=14)
    assert asked(cast.coordinator, cast) == [own]
    assert asked(cast.other_contact, cast) == []
    client.force_login(cast.contact)
    assert "Ska återupptas" in client.get(url(cast, "detail", running)).content.decode()
    client.post(own.url, {"to": "ongoing", "on": today().isoformat(), "reason": ""})
    assert asked(cast.contact, cast) == []


def test_the_form_asks_only_for_what_belongs_to_a_possible_move(client, cast, running):
    client.force_login(cast.contact)
    form = client.get(url(cast, "state", running)).context["form"]
    assert {"resume_on", "lesson", "payer"} <= set(form.fields)
    day = (today() - timedelta(days=2)).isoformat()
    data = {"to": "paused", "on": today().isoformat(), "reason": "Vakans", "resume_on": day}
    answer = client.post(url(cast, "state", running), data).content.decode()
    assert "innan den pausas" in answer
    client.post(
        url(cast, "state", running), {**data, "resume_on": "", "lesson": "Hör inte hit", "payer": "Hör inte hit"}
    )
    row = states.latest(running)
    assert (row.state, row.resume_on, row.lesson, row.payer) == ("paused", None, "", "")
    form = client.get(url(cast, "state", running)).context["form"]
    assert "payer" not in form.fields


def test_an_end_keeps_its_lesson_and_the_history_tells_it(client, cast, running):
    client.force_login(cast.contact)
    data = {"to": "ended", "on": today().isoformat(), "reason": "Klar", "lesson": "Börja med skolan."}
    client.post(url(cast, "state", running), data)
    assert "Börja med skolan." in client.get(url(cast, "detail", running)).content.decode()
    assert Event.objects.get(verb="activities.state_changed").after["lesson"] == "Börja med skolan."


def test_ordinary_operation_without_a_payer_is_refused_also_past_the_form(cast, running):
    facts = {"activity": running, "to": "ordinary", "on": today(), "reason": "", "by": cast.contact}
    with pytest.raises(NotAllowed, match="vem som betalar"):
        actions.change_state(**facts)
    assert actions.change_state(payer="Ekby kommun", **facts).payer == "Ekby kommun"


@pytest.mark.parametrize(
    "wrong", [{"resume_on": "2099-01-01"}, {"lesson": "x", "state": "paused"}, {"payer": "x"}, {"state": "paused", "resume_on": "2001-01-01"}]
)  # fmt: skip
def test_the_database_keeps_what_a_state_can_not_have_out(cast, running, wrong):
    row = {"activity": running, "state": "ongoing", "on": today(), "by_name": "K", **wrong}
    with pytest.raises(IntegrityError), transaction.atomic():
        ActivityState.objects.create(**row)


def test_many_pauses_cost_no_more_than_one(cast, running):
    pause(cast, running, 3)
    counts = []
    for n in range(2):
        new = [actions.NewActivity(f"Kurs {k}", state="ongoing", owner=cast.ekby) for k in range(6 * n)]
        for activity in make_activities(cast, new)[-1].values() if new else []:
            activity.states.update(on=today() - timedelta(days=400))
            pause(cast, activity, 3)
        with CaptureQueriesContext(connection) as queries:
            found = asked(cast.coordinator, cast)
        counts.append(len(queries))
    assert len(found) == 7
    assert counts[0] == counts[1]
