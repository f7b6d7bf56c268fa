from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samplan.foundation.core import offers
from samplan.foundation.core.dates import today
from samplan.foundation.history import queries as history
from samplan.work.activities import actions, states
from samplan.work.activities.models import Activity
from samplan.work.activities.states import NotAllowed

from .making import age, make_activities


def url(name, activity=None):
    args = ["norrlunda"] if activity is None else ["norrlunda", activity.pk]
    return reverse(f"activities:{name}", args=args)


def text(response):
    return response.content.decode()


def seen(client, address):
    return text(client.get(address)).split('name="seen" value="')[1].split('"')[0]


@pytest.fixture
def made(cast):
    return make_activities(cast)[2]


@pytest.fixture
def coordinator(client, cast):
    client.force_login(cast.coordinator)
    return client


def test_the_page_tells_where_who_and_from_which_lines(client, cast, made):
    client.force_login(cast.reader)
    page = text(client.get(url("detail", made["En väg in"])))
    assert "Föreslagen aktivitet i 1 Kunskap" in page
    assert "Står på 2 ställen, men finns en gång." in page
    assert "Ekby kommun" in page
    assert "Ingen har tagit på sig den" in page
    assert "Står på raderna 40, 91 i plan.docx." in page
    thread = page.split("Vad den bidrar till")[1]
    assert thread.index("God hälsa i länet") < thread.index("Hur kan fler våga fråga?")


def test_a_spelling_without_an_organisation_says_so(client, cast, made):
    client.force_login(cast.reader)
    page = text(client.get(url("detail", made["Stöd till anhöriga"])))
    assert "föreningar" in page
    assert "ingen bestämd organisation" in page


def test_the_owners_editor_writes_background_result_and_analysis(client, cast, made):
    activity = made["Kurs för personal"]
    client.force_login(cast.contact)
    data = {"on": "2025-10-31", "background": "Få vågade fråga.", "result": "Tolv kurser.", "analysis": ""}
    client.post(url("report", activity), data)
    client.post(url("report", activity), {"on": "2026-05-31", "result": "Tjugo kurser.", "analysis": "Det hjälper."})
    page = text(client.get(url("detail", activity)))
    assert page.index("31 maj 2026") < page.index("31 oktober 2025")
    assert "Tolv kurser." in page
    assert "Saknas" in page
    assert "Så stod det 31 maj 2026" in text(client.get(url("report", activity)))
    assert history.of(activity).filter(verb="activities.reported").count() == 2


def test_an_empty_report_is_not_saved(coordinator, made):
    activity = made["Kurs för personal"]
    page = text(coordinator.post(url("report", activity), {"on": "2025-10-31", "result": "  "}))
    assert "Skriv åtminstone något" in page
    page = text(coordinator.post(url("report", activity), {"on": str(today() + timedelta(days=1)), "result": "X"}))
    assert "framåt i tiden" in page
    assert not activity.updates.exists()


def test_writing_makes_it_fresh_again(coordinator, made):
    activity = made["Kurs för personal"]
    age(activity, 300)
    coordinator.post(url("report", activity), {"on": "2025-10-31", "result": "Tolv kurser."})
    activity.refresh_from_db()
    assert (today() - activity.changed_at.date()).days <= 1


@pytest.mark.row(143)
def test_a_proposal_is_taken_on_by_one_organisation_and_not_by_a_second(client, cast, made):
    activity = made["En väg in"]
    client.force_login(cast.contact)
    assert "Vi tar på oss den" in text(client.get(url("detail", activity)))
    client.post(url("take_on", activity), {"owner": cast.ekby.pk, "owner_person": "Sara Prov"})
    activity.refresh_from_db()
    assert (activity.owner, activity.owner_person) == (cast.ekby, "Sara Prov")
    client.force_login(cast.other_contact)
    assert client.post(url("take_on", activity), {"owner": cast.alby.pk}).status_code == 403
    with pytest.raises(NotAllowed, match="Ekby kommun har redan"):
        actions.take_on(activity=activity, owner=cast.alby, owner_person="", by=cast.other_contact)


def test_nobody_takes_it_on_for_somebody_elses_organisation(client, cast, made):
    client.force_login(cast.contact)
    client.post(url("take_on", made["En väg in"]), {"owner": cast.alby.pk})
    made["En väg in"].refresh_from_db()
    assert made["En väg in"].owner is None


