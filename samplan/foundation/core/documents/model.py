"""The document: a frozen tree of blocks that every renderer prints."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from samplan.foundation.core.charts.data import Chart

from .pieces import Block, Runs, Source, Table, Text

Language: TypeAlias = Literal["sv", "en"]


@dataclass(frozen=True)
class Heading(Block):
    level: Literal[1, 2, 3]
    text: str
    number: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class AnnexHeading(Block):
    """Opens an annex: on a new page in print, in the contents beside the chapters."""

    text: str
    label: str
    anchor: str = ""


@dataclass(frozen=True)
class Paragraph(Block):
    runs: Runs


@dataclass(frozen=True)
class Lead(Block):
    runs: Runs


@dataclass(frozen=True)
class BulletList(Block):
    items: tuple[Runs, ...]


@dataclass(frozen=True)
class Quote(Block):
    """Somebody's own words; line breaks in the text are kept."""

    text: str
    who: str
    note: str = ""

    @property
    def is_short(self) -> bool:
        """Short words are set large."""
        return len(self.text) <= 120

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.text.splitlines() if line.strip())


@dataclass(frozen=True)
class KeyFigure:
    value: str
    label: str
    note: str = ""
    source: Source | None = None


@dataclass(frozen=True)
class KeyFigures(Block):
    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True)
class Figure(Block):
    """A chart; `alt` and `table` are made from the chart when they are not given."""

    caption: str
    chart: Chart
    alt: str = ""
    source: Source | None = None
    table: Table | None = None


@dataclass(frozen=True)
class Contents(Block):
    """A list of the headings down to `depth`."""

    depth: Literal[1, 2, 3] = 2


@dataclass(frozen=True)
class PageBreak(Block):
    pass


AnyBlock: TypeAlias = (
    Heading | AnnexHeading | Paragraph | Lead | BulletList | Quote | KeyFigures | Table | Figure | Contents | PageBreak
)


@dataclass(frozen=True)
class Document:
    title: str
    date: date
    sender: str
    blocks: tuple[AnyBlock, ...] = ()
    subtitle: str = ""
    kicker: str = ""
    lead: str = ""
    diary_number: str | None = None
    language: Language = "sv"
    foot: str = ""  # the report's name at the foot of a page, when the title is too long for it
    marking: str = ""  # what must stand on every page, such as that the figures are made up


def paragraph(*parts: str | Text, margin: tuple[str, ...] = ()) -> Paragraph:
    return Paragraph(runs(*parts), margin=margin)


def runs(*parts: str | Text) -> Runs:
    return tuple(Text(part) if isinstance(part, str) else part for part in parts)
