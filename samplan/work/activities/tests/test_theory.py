"""The page of the theory of change: drawn, told in words, and honest about what is missing."""

import re

import pytest
from django.urls import reverse

from samplan.foundation.core.dates import today
from samplan.work.activities import theory, theory_list
from samplan.work.plans import actions as plans
from samplan.work.plans import queries
from samplan.work.plans.models import Contribution, Edition, Node
from samplan.work.plans.tests.making import make_plan

from .making import make_activities

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(cast):
    """Activities on the small plan; two contributions, one with what speaks for it; money put into a part, a post into nothing."""
    edition, nodes, made = make_activities(cast)
    by = cast.coordinator
    plans.add_contribution(source=nodes["s21"], target=nodes["v1"], evidence="Utvärderingen 2023", by=by)
    plans.add_contribution(source=nodes["s11"], target=nodes["s21"], evidence="", by=by)
    plans.add_input(
        edition=edition, kind="money", title="Stimulansmedel", kronor=900, percent=None, nodes=[nodes["s11"]], by=by
    )
    plans.add_input(edition=edition, kind="post", title="Processledare", kronor=None, percent=50, nodes=[], by=by)
    return edition, nodes, made


@pytest.fixture
def coordinator(client, cast):
    client.force_login(cast.coordinator)
    return client


def page_of(client, edition, query=""):
    answer = client.get(reverse("activities:theory", args=["norrlunda", edition.pk]) + query)
    assert answer.status_code == 200
    return answer


def words(markup):
    """As it is read: a box's text stands on several lines."""
    return re.sub("<[^>]+>", "", markup)


def drawn(page):
    return re.search(r'<div class="theory-wide.*?<svg.*?</svg>', page, re.S).group()


def test_a_small_plan_is_drawn_whole_and_told_as_a_list(coordinator, plan):
    edition, nodes, _ = plan
    page = page_of(coordinator, edition).content.decode()
    picture = drawn(page)
    address = reverse("plans:node", args=["norrlunda", nodes["s21"].pk])
    assert f'<a href="{address}">' in picture
    for word in ("Resurser", "Aktiviteter", "Delområde", "Målbild", "Stimulansmedel", "En väg in"):
        assert word in words(picture)
    assert (
        picture.index("Resurser") < picture.index("Aktiviteter") < picture.index("Delområde") < picture.index("Målbild")
    )
    assert picture.count('stroke-dasharray="5 4"') == 1
    listed = page.split('id="som-lista"')[1].split("</section>")[0]
    assert listed.count("<ul") == listed.count("</ul>")
    assert listed.count("<li>") == listed.count("</li>")
    assert "bidrar, antaget" in listed
    assert "Utvärderingen 2023" in listed


def test_every_arrow_is_a_row_with_what_speaks_for_it(coordinator, plan):
    edition, _, _ = plan
    page = page_of(coordinator, edition).content.decode()
    rows = page.split('id="bidrag"')[1].split("</section>")[0].split("<tr>")[2:]
    assert len(rows) == Contribution.objects.count() == 2
    assert ["Antaget" in row for row in rows] == [True, False]


def test_one_part_is_looked_at_with_the_way_to_and_from_it(coordinator, plan):
    edition, nodes, _ = plan
    picture = words(drawn(page_of(coordinator, edition, f"?nod={nodes['s21'].pk}&steg=1").content.decode()))
    assert "Kunskap för personal" in picture
    assert "Jag hittar rätt första" in picture
    assert "Stimulansmedel" not in picture
    assert "Stimulansmedel" in drawn(page_of(coordinator, edition, f"?nod={nodes['s21'].pk}&steg=2").content.decode())


@pytest.mark.parametrize("query", ["?nod=x", "?nod=99999999", "?steg=9", "?nod=²&steg=-1", "?vy=annat"])
def test_an_address_that_says_nothing_shows_the_plan(coordinator, plan, query):
    assert "Förändringsteori" in drawn(page_of(coordinator, plan[0], query).content.decode())


def test_a_bigger_plan_begins_with_the_part_that_most_is_said_about(coordinator, plan, monkeypatch):
    edition, nodes, _ = plan
    monkeypatch.setattr(theory, "WHOLE_AT_MOST", 5)
    assert page_of(coordinator, edition).context["here"].node == nodes["s21"]
    assert page_of(coordinator, edition, "?vy=hela").context["here"] is None


