"""A plan's ties to other plans, strategies, agreements and laws; and plans that stand under another."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.history.actions import changes, record
from samplan.foundation.people.models import Organisation

from ..models import Edition, Plan, Relation
from .creation import create_edition

FIELDS = ("kind", "to_kind", "to_plan", "title", "publisher", "url", "note", "valid_from", "valid_to")
ONE_WAY = (Relation.Kind.CARRIES_OUT, Relation.Kind.REPLACES)  # what carries out another can not be carried out by it


class RelationRefused(Exception):
    """Says why the tie can't be made, for the reader."""


def mark_of_relation(relation: Relation) -> str:
    return mark_of(*(_facts(relation).values()))


def _facts(relation: Relation) -> dict[str, str]:
    return {name: str(getattr(relation, name) or "") for name in FIELDS}


@transaction.atomic
def add_relation(*, plan: Plan, by: Any, **values: Any) -> Relation:
    _lock_plans(plan)
    relation = Relation(plan=plan, **values)
    _require_possible(relation)
    relation.save()
    _record(relation, by, "plans.relation_added", None, _facts(relation))
    return relation


@transaction.atomic
def edit_relation(*, relation: Relation, seen: str, by: Any, **values: Any) -> Relation:
    """Raises Stale when it is not as it was shown (`seen`), and writes nothing."""
    _lock_plans(relation.plan)
    relation = Relation.objects.select_related("plan__county", "to_plan").get(pk=relation.pk)
    if mark_of_relation(relation) != seen:
        raise Stale
    before = _facts(relation)
    for name in FIELDS:
        setattr(relation, name, values[name])
    _require_possible(relation)
    if before != _facts(relation):
        relation.save()
        _record(relation, by, "plans.relation_changed", *changes(before, _facts(relation)))
    return relation


@transaction.atomic
def remove_relation(*, relation: Relation, by: Any) -> None:
    _record(relation, by, "plans.relation_removed", _facts(relation), None)
    relation.delete()


def _lock_plans(plan: Plan) -> None:
    """All of the county's, in one order: a circle may be closed by two at once."""
    list(Plan.objects.select_for_update().filter(county=plan.county_id).order_by("pk").values_list("pk", flat=True))


def _require_possible(relation: Relation) -> None:
    if relation.to_plan is None:
        return
    if relation.to_plan.county_id != relation.plan.county_id or relation.to_plan_id == relation.plan_id:
        raise RelationRefused(_("Välj en annan plan i samma län."))
    same = Relation.objects.filter(plan=relation.plan, to_plan=relation.to_plan, kind=relation.kind)
    if same.exclude(pk=relation.pk).exists():
        raise RelationRefused(_("Det sambandet finns redan."))
    if relation.kind not in ONE_WAY:
        return
    others = Relation.objects.filter(kind=relation.kind).exclude(pk=relation.pk).exclude(to_plan=None)
    ways: dict[int, set[int]] = {}
    for start, end in others.values_list("plan_id", "to_plan_id"):
        ways.setdefault(start, set()).add(end)
    if relation.plan_id in _reached(relation.to_plan_id, ways):
        told = {
            "kind": relation.get_kind_display().lower(),
            "plan": relation.plan.title,
            "other": relation.to_plan.title,
        }
        raise RelationRefused(
            _("Det blir en cirkel: ”%(other)s” %(kind)s redan, direkt eller genom andra planer, ”%(plan)s”.") % told
        )


def _reached(start: int | None, ways: dict[int, set[int]]) -> set[int | None]:
    reached: set[int | None] = set()
    waiting: list[Any] = [start]
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting.extend(ways.get(here, ()))
    return reached


def _record(relation: Relation, by: Any, verb: str, before: Any, after: Any) -> None:
    plan = relation.plan
    record(by=by, verb=verb, subject=plan, county=plan.county.code, before=before, after=after, note=str(relation))


@transaction.atomic
def create_plan_under(
    *,
    parent: Plan,
    title: str,
    area: str = "",
    organisation: Organisation | None = None,
    valid_from: date | None,
    valid_to: date | None,
    lead: str = "",
    tiers: Any,
    nodes: Any = (),
    numbers_itself: bool = False,
    terms: Any = (),
    by: Any,
) -> Edition:
    """A plan for an area of another, or an organisation's local plan: both keep the tie to the plan they stand under."""
    if organisation is not None and organisation.county_id != parent.county_id:
        raise ValueError("a local plan is of an organisation in the county")
    made = create_edition(
        county=parent.county,
        title=title,
        owner_name=organisation.name if organisation else parent.owner_name,
        valid_from=valid_from,
        valid_to=valid_to,
        lead=lead,
        tiers=tiers,
        nodes=nodes,
        numbers_itself=numbers_itself,
        terms=terms,
        by=by,
    )
    plan = made.edition.plan
    plan.parent, plan.area, plan.organisation = parent, area, organisation
    plan.save(update_fields=["parent", "area", "organisation"])
    record(
        by=by,
        verb="plans.made_under",
        subject=plan,
        county=parent.county.code,
        after={"parent": parent.title, "area": area, "organisation": str(organisation or "")},
        note=parent.title,
    )
    return made.edition


@transaction.atomic
def pass_local_plan(*, plan: Plan, to: Organisation, by: Any) -> None:
    """The organisation that took over keeps its predecessor's local plan."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("county", "organisation").get(pk=plan.pk)
    former = plan.organisation
    plan.organisation = to
    plan.save(update_fields=["organisation"])
    record(
        by=by,
        verb="plans.local_plan_passed_on",
        subject=plan,
        county=plan.county.code,
        before={"from": str(former or "")},
        after={"to": to.name},
    )
