from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from samplan.foundation.core import offers
from samplan.foundation.core.dates import named, today
from samplan.foundation.core.text import fold, sort_key
from samplan.foundation.history.lines import hide
from samplan.foundation.history.models import Event as Happening
from samplan.foundation.history.queries import readable
from samplan.foundation.history.sentences import sentence
from samplan.foundation.people.models import County, User
from samplan.foundation.people.queries import organisations_of
from samplan.insight.reports.queries import approved_reports
from samplan.work.plans.queries import plans_in

SHOWN_CHANGES = 8
READ_AT_MOST = 300
SHOWN_NEXT = 6
FRIDAY = 4


def todo(user: User, county: County) -> list[offers.Todo]:
    return sorted(offers.collect("todo", user, county), key=lambda item: item.due)


def filled(items: list[offers.Todo]) -> offers.Todo | None:
    """The row with the filled button: the one most people wait for."""
    return max(items, key=lambda item: item.waiting, default=None)


def events(county: County, year: int) -> list[offers.Event]:
    found = [e for e in offers.collect("events", county, year) if e.starts.year <= year <= e.ends.year]
    return sorted(found, key=lambda e: (e.starts, e.ends, e.title))


def coming(county: County, year: int, found: list[offers.Event]) -> list[offers.Event]:
    """What is ahead in the year shown; this year goes on into the next, since in December that is what comes.

    What has yet to begin or end, by the day it does. What goes on and ends with a deadline is told by the deadline.
    """
    if year == today().year:
        found = [*found, *(e for e in events(county, year + 1) if e.starts.year > year)]
    last_days = {e.ends for e in found if e.kind == "deadline"}
    ahead = [
        e
        for e in found
        if e.next_day >= today() and not (e.starts < today() and e.kind == "round" and e.ends in last_days)
    ]
    return sorted(ahead, key=lambda e: e.next_day)


def by_month(found: list[offers.Event]) -> list[tuple[date, list[offers.Event]]]:
    return [(date(y, m, 1), list(group)) for (y, m), group in groupby(found, lambda e: (e.starts.year, e.starts.month))]


@dataclass(frozen=True)
class Changes:
    title: str
    recent: bool  # false: nothing new since then, what is shown is older
    shown: list[Happening]
    count: int  # 0: too many to count here


def changes(user: User, county: County, everything: bool = False) -> Changes:
    """What happened since Friday in sentences; when nothing did, what happened last."""
    since = _friday()
    readable = _readable(user, county)
    begun = timezone.make_aware(datetime.combine(since, time.min))
    recent = list(readable.filter(at__gte=begun)[:READ_AT_MOST])
    rows = recent or list(readable[: SHOWN_CHANGES * 4])
    told = _told_once(hide(rows, user))
    title = _("Ändrat sedan i fredags") if (today() - since).days <= 6 else _friday_title(since)
    shown = told if everything and recent else told[:SHOWN_CHANGES]
    return Changes(title, bool(recent), shown, 0 if len(rows) == READ_AT_MOST else len(told))


def _told_once(rows: list[Happening]) -> list[Happening]:
    """Somebody who saves a text five times in a day is told of once."""
    told: dict[tuple[date, str], Happening] = {}
    for row in rows:
        told.setdefault((timezone.localdate(row.at), sentence(row)), row)
    return list(told.values())


def _friday() -> date:
    """The latest Friday that is at least two days gone: at the end of a week one wants the whole week."""
    day = today() - timedelta(days=2)
    return day - timedelta(days=(day.weekday() - FRIDAY) % 7)


def _friday_title(since: date) -> str:
    return _("Ändrat sedan fredag %(day)s") % {"day": named(since, "j F")}


def _readable(user: User, county: County) -> QuerySet[Happening]:
    """What everybody in the county may read, and what concerns the user's own organisations only."""
    own = list(organisations_of(user).values_list("pk", flat=True))
    return Happening.objects.filter(readable(own), county_code=county.code)


def decided(county: County) -> dict[str, Any]:
    """What a county has decided, for those who read nothing else of it."""
    return {
        "editions": [row.edition for row in plans_in(county, decided_only=True)],
        "reports": list(approved_reports(county)),
    }


@dataclass(frozen=True)
class Hits:
    kind: str
    found: list[offers.Found]


def search(county: County, words: str, user: User, also: Sequence[str] = ()) -> list[Hits]:
    """Every room's hits, grouped by kind; those whose title holds the words come first. `also`: other ways to write them."""
    folded = fold(words)
    if not folded:
        return []
    found: dict[tuple[str, str, str], offers.Found] = {}
    for spelling in (folded, *map(fold, also)):
        for hit in offers.collect("search", county, spelling, user):
            found.setdefault((str(hit.kind), hit.url, hit.title), hit)
    kinds: dict[str, list[offers.Found]] = {}
    for hit in found.values():
        kinds.setdefault(str(hit.kind), []).append(hit)
    return [
        Hits(kind, sorted(hits, key=lambda h: (folded not in fold(h.title), sort_key(h.title))))
        for kind, hits in kinds.items()
    ]
