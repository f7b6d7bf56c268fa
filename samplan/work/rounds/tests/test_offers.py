from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samplan.foundation.core.dates import today
from samplan.work.rounds import actions, offers
from samplan.work.rounds.models import Reminder

from .conftest import make_request, make_round

pytestmark = pytest.mark.django_db


def only(items):
    (item,) = items
    return item


def test_each_one_is_told_what_awaits_them_and_only_that(opened, cast):
    sara = only(offers.todo(cast.contact, cast.norr))
    assert (sara.due, sara.action, sara.url) == (opened.round.closes_on, "Börja svara", f"/svar/{opened.ekby.pk}/")
    assert offers.todo(cast.manager, cast.norr) == []
    assert offers.todo(cast.coordinator, cast.norr) == []
    actions.submit(request=opened.ekby, manager_name="A", manager_email="anders@example.org", by=cast.contact)
    assert offers.todo(cast.contact, cast.norr) == []
    anders = only(offers.todo(cast.manager, cast.norr))
    assert (anders.action, anders.url) == ("Läs och godkänn", f"/svar/{opened.ekby.pk}/godkann/")
    assert offers.todo(cast.contact, cast.soder) == []


def test_a_helper_with_an_account_is_told_too(opened, cast):
    actions.ask_helper(request=opened.ekby, name="Rut", email=cast.reader.email, by=cast.contact)
    assert only(offers.todo(cast.reader, cast.norr)).action == "Skriv din del"


def test_events_are_the_sent_rounds_and_their_last_day(opened, cast):
    make_round(cast, opened.round.year + 1, opens_on=today(), closes_on=today() + timedelta(days=1))  # not sent
    found = offers.events(cast.norr, opened.round.year)
    assert [(e.kind, e.ends) for e in found if e.title.startswith(opened.round.title)] == [
        ("round", opened.round.closes_on),
        ("deadline", opened.round.closes_on),
    ]
    assert not [e for e in found if str(opened.round.year + 1) in e.title]
    assert offers.events(cast.soder, opened.round.year) == []


def test_the_worker_says_what_it_sent(opened):
    Reminder.objects.create(round=opened.round, due_on=today())
    assert offers.tick() == ["3 påminnelser"]
    assert offers.tick() == []


def test_my_answers_lists_each_round_with_what_to_do(client, opened, cast):
    client.force_login(cast.contact)
    html = client.get(reverse("rounds:mine", args=["norrlunda"])).content.decode()
    assert opened.round.title in html
    assert "Börja svara" in html
    assert "Älby" not in html
    client.force_login(cast.reader)
    assert "Inget att svara på" in client.get(reverse("rounds:mine", args=["norrlunda"])).content.decode()
    client.force_login(cast.stranger)
    assert client.get(reverse("rounds:mine", args=["norrlunda"])).status_code == 404
    client.logout()
    assert "/konto/" in client.get(reverse("rounds:mine", args=["norrlunda"])).headers["Location"]


def test_my_answers_asks_the_database_as_much_for_many_rounds_as_for_one(client, opened, cast):
    client.force_login(cast.contact)
    url = reverse("rounds:mine", args=["norrlunda"])
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for year in range(2001, 2009):
        round = make_round(cast, year)
        make_request(round, cast.ekby, cast.contact)
        actions.open_round(round=round, by=cast.coordinator)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few) <= 15
