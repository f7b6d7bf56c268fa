"""An ended project owes a final report: written, handed in, given back or approved, and then it stands as it is."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samplan.foundation.core.dates import day, long_day, today
from samplan.foundation.core.stale import Stale
from samplan.foundation.history.models import Event
from samplan.work.activities import actions as activities
from samplan.work.activities.models import Activity
from samplan.work.activities.states import NotAllowed
from samplan.work.delivery import final_reports, offers
from samplan.work.delivery.actions import ending as writing
from samplan.work.delivery.models import FinalReport

pytestmark = pytest.mark.django_db
TEXTS = {
    "what": "Vi prövade i två kommuner.",
    "result": "Fler fick hjälp i tid.",
    "lesson": "Börja med cheferna.",
    "payer": "Ekby betalar det som lever vidare.",
}


def make(cast, title="Pilot", kind="project", state="ended", days=100, owner=None):
    new = activities.NewActivity(title, kind, state="ongoing", owner=owner or cast.ekby)
    activity = activities.create_activity(county=cast.norr, edition=None, activity=new, by=cast.coordinator)
    activity.states.update(on=today() - timedelta(days=days + 100))
    on = today() - timedelta(days=days)
    if state != "ongoing":
        told = {"reason": "Tiden är ute.", "payer": "Ekby kommun" if state == "ordinary" else ""}
        activities.change_state(activity=activity, to=state, on=on, lesson="Ta en sak i taget.", by="K", **told)
    return Activity.objects.get(pk=activity.pk)


@pytest.fixture
def ended(cast):
    return make(cast)


def url(cast, name, *args):
    return reverse(f"delivery:{name}", args=[cast.norr.slug, *args])


def text(answer):
    return answer.content.decode()


def save(activity, by="K", **changed):
    mark = writing.mark_of_report(final_reports.report_of(activity))
    return writing.save_report(activity=activity, seen=mark, by=by, **{**TEXTS, **changed})


def hand_in(activity, by="K", **changed):
    report = save(activity, by, **changed)
    return writing.hand_in(activity=activity, seen=writing.mark_of_report(report), by=by)


def handed_in_ago(activity, days):
    """As if it had been handed in then."""
    hand_in(activity)
    report = final_reports.report_of(activity)
    report.handed_in_at -= timedelta(days=days)
    report.save()
    return report


def approve(activity, on=None, by="K"):
    facts = {"approved_by": "Styrgruppen", "decision": "§ 12", "by": by}
    mark = writing.mark_of_report(final_reports.report_of(activity))
    return writing.approve(activity=activity, on=on or today(), seen=mark, **facts)


def waits(user, cast):
    return [t for t in offers.todo(user, cast.norr) if "lutrapport" in t.text]


@pytest.mark.row(40)
def test_a_pilots_report_is_written_handed_in_and_approved(client, cast, ended):
    """Begun from what is known; a draft is read by those who write it, and by everybody when it is handed in."""
    activities.add_update(activity=ended, on=today(), background="", result="Tolv deltog.", analysis="", by="K")
    page, read, write = (url(cast, name, ended.pk) for name in ("page", "final_report", "final_report_write"))
    client.force_login(cast.contact)
    (todo,) = waits(cast.contact, cast)
    assert write in (todo.url, text(client.get(page)))
    form = client.get(todo.url)
    assert form.context["form"].initial == {
        "what": "", "result": "Tolv deltog.", "lesson": "Ta en sak i taget.", "payer": ""
    }  # fmt: skip
    client.post(write, {"seen": form.context["seen"], **TEXTS, "payer": ""})
    assert "Innan den kan lämnas in behövs: vem som betalar nu" in text(client.get(read))
    client.force_login(cast.reader)
    assert TEXTS["lesson"] not in text(client.get(read))
    client.force_login(cast.contact)
    client.post(write, {"seen": client.get(write).context["seen"], **TEXTS})
    shown = client.get(read)
    client.post(url(cast, "final_report_deed", ended.pk), {"gor": "lamna-in", "seen": shown.context["seen"]})
    assert waits(cast.contact, cast) == []
    client.force_login(cast.reader)
    assert TEXTS["lesson"] in text(client.get(read))
    client.force_login(cast.coordinator)
    (todo,) = waits(cast.coordinator, cast)
    assert todo.url == read
    form = client.get(url(cast, "final_report_approve", ended.pk))
    data = {"seen": form.context["seen"], "on": today().isoformat(), "approved_by": "Styrgruppen", "decision": "§ 12"}
    client.post(url(cast, "final_report_approve", ended.pk), data)
    shown = text(client.get(read))
    for words in (*TEXTS.values(), "Godkänd", f"Godkänd {long_day(today())} av Styrgruppen, § 12."):
        assert words in shown
    assert waits(cast.coordinator, cast) == []
    verbs = set(Event.objects.filter(verb__startswith="delivery.").values_list("verb", flat=True))
    assert verbs == {f"delivery.final_report_{verb}" for verb in ("written", "handed_in", "approved")}


@pytest.mark.row(117)
def test_the_approval_has_its_own_day_after_the_end_and_the_list_says_both(client, cast):
    late, missing = make(cast, "Sen", days=90), make(cast, "Utan rapport", days=30)
    handed_in_ago(late, 60)
    approve(late, today() - timedelta(days=40))
    client.force_login(cast.reader)
    shown = text(client.get(url(cast, "final_reports")))
    assert "En slutrapport saknas" in shown
    for words in (
        day(today() - timedelta(days=90)),
        f"godkänd {day(today() - timedelta(days=40))}",
        "Styrgruppen, § 12",
    ):
        assert words in shown
    assert shown.index(missing.title) < shown.index("Godkänd") < shown.index(late.title)


@pytest.mark.parametrize("kind", ["project", "assignment", "programme"])
@pytest.mark.parametrize("state", ["ended", "ordinary"])
def test_what_was_a_project_owes_one_when_it_has_ended_or_gone_over(cast, kind, state):
    """Planted: without the look in the history, what went over has become ordinary operation and owes nothing."""
    activity = make(cast, kind=kind, state=state)
    assert final_reports.owes(activity)
    assert final_reports.begun_from(activity)["payer"] == ("Ekby kommun" if state == "ordinary" else "")


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("project", "ongoing"),
        ("project", "paused"),
        ("proposed", "ordinary"),
        ("operation", "ended"),
        ("other", "ended"),
    ],
)
def test_what_goes_on_or_never_was_a_project_owes_none(client, cast, kind, state):
    activity = make(cast, kind=kind, state=state)
    assert not final_reports.owes(activity)
    with pytest.raises(NotAllowed):
        save(activity)
    client.force_login(cast.contact)
    assert 'id="slutrapport"' not in text(client.get(url(cast, "page", activity.pk)))
    assert client.get(url(cast, "final_report", activity.pk)).status_code == 404
    assert waits(cast.contact, cast) == []


def test_all_four_parts_are_needed_and_what_is_handed_in_is_what_was_read(client, cast, ended):
    report = save(ended, lesson=" ")
    with pytest.raises(NotAllowed, match="Alla fyra"):
        writing.hand_in(activity=ended, seen=writing.mark_of_report(report), by="K")
    read = writing.mark_of_report(save(ended))
    save(ended, lesson="Något annat.")
    with pytest.raises(Stale):
        writing.hand_in(activity=ended, seen=read, by="K")
    client.force_login(cast.contact)
    answer = client.post(url(cast, "final_report_deed", ended.pk), {"gor": "lamna-in", "seen": read}, follow=True)
    assert "Läs den igen innan du lämnar in den" in text(answer)
    assert FinalReport.objects.get().handed_in_at is None


def test_the_coordinator_asks_for_more_and_the_writers_see_it(client, cast, ended):
    hand_in(ended)
    client.force_login(cast.coordinator)
    address = url(cast, "final_report_give_back", ended.pk)
    mark = client.get(address).context["seen"]
    assert "Skriv vad som behöver ändras" in text(client.post(address, {"seen": mark, "note": " "}))
    client.post(address, {"seen": mark, "note": "Hur många deltog?"})
    (todo,) = waits(cast.contact, cast)
    assert "Hur många deltog?" in todo.why
    client.force_login(cast.contact)
    for name in ("final_report", "final_report_write"):
        assert "Hur många deltog?" in text(client.get(url(cast, name, ended.pk)))
    hand_in(ended, result="Tolv deltog.")
    client.post(url(cast, "final_report_deed", ended.pk), {"gor": "tillbaka"})
    assert FinalReport.objects.get().handed_in_at is None


def test_what_a_draft_said_is_not_told_in_the_history_either(client, cast, ended):
    """Planted: with the draft's words in an event that everybody may read, the reader finds them."""
    save(ended, lesson="Bara ett utkast.", by=cast.contact)
    client.force_login(cast.reader)
    history = reverse("activities:history", args=[cast.norr.slug, ended.pk])
    assert "Bara ett utkast." not in text(client.get(history))
    hand_in(ended, lesson="Färdigt.", by=cast.contact)
    assert "Färdigt." in text(client.get(history))
    assert "Bara ett utkast." not in text(client.get(history))
    free = make(cast, "Fri")
    activities.set_owner(activity=free, owner=None, owner_person="", by="K")
    save(free, lesson="Bara ett utkast.")
    assert Event.objects.filter(verb="delivery.final_report_written", subject_id=free.pk).get().after is None


