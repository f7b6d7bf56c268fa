"""A communication plan: who is to be told what, how, when and by whom. A programme has one, with its projects' lines in it."""

import io
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from samplan.foundation.core.dates import day, today
from samplan.foundation.core.stale import Stale
from samplan.foundation.history.models import Event
from samplan.work.activities import actions as activities
from samplan.work.activities.states import NotAllowed
from samplan.work.delivery import offers
from samplan.work.delivery.actions import telling as writing
from samplan.work.delivery.models import Message

pytestmark = pytest.mark.django_db
OPEN = "Vi har öppet på kvällarna"
FACTS = {"audience": "Unga och föräldrar", "text": OPEN, "channel": "1177", "who": "Kommunikation"}


def make(cast, title="Unga länet runt", kind="programme", owner=None, parent=None):
    new = activities.NewActivity(title, kind, state="ongoing", owner=owner or cast.ekby, parent=parent)
    made = activities.create_activity(county=cast.norr, edition=None, activity=new, by=cast.coordinator)
    made.states.update(on=ahead(-100))
    return made


@pytest.fixture
def programme(cast):
    return make(cast)


def url(cast, name, activity, *args):
    return reverse(f"delivery:{name}", args=[cast.norr.slug, activity.pk, *args])


def text(answer):
    return answer.content.decode()


def ahead(days):
    return today() + timedelta(days=days)


def plan(cast, activity, days=20, organisation=None, **changed):
    facts = {**FACTS, "on": ahead(days), "organisation": organisation, **changed}
    return writing.add_message(activity=activity, by=cast.coordinator, **facts)


def posted(client, address, **data):
    """As somebody who opened the form posts it."""
    return client.post(address, {"seen": client.get(address).context["seen"], **data})


def waits(user, cast):
    return [todo.text for todo in offers.todo(user, cast.norr) if todo.action == "Säg att det är berättat"]


@pytest.mark.row(279)
def test_a_programme_has_one_plan_with_its_projects_lines_in_it(client, cast, programme):
    """The planted bug: without `activity__parent` in `lines_of` the project's line is missing on the programme's page."""
    project = make(cast, "Kvällsmottagning", "project", cast.region, programme)
    client.force_login(cast.coordinator)
    page = url(cast, "page", programme)
    assert "så att det blir en plan" in text(client.get(page))
    data = {**FACTS, "text": "Programmet har börjat", "on": ahead(40).isoformat(), "organisation": ""}
    assert client.post(url(cast, "message_new", programme), data).status_code == 302
    data |= {"text": OPEN, "on": ahead(-3).isoformat(), "organisation": cast.alby.pk}
    assert client.post(url(cast, "message_new", project), data).status_code == 302
    shown = text(client.get(page))
    for words in ("Programmet har börjat", OPEN, "Kvällsmottagning", "1177", "Älby", "Ekby", "Försenat", "1 försenad."):
        assert words in shown
    assert shown.index(OPEN) < shown.index("Programmet har börjat")
    client.force_login(cast.other_contact)
    row = Message.objects.get(text=OPEN)
    assert (
        client.post(url(cast, "message_told", project, row.pk), {"outcome": "told", "on": today()}).status_code == 302
    )
    shown = text(client.get(page))
    assert f"Berättat {day(today())}" in shown
    assert "1 av 2 berättad." in shown
    only = text(client.get(url(cast, "page", project)))
    assert "Programmet har börjat" not in only
    assert f"{page}#kommunikationsplan" in only


def test_the_plan_is_a_file(client, cast, programme):
    plan(cast, make(cast, "Kvällsmottagning", "project", None, programme))
    client.force_login(cast.reader)
    answer = client.get(url(cast, "messages_xlsx", programme))
    head, first = load_workbook(io.BytesIO(answer.content)).active.values
    assert head[:3] == ("Aktivitet", "Vem ska få veta", "Budskap")
    assert first[:4] == ("Kvällsmottagning", "Unga och föräldrar", OPEN, "1177")
    assert (first[5], first[7]) == ("Ekby kommun", "Kommer")


