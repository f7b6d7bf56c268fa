"""The levels above the county as a file of their own: what they are called and were called, and who is with in them and was."""

from django.utils.translation import gettext as _

from samplan.foundation.core.tables import Sheet
from samplan.foundation.core.text import fold

from ..models import Organisation
from ..queries.levels import NATIONAL_KINDS
from .columns import TABLES, Table
from .comparing import Comparer, Comparison, Wrong
from .reading import FileRow, RegisterFile
from .writing import table_rows

LEVEL_TABLES = tuple(
    t for t in TABLES if t.key in ("organisations", "aliases", "former_names", "successions", "members")
)


def level_sheets() -> list[Sheet]:
    return [Sheet(t.title, tuple(c.heading for c in t.columns), table_rows(t, None)) for t in LEVEL_TABLES]


def compare_levels(file: RegisterFile) -> Comparison:
    return LevelComparer(None, file, None).compared()


class LevelComparer(Comparer):
    tables = LEVEL_TABLES

    def _organisations(self, table: Table, row: FileRow) -> None:
        name, code, kind = row.get("name"), row.get("code"), row.get("kind")
        if kind not in NATIONAL_KINDS:
            words = _("Här står bara nivåer över länet: sjukvårdsregioner och nationell nivå. Ta bort raden.")
            raise Wrong("Sort", words)
        self._once(table, row, fold(name))
        if code:
            self._once(table, row, kind, code)
        there = self._there(name, kind, code)
        if there is not None and there.county_id is not None:
            raise Wrong("Namn", _("En region heter redan så. Välj ett annat namn."))
        short = row.get("short_name") or (there.short_name if there else name[:60])
        values = {"name": name, "short_name": short, "kind": kind, **self._given(row, "valid_from", "valid_to")}
        if "code" in row.values:
            values["code"] = code
        thing = there or Organisation(county=None)
        self._settle(table, row, name, thing, values)
        self.there.add_organisation(thing)

    def _there(self, name: str, kind: str, code: str) -> Organisation | None:
        """By code, by name, or by a name that the file says it had before."""
        by_code = self.there.registered.get((kind, code)) if code else None
        there = self.there.organisation(name)
        if by_code is not None:
            if there is not None and there is not by_code:
                raise Wrong("Kod", _("Koden hör till %(name)s.") % {"name": by_code.name})
            return by_code
        if there is None:
            olds = [self.there.organisation(old) for old in self.before.get(fold(name), ())]
            there = next((o for o in olds if o is not None and fold(o.name) not in self.named), None)
        return there

    def _members(self, table: Table, row: FileRow) -> None:
        group = self._place(row, "group", "Är med i")
        if group.county_id is not None:
            raise Wrong("Är med i", _("%(name)s är ingen nivå över länet.") % {"name": group.name})
        super()._members(table, row)

    def _member(self, row: FileRow) -> Organisation:
        return self._place(row)
