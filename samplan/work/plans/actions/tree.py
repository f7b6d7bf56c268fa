"""The deeds that change a draft's outline. Each is a step that can be undone; each writes history."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.history.actions import changes, record

from .. import queries, visions
from ..models import Edition, Node, Tier
from ..shape import Shape
from ..states import NotAllowed
from .frozen import lock_editable, node_facts
from .steps import Deed


def mark_of_node(node: Node) -> str:
    return mark_of(node.number, node.title, node.text, node.parent_id)


def mark_of_words(node: Node) -> str:
    """Of what is written, wherever the part stands."""
    return mark_of(node.number, node.title, node.text)


@transaction.atomic
def add_node(
    *,
    edition: Edition,
    tier: Tier,
    parent: Node | None,
    number: str,
    title: str,
    text: str,
    by: Any,
    after: Node | None = None,
) -> Node:
    """Adds a node right after a sibling, or last under its parent."""
    edition = lock_editable(edition.pk)
    deed, place = _standing(edition, tier, parent, after, by)
    node = Node.objects.create(
        edition=edition, tier=tier, parent=parent, number=number, title=title, text=text, position=0
    )
    deed.shape.tier[node.pk], deed.shape.position[node.pk] = tier.pk, 0
    deed.shape.put(node.pk, parent.pk if parent else None, place)
    deed.made(node)
    deed.close("plans.node_added", str(node))
    node.refresh_from_db()
    record(by=by, verb="plans.node_added", subject=node, county=edition.plan.county.code, after=node_facts(node))
    return node


def _standing(
    edition: Edition, tier: Tier, parent: Node | None, after: Node | None, by: Any
) -> tuple[Deed, int | None]:
    """What the place was built on, read under the lock: somebody may have taken it away, or moved it, meanwhile."""
    _require_same_edition(edition, tier, parent)
    deed = Deed(edition, by)
    above = parent.pk if parent else None
    if above is not None and above not in deed.shape.parent:
        raise NotAllowed(_("Delen som den nya skulle ligga under är borttagen."))
    if after is not None and deed.shape.parent.get(after.pk, 0) == above:
        return deed, after.pk
    return deed, deed.shape.last_under(above)


@transaction.atomic
def edit_node(
    *, node: Node, number: str, title: str, text: str, parent: Node | None, seen: str, by: Any, reason: str = ""
) -> Node:
    """Changes a node's words and place; `reason` is kept in the history. Raises Stale when it is not as it was shown (`seen`), and writes nothing."""
    edition = lock_editable(node.edition_id)
    node = edition.nodes.select_related("tier").get(pk=node.pk)
    if mark_of_node(node) != seen:
        raise Stale
    _require_same_edition(edition, node.tier, parent)
    return rewrite(edition, node, parent, by, reason, number=number, title=title, text=text)


@transaction.atomic
def write_node(*, node: Node, number: str, title: str, text: str, seen: str, by: Any) -> Node:
    """The same for the words alone: that somebody has moved the part meanwhile is no reason to stop."""
    edition = lock_editable(node.edition_id)
    node = edition.nodes.select_related("tier", "parent").get(pk=node.pk)
    if mark_of_words(node) != seen:
        raise Stale
    return rewrite(edition, node, node.parent, by, number=number, title=title, text=text)


def rewrite(edition: Edition, node: Node, parent: Node | None, by: Any, reason: str = "", **words: str) -> Node:
    """Inside the caller's transaction, on a node read under the edition's lock."""
    if (node.title, node.text) != (words["title"], words["text"]):
        visions.require_own_words([node.pk], by)
    deed, before = Deed(edition, by), node_facts(node)
    deed.touch(node)
    if node.parent_id != (parent.pk if parent else None):
        _require_outside(deed.shape, node.pk, parent.pk if parent else None)
        deed.shape.take_out(node.pk)
        deed.shape.put(node.pk, parent.pk if parent else None, deed.shape.last_under(parent.pk if parent else None))
    node.parent = parent
    for name, value in words.items():
        setattr(node, name, value)
    after = node_facts(node)
    if after == before:
        return node
    node.save()
    deed.close("plans.node_changed", str(node))
    before, after = changes(before, after)
    county = edition.plan.county.code
    record(by=by, verb="plans.node_changed", subject=node, county=county, before=before, after=after, note=reason)
    return node


