from datetime import date

import pytest
from django.urls import reverse

from samplan.foundation.outbox.models import Mail
from samplan.work.questionnaires.actions import Unfit
from samplan.work.rounds import actions
from samplan.work.rounds.queries import progress
from samplan.work.rounds.states import Refused, state_of

pytestmark = pytest.mark.django_db


def enter(opened, cast, answers=None, **changed):
    answers = answers or {opened.questions["1.1"].pk: ("partly", "Två av tre gör det.")}
    fields = {"source": "phone", "source_date": date(opened.round.year, 1, 15), "note": "", "by": cast.coordinator}
    actions.enter_on_behalf(request=opened.alby, answers=answers, **(fields | changed))


def test_the_organisation_is_asked_for_a_yes_and_a_yes_hands_it_over(visit, opened, cast):
    enter(opened, cast)
    assert state_of(opened.alby) == "on_behalf"
    assert progress(opened.round).received == 1
    nils = visit("nils@example.org", "rounds.confirm")
    url = reverse("rounds:confirm", args=[opened.alby.pk])
    html = nils.get(url).content.decode()
    assert "Stämmer Älbys svar?" in html
    assert "Två av tre gör det." in html
    assert "15 januari" in html
    assert "Tack! Svaret är inlämnat." in nils.post(url, {"go": "yes"}).content.decode()
    assert state_of(opened.alby) == "approved"
    row = next(r for r in progress(opened.round).rows if r.request.pk == opened.alby.pk)
    assert row.on_time  # it came on the day it was said


def test_mending_it_themselves_makes_it_their_own_draft(visit, opened, cast):
    enter(opened, cast)
    nils = visit("nils@example.org", "rounds.confirm")
    reply = nils.post(reverse("rounds:confirm", args=[opened.alby.pk]), {"go": "correct"}, follow=True)
    assert "ert eget utkast" in reply.content.decode()
    assert state_of(opened.alby) == "writing"
    assert "Två av tre gör det." in nils.get(f"/svar/{opened.alby.pk}/avsnitt/1/").content.decode()


def test_a_yes_may_still_be_given_after_closing(visit, opened, cast):
    enter(opened, cast)
    nils = visit("nils@example.org", "rounds.confirm")
    actions.close_round(round=opened.round, by=cast.coordinator)
    nils.post(reverse("rounds:confirm", args=[opened.alby.pk]), {"go": "yes"})
    assert state_of(opened.alby) == "approved"


def test_what_the_organisation_has_begun_is_never_overwritten(opened, cast):
    actions.save_answer(
        request=opened.alby, question=opened.questions["1.2"], choice="no", text="Eget.", revision=0, by=cast.contact
    )
    with pytest.raises(Refused, match="börjat skriva själva"):
        enter(opened, cast)
    assert opened.alby.response.answers.get().text == "Eget."


def test_a_personal_identity_number_stops_the_whole_entry(opened, cast):
    with pytest.raises(Unfit, match="personnumret"):
        enter(opened, cast, {opened.questions["1.1"].pk: ("yes", "19121212-1212")})
    assert state_of(opened.alby) == "sent"
    assert not Mail.objects.filter(kind="rounds.confirm").exists()


def test_an_earlier_rounds_answer_read_from_a_file_counts_as_handed_in(opened, cast):
    from .conftest import make_request, make_round

    round = make_round(cast, opened.round.year - 2)
    request = make_request(round, cast.alby)
    question = {q.number: q for s in round.form.sections.all() for q in s.questions.all()}["1.1"]
    actions.enter_imported(
        request=request, source_date=round.closes_on, answers={question.pk: ("yes", "Förr.")}, by=cast.coordinator
    )
    assert state_of(request) == "approved"
    assert not Mail.objects.filter(subject_id=request.pk, kind="rounds.confirm").exists()
