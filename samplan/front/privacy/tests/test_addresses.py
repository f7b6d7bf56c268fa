"""Somebody who has only had a personal link: an extract and an erasure by e-mail address, through the same places as for persons."""

import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from samplan.foundation.core.personal import ERASED
from samplan.foundation.history.actions import record
from samplan.foundation.history.models import Event, Reading
from samplan.foundation.outbox.actions import enqueue
from samplan.foundation.outbox.models import Mail
from samplan.foundation.people.models import Person, User
from samplan.front.privacy import addresses
from samplan.front.privacy.actions import Hindered, erase_address, preview_erasure_of_address
from samplan.work.questionnaires.models import Answer
from samplan.work.rounds.models import Helper, Link, LinkUse, Request, RequestState

from .test_erasure import dump, figures, held

MONA, ADDRESS = "Mona Prov", "mona@example.org"


@pytest.fixture
def mona(cast, two_years):
    """She has had links, helped, written, approved and been written to. Others have the rows beside hers."""
    _before, now = two_years
    asked = Request.objects.get(round=now, organisation=cast.ekby)
    Request.objects.filter(pk=asked.pk).update(contact_name=MONA, contact_email="Mona@Example.org")
    asked.refresh_from_db()
    Helper.objects.create(request=asked, name=MONA, email=ADDRESS, asked_by_name="Sara Prov", asked_at=timezone.now())
    link = Link.objects.create(
        request=asked, purpose="answer", name=MONA, email=ADDRESS, secret_hash="m", expires_at=timezone.now()
    )
    LinkUse.objects.create(link=link, browser="Mozilla/5.0 Firefox/140.0")
    RequestState.objects.filter(request=asked).delete()
    RequestState.objects.create(request=asked, state="approved", at=timezone.now(), by_name=MONA)
    first, second = Answer.objects.filter(response=asked.response).order_by("pk")[:2]
    Answer.objects.filter(pk=first.pk).update(saved_by_name=MONA, saved_by_id=None, text="HEMLIGT UTKAST")
    Answer.objects.filter(pk=second.pk).update(saved_by_name="Länk Annan", saved_by_id=None)
    enqueue(to=ADDRESS, to_name=MONA, subject="Hej Mona Prov", text="Hej", kind="x")
    record(by=MONA, verb="rounds.submitted", subject=asked, county="91", after={"manager": "Anders Prov"})
    record(by="Länk Annan", verb="rounds.submitted", subject=asked, county="91", after={"to": ADDRESS, "manager": "x"})
    record(by="Länk Annan", verb="rounds.submitted", subject=asked, county="91", after={"to": f"x.{ADDRESS}"})
    return asked


@pytest.fixture
def karin(client, cast):
    client.force_login(cast.coordinator)
    return client


def page(name="address", **more):
    return reverse(f"privacy:{name}", kwargs={"token": addresses.token_of(ADDRESS), **more})


def text(response):
    return " ".join(response.content.decode().split())


def test_the_search_finds_an_address_that_has_no_account(karin, mona):
    found = text(karin.get(reverse("privacy:people"), {"vem": "Mona@example.org"}))
    assert "har inget konto här" in found
    assert page() in found
    assert "Ingen hittades" not in found
    assert "har inget konto här" not in text(karin.get(reverse("privacy:people"), {"vem": "ingen@example.org"}))
    assert "har inget konto här" not in text(karin.get(reverse("privacy:people"), {"vem": "sara@example.org"}))


def test_everything_about_the_address_is_there_and_nothing_of_others(karin, mona):
    """Planted: rows without an account taken for hers (the null id), and the other link holder's rows came too."""
    shown = karin.get(page())
    kinds = {group.kind for group in addresses.about(ADDRESS)}
    assert {"Personliga länkar", "Använda personliga länkar", "Hjälp med svar", "Skrivna svar", "Historik",
            "Historik om personen", "Mejl till personen", "Skickade, godkända och återlämnade svar"} <= kinds  # fmt: skip
    rows = {group.kind: group.rows for group in addresses.about(ADDRESS)}
    assert len(rows["Skrivna svar"]) == 1
    assert len(rows["Historik"]) == 1
    assert len(rows["Historik om personen"]) == 1  # not the longer address
    assert "Konto" not in kinds
    assert "Det här är sparat om mona@example.org" in text(shown)
    assert "Att du har läst dem är antecknat" in text(shown)
    reading = Reading.objects.get()
    assert (reading.reader_name, reading.why) == ("Karin Prov", "Registerutdrag om en e-postadress")


def test_no_draft_is_read_through_an_extract(karin, mona):
    """Found: the extract of a person showed the first words of each answer, handed in or not."""
    assert "HEMLIGT" not in text(karin.get(page()))
    Answer.objects.filter(saved_by_name=MONA).update(saved_by_id=User.objects.get(email="sara@example.org").pk)
    sara = User.objects.get(email="sara@example.org")
    assert "HEMLIGT" not in text(karin.get(reverse("privacy:person", args=[sara.pk])))


