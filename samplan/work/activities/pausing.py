"""Paused activities that were meant to go on again: told of two weeks before the day, until somebody says what became of it."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import day, today
from samplan.foundation.core.offers import Todo
from samplan.foundation.people.models import County

from .models import ActivityState
from .states import State

BEFORE = timedelta(days=14)


def todo(county: County, owners: Collection[int] | None) -> list[Todo]:
    """Of the organisations in `owners`; of the whole county when None is given. One query."""
    if owners is not None and not owners:
        return []
    latest = ActivityState.objects.filter(activity=OuterRef("activity")).order_by("-on", "-pk").values("pk")[:1]
    rows: Any = ActivityState.objects.filter(
        activity__county=county, state=State.PAUSED, resume_on__lte=today() + BEFORE, pk=Subquery(latest)
    )
    if owners is not None:
        rows = rows.filter(activity__owner__in=owners)
    return [
        Todo(
            due=row.resume_on,
            text=_("Ska ”%(title)s” komma igång igen?") % {"title": row.activity.title},
            why=_("Den pausades %(paused)s och skulle återupptas %(day)s.")
            % {"paused": day(row.on), "day": day(row.resume_on)},
            url=reverse("activities:state", args=[county.slug, row.activity_id]),
            action=_("Säg vad som händer"),
        )
        for row in rows.select_related("activity").order_by(F("resume_on"), "pk")
    ]
