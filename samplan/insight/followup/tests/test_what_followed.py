"""What the page says was done is what was done."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from samplan.foundation.core.dates import today
from samplan.foundation.core.tests.starting import start_in, start_of
from samplan.foundation.outbox.models import Mail
from samplan.work.rounds import actions as rounds

from .conftest import put


def url(name, *args):
    return reverse(f"followup:{name}", args=["norrlunda", *args])


@pytest.mark.parametrize(
    ("email", "state", "says"),
    [
        ("rolf@example.org", "", "Den nya kontaktpersonen har fått en egen länk"),
        ("", "", "länken har gått till post@example.org"),
        ("rolf@example.org", "approved", "Ingen länk skickades"),
    ],
)
def test_a_changed_contact_person_is_told_as_it_went(karin, opened, email, state, says):
    if state:
        put(opened.region, state)
    before = Mail.objects.count()
    fields = {"name": "", "title": "", "email": email, "fallback_email": "post@example.org"}
    address = url("contact", opened.round.pk, opened.region.pk)
    page = karin.post(address, {**fields, "seen": start_of(karin, address)}, follow=True).content.decode()
    assert says in page
    assert Mail.objects.count() - before == (0 if state else 1)


def test_two_who_change_the_same_contact_person_are_shown_both(karin, opened):
    """Planted: the mark not compared in change_contact; then Rolf was overwritten unseen, and his link stopped."""
    address = url("contact", opened.round.pk, opened.region.pk)
    facts = {"title": "", "fallback_email": ""}
    start = start_of(karin, address)
    rolf = {**facts, "name": "Rolf Prov", "email": "rolf@example.org"}
    assert karin.post(address, {**rolf, "seen": start}).status_code == 302
    before = Mail.objects.count()
    mona = {**facts, "name": "Mona Prov", "email": "mona@example.org"}
    told = karin.post(address, {**mona, "seen": start})
    assert told.status_code == 409
    assert "Rolf Prov" in told.content.decode()
    assert Mail.objects.count() == before
    assert karin.post(address, {**mona, "seen": start_in(told)}).status_code == 302
    opened.region.refresh_from_db()
    assert opened.region.contact_name == "Mona Prov"


def test_a_reserve_address_that_is_wiped_out_is_gone_unless_nobody_else_is_asked(karin, opened):
    address = url("contact", opened.round.pk, opened.region.pk)
    named = {"name": "Rolf Prov", "title": "", "email": "rolf@example.org"}
    for reserve, kept in (("post@example.org", "post@example.org"), ("", "")):
        karin.post(address, {**named, "fallback_email": reserve, "seen": start_of(karin, address)})
        opened.region.refresh_from_db()
        assert opened.region.fallback_email == kept
    vacant = {"name": "", "title": "", "email": "", "fallback_email": "", "seen": start_of(karin, address)}
    assert "Skriv en adress att vända sig till" in karin.post(address, vacant).content.decode()


def test_closing_when_all_have_handed_in_says_so(karin, opened):
    for request in opened.round.requests.all():
        put(request, "approved")
    assert "Inget saknas" in karin.get(url("close", opened.round.pk)).content.decode()
    page = karin.post(url("close", opened.round.pk), follow=True).content.decode()
    assert "Alla hade lämnat in." in page


def test_more_time_is_suggested_as_a_week_more(karin, opened):
    shown = karin.get(url("extend", opened.round.pk)).context["form"]["closes_on"].value()
    assert (shown - opened.round.closes_on).days == 7
    karin.post(url("extend", opened.round.pk), {"closes_on": shown.isoformat(), "for": "all"})
    opened.round.refresh_from_db()
    assert opened.round.closes_on == shown


@time_machine.travel("2026-11-22 12:00", tick=False)
def test_next_years_round_is_suggested_for_next_autumn(karin, cast, edition, opened):
    form = karin.get(url("new")).context["form"]
    assert form["year"].value() == 2027
    assert form["opens_on"].value() == date(2027, 11, 1)


@pytest.mark.parametrize(("now", "opens"), [("2026-03-02 12:00", "2026-03-02"), ("2026-09-10 12:00", "2026-11-01")])
def test_the_first_round_is_suggested_now_or_for_november(client, cast, edition, now, opens):
    with time_machine.travel(now, tick=False):
        client.force_login(cast.coordinator)
        form = client.get(url("new")).context["form"]
        assert form["year"].value() == today().year
        assert form["opens_on"].value().isoformat() == opens


def test_a_closed_round_is_neither_extended_nor_closed_again(karin, opened):
    rounds.close_round(round=opened.round, by=opened.round.owner)
    page = karin.post(url("close", opened.round.pk), follow=True).content.decode()
    assert "Omgången är inte öppen." in page
    later = opened.round.closes_on.replace(year=opened.round.closes_on.year + 1)
    page = karin.post(url("extend", opened.round.pk), {"closes_on": later.isoformat(), "for": "all"}).content.decode()
    assert "Omgången är inte öppen." in page
