import pytest

from samplan.foundation.people import offers
from samplan.foundation.people.models import Alias

pytestmark = pytest.mark.django_db


def test_a_coordinator_is_told_how_many_lack_a_contact_person(cast):
    [watch] = offers.watch(cast.coordinator, cast.norr)
    assert (watch.figure, watch.text) == ("2", "organisationer saknar kontaktperson")
    assert offers.watch(cast.contact, cast.norr) == []
    assert offers.watch(cast.outsider, cast.norr) == []


def test_organisations_are_found_by_name_and_by_other_spellings_in_the_county_only(cast):
    Alias.objects.create(organisation=cast.ekby, text="Ekby stads socialtjänst")
    Alias.objects.create(organisation=cast.ekby, text="Ekby socialtjänst")

    def titles(words):
        return [hit.title for hit in offers.search(cast.norr, words, cast.reader)]

    assert titles("älby") == ["Älby kommun"]
    assert titles("socialtjänst") == ["Ekby kommun"]
    assert titles("region") == ["Region Norrlunda"]
    assert titles("söderskär") == []
