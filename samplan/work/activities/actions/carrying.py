"""What becomes of an edition's activities when the next one is made. They are not copied: they come to stand in both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samplan.foundation.history.actions import record
from samplan.work.plans.actions.frozen import lock_editable
from samplan.work.plans.models import Edition

from .. import carrying
from ..carrying import Kind, Line, Through
from ..models import Activity, ActivityState, Carrying
from ..states import MOVES, State, latest


@dataclass(frozen=True)
class Choice:
    activity_id: int
    kind: str  # carried, ended, or empty: not chosen yet
    seen: str  # the mark of what was shown
    nodes: frozenset[int] = frozenset()  # parts of the next edition
    reason: str = ""


@dataclass(frozen=True)
class Chosen:
    changed: int
    stale: list[str]  # titles of those that somebody else had chosen for meanwhile: left as they are


class NotChosen(Exception):
    """A choice that can't be kept: {activity id: why}. Nothing was written."""

    def __init__(self, why: Mapping[int, str]) -> None:
        super().__init__()
        self.why = why


@transaction.atomic
def choose(*, edition: Edition, earlier: Edition, choices: Sequence[Choice], by: Any) -> Chosen:
    """Keeps what was chosen for each activity, as long as the next edition is a draft. What nobody touched is left alone, and
    so is what somebody else has chosen for since it was shown."""
    edition = lock_editable(edition.pk)
    standing = carrying.choosing(earlier, edition)
    lines = {line.pk: line for line in standing.lines}
    wanted = [choice for choice in choices if choice.activity_id in lines and _is_touched(choice)]
    _require_whole(wanted, standing)
    stale, changed = [], []
    for choice in wanted:
        line = lines[choice.activity_id]
        if _mark(choice) == line.seen:
            continue  # somebody else has chosen the same
        if choice.seen != line.seen:
            stale.append(line.title)
        else:
            changed.append((line, choice))
    _keep(edition, earlier, changed, by)
    if changed:
        _tell(edition, earlier, changed, by)
    return Chosen(len(changed), stale)


def _mark(choice: Choice) -> str:
    return carrying.mark_of_choice(choice.kind, choice.nodes, choice.reason)


def _is_touched(choice: Choice) -> bool:
    return _mark(choice) != choice.seen


def _require_whole(choices: Sequence[Choice], standing: carrying.Choosing) -> None:
    why = {}
    for choice in choices:
        if choice.kind not in ("", Kind.CARRIED, Kind.ENDED):
            why[choice.activity_id] = _("Välj om den förs över eller avslutas.")
        elif choice.kind == Kind.ENDED and not choice.reason:
            why[choice.activity_id] = _("Skriv varför den avslutas. Den som läser senare undrar det.")
        elif choice.kind == Kind.CARRIED and not choice.nodes:
            why[choice.activity_id] = _("Delen som den stod under finns inte i nästa utgåva. Välj en annan del.")
        elif not choice.nodes <= standing.parts.keys():
            why[choice.activity_id] = _("Delen finns inte i nästa utgåva. Välj en ur listan.")
    if why:
        raise NotChosen(why)


def _keep(edition: Edition, earlier: Edition, changed: Sequence[tuple[Line, Choice]], by: Any) -> None:
    ids = [line.pk for line, _choice in changed]
    Carrying.objects.filter(from_edition=earlier, to_edition=edition, activity__in=ids).delete()
    Through.objects.filter(activity__in=ids, node__edition=edition).delete()
    Carrying.objects.bulk_create(
        [_row(line.pk, choice.kind, choice.reason, earlier, edition, by) for line, choice in changed if choice.kind]
    )
    Through.objects.bulk_create(
        [
            Through(activity_id=line.pk, node_id=node)
            for line, choice in changed
            if choice.kind == Kind.CARRIED
            for node in choice.nodes
        ]
    )
    Activity.objects.filter(pk__in=ids).update(changed_at=timezone.now())


def _row(activity_id: int, kind: str, reason: str, earlier: Edition, edition: Edition, by: Any) -> Carrying:
    return Carrying(
        activity_id=activity_id,
        from_edition=earlier,
        to_edition=edition,
        kind=kind,
        reason=reason if kind == Kind.ENDED else "",
        by_name=str(by or "Samplan"),
        by_id=getattr(by, "pk", None),
    )


def _tell(edition: Edition, earlier: Edition, changed: Sequence[tuple[Line, Choice]], by: Any) -> None:
    record(
        by=by,
        verb="activities.carrying_chosen",
        subject=edition,
        county=earlier.plan.county.code,
        before={"carrying": [[line.title, str(line.kind)] for line, _choice in changed]},
        after={
            "carrying": [
                [line.title, str(choice.kind), *([choice.reason] if choice.reason else [])] for line, choice in changed
            ]
        },
        note=str(len(changed)),
    )


@transaction.atomic
def carry_over(*, from_edition: Edition, nodes: dict[str, Any], by: Any) -> int:
    """Lets activities that have not ended stand in the next edition too, under the same parts. Gives how many.

    `nodes` is what plans.actions.start_edition gives: the new node by the earlier one's id as text.
    """
    rows = Through.objects.filter(node__edition=from_edition)
    latest_state: dict[int, str] = {}
    states_of = ActivityState.objects.filter(activity__nodes__edition=from_edition).order_by("on", "id")
    for activity_id, state in states_of.values_list("activity_id", "state"):
        latest_state[activity_id] = state
    carried = [
        Through(activity_id=row.activity_id, node_id=nodes[str(row.node_id)].pk)
        for row in rows
        if latest_state[row.activity_id] not in carrying.OVER and str(row.node_id) in nodes
    ]
    if not carried:
        return 0
    Through.objects.bulk_create(carried)
    edition = next(iter(nodes.values())).edition
    ids = dict.fromkeys(row.activity_id for row in carried)
    Carrying.objects.bulk_create([_row(pk, Kind.CARRIED, "", from_edition, edition, by) for pk in ids])
    record(
        by=by,
        verb="activities.carried_over",
        subject=edition,
        county=from_edition.plan.county.code,
        after={"activities": len(ids)},
        note=str(len(ids)),
    )
    return len(ids)


@transaction.atomic
def end_what_was_left_behind(*, edition: Edition, on: date, by: Any) -> int:
    """The edition has been adopted: what was chosen to end when it takes over ends now. Gives how many."""
    rows = Carrying.objects.filter(to_edition=edition, kind=Kind.ENDED).select_related("activity__county")
    number = 0
    for row in rows:
        activity = Activity.objects.select_for_update(of=("self",)).select_related("county").get(pk=row.activity_id)
        now = latest(activity)
        to = next((state for state in carrying.OVER if state in MOVES[now.state]), None)
        if to is None:
            continue  # it has ended on its own
        _end(activity, now.state, to, max(on, now.on), row.reason, by)
        number += 1
    return number


def _end(activity: Activity, was: str, to: State, on: date, reason: str, by: Any) -> None:
    ActivityState.objects.create(
        activity=activity,
        state=to,
        on=on,
        reason=reason,
        by_name=str(by or "Samplan"),
        by_id=getattr(by, "pk", None),
    )
    Activity.objects.filter(pk=activity.pk).update(changed_at=timezone.now())
    record(
        by=by,
        verb="activities.state_changed",
        subject=activity,
        county=activity.county.code,
        before={"state": was},
        after={"state": to, "on": str(on)},
        note=reason,
    )
