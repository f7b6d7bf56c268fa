"""Who took personal data away, when and why; never what it was."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samplan.foundation.history.actions import erase_content, erase_person, record
from samplan.foundation.people.models import User

ADDRESS = reverse("privacy:erasures")


@pytest.fixture
def admin(client, cast):
    User.objects.filter(pk=cast.stranger.pk).update(is_administrator=True)
    client.force_login(cast.stranger)
    return client


def text(response):
    return " ".join(response.content.decode().split())


def erased(cast, n=1):
    for number in range(n):
        record(by=f"Hemlig Prov{number}", verb="rounds.submitted", subject=cast.ekby, note="Hemlig anteckning")
        erase_person(user_id=None, name=f"Hemlig Prov{number}", by=cast.coordinator, reason="Begäran 2026-11-02")


def test_each_erasure_is_told_with_who_when_how_much_and_why(admin, cast):
    assert "Inga personuppgifter har tagits bort" in text(admin.get(ADDRESS))
    erased(cast)
    events = [record(by="Hemlig Prov", verb="rounds.submitted", subject=cast.ekby).pk for _ in range(2)]
    erase_content(event_ids=events, by=cast.coordinator, reason="Tiden är ute")
    page = text(admin.get(ADDRESS))
    assert "Personuppgifter har tagits bort 2 gånger" in page
    assert "Uppgifter i 1 rad i historiken" in page
    assert "Uppgifter i 2 rader i historiken" in page
    assert "Karin Prov" in page
    assert "Begäran 2026-11-02" in page
    assert "Hemlig" not in page


def test_it_is_linked_for_administrators_and_hidden_from_coordinators(admin, client, cast):
    assert ADDRESS in text(admin.get(reverse("privacy:people")))
    client.force_login(cast.coordinator)
    assert ADDRESS not in text(client.get(reverse("privacy:people")))
    assert client.get(ADDRESS).status_code == 404


def test_the_page_asks_as_often_however_many_there_are(admin, cast, django_assert_max_num_queries):
    erased(cast)
    admin.get(ADDRESS)
    with CaptureQueriesContext(connection) as few:
        admin.get(ADDRESS)
    erased(cast, 12)
    with django_assert_max_num_queries(len(few)):
        assert admin.get(ADDRESS).status_code == 200
