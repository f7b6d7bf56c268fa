"""On an activity's page: can it be followed? Each point in words, with the way to what is lacking."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.dates import day

from . import aliveness
from .aliveness import FOLLOWING, Facts, Point, Role
from .models import Activity, Actor

SHORT = {
    Point.OWNER: _l("Ägare"),
    Point.FOLLOW_UP: _l("Uppföljning"),
    Point.NEWS: _l("Nyheter"),
    Point.EVIDENCE: _l("Underlag"),
    Point.BUDGET: _l("Betalning"),
}


@dataclass(frozen=True)
class Do:
    """What to do now: words and address."""

    words: str
    url: str


@dataclass(frozen=True)
class PointShown:
    point: Point
    is_met: bool
    words: str
    do: tuple[Do, ...] = ()


@dataclass(frozen=True)
class Visitor:
    coordinates: bool
    may_change: bool
    may_take_on: bool


def points_of(activity: Any, actors: Iterable[Actor], visitor: Visitor) -> list[PointShown]:
    """Nothing for what is not counted. One query: what the county asks."""
    if activity.state not in aliveness.COUNTED:
        return []
    rules = aliveness.rules_of(activity.county)
    actors = [actor for actor in actors if not actor.has_left]
    shown = activity.has_documents or activity.has_volumes or activity.has_methods
    facts = aliveness.facts_of(activity, actors, evidence=shown)
    met = aliveness.met(facts, rules.days)
    return [
        PointShown(
            point,
            point in met,
            _met_words(point, activity, actors) if point in met else _lacking_words(point, facts, rules.days),
            () if point in met else tuple(_ways(point, activity, facts, visitor)),
        )
        for point in rules.points
    ]


def _met_words(point: Point, activity: Any, actors: Iterable[Actor]) -> str:
    if point == Point.OWNER:
        return _("%(name)s äger den.") % {"name": activity.owner}
    if point == Point.FOLLOW_UP:
        return _("%(names)s följer upp den, och det är skrivet hur.") % {"names": _names(actors, *FOLLOWING)}
    if point == Point.NEWS:
        return _("Senast skrivet eller ändrat %(day)s.") % {"day": day(activity.changed_at)}
    if point == Point.EVIDENCE:
        return _evidence_words(activity)
    return _("%(names)s betalar.") % {"names": _names(actors, Role.FUNDER)}


def _evidence_words(activity: Any) -> str:
    kinds = {
        _("dokument"): activity.has_documents,
        _("antal"): activity.has_volumes,
        _("en metod som används"): activity.has_methods,
    }
    return _("Här finns %(kinds)s.") % {"kinds": _and([words for words, there in kinds.items() if there])}


def _lacking_words(point: Point, facts: Facts, days: int) -> str:
    if point == Point.FOLLOW_UP:
        if facts.method:
            return _("Det är skrivet hur den följs upp, men inte av vem.")
        if facts.followed:
            return _("Någon följer upp den, men det är inte skrivet hur.")
    return {
        Point.OWNER: _("Ingen har tagit på sig den."),
        Point.FOLLOW_UP: _("Det är inte skrivet vem som följer upp den, eller hur."),
        Point.NEWS: _("Ingen har skrivit eller ändrat något på %(time)s.") % {"time": aliveness.in_time(days)},
        Point.EVIDENCE: _("Inget dokument, antal eller metod visar vad den leder till."),
        Point.BUDGET: _("Det är inte skrivet vem som betalar."),
    }[point]


def _ways(point: Point, activity: Activity, facts: Facts, visitor: Visitor) -> Iterable[Do]:
    """What the visitor can do about it, if anything."""
    ways: list[tuple[bool, str, str]] = []
    if point == Point.OWNER:
        ways = [
            (visitor.coordinates, _("Fråga någon"), "ask"),
            (visitor.may_take_on, _("Vi tar på oss den"), "take_on"),
        ]
    if point == Point.FOLLOW_UP:
        ways = [
            (visitor.may_change and not facts.followed, _("Skriv in vem"), "parties"),
            (visitor.may_change and not facts.method, _("Skriv hur"), "edit"),
        ]
    if point == Point.NEWS:
        ways = [(visitor.may_change, _("Skriv om läget"), "report")]
    if point == Point.EVIDENCE:
        ways = [(visitor.may_change, _("Lägg till ett dokument"), "documents")]
    if point == Point.BUDGET:
        ways = [(visitor.may_change, _("Skriv in vem som betalar"), "parties")]
    for may, words, name in ways:
        if may and (url := _url(name, activity)):
            yield Do(words, url)


def _url(name: str, activity: Activity) -> str:
    try:
        return reverse(f"activities:{name}", args=[activity.county.slug, activity.pk])
    except NoReverseMatch:  # a page that this installation does not have
        return ""


def _names(actors: Iterable[Actor], *roles: str) -> str:
    found = (
        actor.organisation.short_name if actor.organisation else actor.text for actor in actors if actor.role in roles
    )
    return _and(list(dict.fromkeys(found)))


def _and(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s och %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
