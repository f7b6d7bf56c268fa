"""How many an activity has reached, and what of it may be shown: small numbers point out people.

Five is the smallest number shown (SMALL), as in official statistics of Swedish authorities. What is hidden must not be
possible to work out from what is shown: women from all less men, a half year from the year less the other half.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import long_day

from .models import Activity, Volume

SMALL = 5
MOST = 2_000_000_000
_NUMBER = re.compile(
    r"^\s*(?:ca|cirka|c:a|omkring)?\.?\s*(\d[\d\s\u00a0]*)(?:\s*[-–—]\s*(\d[\d\s\u00a0]*))?\s*$", re.IGNORECASE
)


def read_number(text: str) -> tuple[int, int]:
    """«214», «1 200», «200–300», «ca 50»: the lowest and the highest. Raises ValidationError."""
    found = _NUMBER.match(text)
    if not found:
        raise ValidationError(_("Skriv ett antal, till exempel 214, eller ett spann, till exempel 200–300."))
    low, high = (int(re.sub(r"\D", "", part)) if part else None for part in found.groups())
    assert low is not None  # noqa: S101 - the pattern asks for it
    high = low if high is None else high
    if high < low:
        raise ValidationError(_("Spannet ska gå från det lägre till det högre antalet."))
    if high > MOST:
        raise ValidationError(_("Antalet är för stort."))
    return low, high


def in_figures(low: int, high: int) -> str:
    first = f"{low:,}".replace(",", "\u00a0")
    return first if low == high else f"{first}–{high:,}".replace(",", "\u00a0")


def period(starts_on: date, ends_on: date) -> str:
    """«2026» for a whole year, else from day to day."""
    if (starts_on.month, starts_on.day, ends_on.month, ends_on.day) == (
        1,
        1,
        12,
        31,
    ) and starts_on.year == ends_on.year:
        return str(starts_on.year)
    return f"{long_day(starts_on)} – {long_day(ends_on)}"


@dataclass(frozen=True)
class Counted:
    """One row as it is kept."""

    pk: int
    what: str
    starts_on: date
    ends_on: date
    low: int
    high: int
    women: int | None = None
    men: int | None = None

    @property
    def is_small(self) -> bool:
        """So few that the number itself would point somebody out. None at all points nobody out."""
        return 0 < self.high < SMALL

    @property
    def has_small_part(self) -> bool:
        """Women, men or those who are neither of the two are so few."""
        if self.women is None or self.men is None:
            return False
        rest = self.high - self.women - self.men if self.low == self.high else 0
        return any(0 < n < SMALL for n in (self.women, self.men, rest))

    def overlaps(self, other: "Counted") -> bool:
        return self.starts_on <= other.ends_on and other.starts_on <= self.ends_on

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days


@dataclass(frozen=True)
class Shown:
    """The same as others may see it."""

    row: Counted
    total: str  # in figures, in words, or empty: not shown
    women: int | None
    men: int | None
    is_protected: bool


def shown(rows: Sequence[Counted], *, all_of_it: bool) -> list[Shown]:
    """`all_of_it`: for those who keep the numbers. For others what is small is hidden, and with it what would give it away."""
    out = []
    for together in _that_overlap(rows):
        if all_of_it:
            out += [Shown(row, in_figures(row.low, row.high), row.women, row.men, False) for row in together]
            continue
        longest = max(together, key=lambda row: (row.days, row.high, -row.pk))
        hides_totals = any(row.is_small for row in together)
        hides_parts = hides_totals or any(row.has_small_part for row in together)
        out += [_for_others(row, row is longest, hides_totals, hides_parts, len(together)) for row in together]
    place = {row.pk: n for n, row in enumerate(rows)}
    return sorted(out, key=lambda each: place[each.row.pk])


def _for_others(row: Counted, is_longest: bool, hides_totals: bool, hides_parts: bool, number: int) -> Shown:
    if hides_totals and not is_longest:  # not even that it is small: two such halves of eight are four each
        return Shown(row, "", None, None, True)
    if row.is_small:
        return Shown(row, _("färre än %(n)d") % {"n": SMALL}, None, None, True)
    # Of several that overlap, the parts of the longest may stand alone: nothing is left to take them from.
    parts = not row.has_small_part and not row.is_small and (not hides_parts or (is_longest and number > 1))
    women, men = (row.women, row.men) if parts else (None, None)
    return Shown(row, in_figures(row.low, row.high), women, men, row.women is not None and not parts)


def _that_overlap(rows: Iterable[Counted]) -> list[list[Counted]]:
    """Rows of the same thing whose periods touch each other's days, directly or through others."""
    by_what: dict[str, list[Counted]] = {}
    for row in rows:
        by_what.setdefault(row.what, []).append(row)
    groups: list[list[Counted]] = []
    for same in by_what.values():
        end: date | None = None
        for row in sorted(same, key=lambda each: (each.starts_on, each.ends_on)):
            if end is None or row.starts_on > end:
                groups.append([])
                end = row.ends_on
            groups[-1].append(row)
            end = max(end, row.ends_on)
    return groups


@dataclass(frozen=True)
class Line:
    """A row of the page."""

    pk: int
    what: str
    when: str
    total: str
    women: int | None
    men: int | None
    is_protected: bool
    source: str
    change: str  # since the year before, in words; empty where the two are not both numbers shown


def lines(activity: Activity, rows: Iterable[Volume], *, all_of_it: bool) -> list[Line]:
    """The latest first within each thing that is counted. No query besides the rows."""
    kept = list(rows)
    source = {row.pk: row.source for row in kept}
    counted = [_counted(row) for row in kept]
    found = shown(counted, all_of_it=all_of_it)
    by_year = {(s.row.what, s.row.starts_on.year): s for s in found if _is_year(s.row)}
    return [
        Line(
            s.row.pk,
            s.row.what,
            period(s.row.starts_on, s.row.ends_on),
            s.total,
            s.women,
            s.men,
            s.is_protected,
            source[s.row.pk],
            _change(s, by_year.get((s.row.what, s.row.starts_on.year - 1))) if _is_year(s.row) else "",
        )
        for s in found
    ]


def _counted(row: Volume) -> Counted:
    return Counted(row.pk, row.what, row.starts_on, row.ends_on, row.low, row.high, row.women, row.men)


def _is_year(row: Counted) -> bool:
    return period(row.starts_on, row.ends_on) == str(row.starts_on.year)


def _change(now: Shown, before: Any) -> str:
    """Only between two numbers that both are shown as they are."""
    if before is None or any(s.row.is_small or not s.total or s.row.low != s.row.high for s in (now, before)):
        return ""
    more = now.row.low - before.row.low
    year = {"year": before.row.starts_on.year}
    if more == 0:
        return _("lika många som %(year)d") % year
    told = {**year, "n": in_figures(abs(more), abs(more))}
    return _("%(n)s fler än %(year)d") % told if more > 0 else _("%(n)s färre än %(year)d") % told
