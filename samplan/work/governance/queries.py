"""Reads of the room: the register of bodies, and what one body has decided and taken up."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from samplan.foundation.core.dates import today
from samplan.foundation.core.text import fold
from samplan.foundation.people.models import County, Organisation

from .models import Anchoring, Body, Decision, Matter


def bodies_in(county: County) -> QuerySet[Body]:
    return county.bodies.select_related("organisation", "parent")


def current(on: date | None = None) -> Q:
    """Bodies that meet on a day: those that can be chosen."""
    day = on or today()
    return (Q(valid_to=None) | Q(valid_to__gte=day)) & (Q(valid_from=None) | Q(valid_from__lte=day))


def choosable(county: County, also: int | None = None) -> QuerySet[Body]:
    return bodies_in(county).filter(current() | Q(pk=also)).order_by("name_key", "organisation__name_key", "pk")


def deciding_of(organisation: Organisation) -> QuerySet[Body]:
    """An organisation's boards, also those that have ended: a decision may be older than the end."""
    return organisation.bodies.filter(is_deciding=True).order_by(F("valid_to").asc(nulls_first=True), "name_key", "pk")


@dataclass
class Group:
    kind: str
    title: str
    bodies: list[Body] = field(default_factory=list)


@dataclass
class Register:
    groups: list[Group]
    ended: list[Body]
    deciding: int
    all: int


def register_of(county: County, words: str = "") -> Register:
    """By kind; those that have ended last. One query whatever their number."""
    bodies = list(_matching(bodies_in(county), words).order_by("name_key", "organisation__name_key", "pk"))
    ended = [body for body in bodies if body.has_ended]
    standing = [body for body in bodies if body not in ended]
    groups = [Group(kind, str(title)) for kind, title in Body.Kind.choices]
    for group in groups:
        group.bodies = [body for body in standing if body.kind == group.kind]
    deciding = sum(body.is_deciding for body in standing)
    return Register([group for group in groups if group.bodies], ended, deciding, len(standing))


def _matching(bodies: QuerySet[Body], words: str) -> QuerySet[Body]:
    if not words:
        return bodies
    folded = fold(words)
    aliases = Q(aliases__folded__contains=folded)
    return bodies.filter(Q(folded__contains=folded) | aliases).distinct()


def search_bodies(county: County, words: str) -> list[Body]:
    return list(_matching(bodies_in(county), words).order_by("name_key", "pk"))


def below(body: Body) -> list[Body]:
    return list(body.below.select_related("organisation").order_by("name_key", "pk"))


def path_of(body: Body) -> list[Body]:
    """What stands above it, topmost first."""
    above: list[Body] = []
    parent = body.parent
    while parent is not None and parent not in above:
        above.insert(0, parent)
        parent = parent.parent
    return above


def decisions_by(body: Body) -> list[Decision]:
    return list(body.decisions.select_related("matter").order_by("-on", "-pk"))


def anchorings_at(body: Body) -> list[Anchoring]:
    return list(
        body.anchorings.select_related("matter").filter(decision=None).order_by("-held_on", "-planned_on", "-pk")
    )


def decisions_in(matter: Matter | None) -> list[Decision]:
    if matter is None:
        return []
    return list(matter.decisions.select_related("body__organisation").order_by("on", "pk"))


def anchorings_in(matter: Matter | None) -> list[Anchoring]:
    """What is planned and has not been first, by day; then what has been, the newest first."""
    if matter is None:
        return []
    rows = list(matter.anchorings.select_related("body__organisation", "decision"))
    planned = sorted((row for row in rows if row.held_on is None), key=_day)
    return planned + sorted((row for row in rows if row.held_on), key=_day, reverse=True)


def _day(row: Anchoring) -> tuple[date, int]:
    return row.held_on or row.planned_on or date.max, row.pk


def overdue(matters: Iterable[Any]) -> QuerySet[Anchoring]:
    """Planned days that have passed with nothing written."""
    rows = Anchoring.objects.filter(matter__in=matters, held_on=None, planned_on__lt=today())
    return rows.select_related("body__organisation", "matter").order_by("planned_on", "pk")


def in_year(matters: Iterable[Any], year: int) -> QuerySet[Anchoring]:
    rows = Anchoring.objects.filter(Q(planned_on__year=year) | Q(held_on__year=year), matter__in=matters)
    return rows.select_related("body__organisation", "matter").order_by("planned_on", "pk")


def numbers_in(matter: Matter | None) -> dict[int, str]:
    """Diary numbers by organisation."""
    return dict(matter.diary_numbers.values_list("organisation_id", "number")) if matter else {}
