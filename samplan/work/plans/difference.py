"""What differs between two versions of a plan, so that the first and the difference give the second. Knows no database."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

EDITION, TIER, NODE = "edition", "tier", "node"
QUESTION, MEASURE, CONTRIBUTION = "question", "measure", "contribution"
KINDS = (EDITION, TIER, NODE, QUESTION, MEASURE, CONTRIBUTION)
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Item:
    """One thing in a version: a part, a question. `parent` is the key of the part it stands under, empty for the topmost."""

    key: str
    parent: str
    values: Values


@dataclass(frozen=True)
class Version:
    """A plan's text at one time: things by sort, in reading order."""

    items: Mapping[str, tuple[Item, ...]]

    def of(self, kind: str) -> tuple[Item, ...]:
        return self.items.get(kind, ())

    def by_key(self, kind: str) -> dict[str, Item]:
        return {item.key: item for item in self.of(kind)}


@dataclass(frozen=True)
class Placed:
    """Where something new, or moved, came to stand: under a part, after the one before it (empty: first)."""

    item: Item
    after: str


@dataclass(frozen=True)
class Moved:
    key: str
    from_parent: str
    parent: str
    after: str


@dataclass(frozen=True)
class Changes:
    """What happened to the things of one sort."""

    removed: tuple[Item, ...] = ()
    added: tuple[Placed, ...] = ()
    moved: tuple[Moved, ...] = ()
    changed: Mapping[str, Mapping[str, tuple[Any, Any]]] = field(default_factory=dict)  # key: {what: (old, new)}

    def __bool__(self) -> bool:
        return bool(self.removed or self.added or self.moved or self.changed)


@dataclass(frozen=True)
class Difference:
    renamed: Mapping[str, str]  # levels that are called something else: they have no other key than their name
    changes: Mapping[str, Changes]

    def of(self, kind: str) -> Changes:
        return self.changes.get(kind) or Changes()

    def __bool__(self) -> bool:
        return bool(self.renamed or any(self.changes.values()))


def version(items: Mapping[str, Iterable[Item]]) -> Version:
    """In reading order: parts with what is under them, then the rest in the order of the parts they stand under."""
    nodes = _depth_first(_by_parent(items.get(NODE, ())))
    order = ["", *(node.key for node in nodes)]
    made: dict[str, tuple[Item, ...]] = {NODE: tuple(nodes)}
    for kind in KINDS:
        if kind != NODE:
            made[kind] = tuple(_flat(_by_parent(items.get(kind, ())), order))
    return Version(made)


def between(old: Version, new: Version) -> Difference:
    renamed = _renamed(old.of(TIER), new.of(TIER))
    old = _called_anew(old, renamed)
    return Difference(renamed, {kind: _changes(old.of(kind), new.of(kind)) for kind in KINDS})


def apply(difference: Difference, old: Version) -> Version:
    old = _called_anew(old, difference.renamed)
    return version({kind: _applied(difference.of(kind), old.of(kind)) for kind in KINDS})


def _renamed(old: Sequence[Item], new: Sequence[Item]) -> dict[str, str]:
    """A level whose name is gone, and one with a new name in its place and of its type, is the same level."""
    before, after = [tier.key for tier in old], [tier.key for tier in new]
    gone = {key for key in before if key not in after}
    fresh = [key for key in after if key not in before]
    found: dict[str, str] = {}
    for place, tier in enumerate(old):
        here = new[place] if place < len(new) and new[place].key in fresh else None
        if here and tier.key in gone and here.values.get("standard_type") == tier.values.get("standard_type"):
            found[tier.key] = here.key
    return found


def _called_anew(old: Version, renamed: Mapping[str, str]) -> Version:
    if not renamed:
        return old
    tiers = tuple(replace(tier, key=renamed.get(tier.key, tier.key)) for tier in old.of(TIER))
    nodes = tuple(
        replace(node, values={**node.values, "tier": renamed.get(node.values["tier"], node.values["tier"])})
        for node in old.of(NODE)
    )
    return Version({**old.items, TIER: tiers, NODE: nodes})


