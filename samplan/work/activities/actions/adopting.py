"""A local plan takes up an activity of the county's: one activity, each place's own text and own state."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import today
from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.history.actions import record
from samplan.work.plans.models import Plan

from ..models import Activity, ActivityState, Adoption, AdoptionState
from ..states import MOVES, WITH_REASON, NotAllowed


def mark_of_adoption(adoption: Adoption) -> str:
    return mark_of(adoption.text)


@transaction.atomic
def take_up(*, activity: Activity, plan: Plan, text: str, state: str, on: date, reason: str, by: Any) -> Adoption:
    """Refused when the plan is nobody's own, or has taken it up already."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("county").get(pk=plan.pk)
    if plan.organisation_id is None or plan.county_id != activity.county_id:
        raise NotAllowed(_("Välj en lokal plan i länet."))
    if activity.edition_id and activity.edition is not None and activity.edition.plan_id == plan.pk:
        raise NotAllowed(_("Aktiviteten hör redan till den planen."))
    if Adoption.objects.filter(activity=activity, plan=plan).exists():
        raise NotAllowed(_("Den är redan upptagen i %(plan)s.") % {"plan": plan.title})
    _require_day(on)
    _require_reason(state, reason)
    adoption = Adoption.objects.create(activity=activity, plan=plan, text=text)
    _add_state(adoption, state, on, reason, by)
    _record(adoption, by, "activities.taken_up", None, {"text": text, "state": state, "on": str(on)})
    return adoption


@transaction.atomic
def edit_adoption(*, adoption: Adoption, text: str, seen: str, by: Any) -> Adoption:
    """Raises Stale when it is not as it was shown (`seen`), and writes nothing."""
    adoption = _lock(adoption)
    if mark_of_adoption(adoption) != seen:
        raise Stale
    before = adoption.text
    if before != text:
        adoption.text = text
        adoption.save(update_fields=["text"])
        _record(adoption, by, "activities.adoption_changed", {"text": before}, {"text": text})
    return adoption


@transaction.atomic
def change_adoption_state(*, adoption: Adoption, to: str, on: date, reason: str, by: Any) -> AdoptionState:
    """A new dated row. The moves are an activity's own, and history is read in order."""
    adoption = _lock(adoption)
    now = adoption.states.order_by("-on", "-id")[0]
    if to not in MOVES[now.state]:
        words = {"now": now.get_state_display().lower(), "to": ActivityState.State(to).label.lower()}
        raise NotAllowed(_("Läget är ”%(now)s” och kan inte bli ”%(to)s”.") % words)
    if on < now.on:
        raise NotAllowed(_("Dagen ligger före det läge som gäller nu. Välj en senare dag."))
    _require_day(on)
    _require_reason(to, reason)
    row = _add_state(adoption, to, on, reason, by)
    _record(adoption, by, "activities.adoption_state", {"state": now.state}, {"state": to, "on": str(on)})
    return row


def _require_day(on: date) -> None:
    if on > today():
        raise NotAllowed(_("Dagen ligger framåt i tiden. Skriv in läget när det har hänt."))


def _require_reason(state: str, reason: str) -> None:
    if state in WITH_REASON and not reason.strip():
        raise NotAllowed(_("Skriv varför. Den som läser senare undrar det."))


def _lock(adoption: Adoption) -> Adoption:
    rows = Adoption.objects.select_for_update(of=("self",)).select_related("activity__county", "plan")
    return rows.get(pk=adoption.pk)


def _add_state(adoption: Adoption, state: str, on: date, reason: str, by: Any) -> AdoptionState:
    return AdoptionState.objects.create(
        adoption=adoption, state=state, on=on, reason=reason, by_name=str(by), by_id=getattr(by, "pk", None)
    )


def _record(adoption: Adoption, by: Any, verb: str, before: Any, after: Any) -> None:
    record(
        by=by,
        verb=verb,
        subject=adoption.activity,
        county=adoption.activity.county.code,
        before=before,
        after=after,
        note=adoption.plan.title,
    )
