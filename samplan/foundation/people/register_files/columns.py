"""What the tables are called and which columns they have. The headings are always in Swedish: a file is read back whoever made it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from samplan.foundation.core.language import house_language

from ..models import Organisation, Unit


@dataclass(frozen=True)
class Column:
    name: str
    heading: str
    longest: int = 0  # letters; 0: a day
    required: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)  # value: word in the file

    @property
    def is_day(self) -> bool:
        return not self.longest


@dataclass(frozen=True)
class Table:
    key: str
    title: str
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        return next(c for c in self.columns if c.name == name)


def _words(kinds: type[Organisation.Kind] | type[Unit.Kind]) -> dict[str, str]:
    with house_language():
        return {kind.value: str(kind.label) for kind in kinds}


_FROM, _TO = Column("valid_from", "Gäller från"), Column("valid_to", "Gäller till")
_ORGANISATION = Column("organisation", "Organisation", 120, required=True)
_UNIT = Column("unit", "Del", 160)

TABLES = (
    Table(
        "organisations",
        "Organisationer",
        (
            Column("name", "Namn", 120, required=True),
            Column("short_name", "Kort namn", 60),
            Column("kind", "Sort", 60, required=True, choices=_words(Organisation.Kind)),
            Column("code", "Kod", 10),
            _FROM,
            _TO,
        ),
    ),
    Table(
        "units",
        "Delar",
        (
            _ORGANISATION,
            Column("name", "Delens namn", 160, required=True),
            Column("kind", "Sort", 60, required=True, choices=_words(Unit.Kind)),
            Column("parent", "Ligger under", 160),
            _FROM,
            _TO,
        ),
    ),
    Table("aliases", "Skrivsätt", (_ORGANISATION, _UNIT, Column("text", "Skrivs också", 200, required=True))),
    Table(
        "former_names",
        "Tidigare namn",
        (
            _ORGANISATION,
            _UNIT,
            Column("name", "Tidigare namn", 160, required=True),
            Column("valid_to", "Till och med", required=True),
        ),
    ),
    Table(
        "successions",
        "Efterträdare",
        (
            _ORGANISATION,
            _UNIT,
            Column("successor", "Togs över av", 120, required=True),
            Column("successor_unit", "Efterträdarens del", 160),
            Column("on", "Första dagen", required=True),
        ),
    ),
    Table("members", "Medlemskap", (_ORGANISATION, Column("group", "Är med i", 120, required=True), _FROM, _TO)),
    Table(
        "persons",
        "Personer",
        (
            Column("name", "Namn", 120, required=True),
            Column("email", "E-post", 254),
            Column("phone", "Telefon", 40),
            Column("left_on", "Sista dagen"),
        ),
    ),
    Table(
        "positions",
        "Arbete",
        (
            Column("person", "Person", 120, required=True),
            Column("email", "E-post", 254),
            _ORGANISATION,
            _UNIT,
            Column("title", "Befattning", 120),
            _FROM,
            _TO,
        ),
    ),
)
