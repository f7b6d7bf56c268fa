import io
import json

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from samplan.foundation.core.tests.starting import start_of
from samplan.foundation.history.models import Event, Reading
from samplan.foundation.people.models import Role, User
from samplan.foundation.people.queries import current_roles
from samplan.front.privacy.models import Controller
from samplan.work.questionnaires.models import Answer


@pytest.fixture
def karin(client, cast):
    client.force_login(cast.coordinator)
    return client


@pytest.fixture
def admin(client, cast):
    User.objects.filter(pk=cast.stranger.pk).update(is_administrator=True)
    client.force_login(cast.stranger)
    return client


def text(response):
    return " ".join(response.content.decode().split())


def test_a_coordinator_sees_what_is_kept_and_that_is_noted(karin, cast, two_years):
    Answer.objects.update(saved_by_id=cast.contact.pk, saved_by_name=cast.contact.name)
    page = karin.get(reverse("privacy:person", args=[cast.contact.pk]))
    assert "Det här är sparat om Sara Prov" in text(page)
    assert "Skrivna svar" in text(page)
    reading = Reading.objects.get()
    assert (reading.reader_name, reading.subject_name) == ("Karin Prov", "Sara Prov")
    assert "Att du har läst dem är antecknat" in text(page)


def test_whoever_is_signed_in_sees_and_takes_away_their_own(client, cast):
    client.force_login(cast.contact)
    page = client.get(reverse("privacy:my_data"))
    assert "sara@example.org" in text(page)
    assert not Reading.objects.exists()
    data = json.loads(client.get(reverse("privacy:my_file", args=["json"])).content)
    assert data["namn"] == "Sara Prov"
    assert any("sara@example.org" in row["uppgift"] for group in data["uppgifter"] for row in group["rader"])
    assert all(group["varför"] and group["hur länge"] for group in data["uppgifter"])


def test_the_extract_is_a_spreadsheet_and_a_pdf_too(karin, cast):
    sheet = karin.get(reverse("privacy:person_file", args=[cast.contact.pk, "xlsx"]))
    cells = [str(c.value) for s in load_workbook(io.BytesIO(sheet.content)) for row in s for c in row]
    assert any("sara@example.org" in cell for cell in cells)
    pdf = karin.get(reverse("privacy:person_file", args=[cast.contact.pk, "pdf"]))
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages)
    assert "Uppgifter om Sara Prov" in words
    assert Reading.objects.filter(why__contains="fil").count() == 2
    assert karin.get(reverse("privacy:person_file", args=[cast.contact.pk, "exe"])).status_code == 404


def test_the_list_holds_the_county_only_and_is_searched(karin, cast):
    page = text(karin.get(reverse("privacy:people")))
    assert "Sara Prov" in page
    assert "Olle Prov" not in page
    found = text(karin.get(reverse("privacy:people"), {"vem": "sára"}))
    assert "Sara Prov" not in found or "Nils Prov" not in found
    assert "Ingen hittades" in text(karin.get(reverse("privacy:people"), {"vem": "xyzzy"}))


def test_the_list_asks_as_often_however_many_there_are(karin, cast, django_assert_max_num_queries):
    address = reverse("privacy:people")
    karin.get(address)
    with django_assert_max_num_queries(12) as few:
        karin.get(address)
    for n in range(20):
        user = User.objects.create_user(email=f"p{n}@example.org", name=f"Person {n}")
        Role.objects.create(user=user, kind="reader", county=cast.norr, valid_from="2020-01-01")
    with django_assert_max_num_queries(len(few)):
        assert "Person 19" in text(karin.get(address))


@pytest.mark.parametrize("name", ["person", "correct", "erase"])
def test_others_find_nothing_there(client, cast, name):
    address = reverse(f"privacy:{name}", args=[cast.contact.pk])
    assert client.get(address).status_code == 302
    for who in (cast.outsider, cast.reader, cast.contact, cast.stranger):
        client.force_login(who)
        assert client.get(address).status_code == 404


def test_a_correction_is_made_with_a_reason(karin, cast):
    address = reverse("privacy:correct", args=[cast.contact.pk])
    sent = {"name": "Sara Ny", "email": "anders@example.org", "reason": "Nytt namn", "seen": start_of(karin, address)}
    assert "annat konto" in text(karin.post(address, sent))
    saved = karin.post(address, {**sent, "email": "sara@example.org"}, follow=True)
    assert "sparat om Sara Ny" in text(saved)
    event = Event.objects.get(verb="privacy.corrected")
    assert event.note == "Nytt namn"
    assert event.before == {"name": "Sara Prov", "title": "folkhälsostrateg"}


def free(cast, user):
    """Nothing in hand: the role has ended."""
    Role.objects.filter(user=user).update(valid_to="2021-01-01")
    assert not current_roles(user).exists()


def test_an_erasure_is_shown_first_and_then_done(karin, cast, two_years):
    Answer.objects.update(saved_by_id=cast.contact.pk, saved_by_name=cast.contact.name)
    address = reverse("privacy:erase", args=[cast.contact.pk])
    assert "Lämna över dem först" in text(karin.get(address))
    free(cast, cast.contact)
    shown = text(karin.get(address))
    assert f"Skrivna svar: {Answer.objects.count()}" in shown
    assert User.objects.get(pk=cast.contact.pk).name == "Sara Prov"
    assert "utan personens namn" in text(karin.post(address, {"reason": "Sara bad", "sure": "on"}))
    assert "Personen är borttagen" not in text(karin.post(address, {"reason": "Begäran"}))
    done = text(karin.post(address, {"reason": "Begäran den 3 maj", "sure": "on"}))
    assert "Personen är borttagen" in done
    assert "Namnet står inte i någon text heller" in done
    assert karin.get(address).status_code == 404
    assert not User.objects.filter(name="Sara Prov").exists()


def test_texts_that_name_the_person_are_told_of(karin, cast, two_years):
    free(cast, cast.contact)
    Answer.objects.filter(pk=Answer.objects.first().pk).update(text="Fråga Sara Prov om det.")
    done = karin.post(reverse("privacy:erase", args=[cast.contact.pk]), {"reason": "Begäran", "sure": "on"})
    assert "texter som någon har skrivit" in text(done)


def test_the_record_of_processing_names_who_answers_for_it(admin):
    assert "Ingen är angiven än" in text(admin.get(reverse("privacy:record")))
    address = reverse("privacy:controller")
    for officer in ("Ombudet", "Nya ombudet"):
        sent = {"name": "Region Norrlunda", "officer": officer, "seen": start_of(admin, address)}
        assert admin.post(address, sent).status_code == 302
        assert Controller.objects.get().name == "Region Norrlunda"
    page = text(admin.get(reverse("privacy:record")))
    assert "Nya ombudet" in page
    assert "artikel 6.1 e" in page
    for kind in ("docx", "pdf", "xlsx"):
        answer = admin.get(reverse("privacy:record_file", args=[kind]))
        assert answer.status_code == 200
        assert len(answer.content) > 3000


@pytest.mark.parametrize("name", ["keeping", "record", "controller"])
def test_the_installations_pages_are_the_administrators(karin, name):
    assert karin.get(reverse(f"privacy:{name}")).status_code == 404
