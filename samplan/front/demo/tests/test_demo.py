"""The demonstration looks like January: three counties, everybody asked, most have answered, each in words of their own."""

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from samplan.foundation.people.models import Organisation, User
from samplan.work.plans.models import Plan
from samplan.work.questionnaires.models import Answer, Question
from samplan.work.rounds.models import Request, Round

ASKED = {"17": 17, "20": 16, "03": 2}  # region and municipalities; user organisations come besides


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Once for all that only read it: it takes longer than they do."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(DEMO=True):
        call_command("demo", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded, db, settings):
    settings.DEMO = True


def test_every_party_of_the_three_counties_is_asked_in_three_rounds(demo):
    for code, expected in ASKED.items():
        rounds = Round.objects.filter(county__code=code).with_state()
        assert sorted(r.state_now for r in rounds) == ["closed", "closed", "open"]
        for round in rounds:
            authorities = round.requests.filter(organisation__kind__in=["region", "municipality"])
            assert authorities.count() == expected


def test_whoever_answered_answered_every_question_and_no_two_say_the_same(demo):
    for round in Round.objects.in_state("closed"):
        for request in round.requests.approved().select_related("organisation"):
            asked = [
                q
                for q in Question.objects.filter(section__form=round.form)
                if q.is_counted and request.organisation.kind in q.asked_of
            ]
            answered = set(Answer.objects.filter(response=request.response).values_list("question", flat=True))
            assert {q.pk for q in asked} <= answered, (round, request)
        texts = Answer.objects.filter(
            response__request__round=round, question__kind="scale", choice__in=["yes", "partly"]
        )
        said = [tuple(row) for row in texts.values_list("question", "text")]
        assert len(said) - len(set(said)) <= len(said) // 50


def test_there_is_non_response_lateness_a_return_and_a_vacant_place(demo):
    county = Request.objects.with_state().filter(round__county__code="17")
    assert {"sent", "writing", "returned", "with_manager", "approved"} <= {
        r.state_now for r in county.filter(round__year=Round.objects.latest("year").year)
    }
    assert county.filter(state_now="unanswered").exists()
    assert any(r.is_vacant for r in county)
    late = [r for r in county.filter(state_now="approved") if r.state_at.date() > r.last_day]
    assert late


def test_loading_twice_changes_nothing(demo):
    before = (Plan.objects.count(), Answer.objects.count(), Organisation.objects.count())
    call_command("demo", verbosity=0)
    assert (Plan.objects.count(), Answer.objects.count(), Organisation.objects.count()) == before


def test_no_demo_person_can_be_reached_by_mail(demo):
    assert all(user.email.endswith(".example") for user in User.objects.all())
    assert all(r.address.endswith(".example") for r in Request.objects.all())


def test_no_two_whom_one_can_be_in_the_demo_have_the_same_name(demo):
    names = list(User.objects.values_list("name", flat=True))
    assert sorted(names) == sorted(set(names))
