"""The report on the web, in Word and in PDF holds the same figures and words."""

import html
import io
import re
import zipfile

import pytest
from django.urls import reverse
from pypdf import PdfReader

from samplan.foundation.core.tests.starting import start_in, start_of
from samplan.insight.analysis import queries as analysis
from samplan.insight.analysis.actions import put_in_report, save_analysis
from samplan.insight.reports.actions import Frozen, approve_report, correct_report, save_part, start_report
from samplan.insight.reports.queries import latest_snapshot
from samplan.work.questionnaires.models import Answer


@pytest.fixture
def report(cast, two_years):
    return start_report(round=two_years[1], by=cast.coordinator)


def url(name, report, *args):
    return reverse(f"reports:{name}", args=["norrlunda", report.pk, *args])


def words(text):
    return re.sub(r"\s+", " ", text.replace("\u00ad", "").replace("\u00a0", " "))


def web_text(client, report):
    page = client.get(url("detail", report)).content.decode()
    body = page.split('class="report-body">')[1].split('id="historik"')[0]
    body = re.sub(r"<(script|style)[^>]*>.*?</\1>", " ", body, flags=re.S)
    return words(html.unescape(re.sub(r"<[^>]+>", " ", body)))


def word_text(client, report):
    with zipfile.ZipFile(io.BytesIO(client.get(url("word", report)).content)) as archive:
        parts = [
            archive.read(name).decode()
            for name in archive.namelist()
            if name.startswith("word/") and name.endswith(".xml")
        ]
    runs = [run for part in parts for run in re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", part)]
    return words(html.unescape(" ".join(runs)))


def pdf_text(client, report):
    reader = PdfReader(io.BytesIO(client.get(url("pdf", report)).content))
    return words(" ".join(page.extract_text() for page in reader.pages))


def squeezed(text):
    """Without spaces and hyphens: a PDF breaks lines where it likes."""
    return re.sub(r"[\s\-‐–]+", "", text)


@pytest.mark.row(176, partly="built of the survey; activities and money come with their rooms")
def test_every_answer_and_number_of_the_web_page_is_in_word_and_pdf(client, cast, two_years, report):
    client.force_login(cast.coordinator)
    result = next(q for q in analysis.compile_round(two_years[1]).results if q.question.number == "1.1")
    own = save_analysis(
        round=two_years[1],
        question=result.question,
        text="Väntan är kortare i två kommuner.",
        data_version=result.data_version,
        revision=0,
        by=cast.coordinator,
    )
    put_in_report(analysis=own, in_report=True, by=cast.coordinator)
    web, word, pdf = web_text(client, report), word_text(client, report), pdf_text(client, report)
    for text in (
        "Kön är lång.",
        "Två kvällar i veckan.",
        "Sedan mars.",
        "Vi har flyttat.",
        "Lokaler.",
        "Väntan är kortare i två kommuner.",
    ):
        assert text in web
        assert squeezed(text) in squeezed(word)
        assert squeezed(text) in squeezed(pdf)
    for number in set(re.findall(r"\d+(?:,\d+)?", web)):
        assert number in word, number
        assert number in pdf, number


def test_a_draft_answer_is_in_no_form_of_the_report(client, cast, report):
    client.force_login(cast.coordinator)
    for text in (web_text(client, report), word_text(client, report), pdf_text(client, report)):
        assert "HEMLIGT" not in text


def test_the_pdf_is_tagged_and_has_a_language(client, cast, report):
    client.force_login(cast.coordinator)
    root = PdfReader(io.BytesIO(client.get(url("pdf", report)).content)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"].startswith("sv")


@pytest.mark.row(174, partly="sending late in the year is the coordinator's choice; compiled at any time")
def test_the_annex_says_who_answered_and_who_did_not(client, cast, report):
    client.force_login(cast.coordinator)
    web = web_text(client, report)
    annex = web[web.rindex("Vilka som svarat") :]
    assert "Ekby kommun" in annex
    assert "inte svarat" in annex
    assert "nej, 4 dagar sent" in annex


def test_an_approved_report_no_longer_follows_the_answers(client, cast, two_years, report):
    client.force_login(cast.coordinator)
    client.post(url("approve", report))
    Answer.objects.filter(text="Kön är lång.").update(text="Kön är kort.")
    assert "Kön är lång." in web_text(client, report)
    assert "Kön är kort." not in web_text(client, report)
    with pytest.raises(Frozen):
        save_part(report=report, part="summary", text="Nej", revision=0, data_version="", by=cast.coordinator)
    with pytest.raises(Frozen):
        approve_report(report=report, by=cast.coordinator)


def test_a_correction_is_a_new_snapshot_and_the_old_one_is_kept(cast, two_years, report):
    first = approve_report(report=report, by=cast.coordinator)
    Answer.objects.filter(text="Kön är lång.").update(text="Kön är kort.")
    second = correct_report(report=report, reason="Ekby rättade sitt svar.", by=cast.coordinator)
    assert latest_snapshot(report) == second
    assert "Kön är lång." in str(first.document)
    assert "Kön är kort." in str(second.document)
    assert first.sha256 != second.sha256


@pytest.mark.row(2, partly="one number for the report; per organisation comes with governance")
def test_a_missing_diary_number_is_said_before_approval(client, cast, report):
    client.force_login(cast.coordinator)
    assert "Diarienummer saknas" in client.get(url("approve", report)).content.decode()
    facts = {"title": report.title, "sender": "RKPH", "diary_number": "RN/2026-1"}
    client.post(url("edit", report), {**facts, "seen": start_of(client, url("edit", report))})
    assert "Diarienummer saknas" not in client.get(url("approve", report)).content.decode()


def test_two_editors_of_one_part_never_lose_each_others_text(client, cast, report):
    client.force_login(cast.coordinator)
    page = url("write", report, "summary")
    seen = start_of(client, page)
    client.post(page, {"text": "Det går framåt.", "seen": seen})
    answer = client.post(page, {"text": "Kommunerna väntar.", "seen": seen})
    assert answer.status_code == 409
    assert "framåt" in answer.content.decode()
    assert "Kommunerna väntar.</textarea>" in answer.content.decode()
    assert report.texts.get().text == "Det går framåt."
    client.post(page, {"text": "Det går framåt. Kommunerna väntar.", "seen": start_in(answer)})
    assert report.texts.get().text == "Det går framåt. Kommunerna väntar."


def test_the_reports_facts_are_not_overwritten_unseen(client, cast, report):
    client.force_login(cast.coordinator)
    page = url("edit", report)
    facts = {"title": report.title, "sender": report.sender, "seen": start_of(client, page)}
    client.post(page, {**facts, "diary_number": "RN/2026-1"})
    answer = client.post(page, {**facts, "sender": "Region Norrlunda", "diary_number": ""})
    assert answer.status_code == 409
    report.refresh_from_db()
    assert (report.sender == "Region Norrlunda", report.diary_number) == (False, "RN/2026-1")
    assert 'name="diary_number" value="RN/2026-1"' in answer.content.decode()  # goes together by itself


def test_who_may_read_and_who_may_write(client, cast, report):
    assert client.get(url("detail", report)).status_code == 302
    client.force_login(cast.outsider)
    for name in ("detail", "word", "pdf", "approve"):
        assert client.get(url(name, report)).status_code == 404
    client.force_login(cast.reader)
    assert client.get(url("detail", report)).status_code == 200
    assert client.get(url("approve", report)).status_code == 403
    assert client.post(url("write", report, "summary"), {"text": "x"}).status_code == 403


def test_the_list_asks_the_same_for_any_number_of_reports(client, cast, asking, report):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(cast.coordinator)
    address = reverse("reports:list", args=["norrlunda"])
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for year in range(2010, 2018):
        start_report(round=asking.round(year), by=cast.coordinator)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)
