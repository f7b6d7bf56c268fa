"""The plan's outline says whether each part is closer than the round before."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samplan.foundation.core.dates import today
from samplan.foundation.people.models import Organisation
from samplan.insight.analysis import movement, offers
from samplan.insight.analysis.movement import Moves
from samplan.insight.followup import actions as followup
from samplan.insight.followup.actions import Invited
from samplan.work.plans.models import Node
from samplan.work.plans.tests.making import make_plan
from samplan.work.questionnaires.models import Answer, Question
from samplan.work.rounds.models import RequestState, Round, RoundState

from .conftest import moment

YEAR = today().year


@pytest.fixture
def edition(cast):
    return make_plan(cast).edition


def closed_round(cast, edition, year, given, previous=None):
    """A closed round: what each organisation answered, by question number. Handed in, unless the key says draft."""
    day = today() - timedelta(days=366 * (YEAR - year))
    round = followup.prepare_round(
        edition=edition,
        title=f"Årsuppföljning {year}",
        year=year,
        opens_on=day,
        closes_on=day,
        organisations=[Invited(o, contact_email="a@example.org") for o in given],
        previous=previous,
        by=cast.coordinator,
    )
    for organisation, choices in given.items():
        answer(round, organisation, choices)
    RoundState.objects.create(round=round, state="closed", at=moment(day), by_name="Karin Prov")
    return Round.objects.get(pk=round.pk)


def answer(round, organisation, choices, state="approved"):
    request = round.requests.get(organisation=organisation)
    RequestState.objects.create(request=request, state=state, at=moment(round.closes_on), by_name="Anders Prov")
    for number, choice in choices.items():
        question = Question.objects.get(section__form=round.form_id, number=number)
        Answer.objects.create(
            response=request.response,
            question=question,
            choice=choice,
            saved_at=moment(round.closes_on),
            saved_by_name="Sara Prov",
        )


def node(edition, number):
    return Node.objects.get(edition=edition, number=number, tier__name__in=["Insatsområde", "Delområde"])


@pytest.fixture
def two_rounds(cast, edition):
    """1.1: two forward, one back. 2.1: one back, one only answered the second time."""
    before = {
        cast.region: {"1.1": "no", "2.1": "yes"},
        cast.ekby: {"1.1": "partly"},
        cast.alby: {"1.1": "yes", "2.1": "dont_know"},
    }
    now = {
        cast.region: {"1.1": "partly", "2.1": "partly"},
        cast.ekby: {"1.1": "yes", "2.1": "yes"},
        cast.alby: {"1.1": "no", "2.1": "yes"},
    }
    first = closed_round(cast, edition, YEAR - 1, before)
    return first, closed_round(cast, edition, YEAR, now, previous=first)


def test_moves_are_those_worked_out_by_hand(edition, two_rounds):
    moved = movement.of_plan(edition)
    assert moved.before == two_rounds[0]
    assert moved.moves[node(edition, "1.1").pk] == Moves(forward=2, back=1)
    assert moved.moves[node(edition, "2.1").pk] == Moves(back=1)
    assert moved.moves[node(edition, "1").pk] == Moves(forward=2, back=1)


@pytest.mark.parametrize(
    ("moves", "word"),
    [
        (Moves(2, 1, 0), "closer"),
        (Moves(1, 2, 5), "further"),
        (Moves(1, 1, 0), "same"),
        (Moves(0, 0, 4), "same"),
        (Moves(), "unmeasurable"),
    ],
)
def test_moves_in_one_word(moves, word):
    assert moves.word == word


def test_the_plans_page_says_closer_and_further(client, cast, edition, two_rounds):
    client.force_login(cast.reader)
    page = client.get(reverse("plans:edition", args=["norrlunda", edition.pk])).content.decode()
    assert f"Mot {YEAR - 1}" in page
    assert "närmare" in page
    assert "längre bort" in page
    assert "&lt;svg" not in page


def test_what_cannot_be_compared_is_not_measurable_yet(cast, edition):
    first = closed_round(cast, edition, YEAR - 1, {cast.ekby: {"2.1": "yes"}})
    closed_round(cast, edition, YEAR, {cast.ekby: {"1.1": "yes", "2.1": "yes"}}, previous=first)
    [mark] = offers.marks(edition, cast.reader)
    assert "ej mätbar än" in mark.cells[node(edition, "1.1").pk]
    assert "lika" in mark.cells[node(edition, "2.1").pk]


def test_drafts_count_neither_then_nor_now(cast, edition):
    first = closed_round(cast, edition, YEAR - 1, {cast.ekby: {"1.1": "no"}})
    second = closed_round(cast, edition, YEAR, {cast.ekby: {"1.1": "yes"}}, previous=first)
    request = second.requests.get()
    RequestState.objects.create(request=request, state="returned", at=moment(today()), by_name="Karin Prov")
    assert movement.of_plan(edition).moves[node(edition, "1.1").pk].word == "unmeasurable"


def test_nothing_is_said_before_there_are_two_rounds(cast, edition):
    assert offers.marks(edition, cast.reader) == []
    closed_round(cast, edition, YEAR, {cast.ekby: {"1.1": "yes"}})
    assert offers.marks(edition, cast.reader) == []


def test_the_column_takes_as_many_queries_for_many_as_for_few(cast, edition, two_rounds):
    def taken():
        with CaptureQueriesContext(connection) as queries:
            offers.marks(edition, cast.reader)
        return len(queries)

    few = taken()
    more = [
        Organisation.objects.create(county=cast.norr, kind="municipality", name=f"By {n} kommun", short_name=f"By {n}")
        for n in range(8)
    ]
    for round, choice in zip(two_rounds, ("no", "yes"), strict=True):
        for organisation in more:
            response = organisation.responses.create(form=round.form)
            round.requests.create(organisation=organisation, response=response, contact_email="a@example.org")
            answer(round, organisation, {"1.1": choice})
    assert taken() == few
    assert few <= 14
    assert movement.of_plan(edition).moves[node(edition, "1.1").pk].forward == 10
