"""What an activity came of and what it became, and what it can be joined with."""

from typing import Any

from django.db.models import Q, QuerySet

from samplan.foundation.core.text import fold

from . import queries
from .models import Activity, ActivityLineage
from .states import OVER

LONG = 3  # shorter words say little


def lineage_of(activity: Activity) -> tuple[list[ActivityLineage], list[ActivityLineage]]:
    """(what it came of, what it became). One query."""
    rows = list(
        ActivityLineage.objects.filter(Q(source=activity) | Q(target=activity))
        .select_related("source", "target")
        .order_by("on", "pk")
    )
    return [row for row in rows if row.target_id == activity.pk], [row for row in rows if row.source_id == activity.pk]


def likeness(one: str, other: str) -> int:
    """How many longer words two titles share."""
    return len(_words(one) & _words(other))


def _words(title: str) -> set[str]:
    return {word[:8] for word in fold(title).split() if len(word) > LONG}


def can_be_merged_with(activity: Activity) -> QuerySet[Any]:
    """Others of the county that are not over."""
    rows = queries.with_state(Activity.objects.filter(county=activity.county).exclude(pk=activity.pk))
    return rows.exclude(state__in=OVER).select_related("owner").order_by("title_key", "pk")
