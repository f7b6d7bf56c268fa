"""The small pieces of a document: sources, texts, cells, tables."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


@dataclass(frozen=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True)
class Source:
    """Where a figure comes from: a footnote on paper, a popover on the web."""

    text: str
    url: str | None = None
    facts: tuple[Fact, ...] = ()
    is_meaning: bool = False  # what a word means, not where a figure comes from

    @property
    def as_note(self) -> str:
        """The whole source as running text."""
        sentences = [self.text, *(f"{fact.label}: {fact.value}" for fact in self.facts)]
        return " ".join(sentence.rstrip(".") + "." for sentence in sentences if sentence)


@dataclass(frozen=True)
class Text:
    text: str
    bold: bool = False
    link: str | None = None
    source: Source | None = None


Runs: TypeAlias = tuple[Text, ...]


def is_safe_link(link: str) -> bool:
    """Nothing that runs when it is pressed; «//host» would leave the site without saying so."""
    return link.startswith(("https://", "http://", "mailto:", "#")) or (
        link.startswith("/") and not link.startswith(("//", "/\\"))
    )


def is_outside_link(link: str) -> bool:
    """Links to places inside the system say nothing on paper."""
    return link.startswith(("https://", "http://", "mailto:"))


class Empty(StrEnum):
    """Missing is not zero: six different things that must look different."""

    NOT_ANSWERED = "not_answered"
    NOT_APPLICABLE = "not_applicable"
    VACANT = "vacant"
    NOT_MEASURABLE = "not_measurable"
    PROTECTED = "protected"
    ZERO = "zero"


@dataclass(frozen=True)
class Value:
    """What a cell says; `number` is the same as a number, for spreadsheets."""

    text: str
    number: int | float | None = None
    source: Source | None = None
    link: str | None = None  # on the web only


@dataclass(frozen=True)
class Missing:
    kind: Empty
    source: Source | None = None


Cell: TypeAlias = Value | Missing


@dataclass(frozen=True)
class Column:
    label: str
    numeric: bool = False


@dataclass(frozen=True)
class Row:
    """The first cell is the row's header."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True)
class Block:
    """Anything that stands on its own line; `margin` holds its notes in the margin, such as «Fråga 7»."""

    margin: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table(Block):
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    note: str = ""
    source: Source | None = None

    def __post_init__(self) -> None:
        for row in self.all_rows:
            if len(row.cells) != len(self.columns):
                raise ValueError(f"{self.caption}: {len(row.cells)} cells under {len(self.columns)} columns")

    @property
    def all_rows(self) -> tuple[Row, ...]:
        return self.rows if self.total is None else (*self.rows, self.total)
