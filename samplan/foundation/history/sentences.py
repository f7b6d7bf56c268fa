"""Events in words. Each room keeps its sentences in `history_text.VERBS`; the installed rooms' are read once."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings

from .models import Event


@cache
def verbs() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for room in settings.ROOMS:
        if find_spec(f"{room}.history_text"):
            found |= import_module(f"{room}.history_text").VERBS
    return found


def sentence(event: Event) -> str:
    """«Karin Prov antog Plan för god hälsa», in the reader's language. A verb nobody has words for tells who and about what."""
    words = verbs().get(event.verb, "%(actor)s: %(subject)s")
    return str(words) % {"actor": event.actor_name, "subject": event.subject_name, "note": event.note}
