"""The round as the coordinator sees it: who has answered, whom to chase, never what stands in a draft."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samplan.foundation.core.dates import today
from samplan.foundation.core.tests.starting import start_of
from samplan.foundation.history.models import Event, Reading
from samplan.foundation.outbox.models import Mail
from samplan.foundation.people.models import Organisation
from samplan.insight.followup import queries, sentences
from samplan.work.questionnaires.models import Response
from samplan.work.rounds import actions as rounds
from samplan.work.rounds.models import Reminder
from samplan.work.rounds.states import round_state, state_of

from .conftest import put, write


def url(name, *args):
    return reverse(f"followup:{name}", args=["norrlunda", *args])


def page_of(client, opened):
    return client.get(url("round", opened.round.pk)).content.decode()


def mailed(kind):
    return {m.to: m for m in Mail.objects.filter(kind=f"rounds.{kind}")}


@pytest.mark.row(174, 244)
def test_the_heading_says_the_finding_and_the_groups_say_who(karin, opened):
    page = page_of(karin, opened)
    assert "Ett av fyra svar har kommit in.\nTvå har inte börjat." in page
    groups = queries.grouped(queries.progress_of(opened.round))
    names = {key: [row.request.organisation.short_name for row in rows] for key, rows in groups.items() if rows}
    assert names == {"not_begun": ["Region Norrlunda", "Älby"], "writing": ["Ekby"], "handed_in": ["SPHN"]}
    order = [page.index(f">{title} <span") for title in ("Har inte börjat", "Skriver", "Har lämnat in")]
    assert order == sorted(order)


def test_dots_show_shape_and_the_page_never_holds_a_draft(karin, opened):
    page = page_of(karin, opened)
    row = next(r for r in queries.progress_of(opened.round).rows if r.request == opened.ekby)
    assert row.shapes == ["full", "empty", "empty"]
    assert "1 av 3" in page
    assert "HEMLIGT" not in page
    assert "Vi är med från början." not in page
    assert reverse("rounds:response", args=["norrlunda", opened.round.pk, opened.association.pk]) in page
    assert reverse("rounds:response", args=["norrlunda", opened.round.pk, opened.ekby.pk]) not in page


def test_who_stands_still_is_late_or_vacant_is_said(karin, opened):
    page = page_of(karin, opened)
    assert "Stilla i 18 dagar" in page
    assert "Vakant" in page
    assert "Region Norrlunda har ingen kontaktperson. Påminnelsen går till adressen ni angett." in page
    opened.round.closes_on = today() - timedelta(days=2)
    opened.round.save()
    page = page_of(karin, opened)
    assert "2 dagar sen" in page
    assert "sista dagen har gått" in page


@pytest.mark.parametrize(
    ("expected", "by_state", "is_open", "says"),
    [
        (3, {"sent": 3}, True, "Inget av tre svar har kommit in.\nTre har inte börjat."),
        (
            17,
            {"approved": 4, "sent": 6, "writing": 7},
            True,
            "Fyra av sjutton svar har kommit in.\nSex har inte börjat.",
        ),
        (17, {"approved": 17}, True, "Alla sjutton svar har kommit in."),
        (25, {"approved": 24, "unanswered": 1}, False, "24 av 25 svar har kommit in."),
    ],
)
def test_the_finding_in_words(expected, by_state, is_open, says):
    from samplan.work.rounds.queries import Progress

    received = by_state.get("approved", 0)
    shown = Progress([], expected=expected, received=received, approved=received, by_state=by_state)
    assert sentences.heading(shown, is_open=is_open) == says


def test_those_who_have_not_begun_are_preselected_and_others_not(karin, opened):
    page = page_of(karin, opened)
    for request, checked in ((opened.alby, True), (opened.region, True), (opened.ekby, False)):
        box = page.split(f'value="{request.pk}"')[1].split(">")[0]
        assert ("checked" in box) is checked
    assert f'name="vem"\n       value="{opened.association.pk}"' not in page


def test_a_reminder_is_previewed_for_each_then_changed_then_sent(karin, opened):
    address = url("remind", opened.round.pk)
    chosen = {"vem": [opened.alby.pk, opened.region.pk, opened.ekby.pk, opened.association.pk]}
    page = karin.get(address, chosen)
    html = page.content.decode()
    assert [r.organisation.short_name for r, _to, _letter in page.context["previews"]] == [
        "Ekby",
        "Region Norrlunda",
        "Älby",
    ]
    assert "Älby har inte börjat svara på" in html
    assert "Ekby har börjat svara på" in html
    assert "registrator@example.org" in html
    assert not mailed("reminder")
    own = {"subject": "Kom ihåg oss", "text": "{hälsning}\n\nVi väntar på er. {länk}"}
    page = karin.post(address, {**chosen, **own, "visa": "1"}).content.decode()
    assert "Vi väntar på er. (personlig länk)" in page
    assert not mailed("reminder")
    karin.post(address, {**chosen, **own, "skicka": "1"})
    sent = mailed("reminder")
    assert set(sent) == {"nils@example.org", "registrator@example.org", "sara@example.org"}
    assert sent["nils@example.org"].subject == "Kom ihåg oss"
    assert "Hej Nils!" in sent["nils@example.org"].text
    assert "/svar/" in sent["nils@example.org"].text
    page = page_of(karin, opened)
    assert "3 organisationer, Karin Prov" in page
    assert "Senast påmind" in page
    assert "Påmind" in page


def test_a_reminder_to_nobody_or_without_text_is_not_sent(karin, opened):
    address = url("remind", opened.round.pk)
    page = karin.get(address, {"vem": [opened.association.pk, "x", "9999999"]}, follow=True).content.decode()
    assert "Välj minst en organisation" in page
    page = karin.post(address, {"vem": [opened.alby.pk], "subject": "", "text": "", "skicka": "1"})
    assert page.status_code == 200
    assert not mailed("reminder")


def test_reminders_that_went_by_themselves_are_told_once(karin, opened):
    Reminder.objects.create(round=opened.round, due_on=today())
    Reminder.objects.create(round=opened.round, due_on=today() + timedelta(days=7))
    rounds.send_due_reminders()
    log = queries.reminder_log(opened.round)
    assert [(r.who, r.count) for r in log] == [("", 3)]
    page = page_of(karin, opened)
    assert "3 organisationer, gick av sig själv" in page
    assert "går av sig själv till dem som inte har lämnat in" in page


def test_all_or_some_get_more_time(karin, opened):
    address, later = url("extend", opened.round.pk), today() + timedelta(days=30)
    page = karin.post(address, {"closes_on": opened.round.closes_on.isoformat(), "for": "all"}).content.decode()
    assert "Välj en dag efter den nuvarande sista dagen." in page
    karin.post(address, {"closes_on": later.isoformat(), "for": "some", "vem": [opened.alby.pk]})
    opened.alby.refresh_from_db()
    opened.round.refresh_from_db()
    assert (opened.alby.closes_on, opened.round.closes_on < later) == (later, True)
    assert set(mailed("more_time")) == {"nils@example.org"}
    karin.post(address, {"closes_on": later.isoformat(), "for": "all"})
    opened.round.refresh_from_db()
    assert opened.round.closes_on == later
    assert Event.objects.filter(verb="rounds.extended").count() == 2


def test_some_without_anybody_chosen_gives_nobody_more_time(karin, opened):
    later = today() + timedelta(days=30)
    page = karin.post(url("extend", opened.round.pk), {"closes_on": later.isoformat(), "for": "some"}).content.decode()
    assert "Välj minst en organisation." in page
    assert not mailed("more_time")


def test_closing_says_what_follows_first_and_drafts_stay_unread(karin, opened):
    page = karin.get(url("close", opened.round.pk)).content.decode()
    assert "3 svar saknas. De räknas som ej svarat, inte som nej." in page
    assert round_state(opened.round) == "open"
    karin.post(url("close", opened.round.pk))
    assert round_state(opened.round) == "closed"
    assert state_of(opened.ekby) == "unanswered"
    page = page_of(karin, opened)
    assert "Ett av fyra svar har kommit in." in page
    assert "HEMLIGT" not in page
    assert "Förhandsgranska påminnelse" not in page
    assert "stängde omgången" in page
    again = karin.post(url("close", opened.round.pk), follow=True).content.decode()
    assert "Omgången är inte öppen." in again


def test_one_is_opened_again_with_a_reason(karin, opened):
    rounds.close_round(round=opened.round, by=opened.round.owner)
    address = url("reopen", opened.round.pk, opened.alby.pk)
    day = (today() + timedelta(days=5)).isoformat()
    assert karin.post(address, {"closes_on": day, "reason": ""}).status_code == 200
    assert state_of(opened.alby) == "unanswered"
    karin.post(address, {"closes_on": day, "reason": "De hade fel adress."})
    assert state_of(opened.alby) == "sent"
    assert Event.objects.get(verb="rounds.reopened").note == "De hade fel adress."


@pytest.mark.row(128, 175, partly="one contact person per organisation; not yet per area")
def test_a_contact_person_is_named_and_gets_a_link_of_their_own(karin, opened):
    address = url("contact", opened.round.pk, opened.region.pk)
    fields = {"name": "Rolf Prov", "title": "strateg", "email": "rolf@example.org", "fallback_email": ""}
    assert karin.post(address, {**fields, "email": "inte en adress"}).status_code == 200
    karin.post(address, {**fields, "seen": start_of(karin, address)})
    opened.region.refresh_from_db()
    assert (opened.region.contact_name, opened.region.vacant_since) == ("Rolf Prov", None)
    assert "rolf@example.org" in mailed("invitation")
    assert Event.objects.filter(verb="rounds.contact_changed").exists()
    assert "Rolf Prov" in page_of(karin, opened)


def test_the_status_list_as_a_spreadsheet_holds_shape_only(karin, opened):
    answer = karin.get(url("status", opened.round.pk))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = {row[0]: row for row in sheet.iter_rows(values_only=True)}
    assert rows["Ekby kommun"][1:4] == ("Skriver", 1, 3)
    assert rows["Region Norrlunda"][4:6] == ("vakant", "registrator@example.org")
    assert rows["Samverkan för psykisk hälsa Norrlunda"][9] == "ja"
    assert not any("HEMLIGT" in str(cell) for row in rows.values() for cell in row)


def test_the_list_counts_expected_received_approved_and_on_time(karin, cast, opened):
    put(opened.alby, "approved")
    opened.alby.closes_on = today() - timedelta(days=1)
    opened.alby.save()
    put(opened.region, "on_behalf")
    line = queries.round_lines(cast.norr, drafts=True)[0]
    assert (line.expected, line.received, line.approved, line.on_time) == (4, 3, 2, 1)
    page = karin.get(url("list")).content.decode()
    assert url("round", opened.round.pk) in page


def test_a_draft_round_leads_to_its_first_step(karin, draft):
    assert karin.get(url("round", draft.pk)).url == url("questions", draft.pk)


def test_round_and_list_take_as_many_queries_for_many_as_for_few(karin, cast, opened):
    def count(address):
        karin.get(address)
        with CaptureQueriesContext(connection) as taken:
            karin.get(address)
        return len(taken)

    rounds.remind(requests=[opened.alby], subject="a", text="b", by=cast.coordinator)
    addresses = [url("round", opened.round.pk), url("list"), url("extend", opened.round.pk)]
    before = [count(a) for a in addresses]
    for number in range(15):
        one = Organisation.objects.create(
            county=cast.norr,
            kind="municipality",
            code=f"93{number:02}",
            name=f"Nyby {number}",
            short_name=f"Nyby {number}",
        )
        response = Response.objects.create(form=opened.round.form, organisation=one)
        request = opened.round.requests.create(organisation=one, response=response, contact_email=f"n{number}@b.se")
        put(request, "sent", days_ago=9)
        put(request, "writing", days_ago=number)
        write(request, "1.1", "yes", "Så här.")
        rounds.remind(requests=[request], subject="a", text="b", by=cast.coordinator)
    assert [count(a) for a in addresses] == before
    assert before[0] <= 22


def test_the_reminders_preview_takes_no_more_queries_for_many(karin, opened, cast):
    def count(*chosen):
        address = url("remind", opened.round.pk)
        with CaptureQueriesContext(connection) as taken:
            karin.get(address, {"vem": [r.pk for r in chosen]})
        return len(taken)

    count(opened.alby)
    assert count(opened.alby) == count(opened.alby, opened.region, opened.ekby)


def test_the_history_of_a_round_has_a_page_of_its_own(karin, opened):
    page = karin.get(reverse("followup:history", args=["norrlunda", opened.round.pk])).content.decode()
    assert "<b>Karin Prov</b> skickade ut omgången" in page
    assert "Antal som fick frågorna" in page


def test_a_download_of_all_answers_is_written_down(karin, opened):
    karin.get(reverse("followup:export", args=["norrlunda", opened.round.pk, "xlsx"]))
    row = Reading.objects.get()
    assert (row.reader_name, row.subject_name) == ("Karin Prov", str(opened.round))
    assert row.why == "Hämtade alla inlämnade svar som fil"
