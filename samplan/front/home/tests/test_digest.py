"""The weekly letter: to whom, when, once; and how it is ended."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from samplan.foundation.core import offers
from samplan.foundation.core.offers import Todo
from samplan.foundation.history.actions import record
from samplan.foundation.outbox.actions import send_due
from samplan.foundation.outbox.models import Mail
from samplan.front.home import digest
from samplan.front.home.models import Digest
from samplan.front.home.offers import tick
from samplan.work.questionnaires.models import Answer
from samplan.work.rounds import actions as rounds
from samplan.work.rounds.tests.conftest import make_request, make_round

pytestmark = pytest.mark.django_db
SUNDAY, EARLY, MONDAY = "2026-11-22 23:00 +0100", "2026-11-23 06:59 +0100", "2026-11-23 07:00 +0100"
NOW = date(2026, 11, 23)


@pytest.fixture
def waiting(cast, monkeypatch):
    """What the coordinator of Norrlunda has to do; the others have nothing. The rooms' own tests show what they give."""
    items = [
        Todo(NOW + timedelta(days=3), "Läs svaret från Ekby", "Det kom i går.", "/norrlunda/b/", "Läs"),
        Todo(NOW - timedelta(days=3), "Påminn Älby", "De har inte svarat.", "/norrlunda/a/", "Påminn"),
    ]

    def todo(user, county):
        return items if (user, county) == (cast.coordinator, cast.norr) else []

    monkeypatch.setitem(offers._table, "todo", [todo])
    return items


def send(moment=MONDAY):
    with time_machine.travel(moment, tick=False):
        return digest.send_due_digests()


def end_address(user):
    return (
        digest.unsubscribe_address(user).partition("/veckobrev")[1]
        + digest.unsubscribe_address(user).partition("/veckobrev")[2]
    )


def test_it_goes_on_monday_at_seven_to_those_who_have_something_to_do(cast, waiting):
    assert send(SUNDAY) == 0
    assert send(EARLY) == 0
    assert send() == 1
    mail = Mail.objects.get(kind="home.digest")
    assert mail.to == cast.coordinator.email
    assert mail.subject == "Veckan: två saker väntar"


def test_what_waits_stands_oldest_first_each_with_its_link(cast, waiting, settings):
    settings.BASE_URL = "https://samplan.example"
    send()
    mail = Mail.objects.get()
    assert mail.text.index("Påminn Älby") < mail.text.index("Läs svaret från Ekby")
    for path in ("/norrlunda/a/", "/norrlunda/b/"):
        assert f"https://samplan.example{path}" in mail.text
        assert f'href="https://samplan.example{path}"' in mail.html
    assert "Skulle ha varit klart 20 nov." in mail.text
    assert "Senast 26 nov." in mail.text


def test_what_happened_in_the_county_is_told_but_not_what_is_one_organisations_own(cast, waiting):
    with time_machine.travel("2026-11-20 12:00 +0100"):
        record(by=cast.coordinator, verb="rounds.opened", subject=cast.ekby, county="91")
        record(
            by="Hemlig Prov", verb="rounds.helper_asked", subject=cast.ekby, county="91", organisation_id=cast.ekby.pk
        )
        record(by="Annan Prov", verb="rounds.opened", subject=cast.soder_region, county="92")
    send()
    text = Mail.objects.get().text
    assert "Karin Prov" in text.partition("Det här har hänt")[2]
    assert "Hemlig Prov" not in text
    assert "Annan Prov" not in text


def test_never_more_than_one_a_week_also_after_a_restart(cast, waiting):
    assert send() == 1
    assert send() == 0
    assert send("2026-11-24 12:00 +0100") == 0
    with time_machine.travel("2026-11-30 07:00 +0100", tick=False):
        assert digest.send_due_digests() == 1


def test_two_workers_at_once_make_one_letter(cast, waiting):
    """The other worker's row is there when this one, having seen none, writes its own."""
    Digest.objects.create(user=cast.coordinator, week=NOW)
    with time_machine.travel(MONDAY, tick=False):
        assert digest.send_one(user=cast.coordinator, week=NOW) is False
    assert not Mail.objects.exists()


def test_a_fault_while_a_letter_is_made_leaves_the_others_theirs(cast, waiting, monkeypatch):
    """Else one person's broken to-do list keeps everybody's letter, and is tried again each half minute."""
    good = offers._table["todo"][0]

    def todo(user, county):
        if user == cast.contact:
            raise ValueError("broken")
        return good(user, county)

    monkeypatch.setitem(offers._table, "todo", [todo])
    assert send() == 1
    assert Digest.objects.filter(user=cast.contact).count() == 1


