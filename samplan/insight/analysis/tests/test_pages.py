"""The compilation's pages beyond the figures: the way in, reworded questions, the workbook, the report's button, to-do."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from samplan.foundation.core.dates import today
from samplan.foundation.history.models import Event
from samplan.insight.analysis import offers, queries
from samplan.insight.analysis.actions import save_analysis
from samplan.work.questionnaires.models import Question
from samplan.work.rounds.models import Round


def question_of(round, number="1.1"):
    return Question.objects.get(section__form=round.form_id, number=number)


def url(name, *args):
    return reverse(f"analysis:{name}", args=["norrlunda", *args])


def read(client, *address):
    return client.get(url(*address)).content.decode()


def test_before_any_round_the_page_says_what_will_stand_here(client, cast):
    client.force_login(cast.coordinator)
    page = read(client, "list")
    assert "Inget att sammanställa än" in page
    assert "Gå till omgångarna" in page
    client.force_login(cast.reader)
    assert "Gå till omgångarna" not in read(client, "list")


def test_the_way_in_leads_to_the_newest_round(client, cast, two_years):
    client.force_login(cast.reader)
    assert client.get(url("list")).url == url("round", two_years[1].pk)


@pytest.mark.parametrize("name", ["list", "round", "workbook", "question", "to_report", "confirm"])
def test_nobody_gets_in_without_signing_in(client, two_years, name):
    round = two_years[1]
    args = [] if name == "list" else [round.pk]
    if name in ("question", "to_report", "confirm"):
        args.append(question_of(round).pk)
    response = client.post(url(name, *args))
    assert response.url.startswith(reverse("account_login"))


def test_a_draft_round_has_no_compilation(client, cast, two_years):
    two_years[1].states.all().delete()
    client.force_login(cast.coordinator)
    assert client.get(url("round", two_years[1].pk)).status_code == 404


def test_a_question_of_another_round_is_not_found_in_this_one(client, cast, two_years):
    client.force_login(cast.coordinator)
    before, now = two_years
    assert client.get(url("question", now.pk, question_of(before).pk)).status_code == 404


def test_a_reworded_question_says_how_it_was_put(client, cast, asking):
    before = asking.round(2025, text="Har ni ett utvecklat stöd?")
    now = asking.round(2026, previous=before)
    asking.request(before, cast.ekby, stöd=("no", ""))
    asking.request(now, cast.ekby, stöd=("yes", "Nu finns det."))
    client.force_login(cast.reader)
    assert "Frågan löd 2025: ”Har ni ett utvecklat stöd?”" in read(client, "question", now.pk, question_of(now).pk)
    Question.objects.filter(section__form=before.form_id).update(text=question_of(now).text)
    assert "Frågan löd" not in read(client, "question", now.pk, question_of(now).pk)


def test_each_chart_is_drawn_for_a_wide_page_and_for_a_phone(client, cast, two_years):
    client.force_login(cast.reader)
    page = read(client, "question", two_years[1].pk, question_of(two_years[1]).pk)
    ids = [part.split('"')[0] for part in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids))
    assert page.count('<div class="drawn') == 2


def test_questions_lead_to_the_one_before_and_the_next(client, cast, two_years):
    client.force_login(cast.reader)
    now = two_years[1]
    page = read(client, "question", now.pk, question_of(now, "1.2").pk)
    assert url("question", now.pk, question_of(now, "1.1").pk) in page
    assert url("question", now.pk, question_of(now, "1.3").pk) in page


def test_the_workbook_holds_the_counts_and_what_was_handed_in(client, cast, two_years):
    client.force_login(cast.reader)
    response = client.get(url("workbook", two_years[1].pk))
    assert 'filename="sammanstallning-2026.xlsx"' in response["Content-Disposition"]
    book = load_workbook(BytesIO(response.content))
    [head, row] = list(book.worksheets[0].values)
    counts = dict(zip(head, row, strict=True))
    # Region partly, Ekby and Älby yes, the association silent; Ekby forward, the region back, Älby silent before.
    assert [counts[name] for name in ("Ja", "Delvis", "Nej", "Ej svarat", "Framåt", "Bakåt")] == [2, 1, 0, 1, 1, 1]
    told = [str(cell) for line in book.worksheets[1].values for cell in line]
    assert "Två kvällar i veckan." in told
    assert not any("HEMLIGT" in cell for cell in told)


def test_a_text_is_put_in_the_report_and_taken_out(client, cast, two_years):
    now = two_years[1]
    save_analysis(round=now, question=question_of(now), text="Bra.", data_version="x", revision=0, by=cast.coordinator)
    client.force_login(cast.coordinator)
    address = url("to_report", now.pk, question_of(now).pk)
    client.post(address)
    assert now.analyses.get().in_report
    client.post(address, {"ut": "1"})
    assert not now.analyses.get().in_report
    verbs = list(Event.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs[-2:] == ["analysis.put_in_report", "analysis.taken_out_of_report"]
    assert client.get(address).status_code == 405


def test_what_is_not_there_is_neither_put_in_a_report_nor_confirmed(client, cast, two_years):
    client.force_login(cast.coordinator)
    for name in ("to_report", "confirm"):
        assert client.post(url(name, two_years[1].pk, question_of(two_years[1]).pk)).status_code == 404


def test_a_closed_round_waits_for_somebody_to_write(cast, asking):
    year = today().year
    round = asking.round(year)
    Round.objects.filter(pk=round.pk).update(closes_on=date(year, 12, 31))
    asking.request(round, cast.ekby, stöd=("yes", "Ja."))
    [todo] = offers.todo(cast.coordinator, cast.norr)
    assert todo.url == url("round", round.pk)
    assert offers.todo(cast.reader, cast.norr) == []
    result = queries.compile_round(round).counted[0]
    save_analysis(
        round=round,
        question=result.question,
        text="Bra.",
        data_version=result.data_version,
        revision=0,
        by=cast.coordinator,
    )
    assert offers.todo(cast.coordinator, cast.norr) == []
