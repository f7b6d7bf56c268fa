"""A file becomes a Document: one module per format, chosen by what the file holds, not by its name."""

from importlib import import_module

from ..source import Document
from .errors import ReadRefused
from .sniff import check_size, sniff

__all__ = ["ReadRefused", "check_size", "read"]


def read(data: bytes, name: str) -> Document:
    """Reads the file's bytes; ReadRefused, with advice in Swedish, if they can't be read."""
    # Imported when needed: each format has its own heavy library.
    reader = import_module(f".{sniff(data, name)}", __package__)
    document: Document = reader.read(data, name)
    return document
