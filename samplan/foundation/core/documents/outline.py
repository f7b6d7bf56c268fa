"""What follows from the order of the blocks: numbers of figures and tables, anchors, contents, numbered sources."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from samplan.foundation.core.charts.tables import chart_table

from .model import AnnexHeading, AnyBlock, Contents, Document, Figure, Heading, KeyFigures
from .pieces import Runs, Source, Table
from .words import word


@dataclass(frozen=True)
class Entry:
    """A line of the contents."""

    level: int
    number: str
    text: str
    anchor: str


@dataclass(frozen=True)
class Placed:
    """A block in its place: with the label that numbers it («Figur 7») and the anchor that links lead to."""

    block: AnyBlock
    label: str = ""
    anchor: str = ""

    @property
    def notes(self) -> tuple[str, ...]:
        return ((self.label,) if self.label else ()) + self.block.margin


@dataclass(frozen=True)
class Outline:
    document: Document
    placed: tuple[Placed, ...]

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(_entry(place) for place in self.placed if isinstance(place.block, Heading | AnnexHeading))

    def contents(self, block: Contents) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.level <= block.depth)

    @cached_property
    def notes(self) -> dict[Source, int]:
        """Each source in the running text and in cells, numbered where it is first named."""
        numbers: dict[Source, int] = {}
        for place in self.placed:
            for source in _sources(place.block):
                numbers.setdefault(source, len(numbers) + 1)
        return numbers

    @cached_property
    def figure_tables(self) -> tuple[Table, ...]:
        """The numbers of every figure: an annex on paper, behind a link on the web."""
        return tuple(
            replace(figure_table(place.block, self.document), caption=f"{place.label}. {place.block.caption}")
            for place in self.placed
            if isinstance(place.block, Figure)
        )


def lay_out(document: Document) -> Outline:
    figures = tables = 0
    anchors: set[str] = set()
    placed = []
    for block in document.blocks:
        label = anchor = ""
        if isinstance(block, Figure):
            figures += 1
            label = f"{word('figure', document.language)} {figures}"
        elif isinstance(block, Table):
            tables += 1
            label = f"{word('table', document.language)} {tables}"
        elif isinstance(block, Heading | AnnexHeading):
            anchor = _free_anchor(block, anchors)
        placed.append(Placed(block, label, anchor))
    return Outline(document, tuple(placed))


def figure_table(figure: Figure, document: Document) -> Table:
    return figure.table or chart_table(figure.chart, document.language)


def _free_anchor(block: Heading | AnnexHeading, taken: set[str]) -> str:
    wanted = block.anchor or _slug(block.text) or "avsnitt"
    anchor, attempt = wanted, 2
    while anchor in taken:
        anchor, attempt = f"{wanted}-{attempt}", attempt + 1
    taken.add(anchor)
    return anchor


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60]


def _entry(place: Placed) -> Entry:
    block = place.block
    if isinstance(block, AnnexHeading):
        return Entry(1, block.label, block.text, place.anchor)
    assert isinstance(block, Heading)  # noqa: S101 – entries are made of headings only
    return Entry(block.level, block.number, block.text, place.anchor)


def _sources(block: AnyBlock) -> Iterator[Source]:
    """In reading order, as the numbers of the notes follow it."""
    if isinstance(block, KeyFigures):
        yield from (figure.source for figure in block.figures if figure.source)
    elif isinstance(block, Table):
        for row in block.all_rows:
            yield from (cell.source for cell in row.cells if cell.source)
    else:
        for runs in _all_runs(block):
            yield from (run.source for run in runs if run.source)


def _all_runs(block: AnyBlock) -> tuple[Runs, ...]:
    items: tuple[Runs, ...] | None = getattr(block, "items", None)
    runs: Runs | None = getattr(block, "runs", None)
    return items if items is not None else (runs,) if runs is not None else ()