def test_the_coordinator_says_who_owns_it_and_takes_it_back(coordinator, cast, made):
    activity = made["En väg in"]
    page = url("owner", activity)
    coordinator.post(page, {"owner": cast.region.pk, "seen": seen(coordinator, page)})
    activity.refresh_from_db()
    assert activity.owner == cast.region
    coordinator.post(page, {"owner": "", "seen": seen(coordinator, page)})
    activity.refresh_from_db()
    assert activity.owner is None
    assert [e.verb for e in history.of(activity)] == ["activities.owner_removed", "activities.owner_set"]


ALLOWED = [
    ("idea", "preparing decided ongoing declined"),
    ("preparing", "decided ongoing paused declined"),
    ("decided", "preparing ongoing paused declined"),
    ("ongoing", "paused ordinary ended"),
    ("paused", "preparing ongoing ended"),
    ("ordinary", "ongoing ended"),
    ("ended", "ongoing"),
    ("declined", "idea"),
]


@pytest.mark.parametrize(("now", "allowed"), ALLOWED)
def test_only_the_allowed_moves_can_be_made(cast, now, allowed):
    new = [actions.NewActivity(f"{now} {to}", state=now) for to, _ in ALLOWED]
    *_, activities = make_activities(cast, new)
    for to, _ in ALLOWED:
        activity = activities[f"{now} {to}"]
        if to in allowed.split():
            actions.change_state(activity=activity, to=to, on=today(), reason="Skäl", payer="Ekby", by=cast.coordinator)
            assert states.latest(activity).state == to
        else:
            with pytest.raises(NotAllowed):
                actions.change_state(
                    activity=activity, to=to, on=today(), reason="Skäl", payer="Ekby", by=cast.coordinator
                )
            assert activity.states.count() == 1


def test_a_pause_needs_a_reason_and_keeps_its_day(coordinator, made):
    activity = made["Kurs för personal"]
    activity.states.update(on=date(2025, 1, 1))
    data = {"to": "paused", "on": "2026-02-01", "reason": ""}
    assert "Skriv varför" in text(coordinator.post(url("state", activity), data))
    coordinator.post(url("state", activity), {**data, "reason": "Vakanta tjänster"})
    page = text(coordinator.get(url("detail", activity)))
    assert "Vakanta tjänster" in page
    row = states.latest(activity)
    assert (row.state, row.on, row.by_name) == ("paused", date(2026, 2, 1), "Karin Prov")
    page = text(coordinator.post(url("state", activity), {"to": "ongoing", "on": "2026-01-01", "reason": ""}))
    assert "ligger före det läge som gäller nu" in page
    assert '<svg class="timeline"' in text(coordinator.get(url("detail", activity)))


@pytest.mark.row(65, 302)
def test_a_project_that_became_ordinary_operation_keeps_both_days(coordinator, made):
    activity = made["Kurs för personal"]
    activity.states.update(on=date(2024, 9, 1))
    moved = {"to": "ordinary", "on": "2025-06-15"}
    assert "Skriv vem som betalar nu" in text(coordinator.post(url("state", activity), moved))
    coordinator.post(url("state", activity), {**moved, "payer": "Ekby kommun"})
    assert "Betalas nu av Ekby kommun." in text(coordinator.get(url("detail", activity)))
    states_shown = text(coordinator.get(url("detail", activity))).split("Läge över tid</h2>")[1].split("</section>")[0]
    assert states_shown.index("I ordinarie drift") < states_shown.index("Pågår")
    assert "15 jun 2025" in states_shown
    assert "1 sep 2024" in states_shown


@pytest.mark.row(142)
def test_texts_places_and_actors_are_changed_by_the_owner(client, cast, made):
    activity = made["Kurs för personal"]
    client.force_login(cast.contact)
    page = url("edit", activity)
    place = activity.nodes.get()
    data = {
        "title": "Kurser för all personal",
        "kind": "operation",
        "meaning": "Du möts av någon som vågar fråga.",
        "actors": "Ekby kommun\nnågon annan\nEkby kommun",
        "nodes": [place.pk, place.parent_id],
        "starts_on": "2025-01-01",
        "ends_on": "2027-12-31",
    }
    client.post(page, {**data, "seen": seen(client, page)})
    activity = Activity.objects.get(pk=activity.pk)
    assert activity.title == "Kurser för all personal"
    assert activity.folded == "kurser för all personal"
    assert [(a.text, a.organisation) for a in activity.actors.all()] == [
        ("Ekby kommun", cast.ekby),
        ("någon annan", None),
    ]
    assert activity.nodes.count() == 2
    assert "Du möts av någon som vågar fråga." in text(client.get(url("detail", activity)))
    event = history.of(activity).get()
    assert event.before["title"] == "Kurs för personal"


