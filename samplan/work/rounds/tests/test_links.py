import hashlib
import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from samplan.foundation.core.link_secrets import BYTES, LENGTH
from samplan.foundation.outbox.models import Mail
from samplan.work.rounds import actions
from samplan.work.rounds.models import Link, LinkUse
from samplan.work.rounds.states import state_of

pytestmark = pytest.mark.django_db


def test_opening_a_link_as_a_mail_scanner_does_spends_nothing(client, opened, link_of):
    path = link_of("sara@example.org")
    for _ in range(5):
        page = client.get(path)
        assert page.status_code == 200
    text = page.content.decode()
    assert "Ekby kommun" in text
    assert "Årsuppföljning" in text
    assert "Öppna svaret" in text
    assert not LinkUse.objects.exists()
    assert client.session.get("answering") is None
    assert client.get(f"/svar/{opened.ekby.pk}/").status_code == 401


def test_the_button_opens_this_answer_and_no_other(client, opened, link_of):
    reply = client.post(link_of("sara@example.org"), HTTP_USER_AGENT="Prov 1.0")
    assert reply.headers["Location"] == f"/svar/{opened.ekby.pk}/"
    assert client.get(f"/svar/{opened.ekby.pk}/").status_code == 200
    assert client.get(f"/svar/{opened.alby.pk}/").status_code == 401
    assert LinkUse.objects.get().browser == "Prov 1.0"


def test_the_session_gets_a_new_key_when_a_link_is_opened(client, opened, link_of):
    session = client.session
    session["planted"] = True
    session.save()
    before = client.session.session_key
    client.post(link_of("sara@example.org"))
    assert client.session.session_key != before


def test_only_the_hash_of_the_secret_is_kept(opened, link_of):
    pk, secret = link_of("sara@example.org").strip("/").split("/")[1:]
    link = Link.objects.get(pk=pk)
    assert link.secret_hash == hashlib.sha256(secret.encode()).hexdigest()
    assert len(secret) == LENGTH >= BYTES
    assert all(secret not in str(value) for value in Link.objects.filter(pk=pk).values()[0].values())


def test_a_wrong_secret_is_met_kindly_and_tells_nothing(client, opened, link_of):
    path = link_of("sara@example.org")
    wrong = path[:-5] + ("AAAA/" if path[-5:] != "AAAA/" else "BBBB/")
    for method in (client.get, client.post):
        page = method(wrong)
        assert page.status_code == 404
        assert "Länken stämmer inte" in page.content.decode()
        assert "Ekby" not in page.content.decode()


def test_the_session_ends_after_twelve_hours_and_the_page_says_how_to_get_in_again(client, opened, visit):
    visit("sara@example.org")
    with time_machine.travel(timezone.now() + timedelta(hours=13)):
        page = client.get(f"/svar/{opened.ekby.pk}/")
        assert page.status_code == 401
        assert "Öppna länken i mejlet igen" in page.content.decode()
        save = client.post(f"/svar/{opened.ekby.pk}/spara/", headers={"Accept": "application/json"})
        assert (save.status_code, save.json()) == (401, {"state": "expired"})


def test_a_number_that_does_not_exist_looks_the_same_from_outside(client, opened):
    def seen(number):
        reply = client.get(f"/svar/{number}/")
        text = re.sub(r"<input[^>]*csrf[^>]*>", "", reply.content.decode())
        return reply.status_code, text.replace(f"/svar/{number}/", "")

    assert seen(999999) == seen(opened.ekby.pk)


def test_an_expired_link_offers_a_new_one_to_the_same_address_and_never_shows_it(client, opened, link_of):
    path = link_of("sara@example.org")
    with time_machine.travel(timezone.now() + timedelta(days=60)):
        page = client.get(path)
        assert page.status_code == 410
        assert "Skicka en ny länk till mig" in page.content.decode()
        reply = client.post(path)
        assert "sara@example.org" not in page.content.decode() + reply.content.decode()
        mail = Mail.objects.get(kind="rounds.fresh_link")
        assert mail.to == "sara@example.org"
        client.post(path)
        assert Mail.objects.filter(kind="rounds.fresh_link").count() == 1  # not one for each press
        assert client.post(link_of("sara@example.org")).headers["Location"] == f"/svar/{opened.ekby.pk}/"


