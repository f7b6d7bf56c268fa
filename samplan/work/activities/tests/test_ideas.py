"""What more could do: ideas, and what somebody says is worth doing in more places."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samplan.foundation.history.models import Event
from samplan.work.activities.actions import nominating as writing
from samplan.work.activities.models import Nomination
from samplan.work.activities.tests.making import make_activities

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(cast):
    return make_activities(cast)[2]


def url(cast, name, *args):
    return reverse(f"activities:{name}", args=[cast.norr.slug, *args])


def text(answer):
    return answer.content.decode()


def test_what_most_have_named_stands_first_and_ideas_that_wait_after(client, cast, made):
    register = url(cast, "ideas")
    for user in (cast.contact, cast.other_contact):
        client.force_login(user)
        data = {"why": f"Vi såg det i vår kommun. {user.name}"}
        assert client.post(url(cast, "nominate", made["Stöd till anhöriga"].pk), data).status_code == 302
    client.post(url(cast, "nominate", made["Kurs för personal"].pk), {"why": "Den var bra."})
    client.force_login(cast.reader)
    shown = text(client.get(register))
    order = [
        "Stöd till anhöriga",
        "Sara Prov",
        "Nils Prov",
        "Kurs för personal",
        "Väntar på att någon börjar",
        "En väg in",
    ]
    places = [shown.index(words) for words in order]
    assert places == sorted(places)
    assert "2 tycker att fler borde göra den" in shown
    assert "Öppet hus" not in shown
    assert register in text(client.get(url(cast, "list")))


def test_each_says_it_once_with_a_reason_and_can_take_it_back(client, cast, made):
    one = made["Kurs för personal"]
    page, address = url(cast, "detail", one.pk), url(cast, "nominate", one.pk)
    client.force_login(cast.contact)
    assert "Tipsa andra" in text(client.get(page))
    assert "får andra att pröva" in text(client.post(address, {"why": " "}))
    assert client.post(address, {"why": "Ring 19121212-1212"}).status_code == 422
    client.post(address, {"why": "Den ledde till något."})
    shown = text(client.get(page))
    assert "Den ledde till något." in shown
    assert "Tipsa andra" not in shown
    assert "Du har redan sagt" in text(client.post(address, {"why": "Igen."}, follow=True))
    client.force_login(cast.other_contact)
    client.post(url(cast, "take_back_nomination", one.pk))
    assert Nomination.objects.count() == 1  # only one's own
    client.force_login(cast.contact)
    client.post(url(cast, "take_back_nomination", one.pk))
    assert not Nomination.objects.exists()
    verbs = list(
        Event.objects.filter(verb__startswith="activities.nomin").order_by("pk").values_list("verb", flat=True)
    )
    assert verbs == ["activities.nominated", "activities.nomination_taken_back"]


def test_readers_see_what_is_said_and_say_nothing(client, cast, made):
    one = made["Kurs för personal"]
    client.force_login(cast.reader)
    assert "Borde fler göra den?" not in text(client.get(url(cast, "detail", one.pk)))
    writing.nominate(activity=one, why="Den var bra.", by=cast.contact)
    shown = text(client.get(url(cast, "detail", one.pk)))
    assert "Den var bra." in shown
    assert "Tipsa andra" not in shown
    assert client.post(url(cast, "nominate", one.pk), {"why": "X"}).status_code == 403


def test_a_register_of_many_costs_no_more_than_one_of_few(client, cast, made):
    client.force_login(cast.reader)
    writing.nominate(activity=made["Kurs för personal"], why="Bra.", by=cast.contact)
    counts = []
    for user in (cast.other_contact, None):
        client.get(url(cast, "ideas"))
        with CaptureQueriesContext(connection) as found:
            client.get(url(cast, "ideas"))
        counts.append(len(found))
        if user:
            for activity in made.values():
                writing.nominate(activity=activity, why="Bra.", by=user)
                writing.nominate(activity=activity, why="Bra.", by=cast.coordinator)
    assert counts[0] == counts[1]