def _changes(old: Sequence[Item], new: Sequence[Item]) -> Changes:
    before, after = {item.key: item for item in old}, {item.key: item for item in new}
    previous = _previous(new)
    staying = _staying(old, new)
    common = [item for item in new if item.key in before]
    return Changes(
        removed=tuple(item for item in old if item.key not in after),
        added=tuple(Placed(item, previous[item.key]) for item in new if item.key not in before),
        moved=tuple(
            Moved(item.key, before[item.key].parent, item.parent, previous[item.key])
            for item in common
            if item.key not in staying
        ),
        changed={item.key: changed for item in common if (changed := _differs(before[item.key].values, item.values))},
    )


def _differs(old: Values, new: Values) -> dict[str, tuple[Any, Any]]:
    names = dict.fromkeys([*old, *new])
    return {name: (old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name)}


def _previous(items: Iterable[Item]) -> dict[str, str]:
    """The key of the one before it under the same part."""
    last: dict[str, str] = {}
    found: dict[str, str] = {}
    for item in items:
        found[item.key] = last.get(item.parent, "")
        last[item.parent] = item.key
    return found


def _staying(old: Sequence[Item], new: Sequence[Item]) -> set[str]:
    """Keys that stand where they stood: under the same part, as many as can be said to have kept their order."""
    place = {item.key: (item.parent, at) for at, item in enumerate(old)}
    rows: dict[str, list[tuple[int, str]]] = {}
    for item in new:
        if item.key in place and place[item.key][0] == item.parent:
            rows.setdefault(item.parent, []).append((place[item.key][1], item.key))
    return {key for row in rows.values() for key in _longest_rising(row)}


def _longest_rising(row: Sequence[tuple[int, str]]) -> list[str]:
    tails: list[int] = []
    ends: list[int] = []  # where in the row each tail stands
    before: list[int] = []
    for at, (place, _key) in enumerate(row):
        length = bisect_left(tails, place)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [place]
        ends[length : length + 1] = [at]
    found, at = [], ends[-1] if ends else -1
    while at >= 0:
        found.append(row[at][1])
        at = before[at]
    return found


def _applied(changes: Changes, old: Sequence[Item]) -> list[Item]:
    gone = {item.key for item in changes.removed}
    moved = {move.key: move for move in changes.moved}
    kept: dict[str, Item] = {}
    for item in old:
        if item.key not in gone:
            values = {**item.values, **{name: new for name, (_old, new) in changes.changed.get(item.key, {}).items()}}
            parent = moved[item.key].parent if item.key in moved else item.parent
            kept[item.key] = Item(item.key, parent, values)
    rows: dict[str, list[Item]] = _by_parent(item for item in kept.values() if item.key not in moved)
    placed = [Placed(kept[move.key], move.after) for move in changes.moved] + list(changes.added)
    waiting: dict[str, list[Placed]] = {}
    for one in placed:
        waiting.setdefault(one.item.parent, []).append(one)
    for parent, new in waiting.items():
        _insert(rows.setdefault(parent, []), new)
    return [item for row in rows.values() for item in row]


def _insert(row: list[Item], new: list[Placed]) -> None:
    """Each directly after the one it says; what it says may itself be new, so they go in along the chain."""
    following = {one.after: one.item for one in new}
    result: list[Item] = []
    _follow(result, following, "")
    for item in row:
        result.append(item)
        _follow(result, following, item.key)
    row[:] = result


def _follow(result: list[Item], following: Mapping[str, Item], key: str) -> None:
    while key in following:
        result.append(following[key])
        key = following[key].key


def _by_parent(items: Iterable[Item]) -> dict[str, list[Item]]:
    rows: dict[str, list[Item]] = {}
    for item in items:
        rows.setdefault(item.parent, []).append(item)
    return rows


def _depth_first(rows: Mapping[str, Sequence[Item]]) -> list[Item]:
    out, waiting = [], list(reversed(rows.get("", ())))
    while waiting:
        item = waiting.pop()
        out.append(item)
        waiting.extend(reversed(rows.get(item.key, ())))
    return out


def _flat(rows: Mapping[str, Sequence[Item]], order: Sequence[str]) -> list[Item]:
    return [item for parent in order for item in rows.get(parent, ())]
