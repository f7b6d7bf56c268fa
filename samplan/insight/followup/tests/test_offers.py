"""What the room tells the start page, the search and the plan's pages."""

from datetime import timedelta

import pytest
from django.urls import reverse

from samplan.foundation.core.dates import today
from samplan.insight.followup import answers, offers
from samplan.work.plans.models import Node
from samplan.work.rounds import actions as rounds

from .conftest import put, write


def test_the_coordinator_is_asked_to_chase_to_name_and_to_send(cast, edition, opened):
    from .conftest import prepare

    prepare(cast, edition, year=2031)
    found = {todo.action: todo for todo in offers.todo(cast.coordinator, cast.norr)}
    chase = found["Förhandsgranska påminnelse"]
    assert chase.text == "Tre organisationer har inte svarat"
    assert chase.due == opened.round.closes_on - timedelta(days=7)
    assert f"vem={opened.alby.pk}" in chase.url
    assert f"vem={opened.ekby.pk}" not in chase.url
    name = found["Utse kontaktperson"]
    assert name.text == "Region Norrlunda har ingen kontaktperson"
    assert name.url == reverse("followup:contact", args=["norrlunda", opened.round.pk, opened.region.pk])
    assert found["Fortsätt"].text == "Årsuppföljning 2031 är inte utskickad"


def test_when_all_have_answered_closing_is_what_is_left(cast, opened):
    for request in (opened.alby, opened.region, opened.ekby):
        put(request, "approved")
    assert [todo.action for todo in offers.todo(cast.coordinator, cast.norr)] == ["Stäng omgången"]


@pytest.mark.parametrize("who", ["reader", "contact", "outsider", "stranger"])
def test_others_are_not_told_of_it(cast, opened, who):
    user = getattr(cast, who)
    assert offers.todo(user, cast.norr) == []
    assert offers.watch(user, cast.norr) == []
    assert offers.search(cast.norr, "årsuppföljning", user) == []


def test_figures_to_watch_and_rounds_found_by_words(cast, opened):
    shown = offers.watch(cast.coordinator, cast.norr)
    assert [(w.figure, w.text) for w in shown] == [("3 av 4", "har inte svarat"), ("2", "vakanta platser")]
    found = offers.search(cast.norr, "ÅRSUPPFÖLJNING", cast.coordinator)
    assert [f.title for f in found] == [opened.round.title]
    assert offers.search(cast.norr, "budget", cast.coordinator) == []


@pytest.fixture
def closed(cast, edition, opened):
    """Ekby partly on 1.1 and yes on 2.1, Älby no on both, the region silent; the association yes on 2.2."""
    write(opened.ekby, "2.1", "yes")
    put(opened.ekby, "approved")
    write(opened.alby, "1.1", "no")
    write(opened.alby, "2.1", "no", "Ingen väg.")
    put(opened.alby, "approved")
    write(opened.region, "1.1", "yes", "HEMLIGT I REGIONEN")
    put(opened.region, "writing")
    rounds.close_round(round=opened.round, by=cast.coordinator)
    return opened


def node(edition, number):
    return Node.objects.select_related("edition__plan__county").get(
        edition=edition, number=number, tier__name__in=["Insatsområde", "Delområde"]
    )


def test_the_plan_gets_a_strip_for_each_part(cast, edition, closed):
    [mark] = offers.marks(edition, cast.reader)
    assert mark.title == f"Svar {today().year}"
    assert "0 ja" in mark.cells[node(edition, "1").pk]
    assert "2 ja" in mark.cells[node(edition, "2.1").pk]
    assert all(cell.count("<svg") == 1 for cell in mark.cells.values())
    headings = Node.objects.filter(edition=edition, tier__standard_type__in=["impact", "direction"])
    assert not set(mark.cells) & set(headings.values_list("pk", flat=True))


