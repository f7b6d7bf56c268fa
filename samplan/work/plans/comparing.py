"""A difference as lines to read: the plan in reading order, with what became of each part in words and marks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _t
from django.utils.translation import ngettext

from samplan.foundation.core.dates import long_day
from samplan.foundation.core.merging.words import Mark, marks

from .difference import CONTRIBUTION, EDITION, MEASURE, NODE, QUESTION, TIER, Difference, Item, Version
from .models import FollowUpQuestion, Tier

ADDED, REMOVED, SAME = "added", "removed", "same"
FACTS = {
    "title": _t("Namn"),
    "lead": _t("Ingress"),
    "valid_from": _t("Gäller från"),
    "valid_to": _t("Gäller till"),
}


@dataclass
class Piece:
    """A question, a measure or a tie of a part: what it is, and what became of it."""

    kind: str
    state: str
    marks: list[Mark]
    notes: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        return self.state != SAME or bool(self.notes) or any(mark.kind != "same" for mark in self.marks)


@dataclass
class Line:
    key: str
    tier: str
    number: str
    title: list[Mark]
    text: list[Mark]
    depth: int
    state: str = SAME
    notes: list[str] = field(default_factory=list)  # moved from, renumbered, another level, split
    pieces: list[Piece] = field(default_factory=list)
    node_id: int | None = None

    @property
    def level(self) -> int:
        """Of its heading on the page."""
        return min(6, self.depth + 3)

    @property
    def changed(self) -> bool:
        marked = any(mark.kind != "same" for mark in (*self.title, *self.text))
        return self.state != SAME or bool(self.notes) or marked or any(piece.changed for piece in self.pieces)

    @property
    def shown_pieces(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.changed]


@dataclass
class Comparison:
    lines: list[Line]
    whole: list[Piece]  # about the whole plan
    facts: list[tuple[str, list[Mark]]]
    tiers: list[str]
    summary: list[str]

    @property
    def is_same(self) -> bool:
        return not self.summary

    def only_changed(self) -> list[tuple[Line, bool]]:
        """What changed, with the way down to it: (line, whether it is only the way)."""
        way: list[Line] = []
        out: list[tuple[Line, bool]] = []
        for line in self.lines:
            way[line.depth :] = [line]
            if line.changed:
                told = {id(one) for one, _only in out}
                out += [(one, True) for one in way[:-1] if id(one) not in told]
                out.append((line, False))
        return out


def compare(old: Version, new: Version, difference: Difference, ids: Mapping[str, int]) -> Comparison:
    """`ids`: which part of the newer version a key is, for links."""
    return _Comparing(old, new, difference, ids).made()


class _Comparing:
    def __init__(self, old: Version, new: Version, difference: Difference, ids: Mapping[str, int]) -> None:
        self.difference, self.ids = difference, ids
        self.old = {kind: old.by_key(kind) for kind in (TIER, NODE, QUESTION, MEASURE, CONTRIBUTION, EDITION)}
        self.new = {kind: new.by_key(kind) for kind in (TIER, NODE, QUESTION, MEASURE, CONTRIBUTION, EDITION)}
        self.rows = _merged(old, new)
        self.hanging = {kind: _under(old, new, kind) for kind in (QUESTION, MEASURE, CONTRIBUTION)}

    def made(self) -> Comparison:
        lines = [self._line(key, depth) for key, depth in _walk(self.rows)]
        facts = [
            (str(FACTS[name]), marks(_day(before), _day(after)))
            for name, (before, after) in self.difference.of(EDITION).changed.get(EDITION, {}).items()
        ]
        whole = [piece for piece in self._pieces("") if piece.changed]
        return Comparison(lines, whole, facts, self._tiers(), self._summary(lines, facts))

    def _line(self, key: str, depth: int) -> Line:
        before, after = self.old[NODE].get(key), self.new[NODE].get(key)
        shown = after or before
        assert shown is not None  # noqa: S101 - each key comes from one of the two
        state = SAME if before and after else ADDED if after else REMOVED
        line = Line(
            key,
            shown.values["tier"],
            shown.values["number"],
            _marks(before, after, "title"),
            _marks(before, after, "text"),
            depth=depth,
            state=state,
            node_id=self.ids.get(key) if after else None,
        )
        if state == SAME:
            line.notes = list(self._notes(key))
        line.pieces = self._pieces(key)
        return line

    def _notes(self, key: str) -> Iterator[str]:
        for move in self.difference.of(NODE).moved:
            if move.key == key:
                yield self._moved(move.from_parent, move.parent)
        changed = self.difference.of(NODE).changed.get(key, {})
        if "number" in changed:
            old, new = changed["number"]
            yield _("Nummer: var %(old)s, är %(new)s") % {"old": old or _("inget"), "new": new or _("inget")}
        if "tier" in changed:
            yield _("Nivå: var %(old)s, är %(new)s") % dict(zip(("old", "new"), changed["tier"], strict=True))
        if "wordings" in changed:
            yield _("Andra formuleringar är ändrade")

    def _moved(self, from_parent: str, parent: str) -> str:
        if from_parent == parent:
            return _("Flyttad bland delarna bredvid")
        former = self.old[NODE].get(from_parent)
        where = _name(former) if former else _("överst i planen")
        return _("Flyttad hit från %(where)s") % {"where": where}

    def _pieces(self, key: str) -> list[Piece]:
        return [self._piece(kind, one) for kind in _KINDS for one in self.hanging[kind].get(key, ())]

    def _piece(self, kind: str, key: str) -> Piece:
        before, after = self.old[kind].get(key), self.new[kind].get(key)
        state = SAME if before and after else ADDED if after else REMOVED
        if kind == CONTRIBUTION:
            target = (after or before).values["target"]  # type: ignore[union-attr]
            node = self.new[NODE].get(target) or self.old[NODE][target]
            named = [Mark(_MARK[state], _name(node))]
            changed = self.difference.of(kind).changed.get(key, {})
            return Piece(_KINDS[kind], state, named, [_("Underlaget är ändrat")] if "evidence" in changed else [])
        piece = Piece(_KINDS[kind], state, _marks(before, after, "text"))
        if state == SAME:
            piece.notes = list(self._piece_notes(kind, key))
        return piece

    def _piece_notes(self, kind: str, key: str) -> Iterator[str]:
        if any(move.key == key and move.from_parent != move.parent for move in self.difference.of(kind).moved):
            yield _("Flyttad hit från en annan del")
        changed = self.difference.of(kind).changed.get(key, {})
        if "help" in changed:
            yield _("Förklaringen är ändrad")
        if "audience" in changed:
            names = dict(FollowUpQuestion.Audience.choices)
            old, new = (names[value] for value in changed["audience"])
            yield _("Går till: var %(old)s, är %(new)s") % {"old": old, "new": new}
        if "is_open" in changed:
            yield _("Svaras nu med text") if changed["is_open"][1] else _("Svaras nu med ja, delvis eller nej")

    def _tiers(self) -> list[str]:
        found = self.difference.of(TIER)
        types = dict(Tier.Type.choices)
        out = [
            _("”%(old)s” heter nu ”%(new)s”") % {"old": old, "new": new} for old, new in self.difference.renamed.items()
        ]
        out += [_("Ny nivå: ”%(name)s”") % {"name": placed.item.key} for placed in found.added]
        out += [_("Borttagen nivå: ”%(name)s”") % {"name": item.key} for item in found.removed]
        out += [_("”%(name)s” har en annan plats bland nivåerna") % {"name": move.key} for move in found.moved]
        for name, changed in found.changed.items():
            if "standard_type" in changed:
                old, new = (types[value] for value in changed["standard_type"])
                out.append(_("”%(name)s” räknas som %(new)s, var %(old)s") % {"name": name, "old": old, "new": new})
            if "is_target_vision" in changed:
                out.append(_("”%(name)s”: det är ändrat om det är målbilder") % {"name": name})
        return out

    def _summary(self, lines: list[Line], facts: list[Any]) -> list[str]:
        nodes = self.difference.of(NODE)
        reworded = sum(
            line.state == SAME and any(mark.kind != "same" for mark in (*line.title, *line.text)) for line in lines
        )
        asked, measured, tied = (self.difference.of(kind) for kind in (QUESTION, MEASURE, CONTRIBUTION))
        numbers = sum("number" in changed for changed in nodes.changed.values())
        tiers = len(self._tiers())
        counted = [
            (ngettext("%(n)d ny del", "%(n)d nya delar", n := len(nodes.added)), n),
            (ngettext("%(n)d borttagen", "%(n)d borttagna", n := len(nodes.removed)), n),
            (ngettext("%(n)d omskriven", "%(n)d omskrivna", reworded), reworded),
            (ngettext("%(n)d flyttad", "%(n)d flyttade", n := len(nodes.moved)), n),
            (ngettext("%(n)d med nytt nummer", "%(n)d med nytt nummer", numbers), numbers),
            (ngettext("%(n)d fråga ändrad", "%(n)d frågor ändrade", n := _touched(asked)), n),
            (ngettext("%(n)d mått ändrat", "%(n)d mått ändrade", n := _touched(measured)), n),
            (ngettext("%(n)d koppling ändrad", "%(n)d kopplingar ändrade", n := _touched(tied)), n),
            (ngettext("%(n)d nivå ändrad", "%(n)d nivåer ändrade", tiers), tiers),
            (ngettext("%(n)d uppgift om planen", "%(n)d uppgifter om planen", len(facts)), len(facts)),
        ]
        told = [words % {"n": n} for words, n in counted if n]
        others = bool(self.difference) and not told
        return [_("andra formuleringar")] if others else told


_KINDS = {QUESTION: "question", MEASURE: "measure", CONTRIBUTION: "contribution"}
_MARK: dict[str, Any] = {ADDED: "ins", REMOVED: "del", SAME: "same"}


def _touched(changes: Any) -> int:
    keys = {item.key for item in changes.removed} | {placed.item.key for placed in changes.added}
    return len(keys | {move.key for move in changes.moved} | set(changes.changed))


def _name(item: Item) -> str:
    return f"{item.values['number']} {item.values['title']}".strip()


def _marks(before: Item | None, after: Item | None, name: str) -> list[Mark]:
    """Nothing to compare with is not marked word by word: the whole part says that it is new or gone."""
    if before and after:
        return marks(before.values[name], after.values[name])
    text = (after or before).values[name]  # type: ignore[union-attr]
    return [Mark("ins" if after else "del", text)] if text else []


def _day(value: Any) -> str:
    return long_day(value) if isinstance(value, date) else str(value or "")


def _merged(old: Version, new: Version) -> dict[str, list[str]]:
    """The new version's parts under each part, with those that are gone where they stood."""
    rows: dict[str, list[str]] = {}
    there = {item.key for item in new.of(NODE)}
    for item in new.of(NODE):
        rows.setdefault(item.parent, []).append(item.key)
    former: dict[str, list[Item]] = {}
    for item in old.of(NODE):
        former.setdefault(item.parent, []).append(item)
    for parent, row in former.items():
        now = rows.setdefault(parent, [])
        for place, item in enumerate(row):
            if item.key not in there:
                before = next((one.key for one in reversed(row[:place]) if one.key in now), None)
                now.insert(now.index(before) + 1 if before else 0, item.key)
    return rows


def _walk(rows: Mapping[str, list[str]]) -> Iterator[tuple[str, int]]:
    waiting = [(key, 0) for key in reversed(rows.get("", []))]
    while waiting:
        key, depth = waiting.pop()
        yield key, depth
        waiting.extend((below, depth + 1) for below in reversed(rows.get(key, [])))


def _under(old: Version, new: Version, kind: str) -> dict[str, list[str]]:
    """Keys of what hangs on each part: as in the new version, then what is gone."""
    rows: dict[str, list[str]] = {}
    now = new.by_key(kind)
    for item in (*new.of(kind), *(item for item in old.of(kind) if item.key not in now)):
        rows.setdefault(item.parent, []).append(item.key)
    return rows