def test_a_link_revoked_by_handing_over_gives_its_owner_no_new_one(client, opened, link_of, cast):
    path = link_of("sara@example.org")
    client.post(path)
    actions.hand_over(request=opened.ekby, name="Ny Person", email="ny@example.org", by=cast.contact)
    assert client.get(f"/svar/{opened.ekby.pk}/").status_code == 401  # at once, whatever the session says
    assert client.get(path).status_code == 410
    asked = client.post(path)
    assert "Titta i din inkorg" in asked.content.decode()  # the same reply as to anybody
    assert not Mail.objects.filter(kind="rounds.fresh_link").exists()


def test_closing_stops_every_link(client, opened, visit, cast):
    visit("sara@example.org")
    actions.close_round(round=opened.round, by=cast.coordinator)
    assert client.get(f"/svar/{opened.ekby.pk}/").status_code == 401


@pytest.mark.parametrize("page", ["granska", "lamna-over", "hjalp", "godkann", "bekrafta"])
def test_a_helpers_link_opens_writing_only(client, opened, visit, cast, page):
    actions.ask_helper(request=opened.ekby, name="Hjälp Prov", email="help@example.org", by=cast.contact)
    visit("help@example.org")
    assert client.get(f"/svar/{opened.ekby.pk}/avsnitt/1/").status_code == 200
    assert client.get(f"/svar/{opened.ekby.pk}/{page}/").status_code == 401
    assert client.post(f"/svar/{opened.ekby.pk}/{page}/", {"note": "x"}).status_code == 401
    assert state_of(opened.ekby) == "sent"


def test_a_contact_persons_link_cannot_approve(client, opened, visit, cast):
    visit("sara@example.org")
    actions.submit(request=opened.ekby, manager_name="A", manager_email="anders@example.org", by=cast.contact)
    assert client.post(f"/svar/{opened.ekby.pk}/godkann/").status_code == 401
    assert state_of(opened.ekby) == "with_manager"


def test_a_managers_link_cannot_write(client, opened, visit, cast):
    actions.submit(request=opened.ekby, manager_name="A", manager_email="anders@example.org", by=cast.contact)
    visit("anders@example.org")
    assert client.get(f"/svar/{opened.ekby.pk}/godkann/").status_code == 200
    assert client.get(f"/svar/{opened.ekby.pk}/avsnitt/1/").status_code == 401
    assert client.post(f"/svar/{opened.ekby.pk}/spara/").status_code == 401


def test_a_helper_may_write_in_the_chosen_sections_only(client, opened, visit, cast):
    second = opened.round.form.sections.get(position=2)
    actions.ask_helper(
        request=opened.ekby, name="Hjälp Prov", email="help@example.org", by=cast.contact, sections=[second]
    )
    visit("help@example.org")
    first, own = opened.questions["1.1"], opened.questions["2.1"]
    refused = client.post(f"/svar/{opened.ekby.pk}/spara/", {"question": first.pk, "text": "x"})
    assert refused.status_code == 403
    client.post(f"/svar/{opened.ekby.pk}/avsnitt/1/", {f"q{first.pk}-text": "x", "go": "next"})
    assert not opened.ekby.response.answers.exists()
    assert client.post(f"/svar/{opened.ekby.pk}/spara/", {"question": own.pk, "choice": "yes"}).status_code == 200
    assert opened.ekby.response.answers.get().saved_by_name == "Hjälp Prov"


def test_signed_in_people_reach_the_pages_by_their_role(client, opened, cast):
    url = f"/svar/{opened.ekby.pk}/"
    client.force_login(cast.contact)
    assert client.get(url).status_code == 200
    assert client.get(f"{url}godkann/").status_code == 404
    client.force_login(cast.manager)
    assert client.get(f"{url}godkann/").status_code == 200
    assert client.get(f"{url}avsnitt/1/").status_code == 404
    for user in (cast.coordinator, cast.other_contact, cast.reader, cast.outsider, cast.stranger):
        client.force_login(user)
        for page in ("", "avsnitt/1/", "granska/", "godkann/", "bekrafta/", "hjalp/", "lamna-over/", "senare/"):
            assert client.get(url + page).status_code == 404, (user, page)
        assert client.post(f"{url}spara/").status_code == 404
