"""Two rounds in one county, answers by hand: what the tests expect stands beside what was answered."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from samplan.work.questionnaires.models import Answer, Form, Question, Response, Section
from samplan.work.rounds.models import Request, RequestState, Round, RoundState

KEYS = {
    "stöd": "11111111-1111-4111-8111-111111111111",
    "öppet": "22222222-2222-4222-8222-222222222222",
    "hinder": "33333333-3333-4333-8333-333333333333",
}


def moment(day):
    return timezone.make_aware(datetime.combine(day, datetime.min.time()).replace(hour=9))


class Asking:
    """Makes rounds with the same three questions and hands in answers."""

    def __init__(self, cast):
        self.cast = cast

    def round(self, year, previous=None, state="closed", text="Finns ett utvecklat stöd?"):
        form = Form.objects.create(title=f"Årsuppföljning {year}")
        section = Section.objects.create(form=form, position=1, number="1", title="Tidigt stöd")
        for position, (key, kind, words) in enumerate(
            [
                ("stöd", "scale", text),
                ("öppet", "text", "Vad har ni gjort?"),
                ("hinder", "obstacles", "Vad har hindrat er?"),
            ],
            1,
        ):
            Question.objects.create(
                section=section, position=position, number=f"1.{position}", kind=kind, text=words, key=KEYS[key]
            )
        round = Round.objects.create(
            county=self.cast.norr,
            title=f"Årsuppföljning {year}",
            year=year,
            form=form,
            previous=previous,
            opens_on=date(year, 11, 2),
            closes_on=date(year, 12, 11),
            owner=self.cast.coordinator,
        )
        RoundState.objects.create(round=round, state=state, at=moment(date(year, 11, 2)), by_name="Karin Prov")
        return round

    def request(self, round, organisation, state="approved", on=None, **answers):
        response = Response.objects.create(form=round.form, organisation=organisation)
        request = Request.objects.create(
            round=round, organisation=organisation, response=response, contact_email="a@example.org"
        )
        day = on or date(round.year, 12, 1)
        RequestState.objects.create(request=request, state=state, at=moment(day), by_name="Anders Prov")
        for key, value in answers.items():
            question = Question.objects.get(section__form=round.form, key=KEYS[key])
            choice, text = value if isinstance(value, tuple) else ("", value)
            Answer.objects.create(
                response=response,
                question=question,
                choice=choice,
                text=text,
                saved_at=moment(day),
                saved_by_name="Sara Prov",
            )
        return request

    def two_years(self):
        """2025: region yes, Ekby no, Älby silent. 2026: region partly, Ekby yes, Älby yes and late, the association silent."""
        c = self.cast
        before = self.round(2025)
        self.request(before, c.region, stöd=("yes", "Grupper finns."))
        self.request(before, c.ekby, stöd=("no", "Ingen gruppledare."), hinder="Tid.")
        self.request(before, c.alby, state="unanswered")
        now = self.round(2026, previous=before)
        self.request(now, c.region, stöd=("partly", "Kön är lång."), öppet="Vi har flyttat.")
        self.request(now, c.ekby, stöd=("yes", "Två kvällar i veckan."), hinder="Lokaler.")
        self.request(now, c.alby, on=date(2026, 12, 15), stöd=("yes", "Sedan mars."))
        self.request(now, c.association, state="writing", stöd=("no", "HEMLIGT UTKAST"))
        return before, now


@pytest.fixture
def asking(cast):
    return Asking(cast)


@pytest.fixture
def two_years(asking):
    return asking.two_years()
