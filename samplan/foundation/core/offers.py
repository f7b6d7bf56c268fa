"""What upper rooms offer to pages below them. Each room may have a module `offers` with plain functions of fixed names:

panels(obj, viewer) · todo(user, county) · watch(user, county) · events(county, year) · search(county, words, viewer) ·
thread(obj, viewer) · tick() (called by the worker each half minute; returns what it did, in words) ·
marks(edition, viewer) (columns beside a plan's outline) ·
adopted(edition, on, by) (what a room does of its own the moment an edition is adopted; returns what it did, in words) ·
printed(edition, viewer) ((node id, blocks) that follow a part's own text when the plan is printed as a document) ·
owned_by(holder) (what a user or an organisation has in hand, and how it is passed on) · ownerless(county) ·
personal_data(user) (what is kept about somebody) · erase(user, by) (takes the name out, keeps the figures; returns what was done) ·
correct(user, now) (name, address and title where they are kept live; `user` as it was) ·
retention() (classes of what is kept only for a time) · processing() (what personal data is processed, and why) ·
published(county) (what everybody may read; of all counties when None) ·
missing_guards(connection) (in words: triggers that should stand in the database and do not) ·
hidden_names(user_ids, viewer) ((user id, what is said instead of the name), for those whose name the viewer may not read) ·
set_up() (loads what comes with the product; returns what it did, in words)

The roof calls `gather` once at start; pages ask this table, never the room. Nothing here imports a room by name.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from .dates import today

KINDS = (
    "panels",
    "todo",
    "watch",
    "events",
    "search",
    "thread",
    "tick",
    "marks",
    "adopted",
    "printed",
    "owned_by",
    "ownerless",
    "personal_data",
    "erase",
    "correct",
    "retention",
    "processing",
    "published",
    "missing_guards",
    "hidden_names",
    "set_up",
)
_table: dict[str, list[Callable[..., Any]]] = {kind: [] for kind in KINDS}


@dataclass(frozen=True)
class Todo:
    """One thing that awaits the viewer: what is wrong, why, by when, and the one action that does it."""

    due: date
    text: str
    why: str
    url: str
    action: str
    waiting: int = 0  # how many people wait for it: the row with most gets the filled button


@dataclass(frozen=True)
class Watch:
    """One figure to keep an eye on."""

    figure: str
    text: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Event:
    """Something with a place in the year: kind is round, deadline, meeting, money."""

    starts: date
    ends: date
    title: str
    kind: str
    url: str = ""
    note: str = ""

    @property
    def next_day(self) -> date:
        """The day to watch for: the start of what has not begun, the end of what goes on."""
        return self.starts if self.starts >= today() else self.ends


@dataclass(frozen=True)
class Found:
    """One search hit."""

    title: str
    kind: str
    url: str
    text: str = ""


@dataclass(frozen=True)
class Published:
    """Something everybody may read without signing in, at an address of its own."""

    county: Any
    title: str
    kind: str
    url: str
    since: date
    note: str = ""


@dataclass(frozen=True)
class Panel:
    """What an upper room knows about an object below: a template and its context, rendered in the object's page."""

    title: str
    template: str
    context: dict[str, Any]
    place: int = 50


@dataclass(frozen=True)
class Stop:
    """A stop on the red thread: relation in words, link, and whether it is above (what this serves) or below."""

    relation: str
    title: str
    url: str
    above: bool


@dataclass(frozen=True)
class Mark:
    """A column that an upper room adds to a plan's outline: a cell per node id, text or safe HTML, missing where it says nothing.

    `below` lists (title, address) of what hangs directly under a node, for reading the plan as a document.
    """

    title: str
    cells: Mapping[int, str]
    place: int = 50
    numeric: bool = False
    note: str = ""  # under the table: how to read the column
    below: Mapping[int, Sequence[tuple[str, str]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Owned:
    """Something somebody has in hand. `pass_on(to=…, by=…)` gives it to another of the same sort (user or organisation)."""

    title: str
    kind: str  # in words: «Aktivitet», «Kontaktperson»
    url: str
    pass_on: Callable[..., None]
    organisation_id: int | None = None  # the organisation it is held for: whoever takes over must speak for it
    county_id: int | None = None  # whose coordinators may pass it on


class NotPassedOn(Exception):
    """This can't go to the one chosen. Says why and what to do; nothing of the hand-over is kept."""


@dataclass(frozen=True)
class Ownerless:
    """Something that nobody has in hand, and the page where somebody is chosen."""

    title: str
    kind: str
    url: str
    since: date | None = None
    told: bool = False  # the start page says so in another place already


@dataclass(frozen=True)
class PersonalData:
    """One thing kept about a person: where, what it says, since when, and why it is kept."""

    kind: str
    text: str
    at: date | None = None
    why: str = ""
    url: str = ""
    keeps: str = ""  # for how long; empty: as long as what the person did is kept


@dataclass(frozen=True)
class Retention:
    """A class of things kept for a time. `due(day)` gives what is older than the day; `delete(ids)` removes it."""

    key: str  # room.what
    title: str
    days: int  # how long, unless the installation has decided otherwise
    since: str  # counted from what: «sedan brevet skickades»
    reason: str  # law or decision
    due: Callable[[date], list[tuple[int, str]]]  # ids, each with a line of text
    delete: Callable[[Sequence[int]], int]


@dataclass(frozen=True)
class Processing:
    """One line of the record of processing: what personal data a room keeps, whose, why and for how long."""

    purpose: str
    people: str  # whose
    data: str  # which
    ground: str  # in law
    recipients: str
    keeps: str


def gather(rooms: list[str]) -> None:
    for kind in KINDS:
        _table[kind].clear()
    for room in reversed(rooms):
        if find_spec(f"{room}.offers"):
            module = import_module(f"{room}.offers")
            for kind in KINDS:
                if hasattr(module, kind):
                    _table[kind].append(getattr(module, kind))


def collect(kind: str, *args: Any, top_first: bool = False) -> list[Any]:
    """Everything the rooms give, from the lowest floor up, or from the top down."""
    functions = reversed(_table[kind]) if top_first else _table[kind]
    return [item for function in functions for item in function(*args)]