def test_an_approved_one_stands_as_it_is(client, cast, ended):
    """Planted: without _require_open and _waiting each of these deeds goes through."""
    hand_in(ended)
    approve(ended)
    mark = writing.mark_of_report(final_reports.report_of(ended))
    for deed in (
        lambda: save(ended, lesson="Ändrad."),
        lambda: writing.hand_in(activity=ended, seen=mark, by="K"),
        lambda: writing.take_back(activity=ended, by="K"),
        lambda: writing.give_back(activity=ended, note="Mer", seen=mark, by="K"),
        lambda: approve(ended),
    ):
        with pytest.raises(NotAllowed, match="godkänd och står som den är"):
            deed()
    client.force_login(cast.coordinator)
    data = {"seen": "", **TEXTS, "lesson": "Ändrad."}
    assert client.post(url(cast, "final_report_write", ended.pk), data).status_code == 302
    assert FinalReport.objects.get().lesson == TEXTS["lesson"]


def test_it_is_approved_after_it_was_handed_in_and_not_in_the_future(client, cast, ended):
    handed_in_ago(ended, 10)
    client.force_login(cast.coordinator)
    address = url(cast, "final_report_approve", ended.pk)
    for days, words in ((11, "innan den lämnades in"), (-1, "framåt i tiden")):
        on = today() - timedelta(days=days)
        with pytest.raises(NotAllowed, match=words):
            approve(ended, on)
        answer = client.post(address, {"seen": "", "on": on.isoformat(), "approved_by": "S", "decision": ""})
        assert words in text(answer)
    approve(ended, today() - timedelta(days=10))