def test_a_worker_that_was_away_catches_up_until_wednesday_and_not_later(cast, waiting):
    assert send("2026-11-25 07:01 +0100") == 0
    assert send("2026-11-24 15:00 +0100") == 1


def test_the_worker_sends_it_with_the_rest(cast, waiting, smtp):
    call_command("createcachetable", verbosity=0)
    cache.clear()
    with time_machine.travel(MONDAY, tick=False):
        assert tick() == ["1 veckobrev"]
        assert tick() == []
        assert send_due() == 1
    [message] = smtp.messages()
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Unsubscribe"].strip() == f"<{digest.unsubscribe_address(cast.coordinator)}>"


def test_no_word_of_a_draft_is_in_anybodys_letter(cast):
    """Domain: a draft belongs to its authority. With the real rooms, while an answer is being written."""
    with time_machine.travel("2026-11-20 12:00 +0100"):
        round = make_round(cast)
        request = make_request(round, cast.ekby, cast.contact, cast.manager)
        rounds.open_round(round=round, by=cast.coordinator)
        question = round.form.sections.first().questions.first()
        Answer.objects.create(
            response=request.response,
            question=question,
            text="Hemlighetsord i utkastet",
            revision=1,
            saved_at=timezone.now(),
        )
        rounds.ask_helper(
            request=request,
            name="Hjälp Prov",
            email="hjalp@example.org",
            by=cast.contact,
            note="Hemlighetsord till Hjälp",
        )
    sent = send()
    letters = Mail.objects.filter(kind="home.digest")
    assert sent == len(letters) > 0
    assert {mail.to for mail in letters} >= {cast.contact.email, cast.coordinator.email}
    for mail in letters:
        assert "Hemlighetsord" not in mail.text + mail.html
        assert "Hjälp Prov" not in mail.text


def test_opening_the_link_ends_nothing_and_the_button_does(cast, waiting):
    link, browser = end_address(cast.coordinator), Client(enforce_csrf_checks=True)
    assert "Vill du sluta få veckobrev?" in browser.get(link).content.decode()
    assert digest.wants(cast.coordinator)
    assert "inga fler veckobrev" in browser.post(link, {"brev": "av"}).content.decode()
    assert send() == 0
    assert "Du får veckobrev igen" in browser.post(link, {"brev": "pa"}).content.decode()
    assert send() == 1


def test_a_mail_programs_own_button_ends_it_in_one_step(cast, waiting):
    """RFC 8058: a POST without cookies, with these words only."""
    program = Client(enforce_csrf_checks=True)
    link = end_address(cast.coordinator)
    response = program.post(link, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert response.status_code == 200
    assert send() == 0


def test_nobody_ends_anothers_letters_with_a_made_up_link(client, cast):
    genuine = end_address(cast.coordinator)
    forged = genuine.replace(f"/{cast.coordinator.pk}:", f"/{cast.contact.pk}:")
    assert forged != genuine
    for link in (forged, "/veckobrev/avsluta/skräp/", "/veckobrev/avsluta/1/"):
        assert client.post(link).status_code == 404
    assert digest.wants(cast.contact)


def test_the_account_page_shows_the_letter_and_ends_it_and_takes_it_back(client, cast, waiting):
    page = reverse("home:digest_settings")
    assert client.get(page).status_code == 302
    client.force_login(cast.coordinator)
    with time_machine.travel(MONDAY, tick=False):
        html = client.get(page).content.decode()
        assert "Påminn Älby" in html
        assert 'href="/norrlunda/a/"' in html
        assert "Du får inga veckobrev" in client.post(page, {"brev": "av"}, follow=True).content.decode()
        assert send() == 0
        assert "Du får veckobrev" in client.post(page, {"brev": "pa"}, follow=True).content.decode()


def test_the_coordinator_sees_what_a_contact_person_gets_but_nobodys_own_letter(client, cast):
    round = make_round(cast)
    request = make_request(round, cast.ekby, cast.contact, cast.manager)
    rounds.open_round(round=round, by=cast.coordinator)
    rounds.ask_helper(request=request, name="Nils Prov", email="nils@example.org", by=cast.contact)
    page = reverse("home:digest_settings") + "?som=kontaktperson"
    client.force_login(cast.coordinator)
    html = client.get(page).content.decode()
    assert f"Svara på {round.title}" in html
    assert "En kollega har bett dig" not in html
    client.force_login(cast.contact)
    assert "Så här ser det ut för en kontaktperson" not in client.get(page).content.decode()
