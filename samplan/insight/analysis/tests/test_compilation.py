import io

import openpyxl
import pytest
from django.urls import reverse

from samplan.foundation.core.tests.starting import start_of
from samplan.foundation.people.models import Organisation
from samplan.insight.analysis import queries
from samplan.insight.analysis.actions import save_analysis
from samplan.insight.analysis.sentences import finding, movement, overall
from samplan.work.questionnaires.models import Answer


def result(round, number="1.1"):
    return next(q for q in queries.compile_round(round).results if q.question.number == number)


def test_counts_are_those_worked_out_by_hand(two_years):
    r = result(two_years[1])
    assert r.counts == {"yes": 2, "partly": 1, "no": 0, "dont_know": 0, "not_applicable": 0, "not_answered": 1}
    assert r.before == {"yes": 1, "partly": 0, "no": 1, "dont_know": 0, "not_applicable": 0, "not_answered": 1}
    assert [s.organisation.short_name for s in r.forward] == ["Ekby"]
    assert [s.organisation.short_name for s in r.back] == ["Region Norrlunda"]
    assert [o.short_name for o in r.missing] == ["SPHN"]


def test_the_finding_is_said_in_words(two_years):
    assert finding(result(two_years[1])) == (
        "Två av tre svarar ja. Det är en fler än förra gången. En av fyra organisationer har inte svarat."
    )
    assert movement(result(two_years[1])) == [
        ("En har gått framåt", "Ekby från nej till ja"),
        ("En har gått bakåt", "Region Norrlunda från ja till delvis"),
    ]


def test_a_draft_is_never_in_the_compilation(client, cast, two_years):
    client.force_login(cast.coordinator)
    now = two_years[1]
    for url in [
        reverse("analysis:round", args=["norrlunda", now.pk]),
        *[
            reverse("analysis:question", args=["norrlunda", now.pk, q.question.pk])
            for q in queries.compile_round(now).results
        ],
    ]:
        assert "HEMLIGT" not in client.get(url).content.decode()
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("analysis:workbook", args=["norrlunda", now.pk])).content)
    )
    assert not any("HEMLIGT" in str(cell) for sheet in book for row in sheet.values for cell in row)


@pytest.mark.row(145)
def test_the_question_page_shows_distribution_change_and_texts(client, cast, two_years):
    client.force_login(cast.coordinator)
    page = client.get(
        reverse("analysis:question", args=["norrlunda", two_years[1].pk, result(two_years[1]).question.pk])
    )
    html = page.content.decode()
    for text in (
        "Finns ett utvecklat stöd?",
        "Kön är lång.",
        "Två kvällar i veckan.",
        "Sedan mars.",
        "nej förra gången",
        "SPHN",
    ):
        assert text in html
    assert "<svg" in html


def test_only_changed_answers_can_be_shown(client, cast, two_years):
    client.force_login(cast.coordinator)
    url = reverse("analysis:question", args=["norrlunda", two_years[1].pk, result(two_years[1]).question.pk])
    html = client.get(url, {"visa": "andrade"}).content.decode()
    assert "Kön är lång." in html
    assert "Sedan mars." not in html


@pytest.mark.row(160, partly="gathered per section and year of the plan; not yet per activity")
def test_obstacles_are_gathered_per_section(client, cast, two_years):
    client.force_login(cast.coordinator)
    html = client.get(reverse("analysis:round", args=["norrlunda", two_years[1].pk])).content.decode()
    assert "Lokaler." in html
    assert "Hinder och framgångsfaktorer" in html


def test_late_answers_are_counted(two_years):
    compiled = queries.compile_round(two_years[1])
    assert (compiled.expected, compiled.approved, compiled.late) == (4, 3, 1)
    assert overall(compiled) == "Lika många svar har gått framåt som bakåt"


def test_outsiders_learn_nothing(client, cast, two_years):
    url = reverse("analysis:round", args=["norrlunda", two_years[1].pk])
    assert client.get(url).status_code == 302
    client.force_login(cast.outsider)
    assert client.get(url).status_code == 404
    client.force_login(cast.stranger)
    assert client.get(url).status_code == 404


def test_a_round_of_another_county_is_not_found_under_this_one(client, cast, two_years):
    client.force_login(cast.outsider)
    assert client.get(reverse("analysis:round", args=["soderskar", two_years[1].pk])).status_code == 404


def test_own_analysis_is_saved_and_kept_from_a_stale_save(client, cast, two_years):
    client.force_login(cast.coordinator)
    url = reverse("analysis:question", args=["norrlunda", two_years[1].pk, result(two_years[1]).question.pk])
    seen = start_of(client, url)
    saved = client.post(url, {"text": "Det går åt rätt håll.", "seen": seen}, follow=True)
    assert saved.redirect_chain == [(url, 302)]  # reloading the page saves nothing twice
    assert "Det går åt rätt håll." in saved.content.decode()
    stale = client.post(url, {"text": "Min version.", "seen": seen})
    assert stale.status_code == 409
    assert "Min version.</textarea>" in stale.content.decode()
    assert two_years[1].analyses.get().text == "Det går åt rätt håll."


def test_a_reader_can_read_but_not_write(client, cast, two_years):
    client.force_login(cast.reader)
    url = reverse("analysis:question", args=["norrlunda", two_years[1].pk, result(two_years[1]).question.pk])
    assert client.post(url, {"text": "Nej"}).status_code == 403
    assert not two_years[1].analyses.exists()
    assert client.post(url + "rapport/").status_code == 403


def test_a_text_is_marked_when_the_answers_it_was_written_on_have_changed(client, cast, two_years):
    now = two_years[1]
    r = result(now)
    save_analysis(
        round=now, question=r.question, text="Bra.", data_version=r.data_version, revision=0, by=cast.coordinator
    )
    client.force_login(cast.coordinator)
    url = reverse("analysis:question", args=["norrlunda", now.pk, r.question.pk])
    assert "Skriven på svar från" not in client.get(url).content.decode()
    Answer.objects.filter(response__organisation=cast.ekby, response__form=now.form, question=r.question).update(
        choice="no"
    )
    assert "Skriven på svar från" in client.get(url).content.decode()
    client.post(url + "stammer/")
    assert "Skriven på svar från" not in client.get(url).content.decode()


def test_queries_do_not_grow_with_organisations(client, cast, asking, two_years, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(cast.coordinator)
    url = reverse("analysis:round", args=["norrlunda", two_years[1].pk])
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(12):
        more = Organisation.objects.create(
            county=cast.norr, kind="municipality", name=f"By {number} kommun", short_name=f"By {number}"
        )
        asking.request(two_years[0], more, stöd=("no", "Nej."))
        asking.request(two_years[1], more, stöd=("yes", f"Text {number}"))
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)
    assert len(many) <= 25