def test_what_was_changed_after_it_was_read_is_not_approved(client, cast, ended):
    hand_in(ended)
    client.force_login(cast.coordinator)
    address = url(cast, "final_report_approve", ended.pk)
    mark = client.get(address).context["seen"]
    writing.take_back(activity=ended, by="K")
    hand_in(ended, lesson="En helt annan.")
    data = {"seen": mark, "on": today().isoformat(), "approved_by": "S", "decision": ""}
    assert "Rapporten har ändrats sedan du läste den" in text(client.post(address, data, follow=True))
    assert FinalReport.objects.get().approved_on is None


def test_two_who_write_see_both_texts(client, cast, ended):
    client.force_login(cast.contact)
    write = url(cast, "final_report_write", ended.pk)
    seen = client.get(write).context["seen"]
    save(ended, lesson="Hennes lärdom.")
    answer = client.post(write, {"seen": seen, **TEXTS, "lesson": "Min lärdom."})
    assert answer.status_code == 409
    assert "Hennes lärdom." in text(answer)
    assert FinalReport.objects.get().lesson == "Hennes lärdom."


def test_only_those_it_concerns_write_and_only_coordinators_decide(client, cast, ended):
    hand_in(ended)
    writes = [url(cast, f"final_report_{name}", ended.pk) for name in ("write", "deed")]
    decides = [url(cast, f"final_report_{name}", ended.pk) for name in ("approve", "give_back")]
    for user, of_writing, of_deciding in (
        (cast.contact, 302, 403),
        (cast.other_contact, 403, 403),
        (cast.reader, 403, 403),
        (cast.outsider, 404, 404),
    ):
        client.force_login(user)
        assert [client.post(address).status_code for address in decides] == [of_deciding] * 2
        if user != cast.contact:
            assert [client.post(address).status_code for address in writes] == [of_writing] * 2
    client.force_login(cast.outsider)
    assert client.get(url(cast, "final_reports")).status_code == 404
    assert waits(cast.editor, cast) == waits(cast.other_contact, cast) == []


def test_the_coordinators_start_page_counts_what_is_missing(cast, ended):
    make(cast, "En till")
    (watch,) = offers.watch(cast.coordinator, cast.norr)
    assert (watch.figure, watch.text, watch.url) == ("2", "slutrapporter saknas", url(cast, "final_reports"))
    assert offers.watch(cast.contact, cast.norr) == []
    for activity in Activity.objects.all():
        save(activity)
    assert offers.watch(cast.coordinator, cast.norr) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"handed_in_at": "2026-01-01T00:00Z"},
        {**TEXTS, "approved_on": "2026-01-01", "approved_by": "S"},
        {**TEXTS, "handed_in_at": "2026-01-01T00:00Z", "approved_on": "2026-01-01"},
    ],
)
def test_the_database_keeps_half_a_report_out(ended, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        FinalReport.objects.create(activity=ended, **wrong)


def test_many_reports_cost_no_more_than_one_of_each(client, cast):
    client.force_login(cast.coordinator)
    counts = []
    for n in range(2):
        for k in range(1 + 3 * n):
            make(cast, f"Saknas {n} {k}", state="ordinary")
            save(make(cast, f"Skrivs {n} {k}"))
            hand_in(make(cast, f"Inlämnad {n} {k}", owner=cast.alby))
            done = make(cast, f"Godkänd {n} {k}", kind="programme", owner=cast.region)
            hand_in(done)
            approve(done)
        client.get(url(cast, "final_reports"))
        with CaptureQueriesContext(connection) as queries:
            client.get(url(cast, "final_reports"))
            offers.todo(cast.contact, cast.norr)
            offers.todo(cast.coordinator, cast.norr)
        counts.append(len(queries))
    assert counts[0] == counts[1]