def test_two_who_change_the_same_activity_both_see_both_texts(coordinator, made):
    activity = made["En väg in"]
    page = url("edit", activity)
    shown = seen(coordinator, page)
    base = {"title": "En väg in", "kind": "proposed", "actors": "Ekby kommun"}
    base["nodes"] = list(activity.nodes.values_list("pk", flat=True))
    coordinator.post(page, {**base, "text": "Karins text", "seen": shown})
    answer = text(coordinator.post(page, {**base, "text": "Sens text", "seen": shown}))
    activity.refresh_from_db()
    assert activity.text == "Karins text"
    mine, theirs = answer.split('class="two-texts-one"')[1:3]
    assert "Sens" in mine
    assert "Karins" in theirs


def test_a_new_activity_is_added_by_hand(coordinator, cast, made):
    node = made["En väg in"].nodes.first()
    assert f'value="{node.pk}"' in text(coordinator.get(url("new")))
    data = {"title": "Samtalsgrupp", "kind": "project", "state": "ongoing", "nodes": [node.pk], "actors": "Älby"}
    coordinator.post(url("new"), {**data, "owner": cast.alby.pk})
    activity = Activity.objects.get(title="Samtalsgrupp")
    assert (activity.owner, activity.nodes.get(), states.latest(activity).state) == (cast.alby, node, "ongoing")
    assert activity.actors.get().organisation == cast.alby


def test_others_add_only_for_an_organisation_they_write_for(client, cast, made):
    client.force_login(cast.contact)
    data = {"title": "Samtalsgrupp", "kind": "project", "state": "ongoing"}
    client.post(url("new"), {**data, "owner": cast.alby.pk})
    client.post(url("new"), {**data, "owner": ""})
    assert not Activity.objects.filter(title="Samtalsgrupp").exists()
    client.post(url("new"), {**data, "owner": cast.ekby.pk})
    assert Activity.objects.get(title="Samtalsgrupp").owner == cast.ekby


def test_who_may_write_where(client, cast, made):
    ekby = made["Kurs för personal"]
    names = ("edit", "report", "state")
    for user, status in (
        (cast.coordinator, 200),
        (cast.contact, 200),
        (cast.other_contact, 403),
        (cast.manager, 403),
        (cast.reader, 403),
        (cast.outsider, 404),
    ):
        client.force_login(user)
        assert {client.get(url(name, ekby)).status_code for name in names} == {status}, user
    client.force_login(cast.contact)
    assert client.get(url("owner", ekby)).status_code == 403
    client.force_login(cast.reader)
    assert client.get(url("new")).status_code == 403
    client.logout()
    assert client.get(url("edit", ekby)).status_code == 302


def test_an_activity_of_another_county_is_not_found(client, cast, made):
    client.force_login(cast.outsider)
    for county in ("norrlunda", "soderskar"):
        address = reverse("activities:detail", args=[county, made["En väg in"].pk])
        assert client.get(address).status_code == 404


def test_the_history_tells_places_and_states_in_words(client, cast, made):
    activity = made["En väg in"]
    client.force_login(cast.coordinator)
    page = url("edit", activity)
    data = {"title": "En väg in för alla", "kind": "proposed", "actors": "", "nodes": [], "seen": seen(client, page)}
    client.post(page, data)
    event = history.of(activity).first()
    assert event.before["nodes"] == ["Hur kan fler våga fråga?", "Hur kan vägen in bli kortare?"]
    actions.change_state(activity=activity, to="ongoing", on=today(), reason="", by=cast.coordinator)
    client.force_login(cast.reader)
    told = text(client.get(url("history", activity)))
    assert "Pågår</ins>" in told
    assert "Hur kan fler våga fråga?" in told
    client.force_login(cast.outsider)
    assert client.get(url("history", activity)).status_code == 404


def test_one_activity_takes_as_few_queries_however_much_is_written(client, cast, made):
    activity = made["En väg in"]
    client.force_login(cast.reader)
    address = url("detail", activity)
    client.get(address)  # the first visit also writes down that somebody has signed in
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for month in range(1, 11):
        actions.add_update(
            activity=activity, on=date(2025, month, 1), background="", result=f"{month}", analysis="", by="Prov"
        )
    activity.nodes.add(*activity.edition.nodes.all())
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    assert len(queries) == len(few)
    assert len(queries) <= 15, [q["sql"][:90] for q in queries]


