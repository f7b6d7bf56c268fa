"""What happens far too often is counted, told to the administrators once an hour, seen on a page, and forgotten."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from samplan.foundation.history.actions import note_read
from samplan.foundation.history.models import Event
from samplan.foundation.outbox.models import Mail
from samplan.foundation.people.actions import cleaning
from samplan.foundation.people.actions.unusual import note
from samplan.foundation.people.middleware import unusual as counting
from samplan.foundation.people.models import Sighting
from samplan.foundation.people.offers import tick, watch
from samplan.foundation.people.queries.unusual import this_hour
from samplan.foundation.people.queries.unusual import unusual as found

pytestmark = pytest.mark.django_db
PAGE = reverse("people:unusual")


@pytest.fixture
def administrator(cast, settings):
    """And thresholds that a test can reach."""
    settings.UNUSUAL = dict.fromkeys(settings.UNUSUAL, 3)
    cast.reader.is_administrator = True
    cast.reader.save()
    cache.clear()
    return cast.reader


def a_minute_later():
    cache.clear()
    return tick()


def letters():
    return list(Mail.objects.filter(kind="people.unusual").order_by("pk"))


def wrong_password(client, email):
    cache.clear()  # the limit on guessing is another test's
    client.post(reverse("account_login"), {"login": email, "password": "fel"}, REMOTE_ADDR="192.0.2.7")


def test_wrong_passwords_for_one_account_are_told_of_and_stand_on_the_page(client, cast, administrator):
    for _ in range(2):
        wrong_password(client, cast.contact.email)
    a_minute_later()
    assert not found().exists()
    wrong_password(client, cast.contact.email)
    a_minute_later()
    assert {(one.kind, one.user_id, one.address, one.count) for one in found()} == {
        ("account", cast.contact.pk, "192.0.2.7", 3),
        ("address", 0, "192.0.2.7", 3),
    }
    assert [mail.to for mail in letters()] == [administrator.email] * 2
    assert cast.contact.name not in letters()[0].text
    assert PAGE in letters()[0].text
    client.force_login(administrator)
    assert "ovanliga saker att titta på" in [each.text for each in watch(administrator, cast.norr)]
    assert watch(cast.manager, cast.norr) == []
    html = client.get(PAGE).content.decode()
    assert "2 saker är ovanliga" in html
    assert cast.contact.name in html
    assert "192.0.2.7" in html


def test_many_tries_to_sign_in_from_one_address_are_one_thing(client, cast, administrator):
    for name in "abcd":
        wrong_password(client, f"{name}@example.org")
    a_minute_later()
    [one] = found()
    assert (one.kind, one.user_id, one.address, one.count) == ("address", 0, "192.0.2.7", 4)


def test_walking_the_numbers_of_pages_is_seen_and_an_ordinary_page_costs_nothing(
    client, cast, administrator, django_assert_num_queries
):
    """Planted bug: counted per session, a new sign-in would begin from nothing."""
    for _ in range(3):
        client.force_login(cast.contact)
        client.get("/norrlunda/organisationer/999999/")
    [one] = Sighting.objects.all()
    assert (one.kind, one.user_id, one.count) == ("refused", cast.contact.pk, 3)
    a_minute_later()
    assert len(letters()) == 1
    with django_assert_num_queries(1):
        note(kind="refused", user_id=cast.contact.pk, address="192.0.2.7")


def test_an_ordinary_answer_asks_the_database_nothing(rf, cast, django_assert_num_queries):
    request = rf.get("/")
    request.user, request.resolver_match = cast.contact, None
    with django_assert_num_queries(0):
        for status in (200, 302, 400, 500):
            answer = counting(lambda request, status=status: HttpResponse(status=status))(request)
            assert answer.status_code == status


def test_nobody_s_404_is_not_counted_but_a_personal_link_tried_is(client, cast, administrator):
    for number in range(3):
        client.get(f"/finns-inte/{number}/")
        client.get(reverse("people:invitation", args=[number, "x" * 32]))
    a_minute_later()
    [one] = Sighting.objects.all()
    assert (one.kind, one.user_id, one.count) == ("links", 0, 3)
    assert one.address


def test_files_taken_out_and_protected_reads_are_counted_by_person(client, cast, administrator):
    client.force_login(cast.coordinator)
    for _ in range(3):
        assert client.get(reverse("people:invite_template", args=[cast.norr.slug])).status_code == 200
        note_read(cast.manager, cast.region, "prov")
    a_minute_later()
    assert {(one.kind, one.user_id) for one in found()} == {
        ("exports", cast.coordinator.pk),
        ("reads", cast.manager.pk),
    }


def test_what_the_limit_stops_is_counted_by_address(rf, cast, administrator):
    request = rf.post("/")
    for _ in range(3):
        counting(lambda request: HttpResponse(status=429))(request)
    [one] = found()
    assert (one.kind, one.user_id, one.count) == ("limited", 0, 3)


def test_one_letter_of_each_kind_and_hour(cast, administrator):
    """Planted bug: with the hour counted by the clock there came two letters within a minute, at 9.59 and 10.00."""
    note_of = {"kind": "refused", "address": "192.0.2.7"}
    for person in (cast.contact, cast.manager):
        for _ in range(3):
            note(user_id=person.pk, **note_of)
    a_minute_later()
    assert len(letters()) == 1
    Sighting.objects.update(hour=this_hour() - timedelta(hours=1))
    for _ in range(3):
        note(user_id=cast.contact.pk, **note_of)
    a_minute_later()
    assert len(letters()) == 1
    Sighting.objects.exclude(told_at=None).update(told_at=timezone.now() - timedelta(minutes=61))
    a_minute_later()
    assert len(letters()) == 2


def test_a_thing_seen_goes_down_under_seen_and_the_history_tells_who(client, cast, administrator):
    for _ in range(3):
        note(kind="refused", user_id=cast.contact.pk, address="192.0.2.7")
    one = Sighting.objects.get()
    client.force_login(administrator)
    html = client.post(reverse("people:unusual_seen", args=[one.pk]), follow=True).content.decode()
    assert "Inget ovanligt" in html
    assert cast.contact.name in html
    assert Event.objects.get(verb="people.unusual_seen").actor_id == administrator.pk
    client.post(reverse("people:unusual_seen", args=[one.pk]))
    assert Event.objects.filter(verb="people.unusual_seen").count() == 1


def test_nobody_but_administrators_sees_the_page(client, cast):
    client.force_login(cast.coordinator)
    assert client.get(PAGE).status_code == 404


def test_the_page_asks_as_much_of_the_database_however_many_rows(client, cast, administrator):
    client.force_login(administrator)
    counts = []
    for start in (1, 2, 10):
        for person in range(start, 2 * start):
            for _ in range(3):
                note(kind="refused", user_id=person, address="192.0.2.7")
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE)
        counts.append(len(asked))
    assert counts[1] == counts[2]


def test_ninety_days_later_it_is_forgotten_and_low_counts_after_a_day(cast, administrator):
    for person in (1, 2, 3, 4):
        for _ in range(3 if person < 3 else 1):
            note(kind="refused", user_id=person, address="192.0.2.7")
    ages = {1: timedelta(days=91), 2: timedelta(days=89), 3: timedelta(days=2), 4: timedelta(hours=2)}
    for person, age in ages.items():
        Sighting.objects.filter(user_id=person).update(hour=timezone.now() - age)
    a_minute_later()
    assert set(Sighting.objects.values_list("user_id", flat=True)) == {2, 4}


def test_sessions_and_counters_whose_time_is_out_are_dropped_a_batch_at_a_time(cast, monkeypatch):
    monkeypatch.setattr(cleaning, "BATCH", 3)
    now = timezone.now()
    for number in range(5):
        Session.objects.create(session_key=f"old{number}", expire_date=now - timedelta(minutes=1))
    Session.objects.create(session_key="new", expire_date=now + timedelta(hours=1))
    assert [cleaning.drop_expired_sessions() for _ in range(3)] == [3, 2, 0]
    assert Session.objects.get().pk == "new"
    cache.clear()
    for number in range(5):
        cache.set(f"old{number}", 1, 3600)
    with connection.cursor() as cursor:
        past = connection.ops.adapt_datetimefield_value(now.replace(microsecond=0) - timedelta(minutes=1))
        cursor.execute("UPDATE cache SET expires = %s", [past])
    cache.set("new", 1, 3600)
    assert [cleaning.drop_expired_counters() for _ in range(3)] == [3, 2, 0]
    assert cache.get("new") == 1


def test_the_limits_are_not_washed_away_by_many_tries(cast):
    """Found: with the library's room for 300 rows, a few hundred made-up addresses emptied the limits of everybody else."""
    cache.clear()
    cache.set("a-limit", [1], 3600)
    for number in range(400):
        cache.set(f"z{number}", 1, 3600)
    assert cache.get("a-limit") == [1]


@pytest.mark.parametrize("given", ["nonsense=3", "reads=0", "reads=many"])
def test_a_threshold_that_makes_no_sense_stops_the_start(tmp_path, given):
    told = {**os.environ, "SAMPLAN_DATA": str(tmp_path), "SAMPLAN_UNUSUAL": given}
    done = subprocess.run([sys.executable, "-c", "import samplan.settings"], env=told, capture_output=True, text=True)
    assert done.returncode == 1
    assert "SAMPLAN_UNUSUAL" in done.stderr
