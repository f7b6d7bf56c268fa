"""Sentences for the history: %(actor)s did something to %(subject)s; %(note)s is what the event says besides."""

from typing import Any

VERBS: dict[str, Any] = {}
FIELDS: dict[str, Any] = {}
VALUES: dict[str, Any] = {}
