"""Who writes just now: told to those who answer together, gone after a minute, and never told outside the organisation."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from samplan.work.rounds import actions
from samplan.work.rounds.models import Helper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty():
    cache.clear()


@pytest.fixture
def two(visit, opened, cast):
    """Sara by her link, and Mona whom she has asked."""
    actions.ask_helper(request=opened.ekby, name="Mona Prov", email="mona@example.org", by=cast.contact)
    return visit("sara@example.org", browser=Client()), visit("mona@example.org", browser=Client())


def section(opened, number=1):
    return f"/svar/{opened.ekby.pk}/avsnitt/{number}/"


def asked(browser, opened, number="1.1"):
    place = opened.questions[number].section_id
    return " ".join(browser.get(f"/svar/{opened.ekby.pk}/har/?avsnitt={place}").content.decode().split())


def save(browser, opened, text="Ord.", revision=0):
    question = opened.questions["1.1"].pk
    data = {"question": question, "choice": "", "text": text, "revision": revision, "client": "a", "seq": 1}
    return browser.post(f"/svar/{opened.ekby.pk}/spara/", data)


def test_who_has_opened_the_section_is_shown_to_the_other_and_not_to_themself(two, opened):
    sara, mona = two
    mona.get(section(opened))
    assert "<b>Mona Prov</b> skriver här" in asked(sara, opened)
    assert "Mona Prov" not in asked(mona, opened)
    assert "<b>Mona Prov</b> skriver här" in sara.get(section(opened)).content.decode()
    assert "Mona Prov skriver i ”Tidig upptäckt”" in asked(sara, opened, "2.1")
    assert "Mona Prov skriver i ”Tidig upptäckt”" in sara.get(f"/svar/{opened.ekby.pk}/").content.decode()


def test_it_is_gone_after_a_minute_without_a_sign_of_life(two, opened):
    """Planted: the poll counted as a sign of life; then a forgotten tab wrote for ever."""
    sara, mona = two
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        mona.get(section(opened))
        clock.shift(50)
        assert "Mona Prov" in asked(sara, opened)
        asked(mona, opened)
        clock.shift(11)
        assert "Mona Prov" not in asked(sara, opened)


def test_an_answer_that_is_saved_is_a_sign_of_life(two, opened):
    sara, mona = two
    with time_machine.travel(timezone.now(), tick=False) as clock:
        mona.get(section(opened))
        clock.shift(50)
        assert save(mona, opened).status_code == 200
        clock.shift(50)
        assert "<b>Mona Prov</b> skriver här" in asked(sara, opened)


def test_a_person_is_written_down_three_times_a_minute_at_most(two, opened):
    """However fast they type: the cache is a table in the database."""
    _sara, mona = two
    writes = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for second in range(60):
            with CaptureQueriesContext(connection) as made:
                save(mona, opened, text=f"Ord {second}.", revision=second)
            wrote = any(q["sql"].startswith(("INSERT", "UPDATE")) and '"cache"' in q["sql"] for q in made)
            writes += [second] if wrote else []
            clock.shift(1)
    assert writes == [0, 20, 40]


def test_nobody_outside_the_organisation_is_told(two, opened, client, cast):
    _sara, mona = two
    mona.get(section(opened))
    address = f"/svar/{opened.ekby.pk}/har/"
    assert client.get(address).status_code == 401
    for who in (cast.coordinator, cast.reader, cast.outsider, cast.other_contact):
        client.force_login(who)
        assert client.get(address).status_code == 404
    client.force_login(cast.contact)
    assert "Mona Prov" in client.get(address).content.decode()


def test_another_organisations_answer_is_told_nothing(two, opened, visit):
    _sara, mona = two
    mona.get(section(opened))
    nils = visit("nils@example.org", browser=Client())
    assert "Mona" not in nils.get(f"/svar/{opened.alby.pk}/har/").content.decode()


def test_the_same_person_by_link_and_by_account_is_one(two, opened, client, cast):
    sara, mona = two
    client.force_login(cast.contact)
    client.get(section(opened))
    assert "Sara Prov" not in asked(sara, opened)
    assert asked(mona, opened).count("Sara Prov</b>") == 1


def test_whoever_only_reads_a_section_is_not_said_to_write_there(two, opened):
    sara, mona = two
    helper = Helper.objects.get(request=opened.ekby)
    helper.sections.set([opened.questions["2.1"].section_id])
    mona.get(section(opened, 1))
    assert "Mona" not in asked(sara, opened)


def test_a_colleague_whose_help_has_ended_is_not_named(two, opened, cast):
    sara, mona = two
    mona.get(section(opened))
    actions.end_helper(helper=Helper.objects.get(request=opened.ekby), by=cast.contact)
    assert "Mona" not in asked(sara, opened)


def test_no_name_or_address_lies_in_the_cache(two, opened):
    _sara, mona = two
    mona.get(section(opened))
    kept = str(cache.get(f"rounds.present.{opened.ekby.pk}"))
    assert "Mona" not in kept
    assert "mona@" not in kept
    assert cache.get(f"rounds.present.{opened.ekby.pk}")


def test_what_is_kept_is_dropped_when_its_minute_is_out(two, opened):
    _sara, mona = two
    with time_machine.travel(timezone.now(), tick=False) as clock:
        mona.get(section(opened))
        clock.shift(timedelta(seconds=61))
        assert cache.get(f"rounds.present.{opened.ekby.pk}") is None
