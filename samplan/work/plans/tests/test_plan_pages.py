import re
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samplan.work.plans import actions, outline, queries
from samplan.work.plans.actions import give_words
from samplan.work.plans.models import Contribution, Node

from .making import NODES, make_plan


@pytest.fixture
def reader(client, cast):
    client.force_login(cast.reader)
    return client


def url(name, *args):
    return reverse(f"plans:{name}", args=["norrlunda", *args])


def text(response):
    return response.content.decode()


def test_the_one_plan_is_shown_at_once(reader, cast):
    edition, _ = make_plan(cast)
    response = reader.get(url("list"))
    assert response.url == url("edition", edition.pk)
    assert "Plan för god hälsa" in text(reader.get(url("list"), {"alla": "ja"}))


def test_several_plans_are_a_list(reader, cast):
    make_plan(cast)
    make_plan(cast, title="Plan mot suicid", valid_from=date(2024, 1, 1))
    page = text(reader.get(url("list")))
    assert page.index("Plan för god hälsa") < page.index("Plan mot suicid")
    assert "2024–2028" in page


def test_a_county_without_a_plan_is_told_what_to_do(client, cast):
    client.force_login(cast.coordinator)
    page = text(client.get(url("list")))
    assert url("new") in page
    client.force_login(cast.reader)
    page = text(client.get(url("list")))
    assert url("new") not in page
    assert "Länets samordnare lägger in planen" in page


@pytest.mark.row(137, 138)
def test_the_outline_shows_levels_numbers_kinds_and_questions(reader, cast):
    edition, nodes = make_plan(cast)
    page = text(reader.get(url("edition", edition.pk)))
    for words in ("God hälsa i länet", "Långsiktigt mål", "Målbild 1–2", "Inriktning", "1.1", "Delområde"):
        assert words in page
    assert "Har personalen det kunnande som behövs?" in page
    assert "Vad gjorde störst nytta i år?" in page
    # Read in the part's own row, not as a row of its own.
    assert f'id="del-{nodes["q1"].pk}"' not in page
    assert url("node", nodes["q1"].pk) in page


def hidden(page, node):
    row = page.split(f'id="del-{node.pk}"')[1].split(">")[0]
    return " hidden" in row


def test_folding_works_by_links_alone(reader, cast):
    edition, nodes = make_plan(cast)
    address = url("edition", edition.pk)
    assert hidden(text(reader.get(address, {"visa": "omraden"})), nodes["s11"])
    assert not hidden(text(reader.get(address)), nodes["s11"])
    page = text(reader.get(address, {"visa": "omraden", "oppna": str(nodes["a1"].pk)}))
    assert not hidden(page, nodes["s11"])
    assert hidden(page, nodes["s21"])
    page = text(reader.get(address, {"visa": "allt", "stang": str(nodes["a2"].pk)}))
    assert hidden(page, nodes["s21"])
    assert f"?visa=omraden&amp;oppna={nodes['a1'].pk}#del-{nodes['a1'].pk}" in text(
        reader.get(address, {"visa": "omraden"})
    )


@pytest.mark.parametrize(
    ("words", "found", "gone"),
    [
        ("TILLGÄNGLIGHET", "Tillgänglighet", "Kunskap för personal"),
        ("kunnande", "Kunskap för personal", "Tillgänglighet"),  # only in the follow-up question
        ("skulle fler", "Hur kan fler våga fråga?", "Tillgänglighet"),  # only in the other wording
    ],
)
def test_words_leave_what_matches_and_the_way_down_to_it(reader, cast, words, found, gone):
    edition, _ = make_plan(cast)
    table = text(reader.get(url("edition", edition.pk), {"ord": words})).split("<table")[1].split("</table>")[0]
    assert found in table
    assert "God hälsa i länet" in table
    assert gone not in table


def test_words_that_match_nothing_say_so(reader, cast):
    edition, _ = make_plan(cast)
    assert "Inget i planen innehåller ”xyz”" in text(reader.get(url("edition", edition.pk), {"ord": "xyz"}))


@pytest.mark.row(131)
@time_machine.travel("2028-11-22 12:00+01:00")
def test_a_plan_that_ends_soon_says_so(client, cast):
    client.force_login(cast.coordinator)
    edition, _ = make_plan(cast)
    actions.adopt(edition=edition, on=date(2024, 12, 11), reason="§ 12", replaces=False, by=cast.coordinator)
    page = text(client.get(url("edition", edition.pk)))
    assert "Planen slutar gälla 31 december 2028, om 39 dagar" in page
    assert "Antagen 11 december 2024" in page


def test_the_document_holds_every_text_of_the_plan_in_order(reader, cast):
    edition, _ = make_plan(cast, parties=[(cast.ekby, "party")])
    page = text(reader.get(url("document", edition.pk)))
    body = page.split("</nav>")[-1]
    places = [
        body.index(words) for words in ("God hälsa i länet", "Jag blir trodd", "Kunskap för personal", "Tillgänglighet")
    ]
    assert places == sorted(places)
    for node in NODES:
        assert node.title in body
        assert node.text in body
    for words in (
        "Finns en tydlig väg in?",
        "Självskattad hälsa i årskurs 7",
        "Vad gjorde störst nytta",
    ):
        assert words in body
    assert "Ekby kommun" in page


