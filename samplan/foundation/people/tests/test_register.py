import pytest

from samplan.foundation.people.models import Alias, County, Organisation
from samplan.foundation.people.queries import ActorRegister
from samplan.foundation.people.register import load_register


@pytest.fixture
def register(db):
    load_register()


def test_the_register_holds_every_county_region_and_municipality(register):
    assert County.objects.count() == 21
    assert Organisation.objects.filter(kind="region").count() == 21
    assert Organisation.objects.filter(kind="municipality").count() == 290
    assert Organisation.objects.get(code="0586", kind="municipality").county.code == "05"


def test_loading_twice_changes_nothing(register):
    before = list(Organisation.objects.values_list("pk", "name").order_by("pk"))
    load_register()
    assert list(Organisation.objects.values_list("pk", "name").order_by("pk")) == before


def test_municipalities_are_sorted_the_swedish_way(register):
    names = [o.short_name for o in Organisation.objects.filter(county__code="05", kind="municipality")]
    assert names.index("Ydre") < names.index("Åtvidaberg") < names.index("Ödeshög")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Regionen", "Region Östergötland"),
        ("regionens", None),
        ("Region Östergötland och till kommuner", "Region Östergötland"),
        ("Linköpings kommun", "Linköpings kommun"),
        ("BUP", "Region Östergötland"),
        ("Norrköping och Linköping", None),
        ("kommunerna", None),
        ("nätverket Linköping/Motala", None),
        ("", None),
    ],
)
def test_a_spelling_of_an_actor_finds_its_organisation(register, text, expected):
    assert ActorRegister(County.objects.get(code="05")).name(text) == expected


def test_an_alias_of_the_county_wins_over_the_general_word(register):
    county = County.objects.get(code="05")
    other = Organisation.objects.create(county=county, kind="association", name="Föreningen BUP", short_name="FBUP")
    Alias.objects.create(organisation=other, text="BUP")
    assert ActorRegister(county).name("bup") == "Föreningen BUP"
