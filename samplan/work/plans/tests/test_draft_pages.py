"""The page where a draft is written: each deed as a post, what others see of it, and nobody's work lost."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samplan.work.plans import actions, drafting, presence
from samplan.work.plans.models import Lineage, Node

from .making import make_plan


@pytest.fixture
def draft(client, cast):
    client.force_login(cast.coordinator)
    edition, nodes = make_plan(cast)
    return edition, nodes


def url(name, *args):
    return reverse(f"plans:{name}", args=["norrlunda", *args])


def deed(client, edition, node, what, **more):
    return client.post(url("draft_deed", edition.pk), {"gor": what, "del": node.pk, **more})


def bit(client, edition, node, what, since=0, **more):
    return deed(client, edition, node, what, bit="ja", sedan=since, **more)


def titles(edition):
    return [n.title for n in edition.nodes.order_by("position")]


def test_the_page_shows_every_part_and_the_tools_of_the_chosen_one(client, draft):
    edition, nodes = draft
    assert url("draft", edition.pk) in client.get(url("edition", edition.pk)).content.decode()
    page = client.get(url("draft", edition.pk), {"rad": nodes["a2"].pk}).content.decode()
    assert all(f'id="del-{n.pk}"' in page for n in nodes.values())
    assert page.count('value="upp"') == 2  # the chosen row's, and the script's
    assert f"?efter={nodes['a2'].pk}" in page


def test_a_deed_without_script_comes_back_to_the_same_row(client, draft):
    edition, nodes = draft
    answer = deed(client, edition, nodes["a2"], "upp")
    assert answer.url == f"{url('draft', edition.pk)}?rad={nodes['a2'].pk}#del-{nodes['a2'].pk}"
    assert titles(edition).index("Stöd") < titles(edition).index("Kunskap")
    page = client.get(answer.url).content.decode()
    assert "är flyttad upp." in page
    deed(client, edition, nodes["a2"], "angra")
    assert titles(edition).index("Stöd") > titles(edition).index("Kunskap")


def test_a_deed_gives_back_only_what_became_different(client, draft):
    edition, nodes = draft
    told = bit(client, edition, nodes["a2"], "upp").json()
    assert told["rows"] == []  # nothing is written otherwise: rows only stand elsewhere
    assert {pk for pk, _before in told["placed"]} == {nodes[n].pk for n in ("a1", "s11", "q1", "a2", "s21", "q2")}
    told = bit(client, edition, nodes["q2"], "ut", since=told["version"]).json()
    assert [pk for pk, _html in told["rows"]] == [nodes["q2"].pk]
    assert "level-3" in told["rows"][0][1]
    assert told["undo"] == "”Hur kan vägen in bli kortare?” är flyttad ut en nivå"
    refused = bit(client, edition, nodes["goal"], "ut", since=told["version"])
    assert (refused.status_code, refused.json()["refused"]) == (409, True)


def test_others_deeds_come_in_and_nothing_is_sent_when_nothing_has_happened(client, draft, cast):
    edition, nodes = draft
    seen = actions.mark_of_words(nodes["s21"])
    actions.write_node(node=nodes["s21"], number="2.1", title="Vägen in", text="", seen=seen, by=cast.editor)
    news = url("draft_news", edition.pk)
    answer = client.get(news, {"sedan": 0})
    assert [pk for pk, _html in answer.json()["rows"]] == [nodes["s21"].pk]
    assert answer.json()["undo"] == ""  # what another did is not mine to undo
    again = client.get(news, {"sedan": answer.json()["version"]}, headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_who_writes_where_is_seen_by_the_others(client, draft, cast, django_user_model):
    edition, nodes = draft
    client.get(url("draft_words", nodes["a2"].pk), {"bit": "ja"})
    assert [(one.name, one.part) for one in presence.others(edition, cast.editor)] == [("Karin Prov", "2")]
    assert presence.others(edition, cast.coordinator) == []


def test_words_saved_on_an_older_text_are_shown_beside_it_and_nothing_is_lost(client, draft, cast):
    _edition, nodes = draft
    form = client.get(url("draft_words", nodes["s11"].pk)).context
    mine = {"seen": form["seen"], "number": "1.1", "title": "Min rubrik", "text": nodes["s11"].text}
    seen = actions.mark_of_words(nodes["s11"])
    actions.write_node(
        node=nodes["s11"], number="1.1", title="Deras rubrik", text=nodes["s11"].text, seen=seen, by=cast.editor
    )
    assert client.post(url("draft_words", nodes["s11"].pk), {**mine, "bit": "ja"}).status_code == 412
    answer = client.post(url("draft_words", nodes["s11"].pk), mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Min rubrik" in page
    assert "Elin Prov sparade medan du skrev" in page
    assert Node.objects.get(pk=nodes["s11"].pk).title == "Deras rubrik"
    client.post(url("draft_words", nodes["s11"].pk), {**mine, "seen": answer.context["seen"], "title": "Bådas"})
    assert Node.objects.get(pk=nodes["s11"].pk).title == "Bådas"


def test_a_new_part_comes_where_it_was_asked_for(client, draft):
    edition, nodes = draft
    address = f"{url('draft_new', edition.pk)}?efter={nodes['a1'].pk}"
    assert client.get(address).context["form"].initial["tier"] == nodes["a1"].tier
    told = client.post(address, {"title": "Mitt emellan", "tier": nodes["a1"].tier_id, "bit": "ja"}).json()
    made = Node.objects.get(pk=told["part"])
    assert (made.parent_id, titles(edition).index("Mitt emellan")) == (nodes["dir"].pk, 7)
    assert client.post(address, {"title": "", "tier": nodes["a1"].tier_id, "bit": "ja"}).status_code == 422


def test_what_is_dropped_lands_there_and_nothing_of_another_plan_is_taken(client, draft, cast):
    edition, nodes = draft
    deed(client, edition, nodes["s21"], "flytta", mal=nodes["s11"].pk, hur="fore")
    assert titles(edition)[5] == "Tillgänglighet"
    deed(client, edition, nodes["s21"], "flytta", mal=nodes["s11"].pk, hur="efter")
    assert titles(edition)[5] == "Kunskap för personal"
    _other, strangers = make_plan(cast, title="En annan plan")
    before = titles(edition)
    assert deed(client, edition, nodes["s21"], "flytta", mal=strangers["s11"].pk, hur="efter").status_code == 404
    assert deed(client, edition, strangers["s21"], "upp").status_code == 404
    assert bit(client, edition, nodes["s21"], "flytta", mal=nodes["s21"].pk, hur="under").status_code == 409
    assert titles(edition) == before


def test_a_part_is_split_with_what_is_chosen_and_both_say_so(client, draft):
    edition, nodes = draft
    node = nodes["s11"]
    Node.objects.filter(pk=node.pk).update(text="Första stycket.\nAndra stycket.")
    page = client.get(url("split_node", node.pk))
    hung = {choice.title: choice.key for choice in drafting.choices(node)}
    cut = page.context["form"].fields["cut"].choices[0][0]
    client.post(
        url("split_node", node.pk),
        {
            "seen": page.context["seen"],
            "title": "Kunskap för personal",
            "number": "1.1",
            "cut": cut,
            "new_title": "Handledning",
            "new_number": "1.2",
            "moved": [hung["Hur kan fler våga fråga?"]],
        },
    )
    node.refresh_from_db()
    made = Node.objects.get(title="Handledning")
    assert (node.text, made.text) == ("Första stycket.", "Andra stycket.")
    assert nodes["q1"].__class__.objects.get(pk=nodes["q1"].pk).parent_id == made.pk
    assert node.questions.count() == 1
    assert "Delad från" in client.get(url("node", made.pk)).content.decode()
    deed(client, edition, node, "angra")
    assert not Node.objects.filter(pk=made.pk).exists()
    assert Node.objects.get(pk=nodes["q1"].pk).parent_id == node.pk
    assert not Lineage.objects.exists()


def test_two_parts_are_joined_and_the_old_key_leads_to_what_they_became(client, draft):
    edition, nodes = draft
    first, second = nodes["a1"], nodes["a2"]
    page = client.get(url("join_nodes", first.pk))
    assert page.context["other"] == second
    assert "Tillgänglighet" in page.content.decode()
    form = {"seen": page.context["seen"], "title": "Kunskap och stöd", "number": "1", "text": "Båda."}
    client.post(url("join_nodes", first.pk), form)
    assert not Node.objects.filter(pk=second.pk).exists()
    assert Node.objects.get(pk=nodes["s21"].pk).parent_id == first.pk
    assert drafting.part_of_key(edition, second.key) == first
    shown = client.get(url("node", first.pk)).content.decode()
    assert "Sammanförd med 2 Stöd" in " ".join(shown.split())
    deed(client, edition, first, "angra")
    assert titles(edition)[4:8] == ["Kunskap", "Kunskap för personal", "Hur kan fler våga fråga?", "Stöd"]
    assert drafting.part_of_key(edition, second.key).pk == second.pk


def test_levels_are_named_ordered_added_and_only_unused_ones_taken_away(client, draft, cast):
    edition, _nodes = draft

    def post(**changes):
        page = client.get(url("tiers", edition.pk))
        form = page.context["form"]
        data = {name: form[name].value() or "" for name in form.fields}
        return client.post(url("tiers", edition.pk), {**data, "seen": page.context["seen"], **changes})

    area = edition.tiers.get(name="Insatsområde")
    post(**{f"name_{area.pk}": "Fokusområde", "name_ny1": "Insats", "kind_ny1": "output"})
    assert list(edition.tiers.values_list("name", flat=True))[3:] == [
        "Fokusområde",
        "Delområde",
        "Utmaningsfråga",
        "Insats",
    ]
    assert "används av delar" in post(**{f"name_{area.pk}": ""}).content.decode()
    assert "måste komma efter" in post(**{f"order_{area.pk}": 99}).content.decode()
    new = edition.tiers.get(name="Insats")
    post(**{f"name_{new.pk}": ""})
    assert edition.tiers.count() == 6
    actions.undo(edition=edition, by=cast.coordinator)
    assert edition.tiers.count() == 7


def test_numbers_are_made_from_the_places_when_one_says_so_and_given_back_by_undo(client, draft):
    edition, nodes = draft
    Node.objects.filter(pk=nodes["s21"].pk).update(number="X")
    page = client.get(url("numbering", edition.pk)).content.decode()
    assert "2.1" in page
    before = list(edition.nodes.order_by("pk").values_list("number", flat=True))
    client.post(url("numbering", edition.pk), {"how": "made"})
    deed(client, edition, nodes["a2"], "upp")
    numbers = dict(edition.nodes.values_list("title", "number"))
    assert (numbers["Stöd"], numbers["Tillgänglighet"], numbers["Kunskap"]) == ("1", "1.1", "2")
    assert (numbers["Jag blir trodd"], numbers["Stöd som bygger på kunskap"]) == ("2", "")
    told = bit(client, edition, nodes["a2"], "ned").json()
    assert told["anew"]
    for _ in range(3):
        deed(client, edition, nodes["a2"], "angra")
    assert list(edition.nodes.order_by("pk").values_list("number", flat=True)) == before


def test_an_adopted_plan_sends_the_writer_to_the_plan(client, draft, cast):
    edition, nodes = draft
    actions.adopt(edition=edition, on=date(2026, 1, 1), reason="Styrgruppen", replaces=False, by=cast.coordinator)
    for answer in (client.get(url("draft", edition.pk)), deed(client, edition, nodes["a2"], "upp")):
        assert answer.url == url("edition", edition.pk)


def test_asking_for_the_page_or_a_deed_costs_the_same_in_a_large_plan(client, draft):
    edition, nodes = draft
    deed(client, edition, nodes["a2"], "upp")

    def cost():
        with CaptureQueriesContext(connection) as page:
            client.get(url("draft", edition.pk))
        with CaptureQueriesContext(connection) as one:
            size = len(bit(client, edition, nodes["a2"], "ned", since=drafting.version(edition)).content)
        bit(client, edition, nodes["a2"], "upp")
        return len(page), len(one), size

    few = cost()
    tier, parent = nodes["s11"].tier, nodes["v1"]
    Node.objects.bulk_create(
        [Node(edition=edition, tier=tier, parent=parent, position=2, title=f"Del {n}") for n in range(200)]
    )
    actions.move_node(node=nodes["v2"], up=True, by=None)
    actions.move_node(node=nodes["v2"], up=False, by=None)
    many = cost()
    assert many[0] <= few[0]
    assert many[1] <= few[1]
    assert many[2] <= few[2] + 200
