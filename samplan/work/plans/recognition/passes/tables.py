"""Tables: what each column is, from its head; what each row says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from . import lexicon
from .actors import split_names, take_actors
from .lexicon import Role
from .pieces import ORDINAL, Piece


@dataclass
class TableRow:
    text: str
    lines: list[int]
    group: str = ""  # a merged row: the part that the rows under it belong to
    goals: list[tuple[str, str | None]] = field(default_factory=list)  # from the left: the cell, and its column's level
    activities: list[str] = field(default_factory=list)
    actors: list[str] = field(default_factory=list)
    followups: list[str] = field(default_factory=list)
    challenges: list[str] = field(default_factory=list)
    measures: list[str] = field(default_factory=list)
    details: list[str] = field(default_factory=list)
    heads: bool = False
    understood: bool = True


@dataclass(frozen=True)
class _Column:
    role: Role | None
    head: str
    tier: str | None = None


_MEASURED = re.compile(r"indikator|mått|nyckeltal", re.I)
_EMPTY = re.compile(r"[\s–—-]*|ej aktuellt|saknas|\?")


def read_table(pieces: Sequence[Piece], role: Role | None) -> list[TableRow]:
    rows = [tuple(_unmarked(cell) for cell in piece.cells or ()) for piece in pieces]
    if record := _records(rows, pieces):
        return record
    head = _head(rows, pieces)
    columns = _columns(rows[head]) if head is not None else []
    if not any(
        column.role in (Role.ACTIVITY, Role.FOLLOWUP, Role.CHALLENGE, Role.MEASURE) or column.role is Role.GOAL
        for column in columns
    ):
        columns = _columns_by_role(rows, role) if role is Role.ACTIVITY else []
        if not columns:
            return [TableRow(piece.text, piece.lines, understood=False) for piece in pieces]
    out: list[TableRow] = []
    above: dict[int, str] = {}
    for place, (piece, cells) in enumerate(zip(pieces, rows, strict=True)):
        if place == head or (head is not None and cells == rows[head]):
            out.append(TableRow(piece.text, piece.lines, heads=True))
            continue
        written = {cell for cell in cells if not _EMPTY.fullmatch(cell)}
        if _is_group(cells, written, columns):
            above = {}
            out.append(TableRow(piece.text, piece.lines, group=written.pop()))
        else:
            out.append(_row(piece, cells, columns, above))
    return out


def _unmarked(cell: str) -> str:
    """The cell without the marks that make all of it bold."""
    return re.sub(r"^(\*\*|__)(?=\S)(.+?)(?<=\S)\1(:?)$", r"\2\3", cell.strip(), flags=re.S)


def _is_group(cells: Sequence[str], written: set[str], columns: Sequence[_Column]) -> bool:
    """A row merged over all columns, or with its first cell only, where that is not a goal to be filled down."""
    if len(written) != 1 or len(cells) < 2:
        return False
    filled = [cell for cell in cells if not _EMPTY.fullmatch(cell)]
    if len(filled) > 1:
        return len(filled) == len(cells)
    first = columns[0].role if columns else None
    names_part = first is Role.ACTIVITY and lexicon.PREFIX.match(cells[0]) is not None
    return bool(cells[0]) and (names_part or first is None)


def _head(rows: Sequence[Sequence[str]], pieces: Sequence[Piece]) -> int | None:
    """The row whose cells name columns; not always the first, and not always declared."""
    for place, cells in enumerate(rows[:4]):
        written = [cell for cell in cells if cell]
        known = [cell for cell in written if len(cell) < 60 and lexicon.column(cell)]
        if (
            len(set(written)) > 1
            and len(known) >= max(1, len(written) / 2)
            and (len(known) > 1 or pieces[place].header_row)
        ):
            return place
    return next(
        (place for place, piece in enumerate(pieces[:3]) if piece.header_row and len(set(rows[place])) > 1), None
    )


def _columns(head: Sequence[str]) -> list[_Column]:
    return [
        _Column(lexicon.column(cell), cell, lexicon.tier_name(re.sub(r"[/(].*", "", cell).strip())) for cell in head
    ]


def _columns_by_role(rows: Sequence[Sequence[str]], role: Role) -> list[_Column]:
    """Without heads, under a label: the first column is what the label says."""
    width = max(len(cells) for cells in rows)
    return [_Column(role, ""), *(_Column(Role.DETAIL, "") for _ in range(width - 1))]


def _row(piece: Piece, cells: Sequence[str], columns: Sequence[_Column], above: dict[int, str]) -> TableRow:
    row = TableRow(piece.text, piece.lines)
    for place, (cell, column) in enumerate(zip(cells, columns, strict=False)):
        if column.role is Role.GOAL:
            # An empty goal cell belongs to the goal above; a new goal ends those to its right.
            if cell and not _EMPTY.fullmatch(cell):
                if above.get(place) != cell:
                    for right in [p for p in above if p > place]:
                        del above[right]
                above[place] = cell
            if above.get(place):
                row.goals.append((" ".join(above[place].split()), column.tier))
        elif cell and not _EMPTY.fullmatch(cell):
            _put(row, cell, column)
    row.understood = bool(row.goals or row.activities or row.followups or row.challenges or row.measures)
    return row


def _put(row: TableRow, cell: str, column: _Column) -> None:
    if column.role is Role.ACTIVITY:
        for text in _paragraphs(cell):
            title, actors = take_actors(text)
            row.activities.append(ORDINAL.sub("", title))
            row.actors += actors
    elif column.role is Role.ACTOR:
        row.actors += split_names(cell)
    elif column.role is Role.FOLLOWUP:
        asked = [text for text in _paragraphs(cell) if text.endswith("?")]
        if asked or re.search(r"fråg", column.head, re.I):
            row.followups += asked or _paragraphs(cell)
        elif _MEASURED.search(column.head):
            row.measures += _paragraphs(cell)
        else:
            row.details.append(f"{column.head}: {' '.join(cell.split())}")
    elif column.role is Role.CHALLENGE:
        row.challenges += _paragraphs(cell)
    elif column.role is Role.MEASURE:
        row.measures += _paragraphs(cell)
    else:
        text = " ".join(cell.split())
        row.details.append(f"{column.head}: {text}" if column.head else text)


def _paragraphs(cell: str) -> list[str]:
    """Lines in a cell that each begin a thing of their own; a line that begins in small letters goes on."""
    parts: list[str] = []
    for line in re.split(r"\n|\s•\s", cell):
        text = re.sub(r"^[-–•*]\s+", "", line.strip())
        if not text:
            continue
        if parts and text[:1].islower() and not line.strip().startswith(("-", "–", "•", "*")):
            parts[-1] = f"{parts[-1]} {text}"
        else:
            parts.append(text)
    return parts


def _records(rows: Sequence[Sequence[str]], pieces: Sequence[Piece]) -> list[TableRow] | None:
    """A table of two columns with a label to the left of each value: one record, or several below each other."""
    if any(len(set(cells)) > 2 for cells in rows) or len(rows) < 2:
        return None
    roles = [lexicon.column(cells[0]) if len(cells) > 1 and cells[0] != cells[-1] else None for cells in rows]
    values = [lexicon.column(cells[-1]) for cells in rows]
    if (
        Role.ACTIVITY not in roles
        or sum(role is not None for role in roles) < 0.7 * len(rows)
        or sum(v is not None for v in values) > 1
    ):
        return None
    out: list[TableRow] = []
    goals: list[tuple[str, str | None]] = []
    for piece, cells, role in zip(pieces, rows, roles, strict=True):
        row = TableRow(piece.text, piece.lines)
        if role is Role.GOAL and cells[-1]:
            goals = [(" ".join(cells[-1].split()), lexicon.tier_name(cells[0].strip(" :")))]
            row.goals = goals
        elif role is not None and cells[-1]:
            _put(row, cells[-1], _Column(role, cells[0].strip(" :")))
            row.goals = goals if row.activities else []
        elif role is None and len(set(cells)) == 1 and cells[0]:
            row.group, goals = cells[0], []
        out.append(row)
    return out
