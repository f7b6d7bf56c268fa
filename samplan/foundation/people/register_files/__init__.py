"""The registers as tables: out to a file, in from one. A dry run says what a file would make and change; nothing is written here."""

from .columns import TABLES, Column, Table
from .comparing import Change, Comparison, compare
from .reading import FileError, FileRow, RegisterFile, read_file
from .writing import sheets_of

__all__ = [
    "TABLES",
    "Change",
    "Column",
    "Comparison",
    "FileError",
    "FileRow",
    "RegisterFile",
    "Table",
    "compare",
    "read_file",
    "sheets_of",
]
