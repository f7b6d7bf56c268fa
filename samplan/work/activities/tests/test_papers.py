"""The papers of an activity: a file or an address, read by all in the county, kept in the history when they go."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samplan.foundation.core.dates import today
from samplan.foundation.history.models import Event
from samplan.work.activities.actions import papers as writing
from samplan.work.activities.models import ActivityDocument
from samplan.work.activities.tests.making import make_activities

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(cast):
    *_, made = make_activities(cast)
    return made["Kurs för personal"]


def url(cast, name, *args):
    return reverse(f"activities:{name}", args=[cast.norr.slug, *args])


def sent(name="Plan för kursen.pdf", kind="application/pdf", data=b"%PDF-1.4 kursen"):
    return SimpleUploadedFile(name, data, kind)


def text(answer):
    return answer.content.decode()


def test_a_file_and_an_address_are_shown_fetched_and_taken_away(client, cast, course):
    client.force_login(cast.contact)
    assert "Inga dokument än" in text(client.get(url(cast, "detail", course.pk)))
    add = url(cast, "add_document", course.pk)
    assert client.post(add, {"title": "Projektplan", "file": sent(), "on": "2026-03-01"}).status_code == 302
    lies = {"title": "Minnesanteckningar", "url": "https://example.org/a", "on": "2026-04-01"}
    assert client.post(add, lies).status_code == 302
    client.force_login(cast.reader)
    shown = text(client.get(url(cast, "detail", course.pk)))
    assert shown.index("Minnesanteckningar") < shown.index("Projektplan")
    paper, link = ActivityDocument.objects.get(file__isnull=False), ActivityDocument.objects.get(file=None)
    answer = client.get(url(cast, "document_file", course.pk, paper.pk))
    assert answer.content == b"%PDF-1.4 kursen"
    assert answer["Content-Disposition"] == 'attachment; filename="plan-for-kursen.pdf"'
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert client.get(url(cast, "document_file", course.pk, link.pk)).status_code == 404
    assert client.post(url(cast, "remove_document", course.pk, paper.pk)).status_code == 403
    client.force_login(cast.contact)
    client.post(url(cast, "remove_document", course.pk, paper.pk))
    client.get(url(cast, "documents", course.pk))  # tells that it is gone, once
    assert "Projektplan" not in text(client.get(url(cast, "documents", course.pk)))
    told = Event.objects.filter(verb__startswith="activities.paper").order_by("pk")
    assert [(row.verb, row.note) for row in told][-1] == ("activities.paper_removed", "Projektplan")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({}, "Välj en fil, eller skriv var"),
        ({"url": "https://example.org/", "file": sent()}, "inte båda"),
        ({"url": "javascript:alert(1)"}, "webbadress"),
        ({"url": "ftp://example.org/a"}, "börjar med https"),
        ({"file": sent(data=b"")}, "Filen är tom"),
    ],
)
def test_what_is_no_paper_is_told_beside_the_field(client, cast, course, wrong, words):
    client.force_login(cast.contact)
    answer = client.post(url(cast, "add_document", course.pk), {"title": "X", "on": "2026-03-01", **wrong})
    assert answer.status_code == 422
    assert words in text(answer)
    assert not ActivityDocument.objects.exists()


def test_a_page_that_somebody_sends_is_bytes_to_save_and_a_lost_file_is_told(client, cast, course):
    client.force_login(cast.contact)
    paper = writing.add_paper(
        activity=course,
        title="Sida",
        on=today(),
        by=cast.contact,
        file=sent("x.html", "text/html", b"<script>1</script>"),
    )
    address = url(cast, "document_file", course.pk, paper.pk)
    answer = client.get(address)
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    paper.file.sha256 = "0" * 64
    paper.file.save()
    assert "gick inte att läsa" in text(client.get(address, follow=True))


def test_many_papers_cost_no_more_than_one(client, cast, course):
    client.force_login(cast.coordinator)
    counts = []
    for n in range(2):
        for k in range(1 + 6 * n):
            writing.add_paper(activity=course, title=f"{n}{k}", on=today(), by=cast.contact, file=sent())
        for name in ("documents", "detail"):
            client.get(url(cast, name, course.pk))
            with CaptureQueriesContext(connection) as found:
                client.get(url(cast, name, course.pk))
            counts.append(len(found))
    assert counts[:2] == counts[2:]
    assert "Alla 8 dokument" in text(client.get(url(cast, "detail", course.pk)))
