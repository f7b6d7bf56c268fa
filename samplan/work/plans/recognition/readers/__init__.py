"""A file becomes a Document: one module per format, chosen by the file's ending."""

from importlib import import_module
from pathlib import PurePath

from ..source import Document

_READERS = {".txt": "text", ".md": "text", ".docx": "docx", ".odt": "odt", ".pdf": "pdf"}


def read(data: bytes, name: str) -> Document:
    """Reads the file's bytes; a file that can't be read raises `errors.Unreadable` with advice in Swedish."""
    # Imported when needed: each format has its own heavy library.
    module = _READERS.get(PurePath(name).suffix.lower(), "text")
    reader = import_module(f".{module}", __package__)
    document: Document = reader.read(data, name)
    return document
