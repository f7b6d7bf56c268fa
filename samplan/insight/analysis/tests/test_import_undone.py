"""What was read in wrong is taken away whole; what organisations answered themselves never is."""

import pytest
from django.urls import reverse

from samplan.foundation.history.models import Event
from samplan.insight.analysis.actions import save_analysis
from samplan.insight.analysis.queries import compile_round
from samplan.insight.followup.tests.conftest import draft, edition, karin, opened, put
from samplan.insight.followup.tests.test_import_earlier import ROWS, as_csv, read_in, upload
from samplan.work.questionnaires.models import Answer, Form, Question, Response
from samplan.work.rounds import actions as rounds
from samplan.work.rounds.models import Round

__all__ = ["draft", "edition", "karin", "opened"]  # the room below lends its cast


def url(name, *args):
    return reverse(f"followup:{name}", args=["norrlunda", *args])


@pytest.fixture
def imported(karin, edition):
    return read_in(karin, edition)


def test_it_goes_whole_and_can_be_read_in_again(karin, edition, imported):
    assert url("drop_imported", imported.pk) in karin.get(url("round", imported.pk)).content.decode()
    page = karin.get(url("drop_imported", imported.pk)).content.decode()
    assert "Svaren från 2 organisationer försvinner" in page
    assert Round.objects.exists()
    assert karin.post(url("drop_imported", imported.pk)).url == url("list")
    for model in (Round, Response, Answer, Form, Question):
        assert not model.objects.exists(), model
    assert Event.objects.get(verb="followup.import_dropped").before == {"organisations": 2}
    assert read_in(karin, edition).requests.count() == 2


def test_a_round_that_was_sent_is_not_taken_away(karin, opened):
    for request in opened.round.requests.all():
        put(request, "approved")
    rounds.close_round(round=opened.round, by=opened.round.owner)
    assert "Blev det fel?" not in karin.get(url("round", opened.round.pk)).content.decode()
    assert karin.post(url("drop_imported", opened.round.pk)).status_code == 404
    assert Round.objects.filter(pk=opened.round.pk).exists()


def test_nor_one_that_an_organisation_has_begun_to_correct(karin, cast, imported):
    put(imported.requests.get(organisation=cast.ekby), "returned")
    assert karin.post(url("drop_imported", imported.pk)).status_code == 404
    assert Round.objects.filter(pk=imported.pk).exists()


def test_nor_one_that_an_analysis_stands_on(karin, cast, imported):
    question = compile_round(imported).counted[0].question
    save_analysis(round=imported, question=question, text="Bra.", data_version="x", revision=0, by=cast.coordinator)
    page = karin.post(url("drop_imported", imported.pk), follow=True).content.decode()
    assert "En analys eller rapport bygger på omgången." in page
    assert imported.analyses.get().text == "Bra."


def test_who_answered_then_was_asked_then_also_what_the_plan_asks_others_now(karin, cast, edition):
    rows = [[cast.association.name, "ja", "Vi håller i kursen.", "", "", "", ""]]
    round = read_in(karin, edition, rows)
    result = compile_round(round).counted[0]
    assert [(s.organisation, s.choice, s.text) for s in result.said] == [
        (cast.association, "yes", "Vi håller i kursen.")
    ]
    untouched = Question.objects.get(section__form=round.form_id, number="2.1")
    assert cast.association.kind not in untouched.asked_of


def test_a_column_says_first_whether_it_is_read_as_answer_or_text(karin, edition):
    page = karin.get(upload(karin, as_csv(ROWS), edition=edition).url)
    labels = [target.label for target in page.context["targets"]]
    assert labels[2].startswith("1.1 svar: ")
    assert labels[3].startswith("1.1 text: ")