def test_the_outline_counts_each_activity_once_and_links_to_them(client, cast):
    edition, nodes, _ = make_activities(cast)
    (mark,) = offers.collect("marks", edition, cast.reader)
    # By hand: one way in stands under both questions; the course under the first; support under the second sub-area.
    expected = {"goal": 3, "dir": 3, "a1": 2, "s11": 2, "q1": 2, "a2": 2, "s21": 2, "q2": 1}
    for ref, number in expected.items():
        assert f">{number}</a>" in mark.cells[nodes[ref].pk], ref
    assert ">0<" in mark.cells[nodes["v1"].pk]
    client.force_login(cast.reader)
    page = text(client.get(reverse("plans:edition", args=["norrlunda", edition.pk])))
    assert f'/norrlunda/aktiviteter/?del={nodes["a1"].pk}">2</a>' in page
    assert "De 4 ställena är 3 aktiviteter." in page


def test_a_part_of_the_plan_shows_its_activities(client, cast):
    _, nodes, made = make_activities(cast)
    client.force_login(cast.reader)
    page = text(client.get(reverse("plans:node", args=["norrlunda", nodes["s11"].pk])))
    assert "Kurs för personal" in page
    assert "Stöd till anhöriga" not in page.split("Röd tråd")[0]
    assert "2 aktiviteter, 1 pågår" in page
    page = text(client.get(reverse("plans:document", args=["norrlunda", made["En väg in"].edition_id])))
    assert "Kurs för personal" in page


def test_a_part_with_activities_can_not_be_removed(coordinator, cast):
    _, nodes, _ = make_activities(cast)
    page = text(coordinator.get(reverse("plans:remove_node", args=["norrlunda", nodes["q1"].pk])))
    assert "2 aktiviteter" in page


@pytest.mark.row(83, 84)
def test_the_next_edition_takes_along_what_has_not_ended(coordinator, cast):
    edition, nodes, made = make_activities(cast)
    actions.change_state(activity=made["Kurs för personal"], to="ended", on=today(), reason="Klar", by=cast.coordinator)
    address = reverse("activities:next_edition", args=["norrlunda", edition.pk])
    coordinator.post(
        address, {"title": "Plan 2029–2032", "reason": "Går ut", "valid_from": "2029-01-01", "carry_over": "on"}
    )
    following = edition.plan.editions.get(number=2)
    copied = following.nodes.get(key=nodes["q1"].key)
    assert [a.title for a in copied.activities.all()] == ["En väg in"]
    assert nodes["q1"].activities.count() == 2
    assert Activity.objects.count() == 4
    assert history.of(following).first().verb == "activities.carried_over"


def test_what_stands_still_awaits_those_who_write_for_its_owner(cast):
    *_, made = make_activities(cast)
    age(made["Kurs för personal"], 300)
    from samplan.work.activities.offers import todo, watch

    assert [t.text for t in todo(cast.contact, cast.norr)] == ["Hur går det med ”Kurs för personal”?"]
    assert todo(cast.other_contact, cast.norr) == []
    assert [(w.figure, w.url.split("=")[1]) for w in watch(cast.coordinator, cast.norr)] == [
        ("1", "stilla"),
        ("1", "utan-agare"),
    ]


def test_search_finds_activities_of_the_county_only(cast):
    make_activities(cast)
    from samplan.work.activities.offers import search

    assert [f.title for f in search(cast.norr, "ÖPPET", cast.reader)] == ["Öppet hus"]
    assert search(cast.soder, "öppet", cast.reader) == []


def test_two_who_name_an_owner_are_told_of_each_other(coordinator, cast, made):
    activity = made["En väg in"]
    page = url("owner", activity)
    start = seen(coordinator, page)
    coordinator.post(page, {"owner": cast.ekby.pk, "owner_person": "Sara", "seen": start})
    late = coordinator.post(page, {"owner": cast.alby.pk, "owner_person": "Nils", "seen": start})
    assert late.status_code == 409
    activity.refresh_from_db()
    assert (activity.owner, activity.owner_person) == (cast.ekby, "Sara")
    assert "Ni har valt olika" in text(late)
