from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.history.actions import changes, record

from .. import queries
from ..models import Edition, Node, Tier
from ..states import NotAllowed
from .frozen import lock_editable, node_facts


def mark_of_node(node: Node) -> str:
    return mark_of(node.number, node.title, node.text, node.parent_id)


@transaction.atomic
def add_node(*, edition: Edition, tier: Tier, parent: Node | None, number: str, title: str, text: str, by: Any) -> Node:
    """Adds a node last under its parent."""
    edition = lock_editable(edition.pk)
    _require_same_edition(edition, tier, parent)
    node = Node.objects.create(
        edition=edition,
        tier=tier,
        parent=parent,
        number=number,
        title=title,
        text=text,
        position=edition.nodes.count() + 1,
    )
    _renumber(edition)
    node.refresh_from_db()
    record(
        by=by,
        verb="plans.node_added",
        subject=node,
        county=edition.plan.county.code,
        after=node_facts(node),
    )
    return node


@transaction.atomic
def edit_node(*, node: Node, number: str, title: str, text: str, parent: Node | None, seen: str, by: Any) -> Node:
    """Changes a node's words and place. Raises Stale when it is not as it was shown (`seen`), and writes nothing."""
    edition = lock_editable(node.edition_id)
    node = edition.nodes.select_related("tier").get(pk=node.pk)
    if mark_of_node(node) != seen:
        raise Stale
    before = node_facts(node)
    _require_same_edition(edition, node.tier, parent)
    moved = node.parent_id != (parent.pk if parent else None)
    if moved:
        _require_outside(edition, node, parent)
        node.position = edition.nodes.count() + 1  # last under its new parent
    node.number, node.title, node.text, node.parent = number, title, text, parent
    after = node_facts(node)
    if after == before:
        return node
    node.save()
    if moved:
        _renumber(edition)
    before, after = changes(before, after)
    record(by=by, verb="plans.node_changed", subject=node, county=edition.plan.county.code, before=before, after=after)
    return node


@transaction.atomic
def move_node(*, node: Node, up: bool, by: Any) -> bool:
    """Changes place with the sibling before or after; False when there is none."""
    edition = lock_editable(node.edition_id)
    node = edition.nodes.get(pk=node.pk)
    siblings = list(edition.nodes.filter(parent_id=node.parent_id).order_by("position"))
    place = [s.pk for s in siblings].index(node.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(siblings):
        return False
    siblings[place], siblings[other] = siblings[other], siblings[place]
    _renumber(edition, {s.pk: order for order, s in enumerate(siblings)})
    record(
        by=by,
        verb="plans.node_moved_up" if up else "plans.node_moved_down",
        subject=node,
        county=edition.plan.county.code,
    )
    return True


@transaction.atomic
def remove_node(*, node: Node, by: Any) -> None:
    """Removes a node that nothing hangs on; refused, with what does, otherwise."""
    edition = lock_editable(node.edition_id)
    node = edition.nodes.get(pk=node.pk)
    hanging = queries.hangs_on(node)
    if hanging:
        raise NotAllowed(
            _("”%(title)s” kan inte tas bort. Den har %(what)s.") % {"title": node, "what": ", ".join(hanging)}
        )
    record(
        by=by,
        verb="plans.node_removed",
        subject=edition,
        county=edition.plan.county.code,
        before={**node_facts(node), "wordings": [w.text for w in node.wordings.all()]},
        note=str(node),
    )
    node.delete()
    _renumber(edition)


def _require_same_edition(edition: Edition, tier: Tier, parent: Node | None) -> None:
    if tier.edition_id != edition.pk or (parent is not None and parent.edition_id != edition.pk):
        raise ValueError("tier and parent must belong to the node's edition")


def _require_outside(edition: Edition, node: Node, parent: Node | None) -> None:
    nodes = {n.pk: n for n in edition.nodes.order_by("position")}
    if parent is not None and (parent.pk == node.pk or parent.pk in queries.descendants(node, nodes)):
        raise NotAllowed(_("En del kan inte ligga under sig själv."))


def _renumber(edition: Edition, order: dict[int, int] | None = None) -> None:
    """Positions in reading order: siblings by `order`, else by the position they have; a node's own follow directly on it."""
    children: dict[int | None, list[Node]] = {}
    for node in edition.nodes.order_by("position", "pk"):
        children.setdefault(node.parent_id, []).append(node)
    changed, waiting, position = [], children.get(None, [])[:], 0
    if order and waiting and waiting[0].pk in order:
        waiting.sort(key=lambda n: order.get(n.pk, 0))
    waiting.reverse()
    while waiting:
        node = waiting.pop()
        position += 1
        if node.position != position:
            node.position = position
            changed.append(node)
        below = children.get(node.pk, [])
        if order and below and below[0].pk in order:
            below.sort(key=lambda n: order.get(n.pk, 0))
        waiting.extend(reversed(below))
    Node.objects.bulk_update(changed, ["position"])
