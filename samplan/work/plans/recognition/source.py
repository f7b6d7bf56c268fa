"""What every reader gives and the recogniser takes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    number: int  # 1-based line of the text version
    text: str  # the line as it stands in the text version, without trailing newline
    heading: int | None = None  # outline level 1.. if the format declares it
    bullet: int | None = None  # depth 1.. if the format says it is a list item
    ordinal: str | None = None  # "1." or "2.1" where the format keeps it apart from the text
    bold: bool = False  # the whole line is bold, without being a declared heading
    cells: tuple[str, ...] | None = None  # a table row; merged cells are repeated
    table: int | None = None  # which table (1..) the row belongs to
    header_row: bool = False
    page: int | None = None


@dataclass(frozen=True)
class Document:
    name: str
    kind: str  # txt, md, docx, odt or pdf
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The text version: what people see beside the proposal, and what line numbers count."""
        return "\n".join(line.text for line in self.lines)