def test_it_is_taken_away_as_a_file_and_that_is_noted(karin, mona):
    data = json.loads(karin.get(page("address_file", kind="json")).content)
    assert data["e-post"] == ADDRESS
    assert {"slag", "varför", "hur länge", "rader"} == set(data["uppgifter"][0])
    sheet = karin.get(page("address_file", kind="xlsx"))
    cells = [str(c.value) for s in load_workbook(io.BytesIO(sheet.content)) for row in s for c in row]
    assert any("Ekby" in cell for cell in cells)
    assert Reading.objects.filter(why__contains="som fil").count() == 2
    assert karin.get(page("address_file", kind="exe")).status_code == 404


@pytest.mark.parametrize("name", ["address", "erase_address"])
def test_others_find_nothing_there(client, cast, mona, name):
    assert client.get(page(name)).status_code == 302
    for who in (cast.outsider, cast.reader, cast.contact, cast.stranger):
        client.force_login(who)
        assert client.get(page(name)).status_code == 404
    client.force_login(cast.coordinator)
    assert client.get(reverse(f"privacy:{name}", args=["skräp"])).status_code == 404
    nobody = addresses.token_of("ingen@example.org")
    assert client.get(reverse(f"privacy:{name}", args=[nobody])).status_code == 404
    with_account = addresses.token_of("sara@example.org")
    assert client.get(reverse(f"privacy:{name}", args=[with_account])).status_code == 404


def test_an_administrator_finds_every_countys(client, cast, mona):
    User.objects.filter(pk=cast.stranger.pk).update(is_administrator=True)
    client.force_login(cast.stranger)
    assert client.get(page()).status_code == 200


def test_an_erasure_takes_her_out_everywhere_and_no_figure_moves(karin, cast, mona, two_years):
    before, others = figures(two_years), Person.objects.create(county=cast.norr, name="Rut Prov", email="")
    letters = Mail.objects.exclude(to=ADDRESS).count()
    shown = text(karin.get(page("erase_address")))
    assert "Personliga länkar: 1" in shown
    assert Link.objects.filter(name=MONA).exists()
    assert "utan personens namn" in text(karin.post(page("erase_address"), {"reason": "Mona bad", "sure": "on"}))
    done = text(karin.post(page("erase_address"), {"reason": "Begäran den 3 maj", "sure": "on"}))
    assert "Personen är borttagen" in done
    left = [line for line in held([MONA, ADDRESS]) if f"x.{ADDRESS}" not in line]
    assert left == []
    assert figures(two_years) == before
    assert Answer.objects.filter(saved_by_name="Länk Annan").count() == 1
    assert Event.objects.filter(actor_name="Länk Annan").count() == 2
    assert Mail.objects.exclude(to="").count() == letters
    others.refresh_from_db()
    assert (others.name, others.erased_at) == ("Rut Prov", None)
    event = Event.objects.get(verb="privacy.address_erased")
    assert (event.actor_name, event.note) == ("Karin Prov", "Begäran den 3 maj")
    assert karin.get(page()).status_code == 404


def test_the_preview_does_nothing(cast, mona):
    before = dump()
    told = preview_erasure_of_address(address=ADDRESS, by=cast.coordinator)
    assert dump() == before
    assert erase_address(address=ADDRESS, by=cast.coordinator, reason="–") == told


def test_a_name_that_others_have_too_is_left_where_it_stands_alone(cast, mona):
    """Planted: an organisation's own name, which a link without a contact person bears, struck out of the whole history."""
    Link.objects.filter(name=MONA).update(name="Ekby kommun")
    namesake = User.objects.create_user(email="annan@example.org", name=MONA)
    record(by=namesake, verb="rounds.submitted", subject=mona, county="91", note="Ekby kommun")
    assert addresses.names_of(ADDRESS) == addresses.Names([], ["Ekby kommun", MONA])
    erase_address(address=ADDRESS, by=cast.coordinator, reason="–")
    assert Event.objects.filter(actor_id=namesake.pk, actor_name=MONA, note="Ekby kommun").exists()
    assert not Link.objects.filter(email=ADDRESS).exists()
    assert Helper.objects.filter(name=ERASED).exists()


def test_whoever_is_asked_right_now_is_replaced_first(karin, cast, mona):
    RequestState.objects.create(request=mona, state="returned", at=timezone.now(), by_name="Anders Prov")
    with pytest.raises(Hindered, match="Byt kontaktperson"):
        erase_address(address=ADDRESS, by=cast.coordinator, reason="–")
    assert "Byt kontaktperson" in text(karin.get(page("erase_address")))
    assert Link.objects.filter(email=ADDRESS).exists()


def test_the_extract_asks_as_often_however_much_is_kept(karin, mona, django_assert_max_num_queries):
    karin.get(page())
    with CaptureQueriesContext(connection) as few:
        karin.get(page())
    for n in range(6):
        link = Link.objects.create(
            request=mona, purpose="help", name=MONA, email=ADDRESS, secret_hash=f"n{n}", expires_at=timezone.now()
        )
        LinkUse.objects.create(link=link)
        enqueue(to=ADDRESS, subject="Hej", text="Hej", kind="x")
        record(by=MONA, verb="rounds.submitted", subject=mona, county="91")
    with django_assert_max_num_queries(len(few)):
        assert karin.get(page()).status_code == 200
