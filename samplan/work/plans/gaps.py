"""What a plan lacks: what it refers to and nobody has found, and what its own text has left open. Nothing is invented for it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from . import visions
from .contact_table import table_of
from .models import Contribution, Edition, FollowUpQuestion, MissingPart, Node, Tier
from .states import EDITABLE, latest


def missing_of(edition: Edition) -> QuerySet[MissingPart]:
    return edition.missing_parts.select_related("node__tier").order_by("found_on", "node__position", "pk")


def missing_count(edition: Edition) -> int:
    return edition.missing_parts.filter(found_on=None).count()


@dataclass(frozen=True)
class Open:
    """Something that the plan has left open, in some of its parts: where, and where it is mended."""

    title: str
    note: str
    parts: list[Node]
    mend: str  # the address; empty: it is part of what was adopted

    @property
    def count(self) -> int:
        return len(self.parts)


def open_in(edition: Edition, slug: str) -> list[Open]:
    """What can be seen from the plan alone, and stands open somewhere. What activities lack is told in the theory of change."""
    found = [look(edition, slug) for look in (_ownerless, _unmeasured, _without_contact, _unasked, _uncontributed)]
    return [one for one in found if one.parts]


def _while_open(slug: str, name: str, edition: Edition) -> str:
    return _address(slug, name, edition) if latest(edition).state in EDITABLE else ""


def _address(slug: str, name: str, edition: Edition) -> str:
    return reverse(f"plans:{name}", args=[slug, edition.pk])


def _ownerless(edition: Edition, slug: str) -> Open:
    nodes = list(visions.visions_of(edition).filter(vision_owners=None))
    note = _("Orden ska ägas av dem som de handlar om.")
    return Open(_("Målbilder som ingen äger orden i"), note, nodes, _address(slug, "visions", edition))


def _unmeasured(edition: Edition, slug: str) -> Open:
    nodes = list(visions.visions_of(edition).filter(measures=None))
    note = _("Ingen har sagt vad som skulle visa att den kommer närmare.")
    return Open(_("Målbilder utan mått"), note, nodes, _address(slug, "visions", edition))


def _without_contact(edition: Edition, slug: str) -> Open:
    """Once the county has begun to name people: before that the whole plan would be one gap."""
    table = table_of(edition)
    lines = [line for line in table.lines if line.area and any(cell.role is None for cell in line.cells)]
    nodes = [line.area for line in lines if line.area] if table.filled else []
    note = _("Minst en organisation har ingen som svarar för området.")
    return Open(_("Områden utan kontaktperson"), note, nodes, _address(slug, "contacts", edition))


def _unasked(edition: Edition, slug: str) -> Open:
    """On the level where the plan asks most: parts that nobody will be asked about."""
    tier = _most(edition, lambda tier: FollowUpQuestion.objects.filter(node__tier=tier).count())
    if tier is None:
        return Open("", "", [], "")
    about = FollowUpQuestion.objects.filter(edition=edition)
    asked = set(about.exclude(node=None).values_list("node_id", flat=True))
    nodes = list(edition.nodes.select_related("tier").order_by("position"))
    above = {node.pk: node.parent_id for node in nodes}
    for pk in list(asked):  # a question about what stands under it is one about it
        parent = above.get(pk)
        while parent is not None:
            asked.add(parent)
            parent = above.get(parent)
    left = [node for node in nodes if node.tier_id == tier.pk and node.pk not in asked]
    title = _("%(tier)s utan uppföljningsfråga") % {"tier": tier.name}
    return Open(title, _("Där blir det inget svar på hur det går."), left, _while_open(slug, "edition", edition))


def _uncontributed(edition: Edition, slug: str) -> Open:
    """Target visions that no part says it contributes to, once the plan has begun to say so."""
    if not Contribution.objects.filter(target__edition=edition).exists():
        return Open("", "", [], "")
    led_to = Contribution.objects.filter(target=OuterRef("pk"))
    nodes = list(visions.visions_of(edition).filter(~Exists(led_to)))
    note = _("Ingen del av planen säger att den leder dit.")
    return Open(_("Målbilder som inget bidrar till"), note, nodes, _while_open(slug, "visions", edition))


def _most(edition: Edition, count: Callable[[Tier], int]) -> Tier | None:
    counted: list[tuple[int, Any]] = [(count(tier), tier) for tier in edition.tiers.all()]
    most, tier = max(counted, key=lambda pair: pair[0], default=(0, None))
    return tier if most else None
