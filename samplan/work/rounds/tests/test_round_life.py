from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from samplan.foundation.core.dates import today
from samplan.foundation.history.models import Event
from samplan.foundation.outbox.models import Mail
from samplan.foundation.people.models import Organisation
from samplan.work.rounds import actions
from samplan.work.rounds.models import Link, Reminder, RequestState, RoundState
from samplan.work.rounds.queries import progress
from samplan.work.rounds.states import Refused, round_state, state_of

from .conftest import make_request, make_round

pytestmark = pytest.mark.django_db


def save(opened, number, choice="", text="", revision=0, request=None, by=None, **fields):
    return actions.save_answer(
        request=request or opened.ekby,
        question=opened.questions[number],
        choice=choice,
        text=text,
        revision=revision,
        by=by or opened.round.owner,
        **fields,
    )


def test_opening_asks_everybody_once_with_a_link_of_their_own(opened):
    mails = Mail.objects.filter(kind="rounds.invitation")
    assert {m.to for m in mails} == {"sara@example.org", "nils@example.org", "registrator@example.org"}
    links = [line for m in mails for line in m.text.splitlines() if "/svar/" in line]
    assert len(set(links)) == 3
    assert all(line == line.strip() and line.startswith("http") for line in links)  # alone on its line
    sara = mails.get(to="sara@example.org")
    assert "Hej Sara!" in sara.text
    assert "Nu är det dags igen." in sara.text
    assert "Karin Prov" in sara.text
    assert sara.reply_to == "karin@example.org"
    assert Link.objects.filter(secret_hash__in=[line.split("/")[-2] for line in links]).count() == 0
    assert state_of(opened.ekby) == "sent"
    assert opened.round.form.__class__.objects.get(pk=opened.round.form_id).frozen_at


def test_a_round_is_sent_once_only(opened, cast):
    with pytest.raises(Refused, match="redan utskickad"):
        actions.open_round(round=opened.round, by=cast.coordinator)
    assert Mail.objects.filter(kind="rounds.invitation").count() == 3


def test_a_vacant_place_without_an_address_stops_the_whole_sending(cast):
    round = make_round(cast)
    make_request(round, cast.ekby, cast.contact)
    make_request(round, cast.alby)
    with pytest.raises(Refused, match="Älby kommun"):
        actions.open_round(round=round, by=cast.coordinator)
    assert not Mail.objects.exists()
    assert round_state(round) == RoundState.State.DRAFT


def test_a_reminder_goes_to_whoever_has_the_next_move(opened, cast):
    save(opened, "1.1", "yes")
    actions.submit(request=opened.ekby, manager_name="Anders Prov", manager_email="anders@example.org", by=cast.contact)
    sent = actions.remind(
        requests=[opened.ekby, opened.alby],
        subject="{dagar}",
        text="{hälsning}\n\n{läge}\n\nSista dag {sista dag}.",
        by=cast.coordinator,
    )
    assert sent == 2
    manager, contact = (
        Mail.objects.get(kind="rounds.reminder", to=to) for to in ("anders@example.org", "nils@example.org")
    )
    assert manager.subject == "22 dagar kvar"
    assert "väntar på ditt godkännande" in manager.text
    assert "Älby har inte börjat svara" in contact.text
    assert "/svar/" in contact.text  # the text had no place for the link: it comes last
    assert Link.objects.filter(email="anders@example.org", purpose="approve", revoked_at=None).count() == 2


def test_nobody_who_has_handed_in_is_reminded(opened, cast):
    approve_ekby(opened, cast)
    assert actions.remind(requests=[opened.ekby], subject="x", text="y", by=cast.coordinator) == 0


def approve_ekby(opened, cast):
    save(opened, "1.1", "yes", "Vi frågar alla.")
    actions.submit(request=opened.ekby, manager_name="Anders Prov", manager_email="anders@example.org", by=cast.contact)
    actions.approve(request=opened.ekby, by=cast.manager)


def test_reminders_set_for_a_day_go_once_and_only_the_last_of_several_overdue(opened):
    for days in (5, 2):
        Reminder.objects.create(round=opened.round, due_on=today() - timedelta(days=days))
    later = Reminder.objects.create(round=opened.round, due_on=today() + timedelta(days=5))
    assert actions.send_due_reminders() == 3
    assert actions.send_due_reminders() == 0
    assert Mail.objects.filter(kind="rounds.reminder").count() == 3
    assert sorted(Reminder.objects.exclude(sent_at=None).values_list("recipients", flat=True)) == [0, 3]
    later.refresh_from_db()
    assert later.sent_at is None


