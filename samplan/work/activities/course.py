"""How an activity has gone, as one story: its states, days that were moved, new scopes, what it came of and became. Newest first."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from samplan.foundation.core.dates import as_date, long_day

from .models import ActivityState, Forecast, Rescoping


@dataclass(frozen=True)
class Entry:
    on: date
    title: str
    by: str
    reason: str = ""
    said: list[tuple[str, str]] = field(default_factory=list)  # label, text
    was: str = ""  # what it was before, where that is long


def story(states: Iterable[ActivityState], moves: Iterable[Forecast], scopes: Iterable[Rescoping]) -> list[Entry]:
    entries = [*map(_state, states), *map(_move, moves), *map(_scope, scopes)]
    return sorted(entries, key=lambda entry: entry.on, reverse=True)  # of the same day: as they were written


def _state(row: ActivityState) -> Entry:
    resumed = _("Ska återupptas %(day)s.") % {"day": long_day(row.resume_on)} if row.resume_on else ""
    payer = _("Betalas nu av %(who)s.") % {"who": row.payer} if row.payer else ""
    said = [
        ("", resumed),
        ("", payer),
        (_("Lärdom:"), row.lesson),
        (_("Lever vidare:"), row.goes_on),
        (_("Följde inte med:"), row.left_behind),
    ]
    return Entry(row.on, row.get_state_display(), row.by_name, row.reason, [pair for pair in said if pair[1]])


def _move(row: Forecast) -> Entry:
    told = {"what": row.get_of_display(), "was": long_day(row.was)}
    if row.now is None:
        title = _("%(what)s var tänkt till %(was)s, nu är ingen dag satt") % told
    else:
        title = _("%(what)s flyttades från %(was)s till %(now)s") % {**told, "now": long_day(row.now)}
    return Entry(as_date(row.at), title, row.by_name, row.reason)


def _scope(row: Rescoping) -> Entry:
    by = row.decided_by + (f", {row.decision}" if row.decision else "")
    return Entry(row.on, _("Nytt innehåll"), row.by_name, "", [(_("Beslut av"), by), ("", row.now)], was=row.was)
