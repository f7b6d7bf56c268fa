"""Splitting a part in two, joining two to one: with a trace, and with what hung on them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from samplan.foundation.core.stale import Stale
from samplan.foundation.history.actions import record

from .. import visions
from ..models import Edition, Lineage, Node
from ..states import NotAllowed
from .frozen import lock_editable, node_facts
from .steps import Deed
from .tree import mark_of_words


@dataclass(frozen=True)
class Words:
    number: str
    title: str
    text: str


@dataclass(frozen=True)
class Hung:
    """A row of some table that hangs on a part by one of its columns."""

    row: models.Model
    column: str

    @property
    def key(self) -> str:
        return f"{self.row._meta.db_table}.{self.column}.{self.row.pk}"


def hung_on(node: Node) -> list[Hung]:
    """Everything that hangs on a part, also in rooms above: tables are found, not named, here."""
    found = []
    relations: Any = node._meta.related_objects
    for relation in relations:
        if relation.many_to_many:
            model, column = relation.through, relation.field.m2m_reverse_name()
        else:
            model, column = relation.related_model, relation.field.attname
        rows = model._default_manager.filter(**{column: node.pk}).order_by("position" if model is Node else "pk")
        found += [Hung(row, column) for row in rows]
    return found


@transaction.atomic
def split_node(*, node: Node, stays: Words, new: Words, moved: Collection[str], seen: str, by: Any) -> Node:
    """Makes two of one: the new part right after it, with those of what hung on it that are named in `moved`."""
    edition = lock_editable(node.edition_id)
    node = _read(edition, node, seen)
    visions.require_own_words([node.pk], by)
    deed, before = Deed(edition, by), node_facts(node)
    deed.touch(node)
    made = Node.objects.create(edition=edition, tier=node.tier, parent=node.parent, position=0, **vars(new))
    deed.made(made)
    deed.shape.tier[made.pk], deed.shape.position[made.pk] = made.tier_id, 0
    deed.shape.put(made.pk, node.parent_id, node.pk)
    _write(node, stays)
    _move(deed, [one for one in hung_on(node) if one.key in moved], made)
    deed.made(_trace(edition, Lineage.Kind.SPLIT, node, before["title"], made, by))
    deed.close("plans.node_split", str(node))
    made.refresh_from_db()
    county = edition.plan.county.code
    after = node_facts(node)
    record(by=by, verb="plans.node_split", subject=node, county=county, before=before, after=after, note=str(made))
    record(by=by, verb="plans.node_added", subject=made, county=county, after=node_facts(made))
    return made


@transaction.atomic
def join_nodes(*, node: Node, other: Node, words: Words, seen: str, by: Any) -> Node:
    """Makes one of two siblings: what hung on the other hangs on this one. The other's key leads here from now on."""
    edition = lock_editable(node.edition_id)
    node = _read(edition, node, seen.partition(":")[0])
    other = _read(edition, other, seen.partition(":")[2])
    if node.pk == other.pk or node.parent_id != other.parent_id or node.tier_id != other.tier_id:
        raise NotAllowed(_("Bara två delar bredvid varandra på samma nivå kan föras samman."))
    visions.require_own_words([node.pk, other.pk], by)
    deed, before, gone = Deed(edition, by), node_facts(node), node_facts(other)
    deed.touch(node, other)
    _write(node, words)
    _move(deed, hung_on(other), node)
    _come_along(deed, other, node)
    deed.made(_trace(edition, Lineage.Kind.JOINED, other, str(other), node, by))
    title = str(other)
    deed.shape.forget(other.pk)
    Node.objects.get(pk=other.pk).delete()
    deed.close("plans.nodes_joined", str(node))
    record(
        by=by,
        verb="plans.nodes_joined",
        subject=node,
        county=edition.plan.county.code,
        before={**before, "joined": gone["title"], "wordings": [gone["text"]] if gone["text"] else []},
        after=node_facts(node),
        note=title,
    )
    node.refresh_from_db()
    return node


def _read(edition: Edition, node: Node, seen: str) -> Node:
    here = edition.nodes.select_related("tier", "parent").filter(pk=node.pk).first()
    if here is None:
        raise NotAllowed(_("Delen är borttagen eller hör till en annan utgåva."))
    if mark_of_words(here) != seen:
        raise Stale
    return here


def _write(node: Node, words: Words) -> None:
    node.number, node.title, node.text = words.number, words.title, words.text
    node.save()


def _move(deed: Deed, hung: list[Hung], to: Node) -> None:
    """What the other has already is not doubled; a link between the two has nothing left to say."""
    for one in hung:
        deed.touch(one.row)
        children = isinstance(one.row, Node)
        if children:
            deed.shape.take_out(one.row.pk)
            deed.shape.put(one.row.pk, to.pk, deed.shape.last_under(to.pk))
        model = type(one.row)
        try:
            with transaction.atomic():
                model._default_manager.filter(pk=one.row.pk).update(**{one.column: to.pk})
        except IntegrityError:
            model._default_manager.filter(pk=one.row.pk).delete()


def _come_along(deed: Deed, other: Node, to: Node) -> None:
    """Parts that were joined into it, or came out of it, before: their traces lead on."""
    for trace in Lineage.objects.filter(edition=deed.edition, to_key=other.key).exclude(from_key=to.key):
        deed.touch(trace)
        if Lineage.objects.filter(edition=deed.edition, from_key=trace.from_key, to_key=to.key).exists():
            trace.delete()
        else:
            Lineage.objects.filter(pk=trace.pk).update(to_key=to.key)
    for trace in Lineage.objects.filter(edition=deed.edition, to_key=other.key):
        deed.touch(trace)
        trace.delete()


def _trace(edition: Edition, kind: str, from_: Node, title: str, to: Node, by: Any) -> Lineage:
    return Lineage.objects.create(
        edition=edition,
        kind=kind,
        from_key=from_.key,
        from_title=title,
        to_key=to.key,
        by_id=getattr(by, "pk", None),
        by_name=visions.name_of(by),
    )
