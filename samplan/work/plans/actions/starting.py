from datetime import date
from typing import Any

from django.db import transaction

from samplan.foundation.core.dates import today
from samplan.foundation.history.actions import record

from ..models import (
    BodyRole,
    Contribution,
    Edition,
    FollowUpQuestion,
    Input,
    InputUse,
    Measure,
    MissingPart,
    Node,
    NodeTerm,
    Plan,
    Tier,
    VisionOwner,
    Wording,
)
from .contacts import carry_contact_roles
from .creation import CreatedEdition, new_edition, open_draft


@transaction.atomic
def start_edition(
    *, predecessor: Edition, title: str, valid_from: date | None, valid_to: date | None, by: Any, reason: str = ""
) -> CreatedEdition:
    """The next edition as a working copy of an earlier one. Nodes and questions keep their keys; the earlier one stays as it is.

    `nodes_by_ref` is by the earlier node's id as text, so that a room above can carry its own things over.
    """
    plan = Plan.objects.select_for_update().get(pk=predecessor.plan_id)
    own = {"lead": predecessor.lead, "numbers_itself": predecessor.numbers_itself}
    edition = new_edition(plan, title=title, valid_from=valid_from, valid_to=valid_to, **own)
    tiers = list(predecessor.tiers.all())
    made = Tier.objects.bulk_create([_copy(tier, edition=edition) for tier in tiers])
    tier_of = {old.pk: new for old, new in zip(tiers, made, strict=True)}
    node_of = _copy_nodes(predecessor, edition, tier_of)
    for model, changes in ((FollowUpQuestion, {}), (Measure, {"added_on": None})):
        rows = model.objects.filter(edition=predecessor)
        model.objects.bulk_create(
            [_copy(r, edition=edition, node=node_of[r.node_id] if r.node_id else None, **changes) for r in rows]
        )
    wordings = Wording.objects.filter(node__edition=predecessor)
    Wording.objects.bulk_create([_copy(row, node=node_of[row.node_id]) for row in wordings])
    links = Contribution.objects.filter(source__edition=predecessor, target__edition=predecessor)
    Contribution.objects.bulk_create(
        [_copy(row, source=node_of[row.source_id], target=node_of[row.target_id]) for row in links]
    )
    _copy_inputs(predecessor, edition, node_of)
    _copy_ties(predecessor, edition, node_of)
    carry_contact_roles(predecessor=predecessor, edition=edition, node_of=node_of, by=by)
    open_draft(edition, by)
    record(
        by=by,
        verb="plans.edition_started",
        subject=edition,
        county=plan.county.code,
        before={"edition": predecessor.title},
        after={"reason": reason} if reason else None,
        note=predecessor.title,
    )
    return CreatedEdition(edition, {str(old): new for old, new in node_of.items()})


def _copy_nodes(predecessor: Edition, edition: Edition, tier_of: dict[int, Tier]) -> dict[int, Node]:
    children: dict[int | None, list[Node]] = {}
    for node in predecessor.nodes.all():
        children.setdefault(node.parent_id, []).append(node)
    node_of: dict[int, Node] = {}
    level = children.get(None, [])
    while level:
        made = Node.objects.bulk_create(
            [
                _copy(
                    node,
                    edition=edition,
                    tier=tier_of[node.tier_id],
                    parent=node_of[node.parent_id] if node.parent_id else None,
                )
                for node in level
            ]
        )
        node_of |= {old.pk: new for old, new in zip(level, made, strict=True)}
        level = [child for node in level for child in children.get(node.pk, [])]
    return node_of


def _copy_inputs(predecessor: Edition, edition: Edition, node_of: dict[int, Node]) -> None:
    inputs = list(predecessor.inputs.all())
    made = Input.objects.bulk_create([_copy(row, edition=edition) for row in inputs])
    input_of = {old.pk: new for old, new in zip(inputs, made, strict=True)}
    uses = InputUse.objects.filter(input__edition=predecessor)
    InputUse.objects.bulk_create([_copy(row, input=input_of[row.input_id], node=node_of[row.node_id]) for row in uses])


def _copy_ties(predecessor: Edition, edition: Edition, node_of: dict[int, Node]) -> None:
    """Who owns and works with what, which words it answers to, and what is still missing."""
    owners = VisionOwner.objects.filter(node__edition=predecessor)
    VisionOwner.objects.bulk_create([_copy(row, node=node_of[row.node_id]) for row in owners])
    terms = NodeTerm.objects.filter(node__edition=predecessor)
    NodeTerm.objects.bulk_create([_copy(row, node=node_of[row.node_id]) for row in terms])
    day = today()
    roles = [
        _copy(row, edition=edition, node=node_of[row.node_id] if row.node_id else None, valid_from=day)
        for row in predecessor.body_roles.filter(valid_to=None)
    ]
    BodyRole.objects.bulk_create(roles)
    missing = predecessor.missing_parts.filter(found_on=None)
    MissingPart.objects.bulk_create(
        [_copy(row, edition=edition, node=node_of[row.node_id] if row.node_id else None) for row in missing]
    )


def _copy(row: Any, **changes: Any) -> Any:
    """An unsaved row with the same values (key and source lines too) and the relations given."""
    values = {
        f.attname: getattr(row, f.attname)
        for f in row._meta.concrete_fields
        if not f.primary_key and f.name not in changes
    }
    return type(row)(**values, **changes)
