"""Ways to begin a plan: each gives levels of known types, sensible headings, and a draft that can be written on at once."""

import pytest
from django.urls import reverse

from samplan.foundation.terms.national import load_national
from samplan.work.plans import actions, starters
from samplan.work.plans.models import Edition, NodeTerm

from .making import make_plan


@pytest.fixture
def karin(client, cast):
    client.force_login(cast.coordinator)
    return client


def begin(client, **how):
    client.post(reverse("plans:new", args=["norrlunda"]), {"title": "Ny plan", **how})
    return Edition.objects.get(title="Ny plan")


def outline(edition):
    return [(n.number, n.title, n.tier.name, n.parent.title if n.parent else "") for n in edition.nodes.all()]


@pytest.mark.parametrize("starter", starters.STARTERS, ids=lambda one: one.key)
def test_each_template_gives_the_levels_and_headings_that_it_shows(karin, starter):
    load_national()
    levels, titles = starters.preview(starter)
    shown = karin.get(reverse("plans:new", args=["norrlunda"])).content.decode()
    assert all(words in shown for words in (str(starter.name), str(starter.suits), " › ".join(levels), *titles))
    edition = begin(karin, levels=starter.key)
    assert [t.name for t in edition.tiers.all()] == levels
    assert sorted(n.title for n in edition.nodes.all()) == sorted(titles)
    assert [t.is_target_vision for t in edition.tiers.all()] == [level.is_vision for level in starter.levels]


def test_the_template_of_visions_hangs_areas_under_directions(karin):
    rows = outline(begin(karin, levels="visions"))
    assert ("", "Det första insatsområdet", "Insatsområde", "Den första inriktningen") in rows


def test_numbered_goals_number_themselves(karin):
    edition = begin(karin, levels="goals")
    assert edition.numbers_itself
    assert [number for number, title, *_ in outline(edition) if title == "Det första målet"] == ["1"]


def test_a_plan_begun_from_the_national_goals_answers_to_them(karin):
    load_national()
    edition = begin(karin, levels="national")
    assert [n.title for n in edition.nodes.all()][1] == "Färre liv förlorade i suicid"
    assert "skr. 2024/25:77" in edition.nodes.first().text
    assert NodeTerm.objects.filter(node__edition=edition).count() == edition.nodes.count() == 4


def test_without_a_national_list_the_plan_begins_with_its_levels_only(karin):
    assert begin(karin, levels="national").nodes.count() == 0


@pytest.mark.parametrize("parts", [True, False])
def test_another_plan_can_be_followed_with_or_without_its_parts(karin, cast, parts):
    earlier, _ = make_plan(cast)
    actions.adopt(edition=earlier, on=earlier.valid_from.replace(year=2024), reason="§ 1", replaces=False, by=None)
    made = begin(karin, levels="like", like=earlier.pk, **({"parts_too": "on"} if parts else {}))
    assert [t.name for t in made.tiers.all()] == [t.name for t in earlier.tiers.all()]
    assert outline(made) == (outline(earlier) if parts else [])
    assert not set(made.nodes.values_list("key", flat=True)) & set(earlier.nodes.values_list("key", flat=True))


def test_another_countys_plan_and_no_plan_are_refused_with_words(karin, cast):
    make_plan(cast)
    elsewhere, _ = make_plan(cast, county=cast.soder, title="Söderskärs")
    for like in ("", elsewhere.pk):
        page = karin.post(
            reverse("plans:new", args=["norrlunda"]), {"title": "Ny plan", "levels": "like", "like": like}
        )
        assert page.status_code == 200
    assert not Edition.objects.filter(title="Ny plan").exists()
