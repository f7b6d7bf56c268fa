"""What more could do: ideas nobody has begun on, and what somebody says is worth doing in more places."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q

from samplan.foundation.people.models import County

from . import queries
from .holdings import those
from .models import Activity, Nomination
from .states import BECAME, State


@dataclass
class Idea:
    activity: Any  # with its state
    nominations: list[Nomination] = field(default_factory=list)


@dataclass
class Register:
    """`proven`: nominated, most first. `new`: in state idea, which nobody has nominated."""

    proven: list[Idea]
    new: list[Idea]


def register(county: County) -> Register:
    """Two queries. What became part of another is that other's, and what was declined is no longer proposed unless nominated."""
    nominated = Exists(Nomination.objects.filter(activity=OuterRef("pk")))
    rows: Any = queries.with_state(Activity.objects.filter(county=county))
    wanted = rows.filter(Q(state=State.IDEA) | nominated).exclude(state__in=BECAME).select_related("owner")
    ideas = {row.pk: Idea(row) for row in wanted.defer("text", "folded").order_by("position", "pk")}
    for nomination in Nomination.objects.filter(activity__in=ideas).order_by("pk"):
        ideas[nomination.activity_id].nominations.append(nomination)
    proven = [idea for idea in ideas.values() if idea.nominations]
    proven.sort(key=lambda idea: -len(idea.nominations))
    return Register(proven, [idea for idea in ideas.values() if not idea.nominations])


def nominations_of(activity: Any) -> list[Nomination]:
    return list(those(activity, "nominations", Nomination.objects.filter(activity=activity)))


def own_of(nominations: list[Nomination], user: Any) -> Nomination | None:
    return next((row for row in nominations if row.by_id == user.pk), None)