def test_told_or_dropped_with_a_reason_and_taken_back(client, cast, programme):
    row = plan(cast, programme)
    client.force_login(cast.contact)
    told = url(cast, "message_told", programme, row.pk)
    assert "Skriv varför det inte berättas" in text(client.post(told, {"outcome": "dropped", "why": " "}))
    assert "framåt i tiden" in text(client.post(told, {"outcome": "told", "on": ahead(1).isoformat()}))
    assert "Välj vilken dag" in text(client.post(told, {"outcome": "told", "on": ""}))
    client.post(told, {"outcome": "dropped", "why": "Mottagningen stängde."})
    shown = text(client.get(url(cast, "page", programme)))
    assert "Struket" in shown
    assert "Mottagningen stängde." in shown
    assert client.get(told).status_code == 302
    with pytest.raises(NotAllowed):
        writing.mark_told(message=row, on=today(), by="K")
    with pytest.raises(NotAllowed):
        writing.remove_message(message=row, by="K")
    client.post(url(cast, "message_take_back", programme, row.pk))
    assert Event.objects.get(verb="delivery.message_taken_back").before["dropped_why"] == "Mottagningen stängde."
    client.post(url(cast, "message_remove", programme, row.pk))
    assert not Message.objects.exists()


def test_a_line_is_changed_by_those_who_change_the_activity_and_not_unseen(client, cast, programme):
    """The planted bug: without `mark_of_message` in `edit_message` the second who saves wipes out the first."""
    row = plan(cast, programme, organisation=cast.alby)
    client.force_login(cast.contact)
    edit = url(cast, "message_edit", programme, row.pk)
    data = {**FACTS, "on": ahead(30).isoformat(), "organisation": cast.alby.pk}
    assert posted(client, edit, **{**data, "channel": "Skolblad"}).status_code == 302
    seen = client.get(edit).context["seen"]
    row = Message.objects.get()
    writing.mark_told(message=row, on=today(), by="K")
    assert client.post(edit, {**data, "seen": seen}).status_code == 302
    writing.take_back(message=row, by="K")
    client.post(edit, {**data, "seen": seen, "channel": "Brev"})
    row.refresh_from_db()
    assert row.channel == "Brev"
    assert client.post(edit, {**data, "seen": seen, "channel": "Radio"}).status_code == 409
    with pytest.raises(Stale):
        writing.edit_message(message=row, **{**FACTS, "on": row.on, "organisation": None}, seen="", by="K")
    client.force_login(cast.other_contact)
    assert client.get(edit).status_code == 403
    assert client.get(url(cast, "message_told", programme, row.pk)).status_code == 200
    client.force_login(cast.editor)
    assert client.get(url(cast, "message_told", programme, row.pk)).status_code == 403


def test_it_is_asked_for_a_week_before_of_whoever_is_to_tell(cast, programme):
    row = plan(cast, programme, days=8, organisation=cast.alby)
    asked = [f"Är det berättat? ”{OPEN}”"]
    assert waits(cast.other_contact, cast) == []
    Message.objects.update(on=ahead(7))
    assert waits(cast.other_contact, cast) == asked
    assert waits(cast.contact, cast) == waits(cast.coordinator, cast) == []
    Message.objects.update(organisation=None)
    assert waits(cast.contact, cast) == asked
    activities.set_owner(activity=programme, owner=None, owner_person="", by=cast.coordinator)
    assert (waits(cast.contact, cast), waits(cast.coordinator, cast)) == ([], asked)
    activities.change_state(activity=programme, to="paused", on=today(), reason="Vakant.", by="K", resume_on=ahead(99))
    assert waits(cast.coordinator, cast) == []
    activities.change_state(activity=programme, to="ongoing", on=today(), reason="", by="K")
    writing.mark_told(message=row, on=today(), by="K")
    assert waits(cast.coordinator, cast) == []
    assert [e.starts for e in offers.events(cast.norr, today().year) if OPEN in e.title] == [today()]


def test_a_line_is_told_or_dropped_and_the_county_tells_for_itself(cast, programme):
    row = plan(cast, programme)
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=row.pk).update(told_on=today(), dropped_why="Nej")
    with pytest.raises(NotAllowed):
        plan(cast, programme, organisation=cast.soder_region)


def test_more_lines_and_projects_cost_no_more(client, cast, programme):
    client.force_login(cast.coordinator)

    def count():
        with CaptureQueriesContext(connection) as seen:
            client.get(url(cast, "page", programme))
            client.get(url(cast, "messages_xlsx", programme))
            offers.todo(cast.coordinator, cast.norr)
            offers.events(cast.norr, today().year)
        return len(seen)

    plan(cast, make(cast, "A", "project", None, programme), days=1)
    count()  # what is kept between pages is there
    before = count()
    for name in "BCD":
        project = make(cast, name, "project", cast.region, programme)
        plan(cast, project, days=1)
        plan(cast, project, days=2, organisation=cast.alby)
    assert count() == before
