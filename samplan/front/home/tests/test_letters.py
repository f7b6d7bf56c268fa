"""The log of letters, and what did not arrive as something to do."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from samplan.foundation.history.models import Event
from samplan.foundation.outbox.actions import enqueue
from samplan.foundation.outbox.models import Mail
from samplan.front.home import offers
from samplan.work.rounds import actions as rounds
from samplan.work.rounds.tests.conftest import make_request, make_round

pytestmark = pytest.mark.django_db
REFUSED = "550 5.1.1 no such user here"


@pytest.fixture
def asked(cast):
    """A round sent to Ekby an hour ago; nothing has been handed to the mail server."""
    round = make_round(cast)
    request = make_request(round, cast.ekby, cast.contact, cast.manager)
    rounds.open_round(round=round, by=cast.coordinator)
    Mail.objects.update(created_at=timezone.now() - timedelta(hours=1))
    return request


def refuse(**which):
    Mail.objects.filter(**which).update(given_up_at=timezone.now(), last_error=REFUSED)


def address(cast, query=""):
    return reverse("home:letters", args=[cast.norr.slug]) + query


def act(client, cast, mail, what):
    return client.post(reverse("home:letter", args=[cast.norr.slug]), {"brev": mail.pk, "gor": what}, follow=True)


def todo(cast, who="coordinator", county="norr"):
    return offers.todo(getattr(cast, who), getattr(cast, county))


def test_the_coordinator_sees_who_what_and_how_it_went_but_no_text_and_no_link(client, cast, asked):
    client.force_login(cast.coordinator)
    page = client.get(address(cast)).content.decode()
    mail = Mail.objects.get(kind="rounds.invitation")
    assert "Sara Prov" in page
    assert mail.subject in page
    assert "Inbjudan att svara" in page
    link = next(line for line in mail.text.splitlines() if "/svar/" in line)
    assert "/svar/" not in page
    assert link.rstrip("/").rpartition("/")[2] not in page


def test_who_helps_whom_within_an_organisation_is_not_the_coordinators(client, cast, asked):
    rounds.ask_helper(request=asked, name="Hjälp Prov", email="hjalp@example.org", by=cast.contact)
    refuse(kind="rounds.help")
    client.force_login(cast.coordinator)
    assert "hjalp@example.org" not in client.get(address(cast)).content.decode()
    assert todo(cast) == []
    mail = Mail.objects.get(kind="rounds.help")
    assert act(client, cast, mail, "igen").status_code == 404


def test_only_the_countys_coordinators_see_its_letters(client, cast, asked):
    for who, status in [("contact", 403), ("reader", 403), ("outsider", 404), ("stranger", 404)]:
        client.force_login(getattr(cast, who))
        assert client.get(address(cast)).status_code == status, who
        assert act(client, cast, Mail.objects.first(), "igen").status_code == status, who


def test_a_refused_address_is_something_to_do_with_its_reason_and_ways_out(client, cast, asked):
    refuse()
    [item] = todo(cast)
    assert item.text == "Brevet till Sara Prov kom inte fram"
    assert item.why.startswith("Adressen finns inte.")
    assert todo(cast, "contact") == []
    assert todo(cast, "outsider", "soder") == []
    client.force_login(cast.coordinator)
    page = client.get(item.url).content.decode()
    assert "Ett brev kom inte fram" in page
    assert reverse("followup:contact", args=["norrlunda", asked.round_id, asked.pk]) in page
    assert REFUSED in page


def test_sent_again_it_is_a_new_letter_and_nothing_to_do(client, cast, asked):
    refuse()
    client.force_login(cast.coordinator)
    first = Mail.objects.get()
    assert "skickas igen" in act(client, cast, first, "igen").content.decode()
    assert todo(cast) == []
    second = Mail.objects.exclude(pk=first.pk).get()
    assert (second.state, second.text, second.county_code) == (Mail.State.WAITING, first.text, "91")
    assert "redan skickat igen" in act(client, cast, first, "igen").content.decode()
    assert Mail.objects.count() == 2
    assert Event.objects.filter(verb="home.letter_sent_again").count() == 1


def test_what_is_taken_care_of_leaves_the_list_and_can_be_taken_back(client, cast, asked):
    refuse()
    client.force_login(cast.coordinator)
    act(client, cast, Mail.objects.get(), "ordnat")
    assert todo(cast) == []
    act(client, cast, Mail.objects.get(), "angra")
    assert len(todo(cast)) == 1


def test_it_is_no_longer_to_do_when_somebody_else_is_asked_or_the_round_is_closed(cast, asked):
    refuse()
    asked.contact_email = "ny@example.org"
    asked.save(update_fields=["contact_email"])
    assert todo(cast) == []
    asked.contact_email = "sara@example.org"
    asked.save(update_fields=["contact_email"])
    assert len(todo(cast)) == 1
    rounds.close_round(round=asked.round, by=cast.coordinator)
    assert todo(cast) == []


def test_a_letter_stopped_because_its_receiver_was_erased_is_nothing_to_do(cast):
    enqueue(to="", subject="", text="", kind="home.handed_over", county="91")
    Mail.objects.update(given_up_at=timezone.now())
    assert todo(cast) == []


def test_many_letters_that_did_not_arrive_are_one_thing_to_do(cast):
    for n in range(5):
        enqueue(to=f"p{n}@example.org", subject="Hej", text="Hej", kind="home.handed_over", county="91")
    refuse()
    [item] = todo(cast)
    assert item.text == "5 brev kom inte fram"


def test_the_list_is_filtered_by_state(client, cast, asked):
    refuse()
    sent = enqueue(to="nils@example.org", to_name="Nils", subject="Gick", text="x", kind="prov", county="91")
    Mail.objects.filter(pk=sent.pk).update(sent_at=timezone.now())
    client.force_login(cast.coordinator)
    failed = client.get(address(cast, "?lage=failed")).content.decode()
    assert "sara@example.org" in failed
    assert "nils@example.org" not in failed
    assert "nils@example.org" in client.get(address(cast, "?lage=sent")).content.decode()


def test_an_administrator_sees_where_all_letters_went_but_no_codes_and_no_drafts(client, cast, asked):
    enqueue(to="nils@example.org", subject="Din kod är 123456", text="123456", kind="people.login_code")
    rounds.ask_helper(request=asked, name="Hjälp Prov", email="hjalp@example.org", by=cast.contact)
    url = reverse("home:all_letters")
    client.force_login(cast.coordinator)
    assert client.get(url).status_code == 404
    cast.stranger.is_administrator = True
    cast.stranger.save(update_fields=["is_administrator"])
    client.force_login(cast.stranger)
    page = client.get(url).content.decode()
    assert "nils@example.org" in page
    assert "hjalp@example.org" in page
    assert "123456" not in page
    assert "vill ha din hjälp" not in page


def test_the_log_asks_as_many_questions_however_many_letters(client, cast, asked):
    client.force_login(cast.coordinator)

    def count():
        client.get(address(cast))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address(cast))
        return len(queries)

    before = count()
    for n in range(30):
        enqueue(to=f"p{n}@example.org", subject="Hej", text="x", kind="rounds.reminder", county="91", about=asked)
    refuse(kind="rounds.reminder")
    assert count() == before