def test_more_time_for_one_tells_that_one_and_keeps_the_links_alive(opened, cast):
    last = opened.round.closes_on + timedelta(days=30)
    assert actions.extend(round=opened.round, closes_on=last, by=cast.coordinator, requests=[opened.alby]) == 1
    opened.alby.refresh_from_db()
    assert opened.alby.last_day == last
    assert Mail.objects.get(kind="rounds.more_time").to == "nils@example.org"
    assert all(link.expires_at.date() > last for link in opened.alby.links.all())
    opened.ekby.refresh_from_db()
    assert opened.ekby.last_day == opened.round.closes_on


def test_closing_counts_silence_keeps_drafts_and_stops_links(opened, cast):
    approve_ekby(opened, cast)
    save(opened, "1.1", "no", "Vårt eget utkast.", request=opened.alby)
    assert actions.close_round(round=opened.round, by=cast.coordinator) == 2
    assert state_of(opened.ekby) == "approved"
    assert state_of(opened.alby) == "unanswered"
    assert opened.alby.response.answers.get().text == "Vårt eget utkast."
    assert not Link.objects.filter(request__round=opened.round, revoked_at=None).exists()
    with pytest.raises(Refused, match="stängd"):
        save(opened, "1.1", "yes", "För sent.", revision=1, request=opened.alby)


def test_an_organisation_let_in_again_goes_on_with_its_draft(opened, cast):
    save(opened, "1.1", "no", "Vårt eget utkast.", request=opened.alby)
    actions.close_round(round=opened.round, by=cast.coordinator)
    actions.reopen(request=opened.alby, closes_on=today() + timedelta(days=3), reason="Sjukdom", by=cast.coordinator)
    assert state_of(opened.alby) == "writing"
    assert save(opened, "1.1", "yes", "Nu klart.", revision=1, request=opened.alby).revision == 2


def test_a_correction_keeps_what_was_handed_in_in_history(opened, cast):
    approve_ekby(opened, cast)
    actions.reopen(request=opened.ekby, closes_on=today(), reason="Fel siffra", by=cast.coordinator)
    save(opened, "1.1", "no", "Rättat.", revision=1)
    kept = Event.objects.get(verb="rounds.approved").after["answers"]
    assert [a["text"] for a in kept] == ["Vi frågar alla."]


def test_progress_counts_as_one_would_by_hand(opened, cast):
    approve_ekby(opened, cast)
    save(opened, "1.1", "yes", request=opened.alby)
    shown = progress(opened.round)
    assert (shown.expected, shown.received, shown.approved, shown.on_time) == (3, 1, 1, 1)
    rows = {row.organisation: row for row in shown.rows}
    assert [r.organisation for r in shown.rows] == ["Ekby kommun", "Region Norrlunda", "Älby kommun"]
    assert rows["Älby kommun"].shapes == ["half", "empty"]
    assert rows["Ekby kommun"].state == "approved"
    assert rows["Region Norrlunda"].is_vacant
    save(opened, "1.2", "dont_know", request=opened.alby)  # obstacles are never demanded
    assert next(r for r in progress(opened.round).rows if r.organisation == "Älby kommun").shapes == ["full", "empty"]


def test_progress_tells_late_and_still(opened):
    save(opened, "1.1", "yes", request=opened.alby)
    with time_machine.travel(timezone.now() + timedelta(days=24)):
        rows = {row.organisation: row for row in progress(opened.round).rows}
    assert rows["Älby kommun"].days_late == 2
    assert rows["Älby kommun"].still_days == 24
    assert rows["Ekby kommun"].still_days == 0  # not begun is not still


def test_progress_asks_as_many_questions_of_the_database_for_many_as_for_few(opened, cast):
    with CaptureQueriesContext(connection) as few:
        progress(opened.round)
    for n in range(12):
        organisation = Organisation.objects.create(
            county=cast.norr, kind="municipality", code=f"92{n:02}", name=f"Prov {n}", short_name=f"Prov {n}"
        )
        request = make_request(opened.round, organisation, cast.contact)
        RequestState.objects.create(request=request, state="sent", at=timezone.now(), by_name="x")
        for number in opened.questions:
            save(opened, number, text="Text.", request=request)
    with CaptureQueriesContext(connection) as many:
        progress(opened.round)
    assert len(many) == len(few) <= 12


def test_every_write_is_in_history(opened, cast):
    approve_ekby(opened, cast)
    actions.remind(requests=[opened.alby], subject="x", text="y", by=cast.coordinator)
    actions.extend(round=opened.round, closes_on=opened.round.closes_on + timedelta(days=1), by=cast.coordinator)
    actions.close_round(round=opened.round, by=cast.coordinator)
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"rounds.opened", "rounds.sent_to_manager", "rounds.approved", "rounds.reminded"} <= verbs
    assert {"rounds.extended", "rounds.closed"} <= verbs