@transaction.atomic
def move_node(*, node: Node, up: bool, by: Any) -> bool:
    """Changes place with the sibling before or after; False when there is none."""
    edition = lock_editable(node.edition_id)
    node = edition.nodes.get(pk=node.pk)
    deed = Deed(edition, by)
    row = deed.shape.siblings(node.pk)
    place = row.index(node.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(row):
        return False
    deed.touch(*edition.nodes.filter(pk__in=[node.pk, row[other]]))
    row[place], row[other] = row[other], row[place]
    _moved(deed, node, "plans.node_moved_up" if up else "plans.node_moved_down")
    return True


@transaction.atomic
def indent_node(*, node: Node, by: Any) -> None:
    """In under the part before it, one level down."""
    edition = lock_editable(node.edition_id)
    deed = Deed(edition, by)
    _require_there(deed.shape, node.pk)
    above = deed.shape.before(node.pk)
    if above is None:
        raise NotAllowed(_("Den kan inte flyttas in: ingen del på samma nivå står före den."))
    _place(deed, node.pk, above, deed.shape.last_under(above), "plans.node_moved_in")


@transaction.atomic
def outdent_node(*, node: Node, by: Any) -> None:
    """Out to the level of the part it stands under, right after that."""
    edition = lock_editable(node.edition_id)
    deed = Deed(edition, by)
    _require_there(deed.shape, node.pk)
    parent = deed.shape.parent[node.pk]
    if parent is None:
        raise NotAllowed(_("Den kan inte flyttas ut: den står redan överst i planen."))
    _place(deed, node.pk, deed.shape.parent[parent], parent, "plans.node_moved_out", like=parent)


@transaction.atomic
def place_node(*, node: Node, parent: Node | None, after: Node | None, by: Any) -> None:
    """Puts it under a part, right after a sibling there (first, when none is said)."""
    edition = lock_editable(node.edition_id)
    deed = Deed(edition, by)
    for one in (node, parent, after):
        if one is not None:
            _require_there(deed.shape, one.pk)
    above = parent.pk if parent else None
    if after is not None and deed.shape.parent[after.pk] != above:
        raise NotAllowed(_("Någon har flyttat den andra delen. Pröva en gång till."))
    _require_outside(deed.shape, node.pk, above)
    if after is not None and after.pk == node.pk:
        return
    _place(deed, node.pk, above, after.pk if after else None, "plans.node_placed")


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
    visions.require_own_words([node.pk], by)
    deed = Deed(edition, by)
    deed.touch(node, *node.wordings.all(), *node.vision_owners.all(), *node.suggestions.all())
    record(
        by=by,
        verb="plans.node_removed",
        subject=edition,
        county=edition.plan.county.code,
        before={**node_facts(node), "wordings": [w.text for w in node.wordings.all()]},
        note=str(node),
    )
    deed.shape.forget(node.pk)
    title = str(node)
    node.delete()
    deed.close("plans.node_removed", title)


def _place(deed: Deed, pk: int, parent: int | None, after: int | None, what: str, like: int | None = None) -> None:
    shape, edition = deed.shape, deed.edition
    levels = _levels(edition, shape, pk, parent, like)
    touched = {n.pk: n for n in edition.nodes.select_related("parent").filter(pk__in={pk, *levels})}
    deed.touch(*touched.values())
    shape.take_out(pk)
    shape.put(pk, parent, after)
    before = node_facts(touched[pk])
    edition.nodes.filter(pk=pk).update(parent=parent)
    for tier in set(levels.values()):
        edition.nodes.filter(pk__in=[n for n, t in levels.items() if t == tier]).update(tier=tier)
    node = edition.nodes.select_related("parent").get(pk=pk)
    _moved(deed, node, what, *changes(before, node_facts(node)))


def _moved(deed: Deed, node: Node, what: str, before: Any = None, after: Any = None) -> None:
    deed.close(what, str(node))
    county = deed.edition.plan.county.code
    record(by=deed.by, verb=what, subject=node, county=county, before=before or None, after=after or None)


def _levels(edition: Edition, shape: Shape, pk: int, parent: int | None, like: int | None) -> dict[int, int]:
    """Which parts of a moved block come to another level: each stands below what it stands under. Refused when there is none."""
    tiers = {tier.pk: tier for tier in edition.tiers.order_by("position")}
    new: dict[int, int] = {}
    own = tiers[shape.tier[pk]]
    if like is not None and not own.is_target_vision and not tiers[shape.tier[like]].is_target_vision:
        new[pk] = shape.tier[like]
    for each in shape.block(pk):
        above = parent if each == pk else shape.parent[each]
        if above is None or (each != pk and above not in new):
            continue
        top, tier = tiers[new.get(above, shape.tier[above])], tiers[new.get(each, shape.tier[each])]
        if tier.position <= top.position:
            new[each] = _below(list(tiers.values()), top, tier).pk
    return {each: tier for each, tier in new.items() if tier != shape.tier[each]}


def _below(tiers: list[Tier], top: Tier, tier: Tier) -> Tier:
    if tier.is_target_vision:
        raise NotAllowed(
            _("En målbild byter inte nivå. Lägg den under något som står över ”%(tier)s”.") % {"tier": tier}
        )
    lower = [t for t in tiers if t.position > top.position and not t.is_target_vision]
    if not lower:
        raise NotAllowed(_("Det finns ingen nivå under ”%(tier)s”. Lägg till en nivå först.") % {"tier": top})
    return lower[0]


def _require_there(shape: Shape, pk: int) -> None:
    if pk not in shape.parent:
        raise NotAllowed(_("Delen är borttagen eller hör till en annan utgåva."))


def _require_same_edition(edition: Edition, tier: Tier, parent: Node | None) -> None:
    if tier.edition_id != edition.pk or (parent is not None and parent.edition_id != edition.pk):
        raise ValueError("tier and parent must belong to the node's edition")


def _require_outside(shape: Shape, pk: int, parent: int | None) -> None:
    if parent is not None and parent in shape.block(pk):
        raise NotAllowed(_("En del kan inte ligga under sig själv."))
