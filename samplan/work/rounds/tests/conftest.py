"""A round in the first county: three organisations, two sections, an earlier year for one of them."""

import re
import uuid
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from samplan.foundation.core.dates import today
from samplan.foundation.outbox.models import Mail
from samplan.work.questionnaires.models import Answer, Form, Question, Response, Section
from samplan.work.rounds import actions
from samplan.work.rounds.models import Request, RequestState, Round

KEYS = {number: uuid.UUID(int=index + 1) for index, number in enumerate(["1.1", "1.2", "1.3", "2.1", "2.2"])}


def make_form(title="Årsuppföljning"):
    form = Form.objects.create(title=title)
    first = Section.objects.create(form=form, position=1, number="1", title="Tidig upptäckt")
    second = Section.objects.create(form=form, position=2, number="2", title="Stöd i vardagen")
    kinds = Question.Kind

    def ask(section, position, number, kind, text, **fields):
        Question.objects.create(
            section=section, position=position, number=number, kind=kind, text=text, key=KEYS[number], **fields
        )

    meanings = {"yes": "i alla verksamheter som berörs", "partly": "i några"}
    ask(
        first,
        1,
        "1.1",
        kinds.SCALE,
        "Frågar ni på samma sätt överallt?",
        help="Till exempel om våld.",
        meanings=meanings,
    )
    ask(first, 2, "1.2", kinds.SCALE, "Får alla hjälp i rätt tid?")
    ask(first, 3, "1.3", kinds.OBSTACLES, "Vad hindrar er mest?")
    ask(second, 1, "2.1", kinds.SCALE, "Är anhöriga med från början?")
    ask(second, 2, "2.2", kinds.TEXT, "Vad är ni stolta över?")
    return form


def make_request(round, organisation, contact=None, manager=None, **fields):
    response = Response.objects.create(form=round.form, organisation=organisation)
    people = {}
    if contact:
        people |= {"contact_name": contact.name, "contact_email": contact.email, "contact_title": contact.title}
    if manager:
        people |= {"manager_name": manager.name, "manager_email": manager.email, "manager_title": manager.title}
    return Request.objects.create(round=round, organisation=organisation, response=response, **people, **fields)


def make_round(cast, year=None, **fields):
    year = year or today().year
    return Round.objects.create(
        county=cast.norr,
        title=f"Årsuppföljning {year}",
        year=year,
        form=make_form(f"Årsuppföljning {year}"),
        opens_on=fields.pop("opens_on", today() - timedelta(days=10)),
        closes_on=fields.pop("closes_on", today() + timedelta(days=22)),
        owner=cast.coordinator,
        **fields,
    )


def questions_of(round):
    return {q.number: q for q in Question.objects.filter(section__form=round.form)}


def answer_directly(request, number, choice="", text="", who="Sara Prov", days_ago=0):
    question = questions_of(request.round)[number]
    return Answer.objects.create(
        response=request.response,
        question=question,
        choice=choice,
        text=text,
        saved_at=timezone.now() - timedelta(days=days_ago),
        saved_by_name=who,
    )


@pytest.fixture
def earlier(cast):
    """Last year's round: Ekby answered and it was approved; Älby wrote but never handed in."""
    year = today().year - 1
    round = make_round(cast, year, opens_on=date(year, 1, 1), closes_on=date(year, 1, 31))
    ekby = make_request(round, cast.ekby, cast.contact)
    alby = make_request(round, cast.alby, cast.other_contact)
    answer_directly(ekby, "1.1", "no", "Vi har pratat om det men inte börjat.", days_ago=365)
    answer_directly(ekby, "2.1", "yes", "Anhöriga är med.", days_ago=365)
    answer_directly(alby, "1.1", "yes", "Älbys hemliga utkast.", days_ago=365)
    at = timezone.now() - timedelta(days=360)
    RequestState.objects.create(request=ekby, state="approved", at=at, by_name="Anders Prov")
    RequestState.objects.create(request=alby, state="unanswered", at=at, by_name="Karin Prov")
    return round


@pytest.fixture
def opened(cast, earlier):
    """An open round: `opened.ekby` has contact person and manager, `opened.alby` a contact person, the region none."""
    round = make_round(cast, previous=earlier, letter="Nu är det dags igen.")
    ekby = make_request(round, cast.ekby, cast.contact, cast.manager)
    alby = make_request(round, cast.alby, cast.other_contact)
    region = make_request(round, cast.region, fallback_email="registrator@example.org", vacant_since=today())
    actions.open_round(round=round, by=cast.coordinator)
    return SimpleNamespace(round=round, ekby=ekby, alby=alby, region=region, questions=questions_of(round))


@pytest.fixture
def link_of():
    """The path of the newest link mailed to an address."""

    def find(email, kind=None):
        mails = Mail.objects.filter(to=email)
        if kind:
            mails = mails.filter(kind=kind)
        text = mails.order_by("-pk").first().text
        return re.search(r"https?://[^/\s]+(/svar/\d+/[\w-]{32}/)", text).group(1)

    return find


@pytest.fixture
def visit(client, link_of):
    """Opens the newest link mailed to somebody, as a browser would, and returns the client."""

    def go(email, kind=None, browser=None):
        (browser or client).post(link_of(email, kind))
        return browser or client

    return go