@pytest.mark.row(139)
def test_a_part_shows_both_wordings_its_question_and_its_thread(reader, cast):
    _, nodes = make_plan(cast)
    page = text(reader.get(url("node", nodes["q1"].pk)))
    assert "Hur kan fler våga fråga?" in page
    assert "Hur skulle fler kunna våga fråga?" in page
    thread = page.split("Röd tråd")[1]
    places = [thread.index(w) for w in ("God hälsa i länet", "Stöd som bygger på kunskap", "1.1 Kunskap för personal")]
    assert places == sorted(places)


@pytest.mark.row(136)
def test_a_target_vision_is_honest_that_it_can_not_be_measured(reader, cast):
    edition, nodes = make_plan(cast, parties=[(cast.association, "co_owner"), (cast.ekby, "party")])
    give_words(edition=edition, nodes=[nodes["v2"]], organisations=[cast.association], by=cast.coordinator)
    page = text(reader.get(url("node", nodes["v2"].pk)))
    assert "Målbild 2 av 2" in page
    assert "”Jag blir trodd”" in page
    assert "Ej mätbar än" in page
    line = page.split('class="state-line"')[1].split("</div>")[0]
    assert "SPHN" in line
    assert "Ekby" not in line


def test_a_population_measure_without_figures_says_so(reader, cast):
    _, nodes = make_plan(cast)
    page = text(reader.get(url("node", nodes["goal"].pk)))
    assert "Självskattad hälsa i årskurs 7" in page
    assert "Siffrorna är inte inlagda än" in page


def test_contributions_say_if_they_are_assumed(reader, cast):
    _, nodes = make_plan(cast)
    Contribution.objects.create(source=nodes["s11"], target=nodes["v2"])
    page = text(reader.get(url("node", nodes["v2"].pk)))
    assert "bidrar till detta" in page
    assert "Antaget, inte belagt" in page


def test_the_history_says_from_what_to_what(reader, cast):
    edition, nodes = make_plan(cast)
    node = nodes["a1"]
    actions.edit_node(
        node=node,
        number="1",
        title="Kunnande",
        text="",
        parent=node.parent,
        seen=actions.mark_of_node(node),
        by=cast.coordinator,
    )
    page = text(reader.get(url("history", edition.pk)))
    assert "<b>Karin Prov</b> ändrade ”1 Kunnande”" in page
    assert re.search(r"<del>.*Kunskap.*</del>", page)
    assert re.search(r"<ins>.*Kunnande.*</ins>", page)


PAGES = ["edition", "document", "history"]


@pytest.mark.parametrize("name", PAGES)
def test_only_people_of_the_county_may_read(client, cast, name):
    edition, _ = make_plan(cast)
    address = url(name, edition.pk)
    assert client.get(address).url.startswith(reverse("account_login"))
    client.force_login(cast.outsider)
    assert client.get(address).status_code == 404
    assert client.get(address.replace("norrlunda", "soderskar")).status_code == 404


def test_a_part_of_another_county_is_not_found(client, cast):
    _, nodes = make_plan(cast)
    client.force_login(cast.outsider)
    for county in ("norrlunda", "soderskar"):
        assert client.get(reverse("plans:node", args=[county, nodes["a1"].pk])).status_code == 404


def count(client, address):
    client.get(address)  # the first visit also writes down that somebody has signed in
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("name", [*PAGES, "node"])
def test_the_number_of_queries_does_not_grow_with_the_plan(reader, cast, name):
    edition, nodes = make_plan(cast)
    address = url(name, nodes["a1"].pk if name == "node" else edition.pk)
    few = count(reader, address)
    tier, area = nodes["s11"].tier, nodes["a1"]
    Node.objects.bulk_create(
        [Node(edition=edition, tier=tier, parent=area, position=20 + n, title=f"Del {n}") for n in range(30)]
    )
    for node in list(edition.nodes.filter(parent=area))[:20]:
        actions.add_question(
            edition=edition, node=node, text="Hur?", help="", audience="organisations", is_open=False, by="Prov"
        )
    assert count(reader, address) <= few


def test_the_list_of_plans_asks_as_few_questions_for_many(reader, cast):
    make_plan(cast)
    make_plan(cast, title="Två")
    few = count(reader, url("list"))
    for n in range(6):
        made = make_plan(cast, title=f"Plan {n}")
        actions.start_edition(predecessor=made.edition, title="Nästa", valid_from=None, valid_to=None, by="Prov")
    assert count(reader, url("list")) == few


def test_a_page_reads_the_tree_once_whoever_builds_it_again(cast):
    """Found: the page of one part read the whole plan five times, once for each room with a column beside it."""
    edition, _ = make_plan(cast)
    with CaptureQueriesContext(connection) as fetching:
        outline.fetch(edition)
    assert len(fetching) == 3
    with CaptureQueriesContext(connection) as again:
        built = outline.build(edition)
        rows = queries.node_rows(edition)
    assert len(again) == 0
    assert list(rows) == list(built.by_node) == list(edition.nodes.order_by("position").values_list("pk", flat=True))
    assert [q.text for q in built.asked] == ["Vad gjorde störst nytta i år?"]


def test_the_columns_are_worked_out_only_where_something_stands_beside_them(reader, cast, monkeypatch):
    _, nodes = make_plan(cast)
    asked = []
    monkeypatch.setattr("samplan.work.plans.access.offers.collect", lambda kind, *_: asked.append(kind) or [])
    reader.get(url("node", nodes["q1"].pk))
    assert "marks" not in asked
    reader.get(url("node", nodes["a1"].pk))
    assert "marks" in asked
