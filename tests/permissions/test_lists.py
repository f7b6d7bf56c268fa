"""What may not be read stands in no list either: plans, activities, rounds, reports, search, start page, calendar."""

import pytest
from django.test import Client
from django.urls import reverse

from samplan.foundation.people.models import Role
from samplan.foundation.people.visitors import VISITORS, elsewhere

from .world import build, sign_in

INSIDE = ("Hemligt planutkast", "Hemligt rapportutkast", "Hemligt omgångsutkast", "Föräldrakurs i Ekby")
INSIDE += ("Aktivitet som ingen har", "Pågående omgång", "Sara Prov", "Anders Prov", "Vi är igång")
DECIDED = ("Antagen plan för hälsa", "Godkänd årsrapport")
WORDS = ("hemligt", "ekby", "aktivitet", "omgång", "sara", "plan", "rapport", "god", "registrerad", "igång")


@pytest.fixture
def world(cast, settings):
    settings.DEMO = settings.DEBUG = False
    return build(cast)


def visitor(key):
    return next(v for v in VISITORS if v.key == key)


def lists(county):
    names = (
        "home:start plans:list activities:list followup:list analysis:list reports:list people:organisations".split()
    )
    pages = [reverse(name, args=[county.slug]) for name in [*names, "people:persons", "home:calendar"]]
    pages += [reverse("plans:list", args=[county.slug]) + "?alla=ja"]
    search = reverse("home:search", args=[county.slug])
    return [*pages, *(f"{search}?q={word}" for word in WORDS)]


def read(client, addresses):
    """What stands in the body of each page that opens; what was searched for stands in its own box."""
    pages = {}
    for address in addresses:
        response = client.get(address, follow=True)
        if response.status_code == 200:
            pages[address] = response.content.decode()
    return pages


def found(pages, titles):
    return sorted({f"{title} at {address}" for address, page in pages.items() for title in titles if title in page})


def test_a_national_reader_finds_what_is_decided_and_nothing_else_in_any_list(world):
    client = Client()
    sign_in(world, client, visitor(Role.Kind.NATIONAL_READER))
    plan = [reverse("plans:edition", args=[world.county.slug, world.edition.pk])]
    plan += [reverse("plans:node", args=[world.county.slug, world.node.pk])]
    plan += [reverse("plans:document", args=[world.county.slug, world.edition.pk])]
    pages = read(client, [*lists(world.county), *plan])
    assert found(pages, INSIDE) == []
    assert {title for title in DECIDED if found(pages, [title])} == set(DECIDED)


def test_every_link_a_national_reader_is_shown_leads_somewhere(world):
    """Found: the menu led to pages that are not there for them."""
    import re

    client = Client()
    sign_in(world, client, visitor(Role.Kind.NATIONAL_READER))
    county = world.county.slug
    start = [reverse("home:start", args=[county]), reverse("plans:edition", args=[county, world.edition.pk])]
    start += [
        reverse("plans:node", args=[county, world.node.pk]),
        reverse("reports:detail", args=[county, world.report.pk]),
    ]
    start += [reverse("reports:list", args=[county]), reverse("plans:document", args=[county, world.edition.pk])]
    links = {link for page in read(client, start).values() for link in re.findall(r'href="(/[^"#?]*)', page)}
    dead = [link for link in sorted(links) if not link.startswith("/static/") and client.get(link).status_code >= 400]
    assert len(links) > 10
    assert dead == []


def test_another_county_s_coordinator_finds_nothing_of_ours_in_their_own_lists(world):
    client = Client()
    sign_in(world, client, visitor(elsewhere(Role.Kind.COORDINATOR)))
    own = read(client, lists(world.cast.soder))
    assert len(own) > 10
    assert found(own, [*INSIDE, *DECIDED]) == []
    assert read(client, lists(world.county)) == {}


def test_the_county_s_own_reader_finds_what_the_others_do_not(world):
    """That the titles looked for are really there to be found."""
    client = Client()
    sign_in(world, client, visitor(Role.Kind.READER))
    pages = read(client, lists(world.county))
    shown = {title for title in INSIDE if found(pages, [title])}
    assert shown >= {"Föräldrakurs i Ekby", "Aktivitet som ingen har", "Pågående omgång", "Sara Prov"}
