"""The registers as tables: out to a file, in from one. A dry run says what a file would make and change; nothing is written here."""

from .columns import TABLES, Column, Table
from .comparing import Change, Comparison, compare
from .levels import LEVEL_TABLES, compare_levels, level_sheets
from .reading import FileError, FileRow, RegisterFile, read_file
from .writing import sheets_of

__all__ = [
    "LEVEL_TABLES",
    "TABLES",
    "Change",
    "Column",
    "Comparison",
    "FileError",
    "FileRow",
    "RegisterFile",
    "Table",
    "compare",
    "compare_levels",
    "level_sheets",
    "read_file",
    "sheets_of",
]
