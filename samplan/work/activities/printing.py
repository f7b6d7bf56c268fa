"""The activities of an edition, as tables of the plan printed as a document."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from samplan.foundation.core.documents.pieces import Column, Row, Table, Value
from samplan.work.plans.models import Edition

from . import queries
from .models import Activity, ActivityState
from .programmes import count_words


def by_node(edition: Edition) -> dict[int, list[Any]]:
    """The activities directly under each part, in the plan's order. Three queries."""
    placed = queries.counts_by_node(edition)
    ids = set().union(*placed.values())
    rows = queries.with_parts(queries.with_state(Activity.objects.filter(pk__in=ids))).order_by("position", "id")
    activities = list(rows.prefetch_related("actors__organisation").defer("folded", "source_lines"))
    found = {node: [a for a in activities if a.pk in chosen] for node, chosen in placed.items()}
    return {node: chosen for node, chosen in found.items() if chosen}


def table_of(activities: Sequence[Any], slug: str) -> Table:
    columns = (Column(_("Aktivitet")), Column(_("Aktör")), Column(_("Läge")))
    return Table(_("Aktiviteter"), columns, tuple(_row(activity, slug) for activity in activities))


def _row(activity: Any, slug: str) -> Row:
    words = [actor.organisation.short_name if actor.organisation else actor.text for actor in activity.performers]
    who = Value(", ".join(dict.fromkeys(words)) or _("ingen än"))
    parts = f" ({count_words(activity.parts)})" if activity.parts else ""
    title = Value(activity.title + parts, link=reverse("activities:detail", args=[slug, activity.pk]))
    return Row((title, who, Value(str(ActivityState.State(activity.state).label))))
