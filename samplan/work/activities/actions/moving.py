"""Days that are moved, and a scope that is changed. What was before stays beside what is now."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import today
from samplan.foundation.history.actions import record

from .. import forecasts
from ..models import Activity, Forecast, Rescoping
from ..states import BECAME, NotAllowed, latest


def keep_moves(activity: Activity, before: Mapping[str, date | None], why: str, by: Any) -> list[Forecast]:
    """Keeps what the days were, of an activity that is held. Raises NotAllowed when nobody has said why."""
    moved = forecasts.moved(before, forecasts.days_of(activity))
    if moved and not why.strip():
        raise NotAllowed(_("Skriv varför dagen flyttas. Det gamla datumet finns kvar."))
    who = {"by_id": getattr(by, "pk", None), "by_name": str(by)[:120]}
    rows = [
        Forecast(activity=activity, of=name, was=was, now=getattr(activity, name), reason=why.strip(), **who)
        for name in moved
        if (was := before[name]) is not None
    ]
    return Forecast.objects.bulk_create(rows)


@transaction.atomic
def rescope(*, activity: Activity, on: date, now: str, decided_by: str, decision: str, by: Any) -> Rescoping:
    """It is to be something else from a day on, by a decision. The description becomes the new one; the old one is kept here."""
    activity = Activity.objects.select_for_update(of=("self",)).select_related("county").get(pk=activity.pk)
    if latest(activity).state in BECAME:
        raise NotAllowed(_("Den finns inte kvar som en egen aktivitet."))
    if on > today():
        raise NotAllowed(_("Dagen ligger framåt i tiden. Skriv in det när det är beslutat."))
    if now.strip() == activity.text.strip():
        raise NotAllowed(_("Beskrivningen är densamma som förut. Skriv vad den ska bli i stället."))
    row = Rescoping.objects.create(
        activity=activity,
        on=on,
        was=activity.text,
        now=now.strip(),
        decided_by=decided_by.strip(),
        decision=decision.strip(),
        by_id=getattr(by, "pk", None),
        by_name=str(by)[:120],
    )
    activity.text, activity.changed_at = row.now, timezone.now()
    activity.save(update_fields=["text", "folded", "changed_at"])
    record(
        by=by,
        verb="activities.rescoped",
        subject=activity,
        county=activity.county.code,
        before={"text": row.was},
        after={"text": row.now, "decided_by": row.decided_by, "decision": row.decision},
    )
    return row
