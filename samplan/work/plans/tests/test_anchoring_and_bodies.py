"""Where a plan is taken up, and which bodies have its parts in hand."""

from datetime import timedelta

import pytest
from django.urls import reverse

from samplan.foundation.core.dates import today
from samplan.foundation.people.actions.registers import RegisterRefused
from samplan.work.governance import actions as governance
from samplan.work.plans import actions, bodies, offers
from samplan.work.plans.models import BodyRole
from samplan.work.plans.tests.making import make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(cast):
    return make_plan(cast)


def body(cast, name, **changes):
    values = {
        "kind": "steering", "short_name": "", "organisation": None, "is_deciding": False, "parent": None, "purpose": "",
        "valid_from": None,
    }  # fmt: skip
    return governance.add_body(county=cast.norr, name=name, by=cast.coordinator, **{**values, **changes})


def address(cast, name, *args):
    return reverse(f"plans:{name}", args=[cast.norr.slug, *args])


def test_the_plan_is_taken_up_first_in_plan_then_with_what_was_said(client, cast, made):
    edition, council = made.edition, body(cast, "Samråd Norr", kind="council")
    client.force_login(cast.coordinator)
    assert "Ingen förankring är planerad" in client.get(address(cast, "anchoring", edition.pk)).content.decode()
    yesterday = today() - timedelta(days=1)
    data = {"body": council.pk, "kind": "discussed", "planned_on": yesterday.isoformat()}
    client.post(address(cast, "add_anchoring", edition.pk), data)
    (todo,) = [t for t in offers.todo(cast.coordinator, cast.norr) if "Samråd Norr" in t.text]
    assert "Dagen har varit" in client.get(address(cast, "anchoring", edition.pk)).content.decode()
    seen = client.get(todo.url).context["seen"]
    said = {**data, "seen": seen, "held_on": yesterday.isoformat(), "note": "Vill se mer om skolan."}
    assert client.post(todo.url, said).status_code == 302
    page = client.get(address(cast, "anchoring", edition.pk)).content.decode()
    assert "Vill se mer om skolan." in page
    assert "Allt som var planerat har blivit av" in page
    assert not [t for t in offers.todo(cast.coordinator, cast.norr) if "Samråd Norr" in t.text]
    (event,) = [e for e in offers.events(cast.norr, yesterday.year) if e.kind == "meeting"]
    assert event.starts == yesterday
    assert "Samråd Norr" in client.get(address(cast, "history", edition.pk)).content.decode()


def test_what_is_planned_for_a_decision_is_not_written_as_held(cast, made):
    board = body(cast, "Nämnden", kind="board", organisation=cast.ekby, is_deciding=True)
    facts = {"kind": "adopted", "planned_on": None, "held_on": today(), "note": ""}
    with pytest.raises(RegisterRefused) as refusal:
        actions.write_anchoring(edition=made.edition, body=board, by=cast.coordinator, **facts)
    assert refusal.value.field == "held_on"


def give(cast, made, ref, who, kind="owns"):
    node = made.nodes_by_ref[ref] if ref else None
    return actions.give_body_role(edition=made.edition, node=node, body=who, kind=kind, by=cast.coordinator)


def test_parallel_structures_and_areas_without_an_owner_are_seen(client, cast, made):
    """Planted: pairs counted with those who give advice, or over different parts — then a third pair stands here."""
    one, other, council = body(cast, "LPO"), body(cast, "Nätverket"), body(cast, "Rådet", kind="reference")
    give(cast, made, "a1", one)
    give(cast, made, "a1", other, "works")
    give(cast, made, "a1", council, "advises")
    give(cast, made, "a2", council, "advises")
    table = bodies.table_of(made.edition)
    assert [[str(b) for b in pair.bodies] for pair in table.pairs] == [["LPO", "Nätverket"]]
    assert made.nodes_by_ref["a2"] in [line.node for line in table.ownerless]
    client.force_login(cast.coordinator)
    page = client.get(address(cast, "bodies", made.edition.pk)).content.decode()
    assert "inget organ som äger" in page
    assert "Har samma i handen" in page
    assert "Flera äger samma" not in page
    node = client.get(address(cast, "node", made.nodes_by_ref["s11"].pk)).content.decode()
    assert "LPO" in node.partition('id="organ"')[2]  # owns the area above
    of_body = client.get(reverse("governance:body", args=[cast.norr.slug, one.pk])).content.decode()
    assert "I planerna" in of_body


def test_a_role_ends_with_a_day_and_is_kept(client, cast, made):
    who = body(cast, "LPO")
    role = give(cast, made, None, who)
    with pytest.raises(RegisterRefused):
        give(cast, made, None, who, "works")
    client.force_login(cast.coordinator)
    url = address(cast, "end_body_role", made.edition.pk, role.pk)
    assert client.post(url, {"last_day": (today() + timedelta(days=1)).isoformat()}).status_code == 422
    assert client.post(url, {"last_day": today().isoformat()}).status_code == 302
    assert BodyRole.objects.get().valid_to == today()
    assert not bodies.table_of(made.edition).filled
    assert give(cast, made, None, who, "works").pk


def test_the_page_of_bodies_asks_as_little_of_the_database_however_many(
    client, cast, made, django_assert_max_num_queries
):
    client.force_login(cast.coordinator)
    give(cast, made, "a1", body(cast, "LPO", organisation=cast.ekby))
    url = address(cast, "bodies", made.edition.pk)
    client.get(url)
    with django_assert_max_num_queries(30) as few:
        client.get(url)
    for number in range(6):
        each = body(cast, f"Grupp {number}", organisation=cast.alby)
        give(cast, made, "a1", each, "works")
        give(cast, made, "s21", each)
    with django_assert_max_num_queries(len(few)):
        assert "Flera äger samma" in client.get(url).content.decode()


def test_a_board_is_told_of_with_whose_it_is(cast, made):
    """Planted: only the board's name — two municipalities' boards are then the same words in the to-do list and the year."""
    yesterday = today() - timedelta(days=1)
    for organisation in (cast.ekby, cast.alby):
        board = body(cast, "Nämnden", kind="board", organisation=organisation, is_deciding=True)
        facts = {"kind": "adopted", "planned_on": yesterday, "held_on": None, "note": ""}
        actions.write_anchoring(edition=made.edition, body=board, by=cast.coordinator, **facts)
    told = [todo.text for todo in offers.todo(cast.coordinator, cast.norr)]
    assert [sum(name in text for text in told) for name in ("(Ekby)", "(Älby)")] == [1, 1]
    assert len({event.title for event in offers.events(cast.norr, yesterday.year) if event.kind == "meeting"}) == 2
