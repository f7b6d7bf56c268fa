"""Two at once in the forms of the privacy pages: the second is shown what the first saved. Planted: the mark not compared."""

import pytest
from django.urls import reverse

from samplan.foundation.core.tests.starting import start_in, start_of
from samplan.foundation.people.models import User
from samplan.front.privacy.models import Controller, KeepingTime

CASES = {
    "controller": (
        reverse("privacy:controller"),
        {"name": "Region Norrlunda", "contact": "Växeln", "officer": "Ombudet"},
        {"name": "Region Norrlunda", "contact": "Registrator", "officer": "Ombudet"},
        lambda: Controller.objects.values_list("contact", flat=True).first(),
    ),
    "time": (
        reverse("privacy:time", args=["outbox.letters"]),
        {"days": "400", "decision": "Växeln"},
        {"days": "500", "decision": "Registrator"},
        lambda: KeepingTime.objects.values_list("decision", flat=True).first(),
    ),
}


@pytest.fixture
def admin(client, cast):
    User.objects.filter(pk=cast.stranger.pk).update(is_administrator=True)
    client.force_login(cast.stranger)
    return client


def told_then_saved(client, address, first, second, stands):
    """What stands after the second has read both and saved."""
    start = start_of(client, address)
    assert client.post(address, {**first, "seen": start}).status_code == 302
    told = client.post(address, {**second, "seen": start})
    page = told.content.decode()
    assert told.status_code == 409
    assert "Växeln" in page
    assert "Registrator" in page
    assert stands() == "Växeln"
    assert client.post(address, {**second, "seen": start_in(told)}).status_code == 302
    return stands()


@pytest.mark.parametrize("name", CASES)
def test_the_second_is_shown_what_the_first_saved(admin, name):
    assert told_then_saved(admin, *CASES[name]) == "Registrator"
    assert told_then_saved(admin, *CASES[name]) == "Registrator"  # the next time a row is there already


def test_two_who_correct_the_same_person(client, cast):
    client.force_login(cast.coordinator)
    address = reverse("privacy:correct", args=[cast.contact.pk])
    facts = {"name": "Sara Prov", "email": "sara@example.org", "reason": "Begäran"}

    def stands():
        return User.objects.get(pk=cast.contact.pk).title

    first, second = {**facts, "title": "Växeln"}, {**facts, "title": "Registrator"}
    assert told_then_saved(client, address, first, second, stands) == "Registrator"
