"""Milestones, gates and deliverables: planned for a day, moved with a reason, reached, or passed by a decision."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import today
from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.history.actions import changes, record
from samplan.work.activities.models import Activity
from samplan.work.activities.states import NotAllowed

from ..models import Milestone, MilestoneMove

Kind, Outcome = Milestone.Kind, Milestone.Outcome
FIELDS = ("kind", "title", "text", "due")


def mark_of_milestone(milestone: Milestone) -> str:
    return mark_of(*(getattr(milestone, name) for name in FIELDS), milestone.done_on)


@transaction.atomic
def add_milestone(*, activity: Activity, kind: str, title: str, text: str, due: date, by: Any) -> Milestone:
    row = Milestone.objects.create(
        activity=activity, kind=kind, title=title, text=text, due=due, by_id=getattr(by, "pk", None), by_name=_name(by)
    )
    _tell(row, by, "delivery.milestone_added", None, _facts(row))
    return row


@transaction.atomic
def edit_milestone(
    *, milestone: Milestone, kind: str, title: str, text: str, due: date, reason: str, seen: str, by: Any
) -> Milestone:
    """A day that was set is moved with a reason, and the move is kept. Raises Stale when it is not as it was shown."""
    row = _held(milestone)
    if mark_of_milestone(row) != seen:
        raise Stale
    if row.done_on is not None:
        raise NotAllowed(_("Den är markerad som klar. Ta tillbaka det först, om något ska ändras."))
    was, before = row.due, _facts(row)
    if due != was and not reason.strip():
        raise NotAllowed(_("Skriv varför dagen flyttas."))
    row.kind, row.title, row.text, row.due = kind, title, text, due
    if _facts(row) == before:
        return row
    row.save(update_fields=FIELDS)
    if due != was:
        MilestoneMove.objects.create(
            milestone=row, was=was, now=due, reason=reason, by_id=getattr(by, "pk", None), by_name=_name(by)
        )
    verb = "delivery.milestone_moved" if due != was else "delivery.milestone_changed"
    old, new = changes(before, _facts(row))
    _tell(row, by, verb, old, {**new, "reason": reason} if due != was else new)
    return row


@transaction.atomic
def mark_done(*, milestone: Milestone, on: date, note: str, by: Any) -> Milestone:
    """Reached, or delivered. A gate is not done by itself: somebody decides (pass_gate)."""
    row = _not_done(milestone, on)
    if row.kind == Kind.GATE:
        raise NotAllowed(_("En beslutspunkt passeras med ett beslut. Skriv in vad som beslutades och av vem."))
    row.done_on, row.note = on, note
    row.save(update_fields=["done_on", "note"])
    _tell(row, by, "delivery.milestone_done", None, {"done_on": str(on), "note": note})
    return row


@transaction.atomic
def pass_gate(*, milestone: Milestone, on: date, outcome: str, decided_by: str, note: str, by: Any) -> Milestone:
    """What was decided at the gate. Anything but going on as planned says why."""
    row = _not_done(milestone, on)
    if row.kind != Kind.GATE:
        raise NotAllowed(_("Bara en beslutspunkt passeras med ett beslut."))
    if not decided_by.strip():
        raise NotAllowed(_("Skriv vem som beslutade."))
    if outcome != Outcome.GO and not note.strip():
        raise NotAllowed(_("Skriv varför det beslutades så."))
    row.done_on, row.outcome, row.decided_by, row.note = on, outcome, decided_by, note
    row.save(update_fields=["done_on", "outcome", "decided_by", "note"])
    _tell(row, by, "delivery.gate_passed", None, _decided(row))
    return row


@transaction.atomic
def take_back(*, milestone: Milestone, by: Any) -> Milestone:
    """It was marked by mistake; what was written stays in the history."""
    row = _held(milestone)
    if row.done_on is None:
        raise NotAllowed(_("Den är inte markerad som klar."))
    before = _decided(row)
    row.done_on, row.outcome, row.decided_by, row.note = None, "", "", ""
    row.save(update_fields=["done_on", "outcome", "decided_by", "note"])
    _tell(row, by, "delivery.milestone_taken_back", before, None)
    return row


@transaction.atomic
def remove_milestone(*, milestone: Milestone, by: Any) -> None:
    """Only what nothing has happened to: a moved or reached one tells how it went."""
    row = _held(milestone)
    if row.done_on is not None or row.moves.exists():
        raise NotAllowed(_("Den kan inte tas bort: det står när den flyttades eller blev klar."))
    _tell(row, by, "delivery.milestone_removed", _facts(row), None)
    row.delete()


def _held(milestone: Milestone) -> Milestone:
    rows = Milestone.objects.select_for_update(of=("self",)).select_related("activity__county")
    row = rows.filter(pk=milestone.pk).first()
    if row is None:
        raise NotAllowed(_("Den är borttagen."))
    return row


def _not_done(milestone: Milestone, on: date) -> Milestone:
    row = _held(milestone)
    if row.done_on is not None:
        raise NotAllowed(_("Någon har redan skrivit hur det gick."))
    if on > today():
        raise NotAllowed(_("Dagen ligger framåt i tiden. Skriv in det när det har hänt."))
    return row


def _name(by: Any) -> str:
    return str(by)[:120]


def _facts(row: Milestone) -> dict[str, str]:
    return {"milestone_kind": row.kind, "title": row.title, "text": row.text, "due": str(row.due)}


def _decided(row: Milestone) -> dict[str, str]:
    told = {
        "done_on": str(row.done_on),
        "gate_outcome": row.outcome,
        "decided_by": row.decided_by,
        "note": row.note,
    }
    return {name: value for name, value in told.items() if value}


def _tell(row: Milestone, by: Any, verb: str, before: Any, after: Any) -> None:
    """In the activity's history, and as news of it: what is planned and reached shows that somebody works with it."""
    activity = row.activity
    Activity.objects.filter(pk=activity.pk).update(changed_at=timezone.now())
    record(by=by, verb=verb, subject=activity, county=activity.county.code, before=before, after=after, note=row.title)
