"""A plan with two areas, three questions to organisations and one to associations, and rounds made of it."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from samplan.foundation.core.dates import today
from samplan.insight.followup import actions, queries
from samplan.work.plans.actions import NewQuestion
from samplan.work.plans.models import Party
from samplan.work.plans.tests.making import QUESTIONS, make_plan
from samplan.work.questionnaires.models import Answer, Question
from samplan.work.rounds import actions as rounds
from samplan.work.rounds.models import Request, RequestState


@pytest.fixture
def edition(cast):
    questions = [
        *QUESTIONS,
        NewQuestion("s21", "Känner föreningarna att deras roll är tydlig?", audience="associations"),
    ]
    edition = make_plan(cast, questions=questions).edition
    for organisation in (cast.region, cast.ekby, cast.alby, cast.association):
        Party.objects.create(plan=edition.plan, organisation=organisation, role=Party.Role.PARTY)
    return edition


def prepare(cast, edition, year=None, previous=None, **changes):
    day = today()
    values = {
        "title": f"Årsuppföljning {year or day.year}",
        "year": year or day.year,
        "opens_on": day - timedelta(days=20),
        "closes_on": day + timedelta(days=18),
        "organisations": queries.suggested(edition, previous),
        "letter": "Nu är det dags.",
        "previous": previous,
        "by": cast.coordinator,
    }
    return actions.prepare_round(edition=edition, **{**values, **changes})


def with_fallback(round, address="registrator@example.org"):
    round.requests.filter(contact_email="").update(fallback_email=address)
    return round


@pytest.fixture
def draft(cast, edition):
    return with_fallback(prepare(cast, edition))


def questions_of(round):
    return {q.number: q for q in Question.objects.filter(section__form=round.form_id)}


def write(request, number, choice="", text="", days_ago=0):
    """As if the organisation had written it, any day."""
    return Answer.objects.create(
        response=request.response,
        question=questions_of(request.round)[number],
        choice=choice,
        text=text,
        saved_at=timezone.now() - timedelta(days=days_ago),
        saved_by_name="Sara Prov",
    )


def put(request, state, days_ago=0):
    at = timezone.now() - timedelta(days=days_ago)
    return RequestState.objects.create(request=request, state=state, at=at, by_name="Någon")


@pytest.fixture
def opened(cast, edition, draft):
    """Sent: Ekby writes, Älby has not begun, the region's place is vacant, the association has handed in."""
    rounds.open_round(round=draft, by=cast.coordinator)
    RequestState.objects.update(at=timezone.now() - timedelta(days=20))
    asked = {r.organisation_id: r for r in Request.objects.select_related("round", "response", "organisation")}
    found = SimpleNamespace(
        round=draft,
        ekby=asked[cast.ekby.pk],
        alby=asked[cast.alby.pk],
        region=asked[cast.region.pk],
        association=asked[cast.association.pk],
        questions=questions_of(draft),
    )
    write(found.ekby, "1.1", "partly", "HEMLIGT UTKAST", days_ago=18)
    put(found.ekby, "writing", days_ago=18)
    write(found.association, "2.2", "yes", "Vi är med från början.", days_ago=3)
    put(found.association, "approved", days_ago=2)
    return found


@pytest.fixture
def karin(client, cast):
    """The county's coordinator, signed in."""
    client.force_login(cast.coordinator)
    return client
