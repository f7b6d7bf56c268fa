"""What the list of activities shows: chosen by address, counted by what each choice would give."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from samplan.foundation.core.text import fold, sort_key, whole_number

from . import aliveness
from .models import Activity, ActivityState
from .queries import Line, Listing

State = ActivityState.State
GROUPINGS = ("omrade", "agare", "lage")
ORDERS = ("plan", "namn", "andrad", "stilla")
FORMS = ("lista", "tavla", "tidslinje")
CHOICES = ("utan-aktor", "utan-agare", *aliveness.CHOICES)
TAGS = ("malgrupp", "metod", "plats", "perspektiv", "fokus")
NAMES = ("ord", "lage", "omrade", "aktor", "agare", "del", "sort", "program", *TAGS)
USUAL = {"grupp": "omrade", "ordning": "plan", "form": "lista"}  # is left out of the address


@dataclass
class Group:
    title: str
    number: str
    lines: list[Line]
    total: int


@dataclass
class Filters:
    """The address's choices; what is not known is left out, so that an old link still opens."""

    values: dict[str, str] = field(default_factory=dict)
    choice: str = ""
    grouping: str = "omrade"
    order: str = "plan"
    form: str = "lista"
    asked_for: bool = False  # the rest of the filters, folded on a phone

    @classmethod
    def read(cls, query: QueryDict) -> "Filters":
        values = {name: query.get(name, "").strip() for name in NAMES}
        choice, grouping, order = query.get("visa", ""), query.get("grupp", ""), query.get("ordning", "")
        form = query.get("form", "")
        return cls(
            {name: value for name, value in values.items() if value},
            choice if choice in CHOICES else "",
            grouping if grouping in GROUPINGS else "omrade",
            order if order in ORDERS else "plan",
            form if form in FORMS else "lista",
            "fler" in query,
        )

    @property
    def open(self) -> bool:
        return self.asked_for or any(
            name in self.values for name in ("lage", "omrade", "aktor", "sort", "program", *TAGS)
        )

    @property
    def opened(self) -> str:
        return self.address(fler="ja")

    @property
    def part(self) -> int:
        """Id of the part of the plan the list is under; 0 for all of it."""
        value = self.values.get("del", "")
        return whole_number(value)

    def address(self, **changes: str) -> str:
        """«?…» with some choices changed; an empty one is taken away."""
        now = {**self.values, "visa": self.choice, "grupp": self.grouping, "ordning": self.order, "form": self.form}
        now |= changes
        return "?" + urlencode({k: v for k, v in now.items() if v and USUAL.get(k) != v})

    @property
    def cleared(self) -> str:
        """Everything, in the form that is chosen."""
        none = dict.fromkeys(("visa", *self.values), "")
        return self.address(**none)

    @property
    def query(self) -> str:
        """What is chosen, as it is kept: of the address only what is known."""
        return self.address()[1:]

    def apply(self, listing: Listing, without: str = "") -> list[Line]:
        """The lines that pass all choices, except the one left out (to count what it would give)."""
        tests = [
            test for name, value in self.values.items() if name != without and (test := _test(name, value, listing))
        ]
        if self.choice and without != "visa":
            tests.append(_CHOSEN[self.choice])
        return [line for line in listing.lines if all(test(line) for test in tests)]


_CHOSEN: dict[str, Callable[[Line], bool]] = {
    "utan-aktor": lambda line: not line.actors,
    "utan-agare": lambda line: line.owner_id is None,
    **{choice: partial(aliveness.lacks, point=point) for choice, point in aliveness.CHOICES.items()},
}


def _test(name: str, value: str, listing: Listing) -> Callable[[Line], bool] | None:
    if name == "ord":
        words = fold(value)
        return lambda line: words in line.folded
    if name == "lage":
        return lambda line: line.state == value
    if name == "sort":
        return lambda line: line.kind == value
    if not value.isdecimal():
        return None
    number = int(value)
    if name == "aktor":
        return lambda line: number in line.organisations
    if name == "agare":
        return lambda line: line.owner_id == number
    if name in TAGS:
        return lambda line: number in line.tags.get(name, ())
    if name == "program":
        parts = listing.part_of(number)
        return lambda line: line.pk in parts
    under = listing.under(number)
    return lambda line: not under.isdisjoint(line.nodes)


def chosen_counts(lines: list[Line]) -> dict[str, int]:
    return {choice: sum(1 for line in lines if test(line)) for choice, test in _CHOSEN.items()}


def state_counts(lines: list[Line]) -> list[tuple[Any, int]]:
    """(state, how many) for the states that are there, in their order."""
    found: dict[str, int] = {}
    for line in lines:
        found[line.state] = found.get(line.state, 0) + 1
    return [(state, found[state]) for state in State if state in found]


def options(listing: Listing) -> dict[str, list[tuple[str, str]]]:
    """What the selects offer: only what leads somewhere."""
    actors: dict[int, str] = {}
    programmes: dict[int, str] = {}
    kinds = {line.kind for line in listing.lines}
    tags: dict[str, dict[int, str]] = {name: {} for name in ("malgrupp", "metod", "plats", "perspektiv")}
    for line in listing.lines:
        actors |= line.organisations
        if line.parent_id:
            programmes[line.parent_id] = line.programme
        for name in tags:
            tags[name] |= line.tags.get(name, {})
    return {
        "omrade": [(str(area.pk), str(area)) for area in listing.areas],
        "aktor": _by_name(actors),
        "lage": [(state.value, str(state.label)) for state, _n in state_counts(listing.lines)],
        "sort": [(kind.value, str(kind.label)) for kind in Activity.Kind if kind in kinds],
        "program": _by_name(programmes),
        **{name: _by_name(found) for name, found in tags.items()},
    }


def _by_name(names: dict[int, str]) -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in sorted(names.items(), key=lambda pair: sort_key(pair[1]))]


def groups(shown: list[Line], everything: list[Line], filters: Filters) -> list[Group]:
    """The lines under their headings, in the plan's order (or by name), each line once."""
    name_of = {"omrade": _area, "agare": _owner, "lage": _state}[filters.grouping]
    totals: dict[Any, int] = {}
    for line in everything:
        key = name_of(line)
        totals[key] = totals.get(key, 0) + 1
    found: dict[Any, list[Line]] = {}
    for line in in_order(shown, filters.order):
        found.setdefault(name_of(line), []).append(line)
    return [Group(key[2], key[1], found[key], totals[key]) for key in sorted(found, key=lambda k: k[0])]


def in_order(lines: Iterable[Line], order: str) -> list[Line]:
    return sorted(lines, key=_order(order))


def _area(line: Line) -> tuple[Any, str, str]:
    """(place in order, number, title): sorted by the first."""
    if line.area is None:
        return ((9, 0, 0), "", _("Utanför planen"))
    return ((0, line.area.edition_id, line.area.position), line.area.number, line.area.title)


def _owner(line: Line) -> tuple[Any, str, str]:
    if line.owner_id is None:
        return (("zzzz", ""), "", _("Ingen har tagit på sig den"))
    return ((sort_key(line.owner_short), line.owner_short), "", line.owner)


def _state(line: Line) -> tuple[Any, str, str]:
    return (list(State).index(State(line.state)), "", str(State(line.state).label))


def _order(order: str) -> Callable[[Line], Any]:
    if order == "namn":
        return lambda line: (line.title_key, line.pk)
    if order == "andrad":
        return lambda line: (line.days, line.position)
    if order == "stilla":
        return lambda line: (not line.runs, -line.days, line.position)
    return lambda line: (line.position, line.pk)
