"""A proposed activity is asked of organisations: yes, yes with a change, or no with a reason."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samplan.foundation.history.models import Event
from samplan.foundation.outbox.models import Mail
from samplan.work.activities import actions, offers
from samplan.work.activities.actions import asking as writing
from samplan.work.activities.models import Activity, Asking
from samplan.work.activities.states import NotAllowed
from samplan.work.activities.tests.making import make_activities

pytestmark = pytest.mark.django_db


@pytest.fixture
def free(cast):
    *_, made = make_activities(cast, [actions.NewActivity("En väg in")])
    return made["En väg in"]


def url(cast, name, *args):
    return reverse(f"activities:{name}", args=[cast.norr.slug, *args])


def ask(cast, activity, *organisations):
    facts = {"unit": "elevhälsan", "message": "Ni har prövat.", "by": cast.coordinator}
    return writing.ask(activity=activity, organisations=organisations, **facts)


def text(answer):
    return answer.content.decode()


def asked(user, cast):
    return [todo for todo in offers.todo(user, cast.norr) if "ta på sig" in todo.text]


@pytest.mark.row(143)
def test_one_says_no_with_a_reason_and_the_other_takes_it_on(client, cast, free):
    client.force_login(cast.coordinator)
    page = url(cast, "detail", free.pk)
    assert "Ingen är frågad än" in text(client.get(page))
    data = {"organisations": [cast.ekby.pk, cast.alby.pk], "unit": "elevhälsan", "message": "Ni har prövat."}
    assert client.post(url(cast, "ask", free.pk), data).status_code == 302
    shown = text(client.get(page))
    assert "Ingen har tagit på sig den" in shown
    assert shown.count("har inte svarat än") == 2
    assert set(Mail.objects.filter(kind="activities.asked").values_list("to", flat=True)) >= {
        "sara@example.org",
        "nils@example.org",
    }
    (todo,) = asked(cast.contact, cast)
    client.force_login(cast.contact)
    assert "Ni har prövat." in text(client.get(todo.url))
    assert "Skriv varför ni tackar nej" in text(client.post(todo.url, {"outcome": "declined", "answer": " "}))
    client.post(todo.url, {"outcome": "declined", "answer": "Vi har ingen som kan i år."})
    assert asked(cast.contact, cast) == []
    assert Activity.objects.get(pk=free.pk).owner is None
    client.force_login(cast.other_contact)
    (todo,) = asked(cast.other_contact, cast)
    client.post(todo.url, {"outcome": "changed", "answer": "Bara på skolorna.", "owner_person": "Nils Prov"})
    taken = Activity.objects.get(pk=free.pk)
    assert (taken.owner, taken.owner_person) == (cast.alby, "Nils Prov")
    shown = text(client.get(page))
    for words in ("tackar nej", "Vi har ingen som kan i år.", "tar på sig den, med en ändring", "Bara på skolorna."):
        assert words in shown
    assert Mail.objects.filter(kind="activities.answered", to=cast.coordinator.email).count() == 2
    verbs = set(Event.objects.filter(verb__startswith="activities.ask").values_list("verb", flat=True))
    assert verbs == {"activities.asked", "activities.asking_declined", "activities.asking_changed"}


def test_a_yes_takes_the_question_to_the_others_back(client, cast, free):
    own, other = ask(cast, free, cast.ekby, cast.alby)
    writing.answer(asking=own, outcome="accepted", answer="", owner_person="Sara", by=cast.contact)
    other.refresh_from_db()
    assert (other.outcome, other.answer) == ("withdrawn", "Ekby kommun tog på sig den.")
    client.force_login(cast.other_contact)
    answer = client.post(url(cast, "asking", other.pk), {"outcome": "accepted", "answer": ""}, follow=True)
    assert "redan besvarad" in text(answer)
    assert Activity.objects.get(pk=free.pk).owner == cast.ekby


def test_what_has_been_taken_on_is_asked_of_nobody_and_nobody_is_asked_twice(cast, free):
    ask(cast, free, cast.ekby)
    with pytest.raises(NotAllowed, match="redan frågad"):
        ask(cast, free, cast.ekby)
    actions.take_on(activity=free, owner=cast.alby, owner_person="Nils", by=cast.other_contact)
    with pytest.raises(NotAllowed, match="redan tagit på sig"):
        ask(cast, free, cast.region)
    with pytest.raises(NotAllowed, match="redan tagit på sig"):
        writing.answer(asking=Asking.objects.get(), outcome="accepted", answer="", owner_person="", by=cast.contact)
    assert asked(cast.contact, cast) == []


def test_a_question_is_taken_back_and_only_those_asked_answer(client, cast, free):
    (row,) = ask(cast, free, cast.ekby)
    for user in (cast.other_contact, cast.coordinator, cast.reader):
        client.force_login(user)
        assert client.get(url(cast, "asking", row.pk)).status_code == 403
    client.force_login(cast.coordinator)
    client.post(url(cast, "withdraw_asking", row.pk))
    assert Asking.objects.get().outcome == "withdrawn"
    assert len(ask(cast, free, cast.ekby)) == 1


@pytest.mark.parametrize(
    "wrong", [{"outcome": "accepted"}, {"outcome": "declined", "answered_at": "2026-01-01T00:00Z"}, {}]
)
def test_the_database_keeps_half_an_answer_out(cast, free, wrong):
    ask(cast, free, cast.ekby)
    with pytest.raises(IntegrityError), transaction.atomic():
        Asking.objects.create(activity=free, organisation=cast.ekby, asked_by_name="K", **wrong)


def test_many_questions_cost_no_more_than_one(client, cast, free):
    client.force_login(cast.coordinator)
    counts = []
    for n in range(2):
        for k in range(1 + 8 * n):
            Asking.objects.create(
                activity=free, organisation=cast.ekby, asked_by_name="K", outcome="withdrawn",
                answered_at="2026-01-01T00:00Z", answer=str(k),
            )  # fmt: skip
        client.get(url(cast, "detail", free.pk))
        with CaptureQueriesContext(connection) as queries:
            client.get(url(cast, "detail", free.pk))
        counts.append(len(queries))
    assert counts[0] == counts[1]
