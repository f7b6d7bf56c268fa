"""A draft's levels, and whether its numbers are kept or made from the places."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.history.actions import record

from ..models import Edition, Node, Tier
from ..outline import nodes_of
from ..states import NotAllowed
from .frozen import lock_editable
from .numbering import numbers_of
from .steps import OUT_OF_THE_WAY, Deed

Level = tuple[int | None, str, str, bool]  # id, name, standard type, is target vision


def mark_of_tiers(edition: Edition) -> str:
    rows = edition.tiers.order_by("position").values_list("pk", "name", "standard_type", "is_target_vision")
    return mark_of(*[value for row in rows for value in row])


@transaction.atomic
def set_tiers(*, edition: Edition, levels: Sequence[Level], seen: str, by: Any) -> None:
    """The levels, top first. One in use stays, and none may come under one that stands below it in the plan."""
    edition = lock_editable(edition.pk)
    if mark_of_tiers(edition) != seen:
        raise Stale
    deed, tiers = Deed(edition, by), {tier.pk: tier for tier in edition.tiers.all()}
    if any(pk is not None and pk not in tiers for pk, *_rest in levels):
        raise NotAllowed(_("En av nivåerna är borttagen. Öppna sidan igen."))
    before = [tier.name for tier in tiers.values()]
    deed.touch(*tiers.values())
    _take_away(tiers, {pk for pk, *_rest in levels})
    edition.tiers.update(position=F("position") + OUT_OF_THE_WAY)
    for place, (pk, name, kind, vision) in enumerate(levels, start=1):
        tier = tiers[pk] if pk is not None else Tier(edition=edition)
        tier.position, tier.name, tier.standard_type, tier.is_target_vision = place, name, kind, vision
        tier.save()
        if pk is None:
            deed.made(tier)
    _require_order(edition, tiers)
    deed.close("plans.tiers_changed", edition.title)
    after = [name for _pk, name, *_rest in levels]
    county = edition.plan.county.code
    record(
        by=by,
        verb="plans.tiers_changed",
        subject=edition,
        county=county,
        before={"tiers": before},
        after={"tiers": after},
    )


def _take_away(tiers: dict[int, Tier], kept: set[int | None]) -> None:
    for pk, tier in tiers.items():
        if pk not in kept:
            if tier.nodes.exists():
                words = _("Nivån ”%(tier)s” används av delar i planen. Flytta dem till en annan nivå först.")
                raise NotAllowed(words % {"tier": tier})
            tier.delete()


def _require_order(edition: Edition, tiers: dict[int, Tier]) -> None:
    """A level that stands under another in the plan comes after it in the list. What stood otherwise before may stay so."""
    now = dict(edition.tiers.values_list("pk", "position"))
    pairs = edition.nodes.exclude(parent=None).values_list("parent__tier_id", "tier_id").distinct()
    for above, below in pairs:
        if above != below and now[above] > now[below]:
            words = _("”%(below)s” ligger under ”%(above)s” i planen och måste komma efter den.")
            raise NotAllowed(words % {"below": tiers[below], "above": tiers[above]})


def numbering_preview(edition: Edition) -> list[tuple[Node, str]]:
    """Parts whose number becomes another when numbers are made from the places."""
    nodes = list(nodes_of(edition))
    numbers = numbers_of(nodes)
    return [(node, numbers[node.pk]) for node in nodes if node.number != numbers[node.pk]]


@transaction.atomic
def set_numbering(*, edition: Edition, itself: bool, by: Any) -> bool:
    """Kept or made. Kept from now on: the numbers stay as they are, and are written by hand."""
    edition = lock_editable(edition.pk)
    if edition.numbers_itself == itself:
        return False
    deed = Deed(edition, by)
    deed.touch(edition, *[node for node, _number in numbering_preview(edition) if itself])
    edition.numbers_itself = itself
    edition.save(update_fields=["numbers_itself"])
    deed.close("plans.numbering_changed", edition.title)
    record(
        by=by,
        verb="plans.numbering_changed",
        subject=edition,
        county=edition.plan.county.code,
        before={"numbers_itself": not itself},
        after={"numbers_itself": itself},
    )
    return True
