"""The dry run: what a file of activities would change, row by row and cell by cell, and what is wrong in it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import today
from samplan.foundation.core.language import house_language
from samplan.foundation.core.plain_text import refuse
from samplan.foundation.core.text import fold

from . import states
from .exchange import _DIGEST, AGES, CONTENT, DATES, HEADINGS, GivenRow, Line, Standing, digest, mark_of_standing
from .models import Activity, ActivityState

LONGEST = {"owner_person": 120, "place": 120, "actors": 300, "contact": 200}
FREE_TEXT = ("title", "text", "meaning", "owner_person", "actors", "place", "reason", "contact", "follow_up_method")
OLDEST = 120  # years
OF_STATE = ("state", "state_on", "reason")


@dataclass(frozen=True)
class Change:
    """A row that would be written: its new cells, and those that differ as (heading, before, after)."""

    row: int
    cells: dict[str, str]
    line: Line | None  # None: a new activity
    differing: tuple[tuple[str, str, str], ...] = ()

    @property
    def title(self) -> str:
        return self.cells["title"]

    def touches(self, *names: str) -> bool:
        return any(heading == HEADINGS[name] for heading, _old, _new in self.differing for name in names)


@dataclass
class Comparison:
    mark: str
    changes: list[Change] = field(default_factory=list)
    errors: list[tuple[int, str]] = field(default_factory=list)
    same: int = 0
    kept: list[tuple[int, str]] = field(default_factory=list)  # changed by others since, and left as they stand
    not_in_file: int = 0

    @property
    def new(self) -> list[Change]:
        return [change for change in self.changes if change.line is None]

    @property
    def changed(self) -> list[Change]:
        return [change for change in self.changes if change.line is not None]


class _Wrong(Exception):
    pass


def compare(found: Standing, rows: Sequence[GivenRow]) -> Comparison:
    with house_language():
        return _Comparer(found, rows).run()


class _Comparer:
    def __init__(self, found: Standing, rows: Sequence[GivenRow]) -> None:
        self.found, self.rows = found, rows
        self.parts = found.by_ref
        self.kinds = {fold(str(kind.label)): kind for kind in Activity.Kind}
        self.states = {fold(str(state.label)): state for state in ActivityState.State}
        self.result = Comparison(mark_of_standing(found))

    def run(self) -> Comparison:
        ids = Counter(key for row in self.rows if (key := row.cells.get("key", "").lower()))
        for row in self.rows:
            key = row.cells.get("key", "").lower()
            try:
                if ids[key] > 1:
                    raise _Wrong(_("samma id står på flera rader. Ta bort id på den som är ny."))
                self._row(row, key)
            except _Wrong as wrong:
                self._error(row, str(wrong))
            except ValidationError as wrong:
                self._error(row, " ".join(wrong.messages))
        self.result.not_in_file = len(self.found.lines.keys() - ids.keys())
        return self.result

    def _error(self, row: GivenRow, words: str) -> None:
        self.result.errors.append((row.number, _("Rad %(row)d: %(error)s") % {"row": row.number, "error": words}))

    def _row(self, row: GivenRow, key: str) -> None:
        if not key:
            self._new(row)
            return
        line = self.found.lines.get(key)
        if line is None:
            raise _Wrong(_("id finns inte i den här utgåvan. Ta bort id om raden är en ny aktivitet."))
        cells = self._merged(row, line)
        differing = tuple((HEADINGS[n], line.cells[n], cells[n]) for n in CONTENT if cells[n] != line.cells[n])
        if not differing:
            self.result.same += 1
            return
        self._check(cells, line)
        self.result.changes.append(Change(row.number, cells, line, differing))

    def _new(self, row: GivenRow) -> None:
        given = {name: row.cells.get(name, "") for name in CONTENT}
        given["kind"] = given["kind"] or str(Activity.Kind.PROPOSED.label)
        given["state"] = given["state"] or str(ActivityState.State.IDEA.label)
        given["state_on"] = given["state_on"] or today().isoformat()
        cells = {name: self._tidied(name, text) for name, text in given.items()}
        self._check(cells, None)
        self.result.changes.append(Change(row.number, cells, None))

    def _merged(self, row: GivenRow, line: Line) -> dict[str, str]:
        """The activity's cells with what the file changed; refused where others have changed the same cell since."""
        mark = row.cells.get("mark", "").lower()
        written = {n: mark[i * _DIGEST : (i + 1) * _DIGEST] for i, n in enumerate(CONTENT)}
        cells = dict(line.cells)
        for name in CONTENT:
            if name not in row.cells or digest(row.cells[name]) == written[name] != digest(line.cells[name]):
                if name in row.cells:
                    told = {"column": HEADINGS[name], "title": line.cells["title"]}
                    words = _("%(title)s: %(column)s har ändrats av någon annan och behålls.") % told
                    self.result.kept.append((row.number, words))
                continue
            if digest(row.cells[name]) == digest(line.cells[name]):
                continue
            text = self._tidied(name, row.cells[name])
            if text == line.cells[name]:
                continue
            if len(mark) != len(CONTENT) * _DIGEST:
                raise _Wrong(_("märket saknas eller är ändrat. Hämta filen på nytt och gör ändringen där."))
            if written[name] != digest(line.cells[name]):
                told = {"column": HEADINGS[name], "now": line.cells[name] or _("tomt")}
                raise _Wrong(
                    _("%(column)s har ändrats av någon annan sedan filen hämtades (nu: %(now)s). Hämta filen på nytt.")
                    % told
                )
            cells[name] = text
        return cells

    def _tidied(self, name: str, text: str) -> str:
        """The cell in the words it is written out in, or what is wrong with it."""
        if name == "parts":
            return self._parts(text)
        if name == "places":
            return self._places(text)
        if name in DATES and text:
            return _day(HEADINGS[name], text).isoformat()
        if name in AGES and text:
            return str(_age(HEADINGS[name], text))
        if name == "kind":
            return str(self._known(self.kinds, name, text).label)
        if name == "state":
            return str(self._known(self.states, name, text).label)
        if name == "owner" and text:
            return str(self._known(self.found.organisations, name, text).name)
        if name == "actors":
            lines = (line.strip(" -•*\t") for line in text.split("\n"))
            return "\n".join(dict.fromkeys(line for line in lines if line))
        return text

    def _known(self, known: dict[str, Any], name: str, text: str) -> Any:
        found = known.get(fold(text))
        if found is None:
            told = {"column": HEADINGS[name], "text": text}
            raise _Wrong(_("%(column)s ”%(text)s” finns inte. Skriv som på de andra raderna.") % told)
        return found

    def _parts(self, text: str) -> str:
        nodes = set()
        for ref in filter(None, (part.strip() for part in text.split(";"))):
            node = self.parts.get(fold(ref.rstrip(".")))
            if node is None:
                raise _Wrong(_("delen ”%(part)s” finns inte i planen. Se bladet Delar.") % {"part": ref})
            nodes.add(node)
        return "; ".join(self.found.refs[node.pk] for node in sorted(nodes, key=lambda n: n.position))

    def _places(self, text: str) -> str:
        names = filter(None, (name.strip() for name in text.split(";")))
        places = {self._known(self.found.places, "places", name) for name in names}
        return "; ".join(sorted(self.found.place_names[place.pk] for place in places))

    def _check(self, cells: dict[str, str], line: Line | None) -> None:
        if not cells["title"]:
            raise _Wrong(_("Aktivitet är tom. Skriv vad som görs."))
        for name, longest in LONGEST.items():
            if any(len(part) > longest for part in cells[name].split("\n")):
                told = {"column": HEADINGS[name], "n": longest}
                raise _Wrong(_("%(column)s är för lång. Högst %(n)d tecken får plats.") % told)
        if cells["starts_on"] and cells["ends_on"] and cells["ends_on"] < cells["starts_on"]:
            raise _Wrong(_("den slutar innan den börjar."))
        if cells["age_to"] and (not cells["age_from"] or int(cells["age_to"]) < int(cells["age_from"])):
            raise _Wrong(_("till ålder är lägre än från ålder, eller från ålder saknas."))
        if line and line.activity.pk in self.found.with_parts and cells["kind"] != str(Activity.Kind.PROGRAMME.label):
            raise _Wrong(_("den har delprojekt och är därför ett program. Ta ut delprojekten först."))
        before = line.cells if line else {}
        refuse(*(cells[name] for name in FREE_TEXT if cells[name] != before.get(name)))
        self._check_state(cells, line)

    def _check_state(self, cells: dict[str, str], line: Line | None) -> None:
        to = self.states[fold(cells["state"])]
        day = date.fromisoformat(cells["state_on"])
        if line is not None and cells["state"] == line.cells["state"]:
            if any(cells[name] != line.cells[name] for name in OF_STATE):
                raise _Wrong(_("läget är detsamma som förut. Dag och skäl skrivs in när läget ändras."))
            return
        if day > today():
            raise _Wrong(_("läget börjar framåt i tiden. Skriv in det när det har hänt."))
        if line is None and to in states.BECAME:
            raise _Wrong(_("en ny aktivitet kan inte ha läget ”%(state)s”.") % {"state": cells["state"]})
        if line is not None:
            self._check_move(line, to, day)
        if line is not None and to in states.WITH_PAYER and not cells["reason"]:
            raise _Wrong(_("skriv i Skäl vem som betalar nu."))
        if to in states.WITH_REASON and not cells["reason"]:
            raise _Wrong(_("skriv i Skäl varför den är ”%(state)s”.") % {"state": cells["state"]})

    def _check_move(self, line: Line, to: Any, day: date) -> None:
        now = self.states[fold(line.cells["state"])]
        if to not in states.MOVES[now]:
            told = {"now": line.cells["state"], "to": str(to.label)}
            raise _Wrong(_("läget är ”%(now)s” och kan inte bli ”%(to)s”.") % told)
        if day.isoformat() < line.cells["state_on"]:
            raise _Wrong(_("det nya läget börjar före det som gäller nu. Skriv en senare dag i Läge sedan."))


def _age(heading: str, text: str) -> int:
    if text.isascii() and text.isdecimal() and len(text) <= 3 and int(text) <= OLDEST:
        return int(text)
    told = {"column": heading, "text": text, "n": OLDEST}
    raise _Wrong(_("%(column)s ”%(text)s” är ingen ålder. Skriv hela år, högst %(n)d.") % told)


def _day(heading: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        told = {"column": heading, "text": text}
        raise _Wrong(_("%(column)s ”%(text)s” är ingen dag. Skriv som 2026-03-01.") % told) from wrong
