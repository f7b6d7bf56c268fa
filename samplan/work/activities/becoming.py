"""What an activity came of and what it became, and what it can be joined with."""

from typing import Any

from django.db.models import Q, QuerySet

from . import queries
from .models import Activity, ActivityLineage
from .states import OVER


def lineage_of(activity: Activity) -> tuple[list[ActivityLineage], list[ActivityLineage]]:
    """(what it came of, what it became). One query."""
    rows = list(
        ActivityLineage.objects.filter(Q(source=activity) | Q(target=activity))
        .select_related("source", "target")
        .order_by("on", "pk")
    )
    return [row for row in rows if row.target_id == activity.pk], [row for row in rows if row.source_id == activity.pk]


def can_be_merged_with(activity: Activity) -> QuerySet[Any]:
    """Others of the county that are not over."""
    rows = queries.with_state(Activity.objects.filter(county=activity.county).exclude(pk=activity.pk))
    return rows.exclude(state__in=OVER).select_related("owner").order_by("title_key", "pk")
