"""What has ended says so wherever it is listed, and is there to be read."""

from datetime import date

import pytest
from django.urls import reverse

from samplan.foundation.core.dates import day
from samplan.foundation.people.actions.invitations import Invitee, invite
from samplan.foundation.people.actions.memberships import add_membership
from samplan.foundation.people.actions.persons import add_person, add_position
from samplan.foundation.people.models import Alias, Organisation, Role, Unit

pytestmark = pytest.mark.django_db
LAST = date(2021, 5, 31)


def page(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


@pytest.fixture
def ended(client, cast):
    """An organisation and a part of another, with somebody in each, and the words that are to stand beside them."""
    Unit.objects.create(organisation=cast.ekby, kind="board", name="Nämnden", valid_to=LAST)
    person = add_person(county=cast.norr, name="Ny Prov", email="", phone="", by=cast.coordinator)
    for place, unit in ((cast.association, None), (cast.ekby, Unit.objects.get())):
        add_position(
            person=person, organisation=place, unit=unit, title="ledamot", valid_from=None, by=cast.coordinator
        )
    invitee = Invitee("ny@example.org", "Inbjuden Prov", Role.Kind.CONTACT, cast.association)
    invite(people=[invitee], county=cast.norr, by=cast.coordinator)
    Organisation.objects.filter(pk=cast.association.pk).update(valid_to=LAST)
    client.force_login(cast.coordinator)
    return person


def test_people_who_work_in_what_has_ended(client, cast, ended):
    words = f"upphörde {day(LAST)}"
    county = cast.norr.slug
    assert page(client, "people:persons", county).count(words) == 2
    assert page(client, "people:person", county, ended.pk).count(words) == 2
    assert words in page(client, "people:invitations", county)


def test_parts_spellings_and_levels_that_have_ended(client, cast, ended):
    words = f"upphörde {day(LAST)}"
    Alias.objects.create(organisation=cast.ekby, unit=Unit.objects.get(), text="Nd")
    group = Organisation.objects.create(kind="health_region", name="Nivån", short_name="Nivån")
    add_membership(group=group, member=cast.region, valid_from=None, by=cast.coordinator)
    Organisation.objects.filter(pk=group.pk).update(valid_to=LAST)
    assert page(client, "people:organisation", cast.norr.slug, cast.ekby.pk).count(words) == 2
    assert words in page(client, "people:organisation", cast.norr.slug, cast.region.pk)


def test_somebody_who_has_left_has_left_and_who_will_leave_will(client, cast, ended):
    """Found: the last day was told as if it were to come, whichever day it was."""
    for last, words in ((LAST, "slutade"), (date(2999, 1, 1), "slutar")):
        ended.left_on = last
        ended.save()
        assert words in page(client, "people:person", cast.norr.slug, ended.pk)
        listed = client.get(reverse("people:persons", args=[cast.norr.slug]), {"slutade": "on"} if last == LAST else {})
        assert f"{words} {day(last)}" in listed.content.decode()