def test_a_parts_answers_are_counted_by_hand(cast, edition, closed):
    asked = answers.asked_in(edition)
    heard = answers.heard_in(closed.round, [key for keys in asked.values() for key in keys])
    one = heard[closed.questions["1.1"].key]
    expected = {cast.ekby.pk: "partly", cast.alby.pk: "no", cast.region.pk: "not_answered"}
    assert {pk: choice.value for pk, choice in one.choices.items()} == expected
    two = [heard[closed.questions[n].key] for n in ("1.1", "2.1")]
    assert {pk: choice.value for pk, choice in answers.together(two).items()} == {
        cast.ekby.pk: "partly",  # partly and yes
        cast.alby.pk: "no",  # no and no
        cast.region.pk: "not_answered",  # a draft counts for nothing
    }


@pytest.mark.parametrize(
    ("choices", "together"),
    [
        (["yes", "yes"], "yes"),
        (["yes", "no"], "partly"),
        (["yes", "yes", "no"], "yes"),
        (["yes", "yes", "partly", "no"], "partly"),
        (["no", "no", "partly"], "no"),
        (["yes", "not_answered"], "yes"),
        (["yes", "not_applicable"], "yes"),
        (["dont_know", "not_answered"], "dont_know"),
        (["not_answered"], "not_answered"),
    ],
)
def test_several_answers_of_one_organisation_become_one(choices, together):
    many = [answers.Heard(None, {1: answers.Given(choice)}) for choice in choices]
    assert answers.together(many)[1].value == together


def test_nothing_is_said_of_a_round_that_is_open(cast, edition, opened):
    assert offers.marks(edition, cast.reader) == []
    assert offers.panels(node(edition, "1.1"), cast.reader) == []
    assert offers.thread(node(edition, "1.1"), cast.reader) == []


@pytest.mark.row(138)
def test_a_parts_own_page_says_who_answered_what_and_leads_to_the_compilation(client, cast, edition, closed):
    client.force_login(cast.reader)
    part = node(edition, "1.1")
    page = client.get(reverse("plans:node", args=["norrlunda", part.pk])).content.decode()
    assert "Det här svarade organisationerna" in page
    assert "1 delvis, 1 nej, 1 har inte svarat" in page
    question = closed.questions["1.1"]
    assert reverse("analysis:question", args=["norrlunda", closed.round.pk, question.pk]) in page
    assert "HEMLIGT" not in page
    outline = client.get(reverse("plans:edition", args=["norrlunda", edition.pk])).content.decode()
    assert f"Svar {today().year}" in outline
    assert 'class="answer-strip"' in outline


def test_last_years_answers_follow_a_question_into_the_next_edition(cast, edition, closed):
    from datetime import date

    from samplan.work.plans.models import Edition, FollowUpQuestion
    from samplan.work.plans.tests.making import make_plan

    following = make_plan(cast, title="Nästa").edition
    Edition.objects.filter(pk=following.pk).update(
        plan=edition.plan, number=2, valid_from=date(2029, 1, 1), valid_to=None
    )
    old = FollowUpQuestion.objects.get(edition=edition, text="Har personalen det kunnande som behövs?")
    FollowUpQuestion.objects.filter(edition=following, text=old.text).update(key=old.key)
    following.refresh_from_db()
    [mark] = offers.marks(following, cast.reader)
    assert node(following, "1.1").pk in mark.cells


def test_marks_and_panels_take_as_many_queries_for_many_as_for_few(cast, edition, closed):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from samplan.foundation.people.models import Organisation
    from samplan.work.questionnaires.models import Response

    def count(offer, obj):
        with CaptureQueriesContext(connection) as taken:
            offer(obj, cast.reader)
        return len(taken)

    part = node(edition, "1.1")
    before = [count(offers.marks, edition), count(offers.panels, part), count(offers.thread, part)]
    for number in range(10):
        one = Organisation.objects.create(
            county=cast.norr,
            kind="municipality",
            code=f"94{number:02}",
            name=f"Nyby {number}",
            short_name=f"Nyby {number}",
        )
        response = Response.objects.create(form=closed.round.form, organisation=one)
        request = closed.round.requests.create(organisation=one, response=response, contact_email="a@b.se")
        put(request, "approved")
        write(request, "1.1", "yes")
    assert [count(offers.marks, edition), count(offers.panels, part), count(offers.thread, part)] == before
    assert max(before) <= 10