def test_what_is_missing_is_shown_with_a_way_to_mend_it(coordinator, cast, plan):
    edition, nodes, made = plan
    page = page_of(coordinator, edition)
    gaps = {gap.id: [(what, href) for what, href, _words in gap.rows] for gap in page.context["gaps"]}
    add = reverse("plans:add_contribution", args=["norrlunda", nodes["v2"].pk])
    assert gaps["utan-bidrag"] == [("2 Jag blir trodd", f"{add}?hall=fran")]
    assert [what for what, _ in gaps["malbilder"]] == ["2 Jag blir trodd"]
    assert [what for what, _ in gaps["antagna"]] == ["1.1 Kunskap för personal → 2.1 Tillgänglighet"]
    assert [what for what, _ in gaps["utan-syfte"]] == ["Processledare"]
    assert "aktiviteter" not in gaps  # the one that serves nothing has ended
    assert "1 av 2 bidrag är antagna" in page.content.decode()
    for rows in gaps.values():
        for _what, href in rows:
            assert coordinator.get(href).status_code == 200, href
    made["Öppet hus"].states.update(state="ongoing")
    found = {gap.id: gap.rows for gap in page_of(coordinator, edition).context["gaps"]}
    assert [what for what, _, _ in found["aktiviteter"]] == ["Öppet hus"]


def test_who_only_reads_is_led_to_what_they_may_see(client, cast, plan):
    client.force_login(cast.reader)
    page = page_of(client, plan[0])
    assert "Lägg till" not in page.content.decode()
    for gap in page.context["gaps"]:
        for _what, href, _words in gap.rows:
            assert href.startswith("#") or client.get(href).status_code == 200, href


def test_who_reads_decisions_sees_adopted_editions_without_what_is_done(client, cast, plan):
    from samplan.foundation.people.models import Role, User

    edition, _, _ = plan
    national = User.objects.create_user(email="nationell@example.org", name="Nils Nationell")
    Role.objects.create(user=national, kind=Role.Kind.NATIONAL_READER, valid_from=today())
    client.force_login(national)
    address = reverse("activities:theory", args=["norrlunda", edition.pk])
    assert client.get(address).status_code == 404
    plans.adopt(edition=edition, on=today(), reason="Styrgruppen", replaces=False, by=cast.coordinator)
    page = client.get(address).content.decode()
    assert "Utvärderingen 2023" in page
    assert "En väg in" not in page
    assert "Öppet hus" not in page


def test_the_list_tells_each_thing_in_full_once_and_ends_in_spite_of_circles(cast):
    """An older plan can hold a circle, and structure and claims can make one together."""
    edition, nodes = make_plan(cast)
    Contribution.objects.create(source=nodes["v1"], target=nodes["s11"])
    Contribution.objects.create(source=nodes["s11"], target=nodes["v1"])
    Contribution.objects.create(source=nodes["goal"], target=nodes["v1"])
    edition = Edition.objects.select_related("plan__county").get(pk=edition.pk)
    found = theory.read(edition)
    items = theory_list.everything(found)
    told = [item.part.key for item in items if not item.again]
    assert sorted(told) == sorted(found.parts)
    assert sum(item.opens for item in items) == sum(item.ends for item in items)
    assert len([item for item in items if item.arrow]) <= len(found.arrows)


def test_a_plan_without_parts_says_what_to_do(coordinator, cast):
    edition, _ = make_plan(cast, nodes=[], questions=[], measures=[])
    assert "Planen har inga delar än" in page_of(coordinator, edition).content.decode()


def test_it_is_found_from_the_plan(coordinator, plan):
    edition, _, _ = plan
    page = coordinator.get(reverse("plans:edition", args=["norrlunda", edition.pk])).content.decode()
    assert reverse("activities:theory", args=["norrlunda", edition.pk]) in page


def test_the_number_of_questions_does_not_grow_with_the_plan(coordinator, cast, plan, django_assert_max_num_queries):
    edition, nodes, _ = plan
    with django_assert_max_num_queries(60) as few:
        page_of(coordinator, edition)
    tier = nodes["s21"].tier
    for n in range(30):
        node = Node.objects.create(edition=edition, tier=tier, parent=nodes["a2"], position=20 + n, title=f"Del {n}")
        Contribution.objects.create(source=node, target=nodes["v2"])
        plans.add_input(
            edition=edition, kind="other", title="Tid", kronor=None, percent=None, nodes=[node], by=cast.coordinator
        )
    with django_assert_max_num_queries(len(few)):
        page_of(coordinator, edition, "?vy=hela")
    assert len(few) <= 25
    assert queries.node_rows(edition)
