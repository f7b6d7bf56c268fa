"""What is to be in place by a day: planned, moved with a reason, reached, or passed by a decision."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samplan.foundation.core.dates import day, today
from samplan.foundation.history.models import Event
from samplan.work.activities import actions as activities
from samplan.work.activities.models import Activity
from samplan.work.activities.states import NotAllowed
from samplan.work.activities.tests.making import age, make_activities
from samplan.work.delivery import milestones, offers
from samplan.work.delivery.actions import milestones as writing
from samplan.work.delivery.models import Milestone, MilestoneMove

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(cast):
    new = activities.NewActivity(
        "Gemensamt boende", "project", [], [("Ekby kommun", cast.ekby), ("bostadsbolaget", None)],
        state="ongoing", owner=cast.ekby,
    )  # fmt: skip
    *_, made = make_activities(cast, [new])
    activities.set_owner(
        activity=made["Gemensamt boende"], owner=cast.ekby, owner_person="Pia Ledare", by=cast.coordinator
    )
    made["Gemensamt boende"].states.update(on=today() - timedelta(days=100))
    return made["Gemensamt boende"]


def url(cast, name, project, *args):
    return reverse(f"delivery:{name}", args=[cast.norr.slug, project.pk, *args])


def text(answer):
    return answer.content.decode()


def ahead(days):
    return today() + timedelta(days=days)


def add(cast, project, title="Förstudien klar", kind="milestone", due=None):
    return writing.add_milestone(
        activity=project, kind=kind, title=title, text="", due=due or ahead(30), by=cast.coordinator
    )


def move(row, due, reason, by):
    facts = {"kind": row.kind, "title": row.title, "text": row.text, "due": due, "reason": reason}
    return writing.edit_milestone(milestone=row, seen=writing.mark_of_milestone(row), by=by, **facts)


def posted(client, address, **data):
    """As somebody who opened the form posts it."""
    return client.post(address, {"seen": client.get(address).context["seen"], **data})


def waits(user, cast):
    return [t for t in offers.todo(user, cast.norr) if t.action == "Säg hur det gick"]


@pytest.mark.row(54)
def test_a_project_has_parties_a_leader_and_milestones(client, cast, project):
    client.force_login(cast.contact)
    page = url(cast, "page", project)
    assert "Inga milstolpar än" in text(client.get(page))
    data = {"title": "Första hyresgästen", "kind": "milestone", "due": ahead(20).isoformat(), "text": "Tio lägenheter."}
    assert client.post(url(cast, "milestone_new", project), data).status_code == 302
    shown = text(client.get(page))
    for words in ("Första hyresgästen", "Tio lägenheter.", "om 20 dagar", "0 av 1 klara"):
        assert words in shown
    about = text(client.get(reverse("activities:detail", args=[cast.norr.slug, project.pk])))
    for words in ("Ekby kommun", "bostadsbolaget", "Pia Ledare", page):
        assert words in about


@pytest.mark.row(103)
def test_a_projects_plan_and_staffing_are_offered_as_deliverables_and_delivered(client, cast, project):
    client.force_login(cast.contact)
    page = url(cast, "page", project)
    new = url(cast, "milestone_new", project)
    shown = text(client.get(page))
    for key, title in (("projektplan", "Projektplan"), ("bemanning", "Bemanning")):
        assert f"{new}?forslag={key}" in shown
        initial = client.get(f"{new}?forslag={key}").context["form"].initial
        client.post(new, {**initial, "due": today().isoformat(), "text": ""})
        assert (initial["title"], initial["kind"]) == (title, "deliverable")
    assert "?forslag=" not in text(client.get(page))
    row = Milestone.objects.get(title="Projektplan")
    client.post(
        url(cast, "milestone_done", project, row.pk), {"on": today().isoformat(), "note": "Version 1, i diariet."}
    )
    shown = text(client.get(page))
    for words in (f"Levererad {day(today())}", "Version 1, i diariet.", "1 av 2 klara"):
        assert words in shown


@pytest.mark.row(57)
def test_moved_days_are_kept_with_their_reasons_and_a_gate_is_passed_by_a_decision(client, cast, project):
    client.force_login(cast.contact)
    page, first = url(cast, "page", project), date(2023, 1, 1)
    gate = add(cast, project, "Start av boendet", "gate", first)
    edit, done = (url(cast, f"milestone_{name}", project, gate.pk) for name in ("edit", "done"))
    facts = {"title": gate.title, "kind": "gate", "text": ""}
    assert "Skriv varför dagen flyttas" in text(posted(client, edit, **facts, due="2023-06-01", reason=" "))
    for due, reason in (
        ("2023-06-01", "Bygglovet drog ut på tiden."),
        ("2024-01-01", "Nio platser i stället för åtta."),
    ):
        assert posted(client, edit, **facts, due=due, reason=reason).status_code == 302
    shown = text(client.get(page))
    for words in (
        "Flyttad två gånger, från 1 jan 2023 till 1 jan 2024",
        "Bygglovet drog ut",
        "Nio platser",
        "Försenad",
    ):
        assert words in shown
    data = {"on": "2024-02-01", "outcome": "change", "decided_by": "Styrgruppen, § 4", "note": ""}
    assert "Skriv varför det beslutades så" in text(client.post(done, data))
    client.post(done, {**data, "note": "Vi börjar med sex platser."})
    shown = text(client.get(page))
    for words in ("Gå vidare med ändringar", "Beslutades 1 februari 2024 av Styrgruppen, § 4.", "sex platser"):
        assert words in shown
    assert "Försenad" not in shown
    verbs = set(Event.objects.filter(verb__startswith="delivery.").values_list("verb", flat=True))
    assert verbs == {"delivery.milestone_added", "delivery.milestone_moved", "delivery.gate_passed"}


def test_a_stop_leads_to_the_activitys_state_and_a_wrong_mark_is_taken_back(client, cast, project):
    client.force_login(cast.contact)
    gate, page = add(cast, project, "Gå vidare?", "gate"), url(cast, "page", project)
    state = reverse("activities:state", args=[cast.norr.slug, project.pk])
    assert state not in text(client.get(page))
    writing.pass_gate(milestone=gate, on=today(), outcome="stop", decided_by="Styrgruppen", note="Pengar", by="K")
    assert state in text(client.get(page))
    client.post(url(cast, "milestone_deed", project, gate.pk), {"gor": "tillbaka"})
    gate.refresh_from_db()
    assert (gate.done_on, gate.outcome, gate.decided_by, gate.note) == (None, "", "", "")
    assert Event.objects.filter(verb="delivery.milestone_taken_back").get().before["note"] == "Pengar"
    client.post(url(cast, "milestone_deed", project, gate.pk), {"gor": "tabort"})
    assert not Milestone.objects.exists()


def test_what_has_happened_is_not_removed_changed_or_said_twice(cast, project):
    moved = move(add(cast, project), ahead(60), "Sommar", cast.contact)
    with pytest.raises(NotAllowed, match="kan inte tas bort"):
        writing.remove_milestone(milestone=moved, by=cast.contact)
    writing.mark_done(milestone=moved, on=today(), note="", by=cast.contact)
    for deed in (
        lambda: writing.mark_done(milestone=moved, on=today(), note="", by="K"),
        lambda: writing.remove_milestone(milestone=moved, by="K"),
        lambda: move(Milestone.objects.get(), ahead(90), "Igen", "K"),
        lambda: writing.take_back(milestone=add(cast, project), by="K"),
    ):
        with pytest.raises(NotAllowed):
            deed()
    gate = add(cast, project, kind="gate")
    with pytest.raises(NotAllowed, match="passeras med ett beslut"):
        writing.mark_done(milestone=gate, on=today(), note="", by="K")
    with pytest.raises(NotAllowed, match="framåt i tiden"):
        writing.pass_gate(milestone=gate, on=ahead(1), outcome="go", decided_by="S", note="", by="K")


def test_two_who_change_the_same_one_see_both_texts(client, cast, project):
    row = add(cast, project)
    client.force_login(cast.contact)
    edit = url(cast, "milestone_edit", project, row.pk)
    seen = client.get(edit).context["seen"]
    move(row, ahead(60), "Sommar", cast.coordinator)
    data = {"title": "Ny rubrik", "kind": "milestone", "text": "", "due": ahead(90).isoformat(), "reason": "Höst"}
    answer = client.post(edit, {"seen": seen, **data})
    assert answer.status_code == 409
    assert Milestone.objects.get().due == ahead(60)
    assert MilestoneMove.objects.count() == 1


def test_those_who_write_for_the_owner_are_asked_from_a_week_before(client, cast, project):
    """Planted: without the owner in the filter the editor of the region is asked too; without BEFORE nobody is before the day."""
    near, gate, _far = add(cast, project, "Nära", due=ahead(7)), add(cast, project, "Val", "gate", ahead(-3)), None
    add(cast, project, "Långt bort", due=ahead(8))
    assert [t.text for t in waits(cast.contact, cast)] == ["Vad beslutades vid ”Val”?", "Är ”Nära” klar?"]
    assert waits(cast.editor, cast) == waits(cast.coordinator, cast) == []
    client.force_login(cast.contact)
    assert {client.get(t.url).status_code for t in waits(cast.contact, cast)} == {200}
    writing.mark_done(milestone=near, on=today(), note="", by=cast.contact)
    writing.pass_gate(milestone=gate, on=today(), outcome="go", decided_by="S", note="", by=cast.contact)
    assert waits(cast.contact, cast) == []


def test_a_paused_or_ended_activity_awaits_nothing_and_its_milestones_are_not_late(client, cast, project):
    add(cast, project, due=ahead(-3))
    assert len(waits(cast.contact, cast)) == 1
    activities.change_state(activity=project, to="paused", on=today(), reason="Vakans", by=cast.contact)
    assert waits(cast.contact, cast) == []
    assert milestones.events(cast.norr, ahead(-3).year) == []
    client.force_login(cast.contact)
    shown = text(client.get(url(cast, "page", project)))
    assert "Försenad" not in shown
    assert "Inte klar" in shown


def test_they_stand_in_the_year_with_gates_as_meetings(client, cast, project):
    add(cast, project, "Klart", due=date(today().year, 6, 1))
    gate = add(cast, project, "Vidare?", "gate", date(today().year + 1, 2, 1))
    (event,) = offers.events(cast.norr, today().year)
    assert (event.kind, event.title, event.note) == ("deadline", "Klart", "Gemensamt boende")
    (event,) = offers.events(cast.norr, today().year + 1)
    assert (event.kind, event.title, event.starts) == ("meeting", "Beslutspunkt: Vidare?", gate.due)
    assert event.url.endswith(f"genomforande/#milstolpe-{gate.pk}")
    assert offers.events(cast.soder, today().year) == []


def test_what_is_written_is_news_of_the_activity(cast, project):
    age(project, 400)
    row = add(cast, project)
    assert Activity.objects.get(pk=project.pk).changed_at.date() >= ahead(-1)
    age(project, 400)
    writing.mark_done(milestone=row, on=today(), note="", by=cast.contact)
    assert Activity.objects.get(pk=project.pk).changed_at.date() >= ahead(-1)


def test_only_those_who_may_change_the_activity_write(client, cast, project):
    row = add(cast, project)
    addresses = [url(cast, "milestone_new", project)]
    addresses += [url(cast, f"milestone_{name}", project, row.pk) for name in ("edit", "done", "deed")]
    for user, status in ((cast.other_contact, 403), (cast.reader, 403), (cast.outsider, 404)):
        client.force_login(user)
        assert {client.post(address).status_code for address in addresses} == {status}
    client.force_login(cast.reader)
    assert "Markera som klar" not in text(client.get(url(cast, "page", project)))
    other = Milestone.objects.create(activity=make_other(cast), title="X", due=today(), by_name="K")
    client.force_login(cast.coordinator)
    assert client.get(url(cast, "milestone_edit", project, other.pk)).status_code == 404


def make_other(cast):
    new = activities.NewActivity("Annan", "project", owner=cast.alby)
    return activities.create_activity(county=cast.norr, edition=None, activity=new, by=cast.coordinator)


@pytest.mark.parametrize(
    "wrong",
    [
        {"outcome": "go", "done_on": "2026-01-01"},
        {"kind": "gate", "done_on": "2026-01-01"},
        {"outcome": "go", "kind": "gate"},
    ],
)
def test_the_database_keeps_half_a_decision_out(cast, project, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Milestone.objects.create(activity=project, title="X", due="2026-01-01", by_name="K", **wrong)


def test_many_milestones_cost_no_more_than_one(client, cast, project):
    client.force_login(cast.contact)
    counts = []
    for n in range(2):
        for _k in range(1 + 6 * n):
            row = move(add(cast, project), ahead(60), "Sommar", cast.contact)
            writing.mark_done(milestone=row, on=today(), note="", by="K")
            add(cast, project, due=ahead(2))
        client.get(url(cast, "page", project))
        with CaptureQueriesContext(connection) as queries:
            client.get(url(cast, "page", project))
            offers.todo(cast.contact, cast.norr)
            offers.events(cast.norr, today().year)
        counts.append(len(queries))
    assert counts[0] == counts[1]
