"""All writes of the terms."""

from .exchange import Outcome, read_in
from .lists import add_vocabulary, edit_vocabulary, mark_of_vocabulary
from .mapping import map_terms, unmap
from .refusals import TermRefused
from .words import (
    add_spelling,
    add_term,
    edit_term,
    end_term,
    mark_of_term,
    remove_spelling,
    remove_term,
    resume_term,
)

__all__ = [
    "Outcome",
    "TermRefused",
    "add_spelling",
    "add_term",
    "add_vocabulary",
    "edit_term",
    "edit_vocabulary",
    "end_term",
    "map_terms",
    "mark_of_term",
    "mark_of_vocabulary",
    "read_in",
    "remove_spelling",
    "remove_term",
    "resume_term",
    "unmap",
]
