import pytest
from django.urls import reverse

from samplan.foundation.core.offers import Found

pytestmark = pytest.mark.django_db


@pytest.fixture
def search(client, cast, offered):
    client.force_login(cast.reader)
    address = reverse("home:search", args=[cast.norr.slug])
    return lambda words: client.get(address, {"q": words}).content.decode()


def test_hits_are_counted_and_grouped_by_kind(search, offered):
    offered.search = [
        Found("Stöd till anhöriga", "Aktiviteter", "/a/1", "Under Stöd"),
        Found("Anhörigcentrum", "Aktiviteter", "/a/2"),
        Found("Hur stöds anhöriga?", "Frågor", "/f/1"),
    ]
    html = search("anhörig")
    assert "3 träffar på ”anhörig”" in html
    assert html.count('<section class="section"') == 2
    assert "2 träffar" in html
    assert "1 träff" in html
    assert 'href="/a/1"' in html


def test_words_are_folded_before_the_rooms_are_asked(search, offered, cast):
    search("  ÖPPEN   Förskola ")
    assert offered.asked[-1] == ("search", (cast.norr, "öppen förskola", cast.reader))


def test_those_with_the_word_in_the_title_come_first_and_in_swedish_order(search, offered):
    offered.search = [
        Found("Utan", "Aktiviteter", "/1", "vård"),
        Found("Ö-vård", "Aktiviteter", "/2"),
        Found("Å-vård", "Aktiviteter", "/3"),
    ]
    html = search("vård")
    assert html.index("Å-vård") < html.index("Ö-vård") < html.index(">Utan<")


def test_no_hit_is_said_kindly_with_what_to_do(search):
    html = search("xyz")
    assert "Inget hittades för ”xyz”" in html
    assert "Pröva ett annat ord" in html


def test_an_empty_search_asks_and_bothers_no_room(search, offered):
    assert "Vad letar du efter?" in search("   ")
    assert [kind for kind, _ in offered.asked] == []


def test_what_was_searched_for_stays_text(search):
    html = search('"><script>alert(1)</script>')
    assert "<script>alert" not in html


def test_only_those_in_the_county_search_it(client, cast, offered):
    address = reverse("home:search", args=[cast.norr.slug])
    assert client.get(address).status_code == 302
    client.force_login(cast.outsider)
    assert client.get(address).status_code == 404
