"""An activity goes from one state to another: a new dated row, never a changed one."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import today

from .. import states
from ..models import Activity, ActivityState
from ..states import NotAllowed
from .changes import lock, tell, touch

Kind = Activity.Kind
BECOMES_OPERATION = (Kind.PROPOSED, Kind.PROJECT, Kind.ASSIGNMENT)


@transaction.atomic
def change_state(
    *,
    activity: Activity,
    to: str,
    on: date,
    reason: str,
    by: Any,
    resume_on: date | None = None,
    lesson: str = "",
    payer: str = "",
    goes_on: str = "",
    left_behind: str = "",
    kind_follows: bool = True,
) -> ActivityState:
    """A new dated state row. A day before the state it follows is refused: history is read in order.

    `resume_on` is kept of a pause, `lesson` of an end, `payer`, `goes_on` and `left_behind` of the move into ordinary operation;
    of other moves they are let be. What was a project is ordinary operation by its kind too, unless
    the kind is said apart (`kind_follows`).
    """
    activity = lock(activity)
    now = states.latest(activity)
    states.require_move(now, to, reason, payer)
    if to == states.State.PAUSED and resume_on is not None and resume_on <= on:
        raise NotAllowed(_("Den kan inte återupptas innan den pausas. Välj en senare dag."))
    if on < now.on:
        raise NotAllowed(_("Dagen ligger före det läge som gäller nu. Välj en senare dag."))
    if on > today():
        raise NotAllowed(_("Dagen ligger framåt i tiden. Skriv in läget när det har hänt."))
    ordinary = to == states.State.ORDINARY
    row = ActivityState.objects.create(
        activity=activity,
        state=to,
        on=on,
        reason=reason,
        resume_on=resume_on if to == states.State.PAUSED else None,
        lesson=lesson if to == states.State.ENDED else "",
        payer=payer if ordinary else "",
        goes_on=goes_on if ordinary else "",
        left_behind=left_behind if ordinary else "",
        by_name=str(by),
        by_id=getattr(by, "pk", None),
    )
    before, after = {"state": now.state}, {"state": to, "on": str(on), **_said(row)}
    if ordinary and kind_follows and activity.kind in BECOMES_OPERATION:
        before["kind"], activity.kind = activity.kind, Kind.OPERATION
        after["kind"] = activity.kind
        activity.save(update_fields=["kind"])
    touch(activity)
    tell(activity, by, "activities.state_changed", before, after, reason)
    return row


def _said(row: ActivityState) -> dict[str, str]:
    """What was answered besides the state."""
    told = {name: getattr(row, name) for name in ("resume_on", "lesson", "payer", "goes_on", "left_behind")}
    return {name: str(value) for name, value in told.items() if value}
